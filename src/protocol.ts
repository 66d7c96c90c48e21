/**
 * The wire between a page and a gateway: names and shapes that both ends share.
 *
 * The base is plain Socket.IO on the default namespace: the client sends `auth = { app_id, session_id }`
 * and the server emits `(eventName, message)`. A client that adds {@link OPT_IN_QUERY} to its handshake
 * query also gets a third argument with every message and the `dx:` packets below; any other client never
 * sees them.
 */

/** Handshake query parameter by which a client asks for offsets and replay: `dx=1`. */
export const OPT_IN_QUERY = 'dx';

/** Header of an HTTP request that says which browser tab it comes from. */
export const ORIGIN_HEADER = 'X-DX-Origin';

/** Handshake query parameter that says which browser tab a connection belongs to. */
export const ORIGIN_QUERY = 'dx-origin';

/** The user id that addresses everybody of an app. */
export const EVERYBODY = '*';

/** The longest event name that is accepted, in characters. */
export const MAX_EVENT_NAME_LENGTH = 128;

/** Names of the packets that a gateway and an opted-in client exchange beside application events. */
export const PACKET = {
  /** Gateway → client, first packet of a connection: {@link Hello}. */
  hello: 'dx:hello',
  /** Client → gateway, acknowledged: {@link SyncRequest} → {@link SyncAnswer}. */
  sync: 'dx:sync',
  /** Gateway → client, periodically: {@link Position}. */
  position: 'dx:position',
  /** Gateway → client, last packet before the gateway closes the connection: {@link Bye}. */
  bye: 'dx:bye',
  /** Client → gateway, acknowledged: {@link ListenRequest} → {@link ListenAnswer}. */
  listen: 'dx:listen',
  /** Client → gateway, acknowledged with `{}`: {@link LeaveRequest}. */
  leave: 'dx:leave',
  /** Gateway → client: {@link TopicsEnded}, topics to which the client may not listen any more. */
  refused: 'dx:refused',
  /** Client → gateway, acknowledged: {@link InboxRequest} → {@link InboxPage}. Only where the hello has `inbox`. */
  inbox: 'dx:inbox',
  /** Client → gateway, acknowledged: {@link InboxMark} → {@link InboxMarked}. Only where the hello has `inbox`. */
  mark: 'dx:inbox-mark',
  /** Gateway → every client of a person: {@link InboxMarked}, what changed on one of their devices. */
  marked: 'dx:inbox-marked',
} as const;

/** Names of the packets about what a person wants of categories of alerts; only where the `inbox` of the hello has `categories`. */
export const PREFERENCE_PACKET = {
  /** Client → gateway, acknowledged: {@link PreferenceChanges} → {@link PreferencesKept}. */
  choose: 'dx:preferences',
  /** Gateway → every client of a person: {@link PreferencesKept}, what was chosen on one of their devices. */
  changed: 'dx:preferences-changed',
} as const;

/** Names of the packets about calls by Web Push; only where the hello has `webPush`. */
export const WEB_PUSH_PACKET = {
  /** Client → gateway, acknowledged: {@link PushSubscribe} → {@link PushSubscribed}. */
  subscribe: 'dx:push-subscribe',
  /** Client → gateway, acknowledged: {@link PushUnsubscribe} → {@link PushSubscribed}. */
  unsubscribe: 'dx:push-unsubscribe',
} as const;

/** A point in the message log of one channel. */
export interface ChannelPosition {
  /** Channel name: opaque to the client, one per user, one per app and one per topic. */
  channel: string;
  /** Identity of the log. Another epoch means that the offsets of the former one say nothing. */
  epoch: string;
  /** Offset of the newest message; 0 = none yet. Contiguous: each message is the former one plus 1. */
  offset: number;
}

/** Third argument of every message to an opted-in client. */
export interface MessageMeta extends ChannelPosition {
  /** When the gateway logged the message, in milliseconds since 1970. */
  at: number;
  /** Id of the browser tab or program that caused the message, as the pusher gave it. */
  origin?: string;
  /** Milliseconds over which receivers should spread the requests that the message causes. */
  spread?: number;
}

/** Second value of an event from an opted-in client, where one connection serves several tabs of a browser. */
export interface EventMeta {
  /** Id of the browser tab that sends the event, in place of that of the handshake. */
  origin: string;
}

