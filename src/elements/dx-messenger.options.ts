import { readEventNames, readTheme } from './shared/attributes.js';
import { safeUrl } from '../data/safe-url.js';
import type { MessengerOptions } from '../messenger/messenger-host.js';
import { eventNameProblem } from '../protocol.js';
import { warnAttribute } from '../warn.js';

/** What an author wrote on a messenger; null = nothing. */
export interface MessengerAttributes {
  eventName: string | null;
  theme: string | null;
  sendEvent: string | null;
  typingEvent: string | null;
  historySrc: string | null;
  userId: string | null;
  label: string | null;
  placeholder: string | null;
}

/** What the attributes come to, checked. */
export interface CheckedMessenger {
  /** All that is listened to, the typing notices included. */
  eventNames: string[];
  messenger: MessengerOptions;
}

/** Reads and checks; each mistake warns once and falls back to the default. */
export function readOptions(host: Element & MessengerAttributes): CheckedMessenger {
  const typingEvent = readName(host, 'typing-event', host.typingEvent);
  const eventNames = readEventNames(host, host.eventName);
  readTheme(host);
  const isListening = eventNames.length > 0 && typingEvent !== null;
  return {
    eventNames: isListening ? [...new Set([...eventNames, typingEvent])] : eventNames,
    messenger: {
      sendEvent: readName(host, 'send-event', host.sendEvent),
      typingEvent,
      historySrc: readHistory(host),
      userId: host.userId?.trim() || null,
      label: host.label?.trim() || null,
      placeholder: host.placeholder?.trim() || null,
    },
  };
}

function readName(host: Element, attribute: string, value: string | null): string | null {
  const name = value?.trim() ?? '';
  if (name === '') return null;
  const problem = eventNameProblem(name);
  if (problem === null) return name;
  warnAttribute(host, attribute, name, `${problem}; it is left out`);
  return null;
}

function readHistory(host: Element & MessengerAttributes): string | null {
  const src = host.historySrc?.trim() ?? '';
  if (src === '') return null;
  const address = safeUrl(src, host.ownerDocument.baseURI);
  if (address !== null && /^https?:/.test(address)) return address;
  warnAttribute(host, 'history-src', src, 'is no web address; no earlier messages are shown');
  return null;
}
