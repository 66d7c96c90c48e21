import { someDeep } from '../dom/shadow-dom.js';
import { isEdited, isSubmitted } from '../refresh/user-edits.js';

/** What is written into a search is nothing to lose. */
const SEARCHES = 'input[type=search], search *, [role=search] *';

/**
 * Whether a person wrote or chose something on a page that leaving it would lose, also where the focus is elsewhere by
 * now. What was submitted, what scripts wrote and what was emptied again does not count. Edits must be tracked.
 */
export const hasUnsavedInput = (page: Document): boolean =>
  someDeep(page, '*', (element) => isEdited(element) && !element.matches(SEARCHES) && isUnsaved(element));

function isUnsaved(field: HTMLElement): boolean {
  const { type, defaultValue, checked, defaultChecked } = field as Partial<HTMLInputElement>;
  if (type === 'checkbox' || type === 'radio')
    return checked !== defaultChecked && !isSubmitted(field, checked === true);
  const value: unknown = (field as { value?: unknown }).value ?? field.textContent;
  // Elements of other people hold anything there, such as a list.
  if (typeof value !== 'string') return !(Array.isArray(value) && value.length === 0);
  return value.trim() !== '' && value !== defaultValue && !isSubmitted(field, value);
}
