import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { boundedBy } from '../bounded-by.js';
import type { ClientAddresses } from '../client-address.js';
import { KeyedBuckets } from '../keyed-buckets.js';
import { keyDigest, type KeyRing } from '../key-ring.js';
import { Refusal } from '../refusal.js';

/** How many pairs of an address and a right key are remembered. */
const MAX_KNOWN = 10_000;

/**
 * Limits how many wrong keys an address may try. A key that was right at that address before goes on there: a neighbour
 * behind the same address locks nobody out.
 */
export class WrongKeyGuard {
  readonly #wrong: KeyedBuckets;
  readonly #known = new LRUCache<string, true>(boundedBy(MAX_KNOWN));
  readonly #addresses: ClientAddresses;

  /** @param perMinute wrong keys of one address; as many may come at once */
  constructor(perMinute: number, addresses: ClientAddresses) {
    this.#wrong = new KeyedBuckets(perMinute / 60, perMinute);
    this.#addresses = addresses;
  }

  /**
   * Finds what a key stands for.
   *
   * @throws Refusal 401 for an unknown key, 429 after too many
   */
  find<Holder>(key: string, ring: KeyRing<Holder>, { socket, headers }: FastifyRequest): Holder {
    const { limitKey, isClients } = this.#addresses.of(socket.remoteAddress ?? '', headers);
    const holder = ring.find(key);
    const pair = `${limitKey} ${keyDigest(key)}`;
    if (isClients && !this.#wrong.hasLeft(limitKey) && (holder === null || !this.#known.has(pair)))
      throw new Refusal(429, 'There were too many wrong keys from this address; try again in a minute.');
    if (holder === null) {
      if (isClients) this.#wrong.take(limitKey);
      throw new Refusal(401, 'The key in "Authorization" is unknown.', 'Authorization');
    }
    this.#known.set(pair, true);
    return holder;
  }
}

/** The keys of one kind, as requests show them. */
export class GuardedKeys<Holder> {
  readonly #ring: KeyRing<Holder>;
  readonly #guard: WrongKeyGuard;

  constructor(ring: KeyRing<Holder>, guard: WrongKeyGuard) {
    this.#ring = ring;
    this.#guard = guard;
  }

  /**
   * Finds what the bearer key of a request stands for.
   *
   * @throws Refusal 401 without a known key, 429 after too many wrong ones
   */
  holderOf(request: FastifyRequest): Holder {
    const key = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (key === undefined)
      throw new Refusal(401, 'The header "Authorization: Bearer KEY" is missing.', 'Authorization');
    return this.#guard.find(key, this.#ring, request);
  }
}
