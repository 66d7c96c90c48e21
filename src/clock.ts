/** Time, as jobs see it; tests pass one that they turn by hand. */
export interface Clock {
  /** Milliseconds; only goes forward. */
  now(): number;
  /** Calls once, later; returns the way to cancel. */
  after(delay: number, callback: () => void): () => void;
  random(): number;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
