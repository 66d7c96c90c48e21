import { isOf } from '../history/choice.js';
import type { AlertRecord } from '../history/record.js';

/** A list whose rows keep their places while a person is about to press one of them. */
export interface HeldList {
  readonly records: readonly AlertRecord[];
  /** How many came or changed since, and wait for the person to look up. */
  readonly waiting: number;
  /** Ids of rows that are gone by now: their places stay. */
  readonly gone: ReadonlySet<string>;
}

/**
 * Keeps what is drawn as it was read: what comes waits, what goes leaves its place, what is said anew is not changed. Only
 * what became of the very same alert is drawn: that it was read, or its action taken.
 *
 * @param shown what is drawn now
 * @param present what the list has now
 * @param chosen those of them that the filter would show
 */
export function holdList(
  shown: readonly AlertRecord[],
  present: readonly AlertRecord[],
  chosen: readonly AlertRecord[],
): HeldList {
  const now = new Map(present.map((record) => [record.id, record]));
  const former = new Map(shown.map((record) => [record.id, record.at]));
  return {
    records: shown.map((record) => {
      const current = now.get(record.id);
      if (current?.at === record.at) return current;
      const choice = current?.choice ?? null;
      return choice !== null && isOf(choice, record.alert) ? { ...record, choice } : record;
    }),
    waiting: chosen.filter(({ id, at }) => former.get(id) !== at).length,
    gone: new Set([...former.keys()].filter((id) => !now.has(id))),
  };
}
