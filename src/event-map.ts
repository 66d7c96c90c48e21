import type {
  AlertActionDetail,
  AlertDetail,
  AlertDismissedDetail,
  AlertOutcomeDetail,
  AlertShownDetail,
} from './elements/dx-alert-toast.events.js';
import type { ConnectionChangeDetail } from './elements/dx-connection.js';
import type { InboxActionDetail, InboxChangeDetail } from './elements/dx-inbox.js';
import type { MessengerMessageDetail, MessengerSendDetail } from './elements/dx-messenger.events.js';
import type { RedirectDetail } from './elements/dx-redirect.events.js';
import type { RefreshedDetail, RefreshErrorDetail } from './elements/dx-refresher.events.js';
import type { RefreshDetail } from './refresh/actions/actions.js';
import type { ConflictDetail } from './refresh/merge/conflict.js';

/**
 * The events of the elements by name. All of them bubble, so that `addEventListener()` of any element, the document and
 * the window knows their types.
 *
 * @example list.addEventListener('dx-refresh', ({ detail }) => detail.waitUntil(load(detail.signal)));
 */
export interface DxEventMap {
  'dx-alert': CustomEvent<AlertDetail>;
  'dx-alert-action': CustomEvent<AlertActionDetail>;
  'dx-alert-dismissed': CustomEvent<AlertDismissedDetail>;
  'dx-alert-outcome': CustomEvent<AlertOutcomeDetail>;
  'dx-alert-shown': CustomEvent<AlertShownDetail>;
  'dx-conflict': CustomEvent<ConflictDetail>;
  'dx-connection-change': CustomEvent<ConnectionChangeDetail>;
  'dx-inbox-action': CustomEvent<InboxActionDetail>;
  'dx-inbox-change': CustomEvent<InboxChangeDetail>;
  'dx-messenger-message': CustomEvent<MessengerMessageDetail>;
  'dx-messenger-send': CustomEvent<MessengerSendDetail>;
  'dx-redirect': CustomEvent<RedirectDetail>;
  'dx-refresh': CustomEvent<RefreshDetail>;
  'dx-refresh-error': CustomEvent<RefreshErrorDetail>;
  'dx-refreshed': CustomEvent<RefreshedDetail>;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- it adds to what the platform declares
  interface GlobalEventHandlersEventMap extends DxEventMap {}
  // What `querySelector('#id')` finds is an `Element`.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- it adds to what the platform declares
  interface ElementEventMap extends DxEventMap {}
}
