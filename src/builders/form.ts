import type { Block, Setting, Values } from './manifest.js';
import { attributesOf, problemOf } from './values.js';

/** Settings under one heading of a form. */
export interface FormGroup {
  title: string;
  settings: Setting[];
}

/** What a form holds: attributes to write, or what is wrong with a value. */
export type FormResult = { attributes: Record<string, string> } | { problem: string; setting: Setting };

/** The settings under the headings of a form, in its order; what has no heading stands under the block's label. */
export function groupsOf(block: Block): FormGroup[] {
  const groups = new Map<string, Setting[]>();
  for (const setting of block.settings) {
    const title = setting.group ?? block.label;
    groups.set(title, [...(groups.get(title) ?? []), setting]);
  }
  return [...groups].map(([title, settings]) => ({ title, settings }));
}

/**
 * What a field shows for an attribute.
 *
 * @param text null = the element has no such attribute
 */
export function shownValue({ type, default: value }: Setting, text: string | null): string | boolean {
  if (type === 'boolean') return text !== null && text !== 'false';
  return text ?? (type === 'enum' ? String(value) : '');
}

/** Checks the values of a form. */
export function resultOf(block: Block, values: Values): FormResult {
  for (const setting of block.settings) {
    const problem = problemOf(setting, values[setting.attribute]);
    if (problem !== null) return { problem, setting };
  }
  return { attributes: attributesOf(block, values) };
}
