/**
 * What people did that the page's markup does not show. A native field tells by itself whether it was edited:
 * its value is not its default. Editable text and the fields of custom elements do not, and no field tells what
 * was submitted.
 */

interface Notes {
  readonly edited: WeakSet<Element>;
  readonly submitted: WeakMap<Element, string | boolean>;
}

/** All copies of the script on a page share the notes, and so do the parts that a script loads. */
const NOTES = Symbol.for('dx-realtime edits');

const notesOf = (document: Document): Notes | undefined => (document as { [NOTES]?: Notes })[NOTES];

/** Starts to take notes of a page; more than once changes nothing. */
export function trackEdits(document: Document): void {
  if (notesOf(document) !== undefined) return;
  Object.defineProperty(document, NOTES, { value: { edited: new WeakSet(), submitted: new WeakMap() } });
  document.addEventListener('input', noteEdit, { capture: true, passive: true });
  document.addEventListener('submit', noteSubmit, { capture: true, passive: true });
}

/** True for editable text, fields of custom elements and native fields that a person changed. */
export function isEdited(element: Element): boolean {
  return notesOf(element.ownerDocument)?.edited.has(element) === true;
}

/** What was edited is what the server has now. */
export function forgetEdit(element: Element): void {
  notesOf(element.ownerDocument)?.edited.delete(element);
}

/** True where a field still holds exactly what was submitted from it. */
export function isSubmitted(field: Element, value: string | boolean): boolean {
  return notesOf(field.ownerDocument)?.submitted.get(field) === value;
}

function noteEdit(this: Document, event: Event): void {
  const { edited } = notesOf(this)!;
  for (const node of event.composedPath()) {
    if (!(node instanceof Element)) continue;
    // Only what a person does is trusted; masks and pickers tell of what they write as well.
    if (isEditableHost(node) || isCustomField(node) || (event.isTrusted && 'value' in node)) edited.add(node);
  }
}

function noteSubmit(this: Document, event: Event): void {
  const { submitted } = notesOf(this)!;
  const [form] = event.composedPath();
  if (!(form instanceof HTMLFormElement)) return;
  for (const field of form.elements) submitted.set(field, submittedValue(field));
}

/** A checkbox or radio button is submitted as its state, anything else as its value. */
function submittedValue(field: Element): string | boolean {
  const { type, checked, value } = field as Partial<HTMLInputElement>;
  return type === 'checkbox' || type === 'radio' ? checked === true : (value ?? '');
}

export function isEditableHost(element: Element): boolean {
  const mode = element.getAttribute('contenteditable');
  return mode !== null && mode !== 'false';
}

function isCustomField(element: Element): boolean {
  return (element.constructor as { formAssociated?: boolean }).formAssociated === true;
}
