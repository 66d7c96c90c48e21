import { createHash } from 'node:crypto';
import type { LoggedMessage } from '../../protocol.js';
import { alertId } from '../inbox/inbox-store.js';
import type { PushPayload } from './push-store.js';

/** The largest payload, in bytes: push services take 4096, encrypted. */
const MAX_BYTES = 2_800;
const MAX_TITLE = 200;
const MAX_HREF = 1_000;

/** Where back ends put the text, in the order in which pages look for it. */
const TEXTS = ['text', 'message', 'description', 'body'];

/** What an alert says with no page open, or null where it says nothing. */
export function payloadOf(message: LoggedMessage): PushPayload | null {
  const data = firstOf(message.message);
  const title = wordsOf(field(data, ['title'])).slice(0, MAX_TITLE);
  const text = wordsOf(typeof data === 'object' ? field(data, TEXTS) : data);
  if (title === '' && text === '') return null;
  const href = field(data, ['href']);
  const payload = {
    ...{ dx: 1 as const, tag: tagOf(message), id: alertId(message), title, text },
    ...(typeof href === 'string' && href.length <= MAX_HREF && { href }),
  };
  return {
    ...payload,
    text: cut(text, MAX_BYTES - Buffer.byteLength(JSON.stringify({ ...payload, text: '' }))),
  };
}

/** Whether an alert says that it cannot wait. */
export function isUrgent({ message }: LoggedMessage): boolean {
  return ['danger', 'error', 'destructive'].includes(wordsOf(field(firstOf(message), ['variant', 'type'])));
}

/** The same for alerts of which the later takes the place of the former. */
export function tagOf(message: LoggedMessage): string {
  const key = wordsOf(field(firstOf(message.message), ['key']));
  return `dx-${createHash('sha256')
    .update(JSON.stringify(key === '' ? [alertId(message)] : [message.eventName, key]))
    .digest('base64url')
    .slice(0, 24)}`;
}

/** Of a list the first alert: a notification says one thing. Authors type messages into forms, so it may be JSON text. */
function firstOf(message: unknown): unknown {
  const data = typeof message === 'string' && /^\s*[[{]/.test(message) ? parsed(message) : message;
  return Array.isArray(data) ? data[0] : data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function field(data: unknown, names: readonly string[]): unknown {
  if (typeof data !== 'object' || data === null) return undefined;
  return names.map((name) => (data as Record<string, unknown>)[name]).find((value) => wordsOf(value) !== '');
}

function wordsOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** As much of a text as fits, with whole characters. */
function cut(text: string, bytes: number): string {
  const size = (part: string): number => Buffer.byteLength(JSON.stringify(part)) - 2;
  if (size(text) <= bytes) return text;
  const characters = Array.from(text.slice(0, bytes));
  while (characters.length > 0 && size(`${characters.join('')}…`) > bytes)
    characters.length = Math.floor(characters.length * 0.9);
  return `${characters.join('')}…`;
}
