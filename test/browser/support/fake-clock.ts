import type { Clock } from '../../../src/clock.js';

/** A clock that a test turns. Its random number is always the largest. */
export class FakeClock implements Clock {
  #now = 0;
  #timers: { at: number; callback: () => void }[] = [];

  // As properties: a test may hand them over without the clock.
  now = (): number => this.#now;
  random = (): number => 1;

  after(delay: number, callback: () => void): () => void {
    const timer = { at: this.#now + delay, callback };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  }

  /** Lets time pass, for code that waits for timers only. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    while (this.#callNext(end));
    this.#now = end;
  }

  /** Lets time pass, for code that waits for promises too. */
  async turn(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    do await flush();
    while (this.#callNext(end));
    this.#now = end;
    await flush();
  }

  /** @returns whether a timer was due */
  #callNext(end: number): boolean {
    const [next] = this.#timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
    if (next === undefined) return false;
    this.#timers = this.#timers.filter((timer) => timer !== next);
    this.#now = Math.max(this.#now, next.at);
    next.callback();
    return true;
  }
}

/** Lets promises that are due run on; more in a row than any code here waits for. */
export async function flush(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
