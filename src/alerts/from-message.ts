import type { Alert } from './alert.js';
import { listNameOf } from '../data/list-name.js';
import type { DxMessage } from '../data/message.js';
import type { Outcome } from '../data/outcome.js';
import { toRecord, type AlertRecord } from './history/record.js';

/**
 * What the history keeps of an alert.
 *
 * @param message null where the page itself asked for the alert
 * @param now milliseconds since 1970
 */
export function recordOf(alert: Alert, message: DxMessage | null, now: number): AlertRecord {
  const { messageId, eventName } = sourceOf(message);
  const meta = message?.meta ?? null;
  return toRecord(alert, { identity: meta && messageId, at: meta?.at ?? now, eventName });
}

/** What a toast element made of a message. */
export function arrivalOutcome(isKnown: boolean, isCancelled: boolean): Outcome {
  if (isCancelled) return { code: 'cancelled' };
  return { code: isKnown ? 'shownBefore' : 'takenAsAlert' };
}

/** Which message an alert comes from, and on which list it stands; both null where the page itself asked for it. */
export function sourceOf(message: DxMessage | null): { messageId: string | null; eventName: string | null } {
  return { messageId: message?.id ?? null, eventName: message && listNameOf(message) };
}
