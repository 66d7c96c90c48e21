import { z } from 'zod';
import type { CategoryChoice } from '../../protocol/preferences.js';

/** How many categories a person can have chosen something for; of more the oldest choices are forgotten. */
export const MOST_CHOICES = 200;

/** Broken Unicode is refused: different names would be kept as the same one. */
export const categoryName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((name) => !/[\p{Surrogate}\0]/u.test(name), {
    error: 'must be well-formed Unicode without U+0000',
  });

/**
 * What the people of one app have chosen for categories of alerts. Any method rejects where the store cannot be reached.
 */
export interface PreferenceStore {
  /** All that a person has chosen, by category. */
  read(userId: string): Promise<CategoryChoice[]>;
  /**
   * Takes choices over, of each category the latest one.
   *
   * @returns all that the person has chosen now, by category
   */
  choose(userId: string, choices: readonly CategoryChoice[]): Promise<CategoryChoice[]>;
  /** Forgets a person. @returns for how many categories something was kept */
  erase(userId: string): Promise<number>;
}

/** Of each category the latest choice; of two at the same time the one that came later. */
export function mergeChoices(
  former: readonly CategoryChoice[],
  later: readonly CategoryChoice[],
): CategoryChoice[] {
  const merged = new Map(former.map((choice) => [choice.category, choice]));
  for (const choice of later)
    if (choice.at >= (merged.get(choice.category)?.at ?? 0)) merged.set(choice.category, choice);
  const newest = [...merged.values()].sort((a, b) => b.at - a.at).slice(0, MOST_CHOICES);
  return inOrder(newest);
}

export const inOrder = (choices: readonly CategoryChoice[]): CategoryChoice[] =>
  [...choices].sort((a, b) => (a.category < b.category ? -1 : 1));
