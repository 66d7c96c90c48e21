import type { EventMeta, Hello } from '../../protocol.js';
import type { RefusalCode } from '../transport/link.js';

/** Version of what follows: tabs that still run another version of the script share with each other, not with this one. */
export const TAB_MESSAGE_VERSION = 2;

/** With what the leader greets a tab that joins. */
export type SharedHello = Pick<Hello, 'channels' | 'person' | 'now' | 'topics' | 'inbox'>;

/**
 * What tabs that share a connection say to each other, over a BroadcastChannel that only tabs of one person, server
 * and app know. One tab leads: it holds the lock and has the socket.
 */
export type TabMessage =
  /** A tab asks who leads. Answered by `open`, where the leader is connected. */
  | { type: 'join'; from: string }
  /** The leader is connected. `to` null = has just become so, for all tabs; else the answer to one that joined. */
  | { type: 'open'; from: string; to: string | null; hello: SharedHello | null }
  /** The leader received a packet. */
  | { type: 'packet'; from: string; eventName: string; payload: unknown; meta: unknown }
  /** The leader could not connect, or is no longer connected. */
  | { type: 'lost'; from: string; reason: string }
  /** The server does not want the leader. */
  | { type: 'refused'; from: string; code: RefusalCode; reason: string }
  /** A tab wants the leader to send a packet. Answered by `answer`. */
  | { type: 'request'; from: string; id: number; eventName: string; payload: unknown; meta: EventMeta | null }
  /** A tab wants the leader to send a packet that nobody answers. */
  | { type: 'send'; from: string; eventName: string; payload: unknown; meta: EventMeta | null }
  | { type: 'answer'; from: string; to: string; id: number; answer: unknown; error: string | null }
  /** A tab asks whether the leader still runs. Answered by `pong`. */
  | { type: 'ping'; from: string }
  | { type: 'pong'; from: string };
