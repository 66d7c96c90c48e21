import { LRUCache } from 'lru-cache';

/** How many different things are remembered, so that whoever names new ones cannot fill the memory. */
const MAX_KEYS = 1_000;

/** Lets something that may happen very often be said now and then: once per key and interval. */
export class Rarely {
  readonly #said: LRUCache<string, true>;

  /** @param interval milliseconds between two times, for one key */
  constructor(interval: number) {
    this.#said = new LRUCache({ max: MAX_KEYS, ttl: interval });
  }

  /** Whether it is time to say it. Asking counts as having said it. */
  isDue(key: string): boolean {
    if (this.#said.has(key)) return false;
    this.#said.set(key, true);
    return true;
  }
}
