/** Milliseconds before each further attempt; after the last one a message is given up. */
const DELAYS = [5_000, 30_000, 120_000, 600_000, 3_600_000];
/** The longest that a push service may make a message wait, in milliseconds. */
const LONGEST_WAIT = 6 * 3_600_000;

/**
 * How long to wait before a message is sent again.
 *
 * @param attempts how often it was sent in vain
 * @param asked milliseconds for which the push service asks; null = it does not say
 * @param random 0 to 1, so that not all come back together
 * @returns null where it is given up
 */
export function retryDelay(attempts: number, asked: number | null, random: number): number | null {
  const delay = DELAYS[attempts - 1];
  if (delay === undefined) return null;
  return Math.round(Math.min(LONGEST_WAIT, Math.max(delay, asked ?? 0)) * (1 + random * 0.3));
}
