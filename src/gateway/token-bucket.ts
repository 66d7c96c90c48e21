/** Limits how often something happens: `rate` times a second, and `burst` times at once. */
export class TokenBucket {
  #tokens: number;
  readonly #rate: number;
  readonly #burst: number;
  #filledAt: number;

  /**
   * @param rate per second
   * @param burst how many may come at once
   * @param filledAt the time now, in milliseconds
   */
  constructor(rate: number, burst: number, filledAt: number) {
    this.#rate = rate;
    this.#burst = burst;
    this.#filledAt = filledAt;
    this.#tokens = burst;
  }

  /** @returns whether one more may happen at `now` (milliseconds) */
  take(now: number): boolean {
    if (!this.hasLeft(now)) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Whether one more might happen at `now`, without counting it. */
  hasLeft(now: number): boolean {
    const elapsed = Math.max(0, now - this.#filledAt);
    this.#tokens = Math.min(this.#burst, this.#tokens + (elapsed / 1000) * this.#rate);
    this.#filledAt = now;
    return this.#tokens >= 1;
  }
}
