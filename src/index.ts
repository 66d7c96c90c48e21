/** Everything for code: no element is registered by importing this. See `dx-realtime/define` for that. */
export { checkSession, configure, connect, originHeaders, setAlertTime } from './page-api.js';
export type { ConnectOptions, PageOptions } from './page-api.js';
export type { EventLogWords } from './event-log/terms.js';
export type { Plural, Words } from './i18n/terms.js';
export type { ConnectionState, ConnectionStatus, GapReason } from './connection/connection-state.js';
export type { TopicHandle } from './connection/topics/topic-handle.js';
export type { TopicOptions, TopicTokenGetter } from './connection/topics/topic.js';
export type { ConnectionHandle } from './connection/connection-registry.js';
export type {
  ConfigureOptions,
  ConnectionSettings,
  SessionGetter,
  Share,
  Transport,
} from './connection/settings.js';
export { DxAlertToast } from './elements/dx-alert-toast.js';
export type {
  AlertActionDetail,
  AlertDetail,
  AlertDismissedDetail,
  AlertShownDetail,
} from './elements/dx-alert-toast.events.js';
export { DxConnectionStatus } from './elements/dx-connection-status.js';
export { DxConnection, type ConnectionChangeDetail } from './elements/dx-connection.js';
export { DxEventLog } from './elements/dx-event-log.js';
export { DxMessenger } from './elements/dx-messenger.js';
export type { MessengerMessageDetail, MessengerSendDetail } from './elements/dx-messenger.events.js';
export { DxInbox, type InboxActionDetail, type InboxChangeDetail } from './elements/dx-inbox.js';
export { DxRedirect } from './elements/dx-redirect.js';
export type { RedirectDetail } from './elements/dx-redirect.events.js';
export { DxRefresher } from './elements/dx-refresher.js';
export type { RefreshedDetail, RefreshErrorDetail } from './elements/dx-refresher.events.js';
export type { Alert, AlertAction, AlertVariant } from './alerts/alert.js';
export type { ChatMessage } from './messenger/chat-message.js';
export type { DxMessage } from './data/message.js';
export type { DxEventMap } from './event-map.js';
export type { RefreshDetail } from './refresh/actions/actions.js';
export type { ConflictDetail, ConflictKind } from './refresh/merge/conflict.js';
export type { RefreshReason } from './refresh/schedule.js';
export { RefreshError } from './refresh/refresh-error.js';
