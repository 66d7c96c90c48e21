import type { Alert } from './alert.js';

/** The same content again within so many milliseconds is counted: neither shown nor listed once more. */
export const REPEAT_WINDOW = 5_000;

/** Everything of an alert that a person sees, as one text. @param eventNames those of the list it stands in */
export function contentOf(
  { title, text, variant, href, action }: Alert,
  eventNames: readonly string[] = [],
): string {
  return JSON.stringify([title, text, variant, href, action, ...eventNames]);
}
