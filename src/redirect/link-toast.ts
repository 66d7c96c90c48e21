import type { Alert } from '../alerts/alert.js';
import type { AlertOwner, AlertRequest } from '../alerts/alert-entry.js';

/** Nobody is told what becomes of the toast. */
const nothing = (): void => undefined;
export const linkToastOwner = (): AlertOwner => ({
  shown: nothing,
  acted: () => true,
  reported: nothing,
  dismissed: nothing,
});

/** A toast with a link to where the page would have gone; it stays until a person closes it. */
export function linkToast(alert: Alert, owner: AlertOwner): AlertRequest {
  return {
    alert,
    messageId: null,
    owner,
    eventName: null,
    placement: 'bottom-end',
    maxVisible: 3,
    duration: null,
    closable: true,
    body: null,
    record: null,
    run: null,
    outcome: null,
    attention: null,
    isLocal: true,
  };
}
