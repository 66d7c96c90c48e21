import type { ChannelPosition, ChannelReplay, MessageMeta } from '../../protocol.js';

/** A message on its way into a log. */
export interface NewMessage {
  eventName: string;
  /** Any JSON value. */
  message: unknown;
  /** Length of the message as JSON, in bytes. */
  bytes: number;
  /** Milliseconds since 1970. */
  at: number;
  /** The pusher's id. A second message of a channel with the same id is not logged again. */
  id?: string | undefined;
  /** Whether the gateway made the id, so that it comes again soon or never. Default false. */
  isMadeId?: boolean;
  /** Whether it may come again long after, where the node that sent it ended before it could say so. Default false. */
  isScheduled?: boolean;
  /** Tells whether two messages with the same id are the same; absent = they are. */
  digest?: string | undefined;
  /** Seconds for which the message is worth replaying; default: the `maxAge` of the log. */
  ttl?: number | undefined;
  origin?: string | undefined;
  spread?: number | undefined;
  /** How it is kept as an alert, in the same step as it is logged; only of a log that {@link MessageLog.keepsAlerts}. */
  keeping?: AlertKeeping | undefined;
}

/** How a message is kept in the inbox. */
export interface AlertKeeping {
  /** Seconds for which it is kept. */
  ttl: number;
  /** The id of its push. */
  pushId: string;
  /** How many connections had it at once. */
  delivered: number;
  /** How many alerts its channel keeps. */
  maxMessages: number;
}

/** What became of a message. */
export interface Appended {
  meta: MessageMeta;
  /** Whether the log had the message already; `meta` is that of the first time. */
  repeated: boolean;
  /** Whether the log has another message with this id: nothing was logged. Default false. */
  isOther?: boolean;
  /** Whether the log itself tells every node that has listeners. Default false. */
  isTold?: boolean;
  /** Whether the log has kept it as an alert, too. Default false. */
  isKept?: boolean;
}

/** The recent messages of each channel of one app. Any method rejects where the log cannot be reached. */
export interface MessageLog {
  /** Whether it publishes each message to the nodes that listen to its channel. Default false. */
  readonly tellsNodes?: boolean;
  /** Whether it lies where the inbox lies, and keeps an alert in the step in which it logs it. Default false. */
  readonly keepsAlerts?: boolean;
  /** Gives the message the next offset of its channel. */
  append(channel: string, message: NewMessage): Promise<Appended>;
  /** The newest offset of a channel. */
  top(channel: string): Promise<ChannelPosition>;
  /**
   * The messages of a channel after a position, oldest first.
   *
   * @param maxBytes where they are more, as many of the oldest as fit, and at least one; default: no bound
   */
  after(cursor: ChannelPosition, maxBytes?: number): Promise<ChannelReplay>;
  /**
   * Forgets a channel for good: its messages, and its epoch. Clients find that as a gap.
   *
   * @returns how many messages it had
   */
  erase(channel: string): Promise<number>;
  close(): Promise<void>;
}
