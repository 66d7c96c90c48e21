import { readPath } from '../data/path.js';
import { bounded, plainText } from '../data/plain-text.js';

/** One message of a conversation. All texts are plain text. */
export interface ChatMessage {
  /** The same wherever it is seen: whoever writes a message makes it. */
  readonly id: string;
  /** Who wrote it; null = unknown. */
  readonly user: string | null;
  /** Their name; may be empty. */
  readonly name: string;
  readonly text: string;
  /** When it was written, in milliseconds since 1970; 0 = not known. */
  readonly at: number;
  /** What the back end says of it; null = nothing. */
  readonly isOwn: boolean | null;
}

/** The longest message, in characters. */
export const MAX_CHAT_LENGTH = 4_000;
const MAX_NAME_LENGTH = 200;

/** Where back ends put the same thing; the first that has something counts. */
const PATHS = {
  id: ['id', '_id'],
  user: ['user.id', 'user', 'userId', 'userID', 'user_id', 'from'],
  name: ['name', 'user.name', 'userName', 'user_name'],
  text: ['text', 'message', 'body'],
  at: ['at', 'createdAt', 'created_at', 'dateCreated', 'time', 'timestamp'],
} as const;

/**
 * Makes a message of what came or what a history held; a text alone is a message without an author.
 *
 * @param fallback what counts where the data has no id or time
 * @returns null where there is no text
 */
export function toChatMessage(
  data: unknown,
  fallback: { id: string; at: number; user?: string | null; name?: string },
): ChatMessage | null {
  const isObject = typeof data === 'object' && data !== null;
  const read = (field: keyof typeof PATHS, longest: number): string =>
    isObject ? bounded(firstText(data, PATHS[field]), longest) : '';
  const text = isObject ? read('text', MAX_CHAT_LENGTH) : bounded(plainText(data), MAX_CHAT_LENGTH);
  if (text === '') return null;
  const own = readPath(data, 'own');
  return {
    id: read('id', MAX_NAME_LENGTH) || fallback.id,
    user: read('user', MAX_NAME_LENGTH) || fallback.user || null,
    name: read('name', MAX_NAME_LENGTH) || fallback.name || '',
    text,
    at: toTime(read('at', MAX_NAME_LENGTH)) ?? fallback.at,
    isOwn: typeof own === 'boolean' ? own : null,
  };
}

/** The id that a back end gave a message; empty = none. */
export function readId(data: unknown): string {
  return typeof data === 'object' && data !== null ? firstText(data, PATHS.id) : '';
}

/**
 * Reads that a message is taken back: `{ id, deleted: true }`, or one with an id and an empty text.
 *
 * @returns its id; null where it is not
 */
export function takenBackIn(data: unknown): string | null {
  const id = readId(data);
  if (id === '') return null;
  const isEmpty =
    PATHS.text.some((path) => readPath(data, path) !== undefined) &&
    firstText(data as object, PATHS.text) === '';
  return readPath(data, 'deleted') === true || isEmpty ? id : null;
}

function firstText(data: object, paths: readonly string[]): string {
  for (const path of paths) {
    const text = plainText(readPath(data, path));
    if (text !== '') return text;
  }
  return '';
}

/** Numbers between these are seconds since 1970, of 2001 and later; others are milliseconds. */
const SECONDS = { from: 1e9, to: 1e11 } as const;

/** Seconds or milliseconds since 1970, or a date as JavaScript reads it. */
function toTime(text: string): number | null {
  if (text === '') return null;
  const isNumber = /^\d+(\.\d+)?$/.test(text);
  const value = isNumber ? Number(text) : Date.parse(text);
  const isInSeconds = isNumber && value >= SECONDS.from && value < SECONDS.to;
  const time = Math.round(isInSeconds ? value * 1000 : value);
  return Math.abs(time) < 8.64e15 ? time : null;
}
