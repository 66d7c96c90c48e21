import type { Bye, ChannelPosition, MessageMeta, SyncAnswer } from '../../protocol.js';

/** Tells a position in a log from anything else that a server or a storage may hold. */
export function isPosition(value: unknown): value is ChannelPosition {
  if (typeof value !== 'object' || value === null) return false;
  const { channel, epoch, offset } = value as Partial<ChannelPosition>;
  return typeof channel === 'string' && typeof epoch === 'string' && Number.isInteger(offset);
}

/** The third argument of an event where it is the gateway's, not something an application sent. */
export function readMeta(value: unknown): MessageMeta | null {
  return isPosition(value) ? (value as MessageMeta) : null;
}

/** The positions in a hello or position packet; null where it is none. */
export function readChannels(payload: unknown): ChannelPosition[] | null {
  const { channels } = (payload ?? {}) as { channels?: unknown };
  return Array.isArray(channels) && channels.every(isPosition) ? channels : null;
}

/** What a gateway says of the session in its hello. */
export interface Greeting {
  /** Who the session belongs to; null = nobody, or the gateway does not tell. */
  person: string | null;
  /** The gateway's clock, in milliseconds since 1970; null = a gateway that does not tell persons either. */
  now: number | null;
}

export function readGreeting(payload: unknown): Greeting {
  const { person, now } = (payload ?? {}) as { person?: unknown; now?: unknown };
  return {
    person: typeof person === 'string' && /^[\x21-\x7e]{1,200}$/.test(person) ? person : null,
    now: typeof now === 'number' ? now : null,
  };
}

/** Whether a gateway has topics. */
export function hasTopics(payload: unknown): boolean {
  return (payload as { topics?: unknown } | null)?.topics === true;
}

export function isSessionEnd(payload: unknown): boolean {
  return (payload as Partial<Bye> | null | undefined)?.code === 'session-ended';
}

/** @throws Error where the gateway could not answer */
export function readSyncAnswer(payload: unknown): SyncAnswer {
  const answer = payload as Partial<SyncAnswer> | null | undefined;
  if (!Array.isArray(answer?.channels)) throw new Error('The gateway could not say what was missed.');
  return answer as SyncAnswer;
}