/**
 * Payload of {@link PACKET.hello}. Both ends ignore fields that they do not know; a field that is absent is something
 * that this gateway does not offer.
 *
 * @example { channels: [{ channel: '*', epoch: 'b1…', offset: 7 }], position: 30, limits: { maxMessageBytes: 100000 },
 *   person: 'k3Jd…', now: 1767225600000 }
 */
export interface Hello {
  /** The channels this socket listens to, with their newest offsets. */
  channels: ChannelPosition[];
  /** Seconds between two {@link PACKET.position} packets. */
  position: number;
  limits: {
    /** The largest packet that the gateway accepts from a client, in bytes. */
    maxMessageBytes: number;
  };
  /**
   * Who the session belongs to: an opaque id of app and user. It is the same for every session of that user, on every
   * node and after a restart. Absent where nobody is signed in.
   */
  person?: string;
  /** The gateway's clock when it sent this, in milliseconds since 1970. Absent only from gateways before 0.2. */
  now?: number;
  /** Which alerts the gateway keeps for the person. Absent where it keeps none. */
  inbox?: {
    /** Names of the events that are kept. */
    events: string[];
    /** Categories that the configuration names. Absent = the gateway keeps no preferences. */
    categories?: AlertCategory[];
  };
  /** How the person can be called while no tab is open (Web Push). Absent where nobody is. */
  webPush?: {
    /** The gateway's public key (VAPID), base64url: `applicationServerKey` of a browser's subscription. */
    publicKey: string;
  };
  /** Whether the app has topics, to which a client can listen beside its channels. Absent = false. */
  topics?: boolean;
}

/** Payload of {@link PACKET.position}: the newest offsets, so that a lost last message is noticed. */
export interface Position {
  channels: ChannelPosition[];
}

/** Payload of {@link PACKET.sync}: the last position of each channel that the client has applied. */
export interface SyncRequest {
  channels: ChannelPosition[];
}

/** A message as the log replays it. */
export interface LoggedMessage extends MessageMeta {
  eventName: string;
  message: unknown;
}

/** What became of one channel in a sync. */
export interface ChannelReplay {
  channel: string;
  epoch: string;
  /** The newest offset that the answer covers: that of the channel, or with `more` that of the last of `messages`. */
  top: number;
  /** Messages after the cursor, oldest first; the whole retained window where `recovered` is false. */
  messages: LoggedMessage[];
  /** False where messages between the cursor and `messages` may be lost. */
  recovered: boolean;
  /** Whether more was missed than one answer holds: another sync from `top` brings the rest. Absent = false. */
  more?: boolean;
}

/** Acknowledgement of {@link PACKET.sync}. A channel that the socket may not read is left out. */
export interface SyncAnswer {
  channels: ChannelReplay[];
}

/** A topic to which a client wants to listen. */
export interface TopicRequest {
  topic: string;
  /**
   * Proof of the right, where the app asks for one. Several, joined by commas: what was pushed while a former one held
   * is replayed too.
   */
  token?: string;
}

/**
 * Payload of {@link PACKET.listen}. To listen again to a topic gives the gateway a renewed token.
 *
 * @example { topics: [{ topic: 'order:42', token: 'eyJhcHAi….qPz…' }] }
 */
export interface ListenRequest {
  /** At most 100. */
  topics: TopicRequest[];
}

/** Where the channel of a topic is. */
export interface TopicPosition extends ChannelPosition {
  topic: string;
  /** Milliseconds from now until the right to listen ends; absent = no end is known. */
  endsIn?: number;
}

/**
 * Why a client may not listen to a topic. `no-rule`: no rule of the app is for it. `signed-in`: nobody is signed in.
 * `token-missing`, `token-invalid`, `token-expired`: a token is needed. `revoked`: the back end took the right back.
 * `denied`: the app says no. `unavailable`: it cannot be told now; try again later. `limit`: too many topics.
 * `name`: the name cannot be used.
 */
export type TopicRefusalCode =
  | 'no-rule'
  | 'signed-in'
  | 'token-missing'
  | 'token-invalid'
  | 'token-expired'
  | 'revoked'
  | 'denied'
  | 'unavailable'
  | 'limit'
  | 'name';

/** A topic to which a client may not listen. */
export interface TopicRefusal {
  topic: string;
  code: TopicRefusalCode;
  /** A sentence for people who build the page. */
  reason: string;
}

