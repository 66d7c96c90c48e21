/** Time, passed in to what decides; tests pass one that they turn by hand. */
export interface Clock {
  /** Milliseconds; only goes forward. */
  now(): number;
  /**
   * Calls once, later, at most 24 days later: where more was asked for, look at the time again.
   *
   * @returns the way to cancel
   */
  after(delay: number, callback: () => void): () => void;
  random(): number;
}

/** The longest delay that browsers keep; a longer one would end at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, Math.min(delay, LONGEST_DELAY));
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
