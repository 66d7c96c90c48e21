import type { MessageMeta } from '../protocol.js';
import { randomId } from './random-id.js';

/** One event as a page receives it. */
export interface DxMessage<Data = unknown> {
  /**
   * Identity. A message from a gateway has the same one in every tab and after a replay; on a server that keeps no log
   * each arrival is a message of its own.
   */
  id: string;
  /** Name under which the back end sent it. */
  eventName: string;
  /** What the back end sent: a string stays a string, other values are as JSON gives them. */
  data: Data;
  /** Place in the gateway's log; null on a server that keeps none. */
  meta: MessageMeta | null;
  /** It was missed, and came later from the gateway's log. */
  isReplay: boolean;
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
 * Gives a message its identity, once, where it comes in.
 *
 * @param meta null on a server that keeps no log, and for a message that the page itself made
 * @param isReplay it was missed, and came later from the log
 */
export function createMessage(
  eventName: string,
  data: unknown,
  meta: MessageMeta | null,
  isReplay = false,
): DxMessage {
  const id = meta === null ? randomId() : `${meta.channel} ${meta.epoch} ${meta.offset}`;
  return { id, eventName, data, meta, isReplay };
}
