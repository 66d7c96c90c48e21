import { safeUrl } from '../data/safe-url.js';

/** A piece of a text: a link where `href` is an address, else words. */
export interface TextPart {
  readonly text: string;
  /** Absolute address that may be followed. */
  readonly href: string | null;
}

/** Scripts that are written without blanks, and signs of their sentences: there an address ends and the text goes on. */
const LETTER = String.raw`(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}])[\p{L}\p{M}\p{N}]`;
const LINK = new RegExp(
  // A host may be written in any script, up to its last dot.
  String.raw`\b(?:https?:\/\/|mailto:|tel:|www\.)(?:[\p{L}\p{M}\p{N}-]+\.)*(?:${LETTER}|[-._~:/?#[\]@!$&()*+,;=%{}|\\^])+`,
  'giu',
);
/** What is found stands for itself. */
const NO_BASE = 'about:blank';
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?…\]}]+$/;

/** Finds the addresses in a text, so that they can be drawn as links; everything else stays text. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const found = withoutEnd(match[0]);
    const href = safeUrl(/^www\./i.test(found) ? `https://${found}` : found, NO_BASE);
    if (href === null) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), href: null });
    parts.push({ text: found, href });
    end = match.index + found.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null });
  return parts;
}

function withoutEnd(found: string): string {
  const trimmed = found.replace(TRAILING, '');
  const count = (bracket: string): number => trimmed.split(bracket).length;
  // A bracket that was opened before the address is closed after it.
  return trimmed.endsWith(')') && count(')') > count('(') ? withoutEnd(trimmed.slice(0, -1)) : trimmed;
}
