/**
 * The wire between a page and a gateway: names and shapes that both ends share.
 *
 * The base is plain Socket.IO on the default namespace: the client sends `auth = { app_id, session_id }`
 * and the server emits `(eventName, message)`. A client that adds {@link OPT_IN_QUERY} to its handshake
 * query also gets a third argument with every message and the `dx:` packets below; any other client never
 * sees them.
 */

import type { AlertCategory } from './protocol/preferences.js';

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
