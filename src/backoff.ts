/** The longest delay between two attempts, in milliseconds. */
const LONGEST_DELAY = 30_000;
/** The shortest, so that a server that refuses at once is not called in a loop. */
const SHORTEST_DELAY = 100;

/**
 * How long to wait before a new attempt: full jitter under an exponential ceiling.
 *
 * Socket.IO's own formula adds the jitter before the cap, so after the fifth attempt all clients wait
 * exactly the cap and return together; here the delay is drawn from the whole range at every attempt.
 *
 * @param attempt failed attempts so far, from 1
 * @param random a number from 0 up to 1
 * @param base ceiling of the first delay, in milliseconds
 * @returns milliseconds
 */
export function retryDelay(attempt: number, random: number, base = 1_000): number {
  const ceiling = Math.min(LONGEST_DELAY, base * 2 ** Math.min(attempt - 1, 16));
  return SHORTEST_DELAY + random * (ceiling - SHORTEST_DELAY);
}
