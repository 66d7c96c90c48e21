/** How much later than over the other link a message may come, in milliseconds. */
export const LATEST = 2_000;

/** Over which of two links a message came. */
export type Side = 'former' | 'next';

/**
 * Tells which messages that come over two links at once are new. A message of a server that keeps no log has no
 * id: it is known by its content, and one that came over the one link is left out once when it comes over the other.
 * Whichever brings it first, it is taken then, so that nothing waits, and what both bring keeps the order of the server.
 *
 * Pure: the clock is passed in.
 */
export class Overlap {
  /** What came over one link and not yet over the other. */
  readonly #single: Record<Side, { content: string; at: number }[]> = { former: [], next: [] };

  /**
   * Takes a message.
   *
   * @param content all that is known of it, as one text
   * @param now milliseconds, on any clock
   * @returns whether it is new
   */
  take(side: Side, content: string, now: number): boolean {
    const other = side === 'former' ? 'next' : 'former';
    // What is older came before the next link was admitted, or was meant for one link alone.
    this.#single[other] = this.#single[other].filter(({ at }) => now - at <= LATEST);
    const index = this.#single[other].findIndex((known) => known.content === content);
    if (index === -1) this.#single[side].push({ content, at: now });
    else this.#single[other].splice(index, 1);
    return index === -1;
  }
}
