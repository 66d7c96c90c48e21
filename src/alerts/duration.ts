import type { Alert } from './alert.js';

/** The shortest time that is chosen for an author, in milliseconds. */
const SHORTEST = 5_000;
const LONGEST = 30_000;
/** Time to notice it, then time to read a character, in milliseconds: slow readers need about this much. */
const NOTICE = 2_000;
const PER_CHARACTER = 70;

/** Whether a person is asked to do something, which must not be taken away under their hands. */
export function isActionable(alert: Alert): boolean {
  return alert.action !== null || alert.href !== null;
}

/**
 * How long an alert is shown.
 *
 * @param attribute `duration` of the element in milliseconds; null = by the length of the text
 * @param isLocal code of the page asked for it, and may give an action some time, as for an undo
 * @returns milliseconds; null = until a person closes it
 */
export function alertDuration(alert: Alert, attribute: number | null, isLocal = false): number | null {
  if (attribute === 0 || alert.duration === 0 || alert.sticky) return null;
  // It ends when what it tells of ends.
  if (alert.progress !== null) return null;
  const isTimed = isLocal && alert.duration !== null;
  if (!isTimed && (alert.variant === 'danger' || isActionable(alert))) return null;
  const length = alert.title.length + alert.text.length;
  const byLength = Math.min(LONGEST, Math.max(SHORTEST, NOTICE + PER_CHARACTER * length));
  return alert.duration ?? attribute ?? byLength;
}
