import { runEvery } from '../timers.js';

/** The longest time between two turns, in seconds. */
const LONGEST_TURN = 1;
/** The fewest turns of a round. */
const FEWEST_TURNS = 4;

/**
 * Visits each item once in a round of so many seconds, evenly spread: a timer for each would cost each of them memory.
 *
 * @param items keeps its order, as a map does
 * @returns the way to stop
 */
export function goRound<Item>(
  seconds: number,
  items: ReadonlyMap<unknown, Item>,
  visit: (item: Item) => void,
): () => void {
  const turn = Math.min(LONGEST_TURN, seconds / FEWEST_TURNS);
  let due = 0;
  let rest = items.values();
  return runEvery(turn, () => {
    due += (items.size * turn) / seconds;
    for (; due >= 1; due -= 1) {
      let next = rest.next();
      if (next.done === true) {
        rest = items.values();
        next = rest.next();
      }
      if (next.done === true) due = 1;
      else visit(next.value);
    }
  });
}
