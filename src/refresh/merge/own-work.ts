import { containsDeep, deepActiveElement } from '../../dom/shadow-dom.js';
import { isEditableHost, isEdited } from '../user-edits.js';
import type { Base } from './base.js';
import { isEntered } from './fields.js';
import { queryAll } from './identity.js';
import { isChosen } from './selects.js';

/** What a person can lose. */
const FIELDS = 'input, textarea, select, [contenteditable]';

/** Whether a person entered, chose or ticked something in an element that the server has not, or works in it now. */
export function holdsEntries(element: Element, base: Base): boolean {
  const active = deepActiveElement(element.ownerDocument);
  if (active?.matches(`${FIELDS}, iframe`) === true && !isBox(active) && containsDeep(element, active))
    return true;
  return queryAll(element, FIELDS).some((field) => isOwn(field, base));
}

/** As {@link holdsEntries}; what a person opened counts, too. */
export function holdsWork(element: Element, base: Base): boolean {
  return element.querySelector('dialog[open]') !== null || holdsEntries(element, base);
}

function isOwn(field: Element, base: Base): boolean {
  if (isEditableHost(field)) return isEdited(field);
  return field.localName === 'select' ? isChosen(field as HTMLSelectElement, base) : isEntered(field, base);
}

function isBox(element: Element): boolean {
  return /^(checkbox|radio|button|submit|reset|image|range|color|file)$/.test(
    (element as HTMLInputElement).type,
  );
}