/** Acknowledgement of {@link PACKET.listen}. */
export interface ListenAnswer {
  channels: TopicPosition[];
  refused: TopicRefusal[];
}

/** Payload of {@link PACKET.leave}. */
export interface LeaveRequest {
  /** At most 100. */
  topics: string[];
}

/** Payload of {@link PACKET.refused}. */
export interface TopicsEnded {
  topics: TopicRefusal[];
}

/** What can become of an alert of a person; each implies those that it cannot be without. */
export const ALERT_MARKS = ['seen', 'read', 'dismissed', 'acted'] as const;

export type AlertMark = (typeof ALERT_MARKS)[number];

/**
 * What became of one alert of one person: when it first was so, in milliseconds since 1970 by the gateway's clock; absent
 * = not yet. A time never changes once it is there, so that the order in which devices tell makes no difference.
 */
export interface AlertStates extends Partial<Record<AlertMark, number>> {
  /** Of the alert: channel, epoch and offset of its message, separated by blanks. */
  id: string;
  /** It is kept no longer: taken back, or one of too many. */
  gone?: number;
}

/** An alert that a gateway keeps for a person. */
export interface KeptAlert extends LoggedMessage {
  /** Until when it is kept, in milliseconds since 1970. */
  ends: number;
  /** Absent = nothing became of it. */
  states?: AlertStates;
}

/** Payload of {@link PACKET.inbox}. */
export interface InboxRequest {
  /** `cursor` of the last page that the client has taken; null = from the beginning. */
  cursor: string | null;
}

/**
 * Acknowledgement of {@link PACKET.inbox}: what is new since the cursor.
 *
 * @example { alerts: [{ channel: 'u:alice', epoch: 'b1…', offset: 7, at: 1767225600000, eventName: 'alert',
 *   message: 'Order 7 has left', ends: 1769817600000 }], states: [], cursor: 'b2…:1 c3…:0', more: false }
 */
export interface InboxPage {
  /** Alerts that came, of each channel in the order of its log. */
  alerts: KeptAlert[];
  /** What became of alerts that came before. */
  states: AlertStates[];
  /** Opaque: where the next page begins. */
  cursor: string;
  /** Whether another request brings more now. */
  more: boolean;
}

/** Payload of {@link PACKET.mark}. */
export interface InboxMark {
  /** Ids of alerts, at most 200. */
  ids: string[];
  mark: AlertMark;
}

/** Acknowledgement of {@link PACKET.mark}, and payload of {@link PACKET.marked}. */
export interface InboxMarked {
  /** Of the alerts that were named: those that are kept for this person. */
  states: AlertStates[];
}

/**
 * How alerts of a category reach a person. `push`: as a toast, and by notifications of the device where page and person
 * allow them. `toast`: as a toast. `silent`: in the inbox alone. `none`: they are neither shown nor counted.
 */
export const ALERT_DELIVERIES = ['push', 'toast', 'silent', 'none'] as const;

export type AlertDelivery = (typeof ALERT_DELIVERIES)[number];

/**
 * What alerts can be about, as the configuration of an app names it.
 *
 * @example { id: 'orders', label: { en: 'Orders', de: 'Bestellungen' }, delivery: 'toast' }
 */
export interface AlertCategory {
  /** The `category` of its alerts. */
  id: string;
  /** What people read: one text, or one for each language. Default: the id. */
  label?: string | Record<string, string>;
  /** It cannot be muted: `silent` and `none` count as `toast`. Default false. */
  critical?: boolean;
  /** Where a person has chosen nothing. Default `push`. */
  delivery?: AlertDelivery;
}

/** What a person chose for a category. */
export interface CategoryChoice {
  /** Id of the category; one that the configuration does not name, too. */
  category: string;
  /** Null = as where nothing was chosen. */
  delivery: AlertDelivery | null;
  /** When, in milliseconds since 1970 by the gateway's clock. Of two choices the later one counts. */
  at: number;
}

/** Payload of {@link PREFERENCE_PACKET.choose}. */
export interface PreferenceChanges {
  /** At most 200; none = only to know what is kept. */
  changes: CategoryChoice[];
}

/** Acknowledgement of {@link PREFERENCE_PACKET.choose}, and payload of {@link PREFERENCE_PACKET.changed}. */
export interface PreferencesKept {
  /** All that the person has chosen. */
  choices: CategoryChoice[];
}

