import type { Block, Setting, Values } from './manifest.js';

/**
 * What is written for a value of a form; null = no attribute. An empty field and the default of a choice are not
 * written, so that a page holds what its author set and nothing else.
 */
export function writtenValue(setting: Setting, value: unknown): string | null {
  if (setting.type === 'boolean') return isTrue(value) ? '' : null;
  // What was a flag in a former version may have a word for more now.
  if (value === true) return setting.options?.some((option) => option.value === 'true') ? 'true' : null;
  if (typeof value === 'number') return Number.isNaN(value) ? null : String(value);
  if (typeof value !== 'string' || value.trim() === '') return null;
  return setting.type === 'enum' && value === setting.default ? null : value;
}

/** The attributes that the values of a form come to. Values are looked up by attribute, then by property. */
export function attributesOf(block: Block, values: Values): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const setting of block.settings) {
    const text = writtenValue(setting, valueOf(setting, values));
    if (text !== null) attributes[setting.attribute] = text;
  }
  return attributes;
}

/** The attributes that a block is dropped with. */
export function contentAttributes({ content }: Block): Record<string, string> {
  const given = Object.entries(content.attributes ?? {});
  return Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** What a form shows first: what the block is dropped with, typed, by property. */
export function initialValues(block: Block): Record<string, string | number | boolean> {
  const given = block.content.attributes ?? {};
  const values: Record<string, string | number | boolean> = {};
  for (const { attribute, property, type } of block.settings) {
    const text = given[attribute];
    if (text === undefined) continue;
    values[property] = type === 'boolean' ? text !== 'false' : type === 'number' ? Number(text) : text;
  }
  return values;
}

/** Whether a setting has an effect beside the other values, and is to be shown. */
export function isShown({ when }: Setting, block: Block, values: Values): boolean {
  if (when === undefined) return true;
  const other = block.settings.find(({ attribute }) => attribute === when.attribute);
  if (other === undefined) return true;
  const value = writtenValue(other, valueOf(other, values)) ?? other.default;
  return when.in.includes(String(value));
}

/** @returns what is wrong with a value, in a sentence; null = nothing */
export function problemOf(setting: Setting, value: unknown): string | null {
  const text = writtenValue(setting, value);
  if (text === null)
    return setting.required === true && setting.type !== 'boolean' ? `${setting.label} is missing.` : null;
  if (setting.type === 'number') return numberProblem(setting, Number(text));
  const { pattern, options } = setting;
  if (options !== undefined && !options.some(({ value }) => value === text))
    return `${setting.label} must be one of ${options.map(({ value }) => value).join(', ')}.`;
  if (pattern !== undefined && !new RegExp(`^(?:${pattern.source})$`, 'v').test(text)) return pattern.message;
  return null;
}

/** The element as text, as it stands in a page. */
export function htmlOf(
  block: Block,
  attributes: Readonly<Record<string, string>> = contentAttributes(block),
): string {
  const written = Object.entries(attributes).map(([name, value]) =>
    value === '' ? ` ${name}` : ` ${name}="${escapeAttribute(value)}"`,
  );
  return `<${block.tag}${written.join('')}></${block.tag}>`;
}

export function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

function valueOf({ attribute, property }: Setting, values: Values): unknown {
  return values[attribute] ?? values[property];
}

/** Forms give booleans in many spellings; an attribute that is there is true unless it says "false". */
function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value !== '' && value !== 'false');
}

function numberProblem({ label, min, max }: Setting, value: number): string | null {
  if (Number.isNaN(value)) return `${label} must be a number.`;
  if (min !== undefined && value < min) return `${label} must be ${min} or more.`;
  if (max !== undefined && value > max) return `${label} must be ${max} or less.`;
  return null;
}
