/** The longest time over which a message asks its receivers to spread, in milliseconds. */
export const LONGEST_JITTER = 600_000;

/**
 * Over how many milliseconds the receivers of a message should spread what they ask the app's server for, so that it
 * gets no more than it bears.
 *
 * @param audience how many receive the message
 * @param refreshesPerSecond what the server bears; undefined = nobody says
 * @returns undefined where nothing need be spread
 */
export function spreadFor(audience: number, refreshesPerSecond: number | undefined): number | undefined {
  if (refreshesPerSecond === undefined || audience <= 1) return undefined;
  return Math.min(LONGEST_JITTER, Math.ceil((audience * 1000) / refreshesPerSecond));
}
