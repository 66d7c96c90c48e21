import { listName } from '../data/list-name.js';
import { safeUrl } from '../data/safe-url.js';
import type { MessengerOptions } from '../messenger/messenger-host.js';
import { warnAttribute } from '../warn.js';
import {
  checked,
  eventName,
  eventNames,
  flag,
  readAttributes,
  theme,
  trimmed,
  type Written,
} from './shared/attribute.js';

/** The attributes of a messenger. */
export const MESSENGER_ATTRIBUTES = {
  eventName: eventNames(),
  theme,
  sendEvent: eventName,
  typingEvent: eventName,
  historySrc: checked(readHistory),
  userId: trimmed,
  label: trimmed,
  placeholder: trimmed,
  disabled: flag,
};

/** What an author wrote on a messenger; null = nothing. */
export type MessengerAttributes = Written<typeof MESSENGER_ATTRIBUTES>;

/** What the attributes come to, checked. */
export interface CheckedMessenger {
  /** All that is listened to, the typing notices included. */
  eventNames: string[];
  messenger: MessengerOptions;
}

/** Reads and checks; each mistake warns once and falls back to the default. */
export function readOptions(
  host: Element & MessengerAttributes & { topic: string | null },
): CheckedMessenger {
  const { eventName: names, ...written } = readAttributes(MESSENGER_ATTRIBUTES, host);
  const messenger = { ...written, channel: listName(host.topic, written.sendEvent ?? '') };
  const { typingEvent } = messenger;
  const isListening = names.length > 0 && typingEvent !== null;
  return { eventNames: isListening ? [...new Set([...names, typingEvent])] : names, messenger };
}

function readHistory(host: Element, name: string, written: string | null): string | null {
  const src = written?.trim() ?? '';
  if (src === '') return null;
  const address = safeUrl(src, host.ownerDocument.baseURI);
  if (address !== null && /^https?:/.test(address)) return address;
  warnAttribute(host, name, src, 'is no web address; no earlier messages are shown');
  return null;
}
