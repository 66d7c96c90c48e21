import type { z } from 'zod';

/** What is wrong with a value from outside. */
export interface ValidationMessage {
  /** Where it is wrong, such as `apps[0].id`; empty for the value as a whole. */
  field: string;
  /** One sentence that names the field. */
  sentence: string;
}

const NOUNS = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
]);

/**
 * Turns the first mistake that a schema found into a sentence.
 *
 * @param whole how to call the value itself, such as `The body`
 */
export function firstValidationMessage(
  error: z.core.$ZodError,
  value: unknown,
  whole: string,
): ValidationMessage {
  const issue = error.issues[0]!;
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;
  const field = fieldName(path);
  const missing = path.length > 0 && valueAt(value, path) === undefined;
  const reason = missing && issue.code !== 'unrecognized_keys' ? 'is missing' : reasonOf(issue);
  return { field, sentence: `${field === '' ? whole : JSON.stringify(field)} ${reason}.` };
}

function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : (index === 0 ? '' : '.') + String(key)))
    .join('');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

function reasonOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${NOUNS.get(issue.expected) ?? 'an object'}`;
    case 'too_small':
      return boundOf('least', Number(issue.minimum), issue.origin);
    case 'too_big':
      return boundOf('most', Number(issue.maximum), issue.origin);
    case 'unrecognized_keys':
      return 'is not a known field';
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_key':
      return reasonOf(issue.issues[0]!);
    default:
      return issue.message;
  }
}

function boundOf(side: 'least' | 'most', bound: number, origin: string): string {
  if (origin !== 'string' && origin !== 'array') return `must be at ${side} ${bound}`;
  if (side === 'least' && bound === 1) return 'must not be empty';
  return `must have at ${side} ${bound} ${origin === 'string' ? 'characters' : 'entries'}`;
}
