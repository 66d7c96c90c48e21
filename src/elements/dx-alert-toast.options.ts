import type { AttentionOptions } from '../alerts/attention/attention-options.js';
import { parseQuietHours } from '../alerts/attention/parse-quiet-hours.js';
import type { QuietHours } from '../alerts/attention/quiet-hours.js';
import { parseHotkey, type Hotkey } from '../alerts/toasts/hotkey.js';
import { PLACEMENTS, type Placement } from '../alerts/placement.js';
import { ALERT_VARIANTS, type AlertVariant } from '../alerts/alert.js';
import type { FieldMap } from '../alerts/field-map.js';
import type { Theme } from '../dom/page-theme.js';
import { safeUrl } from '../data/safe-url.js';
import { warnAttribute } from '../warn.js';
import {
  checked,
  eventNames,
  flag,
  flagOr,
  milliseconds,
  readAttributes,
  theme,
  wholeNumber,
  word,
  type Written,
} from './shared/attribute.js';
import { fieldMap } from './shared/field-map-attribute.js';

/** Moves between the parts of a window in other programs, too; a browser gets it back when no toast is shown. */
const DEFAULT_HOTKEY = 'F6';

/** The attributes of a toast element. */
export const ALERT_TOAST_ATTRIBUTES = {
  eventName: eventNames(),
  placement: word(PLACEMENTS),
  duration: milliseconds(null),
  maxVisible: wholeNumber(3, 10),
  variant: word(ALERT_VARIANTS),
  theme,
  map: fieldMap,
  asText: flag,
  hotkey: checked(readHotkey, DEFAULT_HOTKEY),
  desktop: flagOr('always'),
  sound: checked(readSound),
  quietHours: checked(readQuietHours),
  withoutClose: flag,
  disabled: flag,
};

/** What an author wrote on a toast element; null = nothing. */
export type AlertToastAttributes = Written<typeof ALERT_TOAST_ATTRIBUTES>;

/** What the attributes come to, checked. */
export interface AlertToastOptions {
  eventNames: string[];
  placement: Placement;
  /** Milliseconds; 0 = never; null = by the length of the text. */
  duration: number | null;
  maxVisible: number;
  variant: AlertVariant;
  theme: Theme | null;
  map: FieldMap;
  hotkey: { hotkey: Hotkey; text: string } | null;
  /** Null = nobody is called. */
  attention: AttentionOptions | null;
}

/** Reads and checks; each mistake warns once and falls back to the default. */
export function readOptions(host: Element & AlertToastAttributes): AlertToastOptions {
  const read = readAttributes(ALERT_TOAST_ATTRIBUTES, host);
  const { eventName, desktop, sound, quietHours: quiet, ...options } = read;
  return {
    ...options,
    eventNames: eventName,
    theme: read.theme === 'page' ? null : read.theme,
    attention: desktop || sound !== null ? { desktop, sound, quiet } : null,
  };
}

function readHotkey(host: Element, name: string, written: string | null): AlertToastOptions['hotkey'] {
  const text = written?.trim() ?? '';
  if (text === '') return null;
  const hotkey = parseHotkey(text);
  if (hotkey !== null) return { hotkey, text };
  warnAttribute(host, name, written, `is no key like F6 or Ctrl+Shift+M; ${DEFAULT_HOTKEY} is used instead`);
  return { hotkey: parseHotkey(DEFAULT_HOTKEY)!, text: DEFAULT_HOTKEY };
}

function readQuietHours(host: Element, name: string, written: string | null): QuietHours | null {
  const quiet = parseQuietHours(written ?? '');
  if (written && quiet === null)
    warnAttribute(host, name, written, 'must be like 22:00-07:00; no hour is quiet');
  return quiet;
}

function readSound(host: Element, name: string, written: string | null): string | null {
  if (written === null || written === 'false') return null;
  if (written === '' || written === 'true') return '';
  const address = safeUrl(written, host.ownerDocument.baseURI);
  if (address === null) warnAttribute(host, name, written, 'is no address; the built-in sound is used');
  return address ?? '';
}
