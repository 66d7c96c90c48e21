import { OldestFirst } from '../oldest-first.js';

/** After so many that were added the place of the oldest is looked for anew. */
const REST_EVERY = 1_000;

/**
 * Remembers in which channels the alerts of each push are or were. What is remembered is bounded by channels, since one push
 * to a list has as many as receivers; of the pushes that came first it is forgotten.
 */
export class PushChannels {
  readonly #channels = new Map<string, Set<string>>();
  readonly #oldest = new OldestFirst(this.#channels);
  readonly #most: number;
  #size = 0;
  #added = 0;

  /** @param most channels of all pushes together */
  constructor(most: number) {
    this.#most = most;
  }

  add(pushId: string, channel: string): void {
    const own = this.#channels.get(pushId) ?? new Set<string>();
    if (own.has(channel)) return;
    this.#channels.set(pushId, own.add(channel));
    this.#size += 1;
    this.#added += 1;
    if (this.#added % REST_EVERY === 0) this.#oldest.rest();
    while (this.#size > this.#most) this.#size -= this.#oldest.shift()?.[1].size ?? this.#size;
  }

  of(pushId: string): string[] {
    return [...(this.#channels.get(pushId) ?? [])];
  }
}
