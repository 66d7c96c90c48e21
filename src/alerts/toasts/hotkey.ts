/** A key with its modifiers. */
export interface Hotkey {
  key: string;
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
  meta: boolean;
}

const MODIFIERS = ['ctrl', 'alt', 'shift', 'meta'] as const;

/** What of a keyboard event decides. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey' | 'isComposing'
>;

/**
 * Reads a `hotkey` attribute: `F6`, `Ctrl+Shift+M`, in the names of `KeyboardEvent.key`.
 *
 * @returns null where it is none
 */
export function parseHotkey(text: string): Hotkey | null {
  const parts = text.split('+').map((part) => part.trim());
  const key = parts.pop() ?? '';
  const names = parts.map((part) => part.toLowerCase().replace('control', 'ctrl'));
  if (key === '' || names.some((name) => !(MODIFIERS as readonly string[]).includes(name))) return null;
  const [ctrl, alt, shift, meta] = MODIFIERS.map((name) => names.includes(name)) as [
    boolean,
    boolean,
    boolean,
    boolean,
  ];
  // A letter alone would be taken from everybody who types.
  if (key.length === 1 && !ctrl && !alt && !meta) return null;
  return { key: key.toLowerCase(), ctrl, alt, shift, meta };
}

/** Tells whether a key press is the hotkey. While an input method composes, every key belongs to it. */
export function isHotkey(hotkey: Hotkey, press: KeyPress): boolean {
  if (press.isComposing) return false;
  const hasModifiers =
    press.ctrlKey === hotkey.ctrl &&
    press.altKey === hotkey.alt &&
    press.shiftKey === hotkey.shift &&
    press.metaKey === hotkey.meta;
  // With Alt, macOS gives another character; the place of the key stays.
  const isKey = press.key.toLowerCase() === hotkey.key || press.code.toLowerCase() === `key${hotkey.key}`;
  return hasModifiers && isKey;
}
