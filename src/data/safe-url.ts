const ALLOWED = new Set(['http:', 'https:', 'mailto:', 'tel:']);
/** Longer ones are nobody's link. */
const MAX_LENGTH = 2_048;

/**
 * Decides whether a link from a message may be followed. Asked of the browser's own parser, because what
 * looks harmless to a pattern (`java&#9;script:`, leading spaces, mixed case) is a script to the browser.
 *
 * @param text the link as it came
 * @param base the address of the page, for relative links
 * @returns the absolute address; null for anything but http(s), mailto, tel and relative links
 */
export function safeUrl(text: string, base: string): string | null {
  if (text.trim() === '' || text.length > MAX_LENGTH) return null;
  try {
    const url = new URL(text, base);
    return ALLOWED.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
