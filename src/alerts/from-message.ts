import type { Alert } from './alert.js';
import { listNameOf } from '../data/list-name.js';
import type { DxMessage } from '../data/message.js';
import type { Outcome } from '../data/outcome.js';
import { toRecord, type AlertRecord } from './history/record.js';

/**
 * The identity of one alert of a message: the same in every tab.
 *
 * @param index in the list that the message is; 0 where it is none
 */
export const itemId = ({ id }: DxMessage, index: number): string => (index > 0 ? `${id} ${index}` : id);

/**
 * What the history keeps of an alert.
 *
 * @param message null where the page itself asked for the alert
 * @param now milliseconds since 1970
 * @param index in the list that the message is: alerts that came at the same time stay in order
 */
export function recordOf(alert: Alert, message: DxMessage | null, now: number, index = 0): AlertRecord {
  const { messageId, eventName } = sourceOf(message, index);
  const meta = message?.meta ?? null;
  const at = (meta?.at ?? now) + index / 1000;
  return toRecord(alert, { identity: meta && messageId, at, eventName });
}

/** What a toast element made of a message. */
export function arrivalOutcome(isKnown: boolean, isMuted: boolean): Outcome {
  if (isKnown) return { code: 'shownBefore' };
  return { code: isMuted ? 'muted' : 'asAlert' };
}

/**
 * Which message an alert comes from, and on which list it stands; both null where the page itself asked for it.
 *
 * @param index in the list that the message is; 0 where it is none
 */
export const sourceOf = (
  message: DxMessage | null,
  index: number,
): { messageId: string | null; eventName: string | null } => ({
  messageId: message && itemId(message, index),
  eventName: message && listNameOf(message),
});
