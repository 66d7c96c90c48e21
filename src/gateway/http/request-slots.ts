/**
 * Counts what each address asks at a time: a body that comes slowly, or never ends, holds memory until its time is over, and
 * costs its sender a connection.
 */
export class RequestSlots {
  readonly #taken = new Map<string, number>();
  readonly #most: number;

  /** @param most how many requests of one address may be under way */
  constructor(most: number) {
    this.#most = most;
  }

  /** @returns a function that gives the slot back, called once; null where there is none */
  take(key: string): (() => void) | null {
    const count = this.#taken.get(key) ?? 0;
    if (count >= this.#most) return null;
    this.#taken.set(key, count + 1);
    return () => {
      const left = this.#taken.get(key)! - 1;
      if (left > 0) this.#taken.set(key, left);
      else this.#taken.delete(key);
    };
  }
}
