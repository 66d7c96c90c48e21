import type { MessageMeta } from '../protocol.js';

/** One event as a page receives it. */
export interface DxMessage<Data = unknown> {
  /** Name under which the back end sent it. */
  eventName: string;
  /** What the back end sent: a string stays a string, other values are as JSON gives them. */
  data: Data;
  /** Place in the gateway's log; null on a server that keeps none. */
  meta: MessageMeta | null;
}

/**
 * Splits the value of an `event-name` attribute.
 *
 * @param text names separated by commas
 * @returns the names, trimmed, without empty ones and repeats
 */
export function parseEventNames(text: string | null | undefined): string[] {
  const names = (text ?? '').split(',').map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ''))];
}

/**
 * The identity of a message across tabs and replays.
 *
 * @returns channel, epoch and offset as one text; null on a server that keeps no log
 */
export function messageIdentity(message: DxMessage): string | null {
  const { meta } = message;
  return meta === null ? null : `${meta.channel} ${meta.epoch} ${meta.offset}`;
}