/**
 * What a person wants of the alerts of a category.
 *
 * @param category null = the alert has none
 * @example deliveryOf('orders', [{ id: 'orders', delivery: 'toast' }], []) // 'toast'
 */
export function deliveryOf(
  category: string | null,
  categories: readonly AlertCategory[],
  choices: readonly CategoryChoice[],
): AlertDelivery {
  const named = categories.find(({ id }) => id === category);
  const chosen = choices.find((choice) => choice.category === category)?.delivery;
  const delivery = chosen ?? named?.delivery ?? 'push';
  return named?.critical === true && isMuted(delivery) ? 'toast' : delivery;
}

/** Whether alerts that are delivered so interrupt nobody. */
export const isMuted = (delivery: AlertDelivery): boolean => delivery === 'silent' || delivery === 'none';

/**
 * Payload of {@link WEB_PUSH_PACKET.subscribe}: a browser that may be called for the person while none of its tabs is open.
 *
 * @example { endpoint: 'https://fcm.googleapis.com/fcm/send/…', keys: { p256dh: 'BN…', auth: 'k8…' }, events: ['alert'],
 *   quiet: { from: 1320, to: 420, timeZone: 'Europe/Berlin' } }
 */
export interface PushSubscribe {
  /** As `PushSubscription.toJSON()` gives them. */
  endpoint: string;
  keys: { p256dh: string; auth: string };
  /** Names of the events of which it hears, at most 50; `*` = any that the gateway keeps. */
  events: string[];
  /** Hours in which it is not called, in minutes from midnight; absent or null = none. */
  quiet?: { from: number; to: number; timeZone: string } | null;
}

/** Payload of {@link WEB_PUSH_PACKET.unsubscribe}. */
export interface PushUnsubscribe {
  endpoint: string;
}

/** Acknowledgement of {@link WEB_PUSH_PACKET.subscribe} and {@link WEB_PUSH_PACKET.unsubscribe}. */
export interface PushSubscribed {
  /** Why it is not subscribed, in a sentence; absent = it was done. */
  error?: string;
}

/** Why a gateway refused a connection; `data` of the Socket.IO `connect_error`. */
export interface RefusalData {
  /**
   * `unauthorised`: the session is missing, unknown, expired or revoked; a new session may help.
   * `unknown-app`: there is no such app. `foreign-origin`: the app does not take connections from pages of this
   * origin; only its operator can change that. `limit`: too many connections, or no way to check now; try again later.
   */
  code: 'unauthorised' | 'unknown-app' | 'foreign-origin' | 'limit';
}

/** Why a gateway ends a connection it had accepted: payload of {@link PACKET.bye}. */
export interface Bye {
  /** `session-ended`: logged out, expired or revoked. `shutdown`: the gateway stops. */
  code: 'session-ended' | 'shutdown';
}

/**
 * Names that Socket.IO keeps for itself. Emitting one throws on the server, and a peer that sends one is
 * cut off (socket.io-parser, "invalid payload").
 */
const SOCKET_IO_NAMES: ReadonlySet<string> = new Set([
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
]);

/**
 * Says what is wrong with an event name, in a sentence part that follows the name of the field.
 *
 * @returns the reason, or null where the name can be used
 */
export function eventNameProblem(name: unknown): string | null {
  if (typeof name !== 'string') return 'must be a text';
  switch (eventNameFault(name)) {
    case 'nameEmpty':
      return 'must not be empty';
    case 'nameLong':
      return `must have at most ${MAX_EVENT_NAME_LENGTH} characters`;
    case 'nameReserved':
      return 'must not begin with "dx:", which is reserved';
    case 'nameTaken':
      return `must not be "${name}", which Socket.IO reserves`;
    case null:
      return null;
  }
}

/** What can be wrong with an event name. `nameTaken`: Socket.IO keeps it for itself. */
export type EventNameFault = 'nameEmpty' | 'nameLong' | 'nameReserved' | 'nameTaken';

/** Checks an event name. @returns null where it can be used */
export function eventNameFault(name: string): EventNameFault | null {
  if (name.trim() === '') return 'nameEmpty';
  if (name.length > MAX_EVENT_NAME_LENGTH) return 'nameLong';
  if (name.startsWith('dx:')) return 'nameReserved';
  return SOCKET_IO_NAMES.has(name) ? 'nameTaken' : null;
}
