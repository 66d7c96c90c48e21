import { isSubmitted } from '../user-edits.js';
import { reportConflict } from './conflict.js';
import { syncAttributes } from './attributes.js';

type TextField = HTMLInputElement | HTMLTextAreaElement;

/**
 * Merges a form field three ways: what the server sent before (the field's default), what the person made of
 * it, what the server sends now. A field the person has not touched follows the server, and so does one whose
 * submitted value the server has answered.
 *
 * @param old the field in the page
 * @param fresh the same field of the fresh page
 * @returns false where the element is no such field
 */
export function mergeField(old: Element, fresh: Element): boolean {
  if (old.localName === 'textarea') mergeTextarea(old as HTMLTextAreaElement, fresh as HTMLTextAreaElement);
  else if (old.localName === 'input') mergeInput(old as HTMLInputElement, fresh as HTMLInputElement);
  else if (old.localName === 'option') mergeOption(old, fresh);
  else return false;
  return true;
}

/** Which options are selected is settled with the select; here only what the server says of this one. */
function mergeOption(old: Element, fresh: Element): void {
  syncAttributes(old, fresh);
  if (old.textContent !== fresh.textContent) old.textContent = fresh.textContent;
}

function mergeInput(old: HTMLInputElement, fresh: HTMLInputElement): void {
  if (fresh.type === 'checkbox' || fresh.type === 'radio') mergeChecked(old, fresh);
  else if (fresh.type === 'file') syncAttributes(old, fresh);
  else {
    const value = old.validity.badInput ? null : old.value;
    const pristine = pristineValue(old);
    const restoreCaret = rememberCaret(old);
    syncAttributes(old, fresh);
    settleText(old, value, pristine, fresh.value);
    restoreCaret();
  }
}

function mergeTextarea(old: HTMLTextAreaElement, fresh: HTMLTextAreaElement): void {
  const { value, defaultValue } = old;
  const restoreCaret = rememberCaret(old);
  syncAttributes(old, fresh);
  if (defaultValue !== fresh.defaultValue) old.defaultValue = fresh.defaultValue;
  settleText(old, value, defaultValue, fresh.value);
  restoreCaret();
}

/** What the field shows when nobody has touched it: a slider without a value stands in the middle. */
function pristineValue(field: HTMLInputElement): string {
  if (field.type !== 'range' && field.type !== 'color') return field.defaultValue;
  const untouched = field.ownerDocument.createElement('input');
  for (const { name, value } of field.attributes) untouched.setAttribute(name, value);
  return untouched.value;
}

/** @param value what the person entered; null where it is no value of this type yet, such as half a number */
function settleText(field: TextField, value: string | null, pristine: string, fresh: string): void {
  if (value === null) return;
  const isOurs = value !== pristine && !(fresh !== pristine && isSubmitted(field, value));
  const wanted = isOurs ? value : fresh;
  if (field.value !== wanted) field.value = wanted;
  if (isOurs && fresh !== pristine && fresh !== value) reportConflict(field, value, fresh);
}

/** A new value throws the caret to an end; a person who has the field in focus finds it where it was. */
function rememberCaret(field: TextField): () => void {
  const { selectionStart: start, selectionEnd: end, selectionDirection: direction } = field;
  if (start === null || field !== field.ownerDocument.activeElement) return () => undefined;
  return () => {
    if (field.selectionStart !== start || field.selectionEnd !== end) {
      field.setSelectionRange(start, end, direction ?? 'none');
    }
  };
}

function mergeChecked(old: HTMLInputElement, fresh: HTMLInputElement): void {
  const { checked, defaultChecked } = old;
  const group = choiceGroup(old);
  const chosen = new Set(group.filter((field) => field.checked));
  const isTouched = group.some((field) => field.checked !== field.defaultChecked);
  const isChanged = fresh.defaultChecked !== defaultChecked;
  const isOurs = isTouched && !(isChanged && isSubmitted(old, checked));
  // Checks a radio button nobody has touched, and so unchecks the one that was chosen.
  syncAttributes(old, fresh);
  if (!isOurs) setChecked(old, fresh.defaultChecked);
  else for (const field of group) setChecked(field, chosen.has(field));
  if (isOurs && isChanged && fresh.defaultChecked !== checked)
    reportConflict(old, checked, fresh.defaultChecked);
}

function setChecked(field: HTMLInputElement, checked: boolean): void {
  if (field.checked !== checked) field.checked = checked;
}

/** Radio buttons of one name are one choice: who touched one of them has chosen. */
function choiceGroup(field: HTMLInputElement): HTMLInputElement[] {
  if (field.type !== 'radio' || field.name === '') return [field];
  const root = field.form ?? (field.getRootNode() as ParentNode);
  const named = root.querySelectorAll<HTMLInputElement>(
    `input[type=radio][name="${CSS.escape(field.name)}"]`,
  );
  return [...named].filter(({ form }) => form === field.form);
}
