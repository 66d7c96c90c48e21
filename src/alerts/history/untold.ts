import { isLogged, type AlertRecord } from './record.js';

/** What a gateway is told of a record until it knows. */
export const TOLD_MARKS = ['read', 'dismissed', 'acted'] as const;
export type ToldMark = (typeof TOLD_MARKS)[number];

/** The `at` of the alert that a person has marked so; 0 = none. */
function markedAt({ alert, readAt, dismissedAt, choice }: AlertRecord, mark: ToldMark): number {
  if (mark === 'acted') {
    // What was chosen of a former alert with the same key says nothing of this one.
    const isIts = (choice?.alertId ?? alert.id) === alert.id;
    return choice?.state === 'done' && isIts ? choice.of : 0;
  }
  return mark === 'read' ? readAt : dismissedAt;
}

/**
 * Those of which the gateway does not know what the person did.
 *
 * @param events names of those that it keeps
 */
export function untoldOf(
  records: Iterable<AlertRecord>,
  mark: ToldMark,
  events: readonly string[],
): AlertRecord[] {
  const index = TOLD_MARKS.indexOf(mark);
  return [...records].filter(
    (record) =>
      markedAt(record, mark) > (record.kept?.told[index] ?? 0) &&
      record.parts.some(isLogged) &&
      record.eventNames.some((name) => events.includes(name)),
  );
}

/**
 * The record, after the gateway knows of marks.
 *
 * @param of the record as it was when they were told
 */
export function withTold(record: AlertRecord, marks: readonly ToldMark[], of = record): AlertRecord {
  const { told = [], ...end } = record.kept ?? { ends: 0, at: 0 };
  const now = TOLD_MARKS.map((mark, index) =>
    Math.max(told[index] ?? 0, marks.includes(mark) ? markedAt(of, mark) : 0),
  );
  return { ...record, kept: { ...end, told: now } };
}
