import type { Alert } from './alert.js';
import { messageIdentity, type DxMessage } from '../data/message.js';
import { warnOnce } from '../warn.js';
import { toRecord, type AlertRecord } from './history/record.js';
import type { AlertScope } from './alert-scope.js';

/** Where the alerts of an element come from and for whom. */
export function scopeOf(
  { url, path, appId }: { url: string; path: string; appId: string },
  session: string | null,
): AlertScope {
  return { app: JSON.stringify([url, path, appId]), session };
}

/**
 * What the history keeps of an alert.
 *
 * @param message null where the page itself asked for the alert
 * @param now milliseconds since 1970
 */
export function recordOf(alert: Alert, message: DxMessage | null, now: number): AlertRecord {
  const identity = message === null ? null : messageIdentity(message);
  return toRecord(alert, { identity, at: message?.meta?.at ?? now });
}

/** What makes a message the same as another one that comes in this tab. */
export function identitiesOf(alert: Alert, message: DxMessage | null): (string | object)[] {
  const logged = message === null ? null : messageIdentity(message);
  return [
    ...(alert.id === null ? [] : [`id ${alert.id}`]),
    ...(logged === null ? [] : [`log ${logged}`]),
    // Where there is no log, it stands for itself: two elements hear the very same object.
    ...(message === null ? [] : [message]),
  ];
}

/** Says what became of a message, in words for the event log. */
export function explainArrival(isKnown: boolean, isCancelled: boolean): string {
  if (isCancelled) return 'cancelled by a listener of dx-alert';
  return isKnown ? 'shown before: same id or message' : 'taken as an alert';
}

/** The part of a connection that an action needs. */
interface Sender {
  emit(eventName: string, data: unknown): Promise<unknown>;
}

/** Sends the event of an action with the id of its alert; where nothing takes it, a warning says so. */
export async function sendAction(
  element: string,
  sender: Sender | null,
  eventName: string,
  { id }: Alert,
): Promise<void> {
  try {
    if (sender === null) throw new Error('the element has no connection');
    await sender.emit(eventName, { id });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warnOnce(`<${element}> the event "${eventName}" of an alert's action was not acknowledged: ${reason}`);
  }
}
