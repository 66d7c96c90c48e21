import { isActionable } from './duration.js';
import type { AlertEntry, AlertRequest } from './alert-entry.js';

/** How many alerts wait or are visible at one placement; what does not fit is only counted. */
export const CAPACITY = 20;

/** 0 is the most urgent. */
export function urgency({ alert }: AlertRequest): 0 | 1 | 2 {
  if (alert.variant === 'danger') return 0;
  return isActionable(alert) ? 1 : 2;
}

/**
 * Chooses what is visible at one placement: the most urgent ones, the older of two equally urgent ones.
 *
 * @param entries all of the placement
 * @returns in the order in which they came
 */
export function visibleEntries(entries: readonly AlertEntry[]): AlertEntry[] {
  const limit = Math.max(1, ...entries.map(({ maxVisible }) => maxVisible));
  return [...entries]
    .sort((a, b) => urgency(a) - urgency(b) || a.order - b.order)
    .slice(0, limit)
    .sort((a, b) => a.order - b.order);
}

/** The one to give up when there are too many: the newest of the least urgent. */
export function leastUrgent(entries: readonly AlertEntry[]): AlertEntry {
  return entries.reduce((last, entry) => (urgency(entry) >= urgency(last) ? entry : last));
}
