import { readPath } from '../data/path.js';

/** One condition of a `match` attribute. */
export interface Condition {
  path: string;
  expected: string;
  /** True for `!=`. */
  negated: boolean;
}

/**
 * Reads a `match` attribute: `order.id=42, status!=draft`. All conditions must hold.
 *
 * @returns the conditions, and the parts that are none
 */
export function parseMatch(text: string | null | undefined): { conditions: Condition[]; mistakes: string[] } {
  const conditions: Condition[] = [];
  const mistakes: string[] = [];
  for (const part of (text ?? '').split(',').map((item) => item.trim())) {
    if (part === '') continue;
    const found = /^([^!=]+?)\s*(!?=)\s*(.*)$/.exec(part);
    if (found === null) mistakes.push(part);
    else conditions.push({ path: found[1]!, negated: found[2] === '!=', expected: unquote(found[3]!) });
  }
  return { conditions, mistakes };
}

/**
 * Tells whether message data fits all conditions. Values are compared as texts, so `42` fits both the number
 * and the string; a field that is absent fits only `!=`.
 */
export function matchesData(conditions: readonly Condition[], data: unknown): boolean {
  return conditions.every(({ path, expected, negated }) => {
    const value = readPath(data, path);
    return isText(value) ? (String(value) === expected) !== negated : negated;
  });
}

function isText(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function unquote(text: string): string {
  return /^(["']).*\1$/.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}
