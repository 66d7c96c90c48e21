/** Fields that are written in. */
const FIELDS = 'textarea, select, input:not([type=checkbox], [type=radio], [type=button])';
/** One character is written; other keys have names. */
const WRITTEN = /^.$/u;
/** With Ctrl or the command key: mark all, copy, paste, cut, do again, undo. A page has these for its own things. */
const EDITING_SHORTCUT = /^[acvxyz]$/i;
/** Keys of a field that a page cannot mean, however long their names are. */
const EDITING = /^(Enter|Backspace|Delete|Home|End|PageUp|PageDown|Arrow\w+|Process|Dead|Unidentified)$/;

/**
 * Keeps keys that write in a field, or press a button, within an element. A page sees only the element as their target,
 * not the field in its shadow root, and would take them for its own shortcuts. What neither writes nor edits goes on: Escape,
 * Tab, function keys, and what is pressed with Ctrl, Alt or the command key.
 */
export function keepKeys(element: HTMLElement): void {
  for (const type of ['keydown', 'keypress', 'keyup'] as const)
    element.addEventListener(type, (event) => {
      if (belongsTo(event.target as Element, event)) event.stopPropagation();
    });
}

function belongsTo(target: Element, event: KeyboardEvent): boolean {
  const { key } = event;
  if (event.isComposing) return true;
  const isField = target.matches(FIELDS);
  if (isShortcut(event)) return isField && !event.altKey && (EDITING_SHORTCUT.test(key) || EDITING.test(key));
  if (isField) return WRITTEN.test(key) || EDITING.test(key);
  return target.matches('button, a, input') && (key === ' ' || key === 'Enter');
}

/** AltGr writes, though browsers report it as Ctrl and Alt; Alt alone may write, but no letter that is on the key. */
function isShortcut(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey } = event;
  if (event.getModifierState('AltGraph')) return false;
  return ctrlKey || metaKey || (altKey && (!WRITTEN.test(key) || /^[ -~]$/.test(key)));
}
