import { LRUCache } from 'lru-cache';
import { boundedBy } from './bounded-by.js';
import { TokenBucket } from './token-bucket.js';

/** How many keys are remembered; one that is forgotten begins again. */
const MAX_KEYS = 100_000;

/** Limits how often something happens for each of many keys, such as network addresses. */
export class KeyedBuckets {
  readonly #buckets = new LRUCache<string, TokenBucket>(boundedBy(MAX_KEYS));
  readonly #rate: number;
  readonly #burst: number;

  /**
   * @param rate per second
   * @param burst how many may come at once
   */
  constructor(rate: number, burst: number) {
    this.#rate = rate;
    this.#burst = burst;
  }

  /** @returns whether one more may happen for a key at `now` (milliseconds) */
  take(key: string, now = Date.now()): boolean {
    return this.#of(key, now).take(now);
  }

  /** Whether one more might happen, without counting it. */
  hasLeft(key: string, now = Date.now()): boolean {
    return this.#of(key, now).hasLeft(now);
  }

  #of(key: string, now: number): TokenBucket {
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      bucket = new TokenBucket(this.#rate, this.#burst, now);
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }
}
