import { readField } from './alert-data.js';
import type { AlertField, FieldMap } from './field-map.js';
import type { Outcome } from '../data/outcome.js';
import { toIcon } from './alert-icon.js';
import { readPlacement, type Placement } from './placement.js';
import { readPath } from '../data/path.js';
import { bounded, plainText } from '../data/plain-text.js';
import { safeUrl } from '../data/safe-url.js';

export const ALERT_VARIANTS = ['info', 'success', 'warning', 'danger'] as const;

/** How serious an alert is. */
export type AlertVariant = (typeof ALERT_VARIANTS)[number];

/** What a person can do about an alert. */
export interface AlertAction {
  /** Text of the button. */
  readonly label: string;
  /** Absolute address it leads to; null where it leads nowhere. */
  readonly href: string | null;
  /** Name of the event it sends to the back end; null where it sends none. */
  readonly event: string | null;
}

/** An alert as it is shown, whatever the back end sent. All texts are plain text. */
export interface Alert {
  /** Identity that the back end gave; null where it gave none. The same id is shown once. */
  readonly id: string | null;
  /** A later alert with the same key takes the place of the former one. */
  readonly key: string | null;
  /** May be empty where `text` is not. */
  readonly title: string;
  /** May be empty where `title` is not. */
  readonly text: string;
  readonly variant: AlertVariant;
  /** Absolute address that the alert leads to. */
  readonly href: string | null;
  readonly action: AlertAction | null;
  /** How far something that goes on is, 0 to 1; `busy` = nobody knows; null = it does not go on. */
  readonly progress: number | 'busy' | null;
  /** Milliseconds until it goes by itself; 0 = it stays; null = the element decides. */
  readonly duration: number | null;
  /** Stays until a person closes it. */
  readonly sticky: boolean;
  /** Takes the place of the picture of the variant: an emoji or another sign, or a name of {@link ALERT_ICONS}; null = none. */
  readonly icon: string | null;
  /** What it is about: people choose how alerts of a category reach them; null = it says nothing of that. */
  readonly category: string | null;
  /** Where its toast appears; null = where the element says. */
  readonly placement: Placement | null;
}

/** Why no alert can be made of a message. */
export type AlertProblem =
  | { readonly code: 'isEmpty' | 'hasNoText' | 'isBinary'; readonly args?: undefined }
  | Extract<Outcome, { code: 'hasFields' }>;

/** How data becomes an alert. */
export interface AlertReading {
  /** Where fields are found; by default under their own names. */
  map?: FieldMap;
  /** Address of the page: base of relative links. Without it they are dropped. */
  base?: string;
  /** Variant of alerts that name none. */
  variant?: AlertVariant;
  /** The action runs code of the page: it needs neither link nor event. */
  runs?: boolean;
  /** Replaces title and text: what a template made of the data. */
  body?: string;
  /** The page is written from right to left: left and right in a placement are its end and start. */
  isRightToLeft?: boolean;
}

/** The longest texts that are shown, in characters. */
const MAX_LENGTH = { text: 2_000, title: 200, label: 80, name: 200 } as const;

/** Names that back ends use for the same thing. */
const VARIANT_NAMES = new Map<string, AlertVariant>([
  ...ALERT_VARIANTS.map((variant) => [variant, variant] as const),
  ['default', 'info'],
  ['warn', 'warning'],
  ['error', 'danger'],
  ['destructive', 'danger'],
]);

/**
 * Makes an alert of whatever a message carried, or an item of the list in it. Only named fields are read, never a whole tree, so data of any
 * depth and size costs the same; a field of a wrong type is taken as absent.
 *
 * @returns null where nothing can be shown; {@link alertProblem} says why
 */
export function toAlert(
  data: unknown,
  { map, base = '', variant = 'info', body, runs = false, isRightToLeft = false }: AlertReading = {},
): Alert | null {
  const read = (field: AlertField): unknown => readField(data, field, map);
  const words = (field: AlertField, longest: number): string => bounded(plainText(read(field)), longest);
  const name = (field: AlertField): string | null => words(field, MAX_LENGTH.name) || null;
  const link = (field: AlertField): string | null => safeUrl(plainText(read(field)), base);
  const written = { title: words('title', MAX_LENGTH.title), text: words('text', MAX_LENGTH.text) };
  const { title, text } = body === undefined ? written : { title: '', text: bounded(body, MAX_LENGTH.text) };
  if (title === '' && text === '') return null;
  const label = words('action.label', MAX_LENGTH.label);
  return {
    id: name('id'),
    key: name('key'),
    title,
    text,
    variant: VARIANT_NAMES.get(plainText(read('variant')).toLowerCase()) ?? variant,
    href: link('href'),
    action: toAction(label, link('action.href'), words('action.event', MAX_LENGTH.name), runs),
    progress: toProgress(read('progress')),
    duration: toDuration(read('duration')),
    sticky: [true, 1, 'true', '1'].includes(read('sticky') as string),
    category: name('category'),
    icon: toIcon(plainText(read('icon'))),
    placement: readPlacement(plainText(read('placement')), isRightToLeft),
  };
}

/** The text at a path, for templates; a message that is a text is found under every path. */
export function textAt(data: unknown, path: string, map?: FieldMap): string {
  if (typeof data !== 'object' || data === null) return bounded(plainText(data), MAX_LENGTH.text);
  return bounded(plainText(readPath(data, map?.get(path as AlertField) ?? path)), MAX_LENGTH.text);
}

/** Why data became no alert. */
export function alertProblem(data: unknown): AlertProblem {
  if (typeof data !== 'object' || data === null)
    return { code: data === null || data === undefined || data === '' ? 'isEmpty' : 'hasNoText' };
  if (isBinary(data)) return { code: 'isBinary' };
  const fields = firstFields(data);
  if (fields.length === 0) return { code: 'isEmpty' };
  return { code: 'hasFields', args: [fields.join(', ').slice(0, 200), fields[0]!.slice(0, 40)] };
}

/** The same for a person at the console, as the rest of a sentence that begins with the message. */
export function problemText({ code, args }: AlertProblem): string {
  if (code === 'hasFields')
    return `has no text; it has the fields ${args[0]}: name the one to show, as in map="text: ${args[1]}"`;
  if (code === 'isBinary') return 'is binary data';
  return code === 'isEmpty' ? 'is empty' : 'has no text';
}

/** Some names, without listing all of a million. */
function firstFields(data: object): string[] {
  const names: string[] = [];
  for (const name in data) {
    if (names.length === 8) break;
    if (Object.hasOwn(data, name)) names.push(name);
  }
  return names;
}

function toAction(label: string, href: string | null, event: string, runs: boolean): AlertAction | null {
  return label !== '' && (runs || href !== null || event !== '')
    ? { label, href, event: event || null }
    : null;
}

function toProgress(value: unknown): Alert['progress'] {
  const text = plainText(value);
  if (text === 'busy' || text === 'true') return 'busy';
  const part = Number(text);
  return text !== '' && part >= 0 && part < 1 ? part : null;
}

function toDuration(value: unknown): number | null {
  const text = plainText(value);
  const milliseconds = Number(text);
  return text !== '' && Number.isFinite(milliseconds) && milliseconds >= 0 ? milliseconds : null;
}

function isBinary(data: object): boolean {
  return (
    ArrayBuffer.isView(data) ||
    /^\[object (ArrayBuffer|Blob|File)\]$/.test(Object.prototype.toString.call(data))
  );
}
