import { isEdited, isSubmitted } from '../user-edits.js';
import { setAttribute } from './attributes.js';
import type { Base } from './base.js';
import { reportConflict } from './conflict.js';

type TextField = HTMLInputElement | HTMLTextAreaElement;

/** Of these the value is the attribute, and only scripts change it. */
const WITHOUT_ENTRY = /^(hidden|submit|button|reset|image)$/;

/**
 * Merges what an input holds: what the server sent before, what the person made of it, what the server sends now. Only what the
 * server changed is offered. A field that the person has not touched follows, and so does one whose submitted value the server
 * has answered; what both changed stays as the person has it.
 */
export function mergeInput(field: HTMLInputElement, next: HTMLInputElement, base: Base): void {
  const isBox = field.type === 'checkbox' || field.type === 'radio';
  const name = isBox ? 'checked' : 'value';
  if (isBox && base.attribute(field, 'value') !== next.getAttribute('value')) {
    setAttribute(field, next, 'value', base);
  }
  if (base.attribute(field, name) === next.getAttribute(name)) return;
  if (isBox) mergeChecked(field, next, base);
  else if (WITHOUT_ENTRY.test(field.type)) mergeHidden(field, next, base);
  else if (field.type !== 'file') mergeText(field, next, base);
}

function mergeHidden(field: HTMLInputElement, next: HTMLInputElement, base: Base): void {
  const { value } = field;
  if (!base.isChanged(field, 'value') || value === next.value) {
    setAttribute(field, next, 'value', base);
    return;
  }
  base.sayAttribute(field, 'value', next.getAttribute('value'));
  reportConflict(field, 'changed', value, next.value);
}

function mergeText(field: HTMLInputElement, next: HTMLInputElement, base: Base): void {
  const { value } = field;
  const isOurs = isEntered(field, base) && !isSubmitted(field, value);
  if (field.validity.badInput) {
    // Half a date or number: any new default would take it away.
    base.sayAttribute(field, 'value', next.getAttribute('value'));
    reportConflict(field, 'changed', value, next.value);
    return;
  }
  reconcile(field, isOurs, next.value, () => setAttribute(field, next, 'value', base));
}

export function mergeTextarea(field: HTMLTextAreaElement, next: HTMLTextAreaElement, base: Base): void {
  if (defaultOf(field, base) === next.defaultValue) return;
  const isOurs = isEntered(field, base) && !isSubmitted(field, field.value);
  reconcile(field, isOurs, next.value, () => {
    base.edit(() => (field.defaultValue = next.defaultValue));
    base.forget(field);
  });
}

/** @param setDefault gives the field the default that the server has now */
function reconcile(field: TextField, isOurs: boolean, theirs: string, setDefault: () => void): void {
  const mine = field.value;
  const restoreCaret = rememberCaret(field);
  setDefault();
  const wanted = isOurs ? mine : theirs;
  if (field.value !== wanted) field.value = wanted;
  restoreCaret();
  if (isOurs && mine !== theirs) reportConflict(field, 'changed', mine, theirs);
}

/** Whether a field holds something else than what the server sent. */
export function isEntered(field: Element, base: Base): boolean {
  if (field.localName === 'textarea') {
    return (
      (field as HTMLTextAreaElement).value !==
      defaultOf(field as HTMLTextAreaElement, base).replaceAll('\r\n', '\n')
    );
  }
  const { type, value, checked, files, validity } = field as HTMLInputElement;
  if (type === 'checkbox' || type === 'radio') return checked !== (base.attribute(field, 'checked') !== null);
  if (WITHOUT_ENTRY.test(type)) return false;
  if (type === 'file') return files!.length > 0;
  if (validity.badInput) return true;
  const pristine = pristineValue(field as HTMLInputElement, base);
  if (value === pristine) return false;
  if (isEdited(field)) return true;
  // Nobody typed here: a mask shows the same in another shape, or the page computes what stands in the field.
  return marksOf(value) !== marksOf(pristine) && base.attribute(field, 'readonly') === null;
}

const marksOf = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');

const defaultOf = (field: HTMLTextAreaElement, base: Base): string =>
  base
    .children(field)
    .map((text) => base.text(text))
    .join('');

/** What the field shows when nobody has touched it: a slider without a value stands in the middle. */
function pristineValue(field: HTMLInputElement, base: Base): string {
  const value = base.attribute(field, 'value');
  if (value === field.value) return value;
  const untouched = field.ownerDocument.createElement('input');
  for (const name of ['type', 'min', 'max', 'step', 'multiple', 'value']) {
    const said = base.attribute(field, name);
    if (said !== null) untouched.setAttribute(name, said);
  }
  return untouched.value;
}

/** A new value throws the caret to an end; a person who has the field in focus finds it where it was. */
function rememberCaret(field: TextField): () => void {
  const { selectionStart: start, selectionEnd: end, selectionDirection: direction } = field;
  if (start === null || field !== (field.getRootNode() as Document | ShadowRoot).activeElement)
    return () => undefined;
  return () => {
    if (field.selectionStart !== start || field.selectionEnd !== end) {
      field.setSelectionRange(start, end, direction ?? 'none');
    }
  };
}

function mergeChecked(field: HTMLInputElement, next: HTMLInputElement, base: Base): void {
  const { checked } = field;
  const group = choiceGroup(field);
  const chosen = new Set(group.filter((one) => one.checked));
  const isOurs = group.some((one) => isEntered(one, base)) && !isSubmitted(field, checked);
  // Checks a radio button that was not touched, and so unchecks the one that was chosen.
  setAttribute(field, next, 'checked', base);
  if (isOurs) for (const one of group) setChecked(one, chosen.has(one));
  else setChecked(field, next.defaultChecked);
  if (isOurs && next.defaultChecked !== checked)
    reportConflict(field, 'changed', checked, next.defaultChecked);
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
