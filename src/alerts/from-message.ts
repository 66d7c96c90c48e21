import type { Alert } from './alert.js';
import type { DxMessage } from '../data/message.js';
import type { Outcome } from '../data/outcome.js';
import { appOf, type AppAddress } from '../storage/user-scope.js';
import { toRecord, type AlertRecord } from './history/record.js';
import type { AlertScope } from './alert-scope.js';

/** Where the alerts of an element come from and for whom. */
export function scopeOf(settings: AppAddress, session: string | null): AlertScope {
  return { app: appOf(settings), session };
}

/**
 * What the history keeps of an alert.
 *
 * @param message null where the page itself asked for the alert
 * @param now milliseconds since 1970
 */
export function recordOf(alert: Alert, message: DxMessage | null, now: number): AlertRecord {
  const { id, meta, eventName = null } = message ?? {};
  return toRecord(alert, { identity: meta ? (id ?? null) : null, at: meta?.at ?? now, eventName });
}

/** What a toast element made of a message. */
export function arrivalOutcome(isKnown: boolean, isCancelled: boolean): Outcome {
  if (isCancelled) return { code: 'cancelled' };
  return { code: isKnown ? 'shownBefore' : 'takenAsAlert' };
}
