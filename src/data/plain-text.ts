/** The longest text that is read at all, in characters. */
const LONGEST = 4_100;

/** Texts, numbers and booleans as text without control characters; anything else as none. */
export function plainText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return '';
  // Cut before the search, so that a text of megabytes costs as much as one of two pages.
  return value
    .slice(0, LONGEST)
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .trim();
}

/** A text of at most so many characters; a longer one ends with an ellipsis. */
export function bounded(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // Half of a character that takes two places would be drawn as a box.
  return `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
