import { readPath } from '../data/path.js';
import { plainText } from '../data/plain-text.js';
import type { AlertField, FieldMap } from './field-map.js';

/** Where back ends put a field, in the order in which it is looked for. An explicit map wins over all of them. */
const PATHS: Readonly<Partial<Record<AlertField, readonly string[]>>> = {
  text: ['text', 'message', 'description', 'body'],
  variant: ['variant', 'type'],
  duration: ['duration', 'parameters.duration'],
  icon: ['icon', 'parameters.icon'],
  category: ['category', 'parameters.category'],
  placement: ['placement', 'position', 'parameters.position'],
};

/**
 * What a message brings: each item of a list is an alert, anything else is one. Authors type messages into forms, so an
 * object or a list may come as its JSON text. A text with braces that is no JSON stays a text.
 *
 * @param asText a text stays a text, also where it is JSON
 * @returns at least one, in order
 */
export function alertItems(data: unknown, asText = false): readonly unknown[] {
  const value = !asText && typeof data === 'string' && /^\s*[[{]/.test(data) ? parseJson(data) : data;
  return Array.isArray(value) && value.length > 0 ? (value as unknown[]) : [value];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/**
 * Whether an alert is for a page: `page` in a message names the pages that show it, and with them those below.
 *
 * @param pathname of the page
 */
export function isForPage(data: unknown, pathname: string, map?: FieldMap): boolean {
  const pages = readField(data, 'page', map);
  if (typeof pages !== 'string' || pages.trim() === '') return true;
  const segments = (path: string): string =>
    `/${path.split('/').filter(Boolean).join('/')}/`.replace('//', '/');
  return pages.split(',').some((page) => segments(pathname).startsWith(segments(page.trim())));
}

/** A message that is no object is the text itself, and has no other field. */
export function readField(data: unknown, field: AlertField, map: FieldMap | undefined): unknown {
  if (typeof data !== 'object' || data === null) return field === 'text' ? data : undefined;
  const mapped = map?.get(field);
  if (mapped !== undefined) return readPath(data, mapped);
  const values = (PATHS[field] ?? [field]).map((path) => readPath(data, path));
  return values.find((value) => plainText(value) !== '');
}
