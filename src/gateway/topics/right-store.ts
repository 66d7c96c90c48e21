import { LRUCache } from 'lru-cache';
import { boundedBy } from '../bounded-by.js';
import { EVERYBODY } from '../../protocol.js';
import { MAX_REVOCATIONS } from './right.js';
import { LONGEST_TOKEN_LIFE } from './topic-token.js';

/** How long a revocation denies what was issued before it, in milliseconds: that has ended then. */
export const REVOCATION_LIFE = (LONGEST_TOKEN_LIFE + 60) * 1000;
/** How many rights by a rule of the app are remembered. */
const MAX_GRANTS = 100_000;

/** For how long what is known of rights is remembered, in milliseconds. */
export interface RightLives {
  /** Of a right by a rule of the app, after it was given last. */
  grantLife: number;
  /** Of a revocation; at least {@link REVOCATION_LIFE}. */
  remembers: number;
}

/** Hears of a revocation. `userId` is `*` where the right of all was taken back, empty for nobody signed in. */
export type RevocationListener = (userId: string, topic: string) => void;

/**
 * What is remembered of the rights of one app. A user id is empty where nobody is signed in. Any method rejects where the
 * store cannot be reached.
 */
export interface RightStore {
  /**
   * Takes the right back that was given before, and announces it on every node.
   *
   * @param userId `*` = of all
   * @param at milliseconds since 1970
   */
  revoke(userId: string, topic: string, at: number): Promise<void>;
  /** When the right of a user, or of all, was taken back: milliseconds since 1970, rising. */
  revocations(userId: string, topic: string): Promise<number[]>;
  onRevoked(listener: RevocationListener): void;
  /**
   * Remembers for a while that the rule of the app said yes.
   *
   * @returns since when it has, as far as is remembered; milliseconds since 1970
   */
  granted(userId: string, topic: string, since: number): Promise<number>;
  /** Whether it is remembered that the rule of the app said yes; it is forgotten. */
  forget(userId: string, topic: string): Promise<boolean>;
}

/** Says one thing to all who listen in this process. */
export class RevocationListeners {
  readonly #listeners: RevocationListener[] = [];

  add(listener: RevocationListener): void {
    this.#listeners.push(listener);
  }

  notify(userId: string, topic: string): void {
    for (const listener of this.#listeners) listener(userId, topic);
  }
}

/** Which rules of the app said yes since when, in this process. */
export class GrantMemory {
  readonly #since: LRUCache<string, number>;

  /** @param life milliseconds for which it is remembered after it was said last */
  constructor(life: number) {
    this.#since = new LRUCache({ ...boundedBy(MAX_GRANTS), ttl: life });
  }

  granted(userId: string, topic: string, since: number): Promise<number> {
    const key = keyOf(userId, topic);
    const first = Math.min(this.#since.get(key) ?? since, since);
    this.#since.set(key, first);
    return Promise.resolve(first);
  }

  forget(userId: string, topic: string): Promise<boolean> {
    return Promise.resolve(this.#since.delete(keyOf(userId, topic)));
  }
}

/** The rights of one app in memory. */
export class MemoryRights implements RightStore {
  readonly #revocations = new Map<string, number[]>();
  readonly #listeners = new RevocationListeners();
  readonly #grants: GrantMemory;
  readonly #remembers: number;

  constructor({ grantLife, remembers }: RightLives) {
    this.#grants = new GrantMemory(grantLife);
    this.#remembers = remembers;
  }

  revoke(userId: string, topic: string, at: number): Promise<void> {
    const key = keyOf(userId, topic);
    const former = (this.#revocations.get(key) ?? []).filter((one) => one > at - this.#remembers);
    // The newest last, so that the oldest of all is found at once.
    this.#revocations.delete(key);
    this.#revocations.set(key, [...former, at].slice(-MAX_REVOCATIONS));
    for (const [oldest, times] of this.#revocations) {
      if (times.at(-1)! > at - this.#remembers) break;
      this.#revocations.delete(oldest);
    }
    this.#listeners.notify(userId, topic);
    return Promise.resolve();
  }

  revocations(userId: string, topic: string): Promise<number[]> {
    const of = (id: string): number[] => this.#revocations.get(keyOf(id, topic)) ?? [];
    return Promise.resolve([...of(userId), ...of(EVERYBODY)].sort((a, b) => a - b));
  }

  onRevoked(listener: RevocationListener): void {
    this.#listeners.add(listener);
  }

  granted(userId: string, topic: string, since: number): Promise<number> {
    return this.#grants.granted(userId, topic, since);
  }

  forget(userId: string, topic: string): Promise<boolean> {
    return this.#grants.forget(userId, topic);
  }
}

const keyOf = (userId: string, topic: string): string => JSON.stringify([userId, topic]);
