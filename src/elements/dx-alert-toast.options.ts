import type { AttentionOptions } from '../alerts/attention/notify.js';
import { parseQuietHours } from '../alerts/attention/quiet-hours.js';
import { parseHotkey, type Hotkey } from '../alerts/toasts/hotkey.js';
import { PLACEMENTS, type Placement } from '../alerts/placement.js';
import { readFieldMap } from './shared/field-map-attribute.js';
import { readEventNames, readMilliseconds, readTheme, readWord } from './shared/attributes.js';
import { ALERT_VARIANTS, type AlertVariant } from '../alerts/alert.js';
import type { FieldMap } from '../alerts/field-map.js';
import type { Theme } from '../dom/page-theme.js';
import { safeUrl } from '../data/safe-url.js';
import { warnAttribute } from '../warn.js';

/** What an author wrote on a toast element; null = nothing. */
export interface AlertToastAttributes {
  eventName: string | null;
  placement: string | null;
  duration: number | null;
  maxVisible: number | null;
  variant: string | null;
  theme: string | null;
  map: string | null;
  hotkey: string | null;
  desktop: boolean;
  sound: string | null;
  quietHours: string | null;
}

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

const MAX_VISIBLE = { default: 3, highest: 10 } as const;
/** Moves between the parts of a window in other programs, too; a browser gets it back when no toast is shown. */
const DEFAULT_HOTKEY = 'F6';

/** Reads and checks; each mistake warns once and falls back to the default. */
export function readOptions(host: Element & AlertToastAttributes): AlertToastOptions {
  return {
    eventNames: readEventNames(host, host.eventName),
    placement: readWord(host, 'placement', host.placement, ['bottom-end', ...PLACEMENTS]),
    duration: readMilliseconds(host, 'duration', host.duration, null),
    maxVisible: readMaxVisible(host),
    variant: readWord(host, 'variant', host.variant, ALERT_VARIANTS),
    theme: readTheme(host),
    map: readFieldMap(host, host.map),
    hotkey: readHotkey(host),
    attention: readAttention(host),
  };
}

function readMaxVisible(host: Element & AlertToastAttributes): number {
  const { maxVisible } = host;
  if (maxVisible === null) return MAX_VISIBLE.default;
  if (Number.isInteger(maxVisible) && maxVisible >= 1 && maxVisible <= MAX_VISIBLE.highest) return maxVisible;
  const problem = `must be a whole number from 1 to ${MAX_VISIBLE.highest}; ${MAX_VISIBLE.default} is used instead`;
  warnAttribute(host, 'max-visible', String(host.getAttribute('max-visible') ?? maxVisible), problem);
  return MAX_VISIBLE.default;
}

function readHotkey(host: Element & AlertToastAttributes): AlertToastOptions['hotkey'] {
  const text = host.hotkey ?? DEFAULT_HOTKEY;
  if (text.trim() === '') return null;
  const hotkey = parseHotkey(text);
  if (hotkey !== null) return { hotkey, text: text.trim() };
  warnAttribute(host, 'hotkey', text, `is no key like F6 or Ctrl+Shift+M; ${DEFAULT_HOTKEY} is used instead`);
  return { hotkey: parseHotkey(DEFAULT_HOTKEY)!, text: DEFAULT_HOTKEY };
}

function readAttention(host: Element & AlertToastAttributes): AttentionOptions | null {
  const { desktop } = host;
  const sound = readSound(host);
  const quiet = parseQuietHours(host.quietHours ?? '');
  if (host.quietHours && quiet === null)
    warnAttribute(host, 'quiet-hours', host.quietHours, 'must be like 22:00-07:00; no hour is quiet');
  return desktop || sound !== null ? { desktop, sound, quiet } : null;
}

function readSound(host: Element & AlertToastAttributes): string | null {
  const { sound } = host;
  if (sound === null || sound === 'false') return null;
  if (sound === '' || sound === 'true') return '';
  const address = safeUrl(sound, host.ownerDocument.baseURI);
  if (address === null) warnAttribute(host, 'sound', sound, 'is no address; the built-in sound is used');
  return address ?? '';
}
