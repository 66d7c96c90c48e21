import { isEdited, isSubmitted } from '../refresh/user-edits.js';

/** Fields that hold what a person wrote or chose. What is written into a search is nothing to lose. */
const FIELDS = 'input:not([type=search]), textarea, select, [contenteditable]';

/**
 * Whether a person wrote or chose something on a page that leaving it would lose, also where the focus is elsewhere by
 * now. What was submitted, what scripts wrote and what was emptied again does not count. Edits must be tracked.
 */
export const hasUnsavedInput = (page: Document): boolean =>
  [...page.querySelectorAll<HTMLElement>(FIELDS)].some(
    (field) => isEdited(field) && field.closest('search, [role=search]') === null && isUnsaved(field),
  );

function isUnsaved(field: HTMLElement): boolean {
  const { type, value, defaultValue, checked, defaultChecked } = field as Partial<HTMLInputElement>;
  if (type === 'checkbox' || type === 'radio')
    return checked !== defaultChecked && !isSubmitted(field, checked === true);
  const text = value ?? field.textContent;
  return text.trim() !== '' && text !== defaultValue && !isSubmitted(field, text);
}
