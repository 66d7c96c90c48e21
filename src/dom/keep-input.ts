import { keepScrolling } from './keep-scrolling.js';
import { keepKeys } from './typing-keys.js';

/** Keeps what a person does in an element from the page, where it could take it for something else. */
export function keepInput(element: HTMLElement): void {
  keepKeys(element);
  keepScrolling(element);
}
