import { ALERT_DELIVERIES, type AlertCategory, type CategoryChoice } from '../../protocol/preferences.js';
import type { CategoryPreferences, KeptChoice } from './category-preferences.js';

/** After the person chose in this browser. */
export const withChoice = (
  { categories, choices }: CategoryPreferences,
  choice: CategoryChoice,
): CategoryPreferences => ({
  categories,
  choices: [...choices.filter(({ category }) => category !== choice.category), { ...choice, isUntold: true }],
});

/**
 * After the gateway said what it has. What was chosen here, and it does not know yet, stays where that was later.
 *
 * @param told what it was told before it said so
 */
export function withKept(
  { categories, choices }: CategoryPreferences,
  kept: readonly CategoryChoice[],
  told: readonly KeptChoice[] = [],
): CategoryPreferences {
  const untold = choices.filter((choice) => choice.isUntold === true && !told.includes(choice));
  const isOutdone = ({ category, at }: CategoryChoice): boolean =>
    untold.some((choice) => choice.category === category && choice.at > at);
  const known = kept.filter((choice) => !isOutdone(choice));
  const stays = untold.filter(({ category }) => !known.some((choice) => choice.category === category));
  return { categories, choices: [...known, ...stays] };
}

/** What a gateway gave: anything may stand there. */
export const readCategories = (value: unknown): AlertCategory[] =>
  Array.isArray(value)
    ? (value as AlertCategory[]).filter((one: Partial<AlertCategory> | null) => typeof one?.id === 'string')
    : [];

export const readChoices = (value: unknown): KeptChoice[] =>
  Array.isArray(value) ? (value as unknown[]).filter(isChoice) : [];

function isChoice(value: unknown): value is KeptChoice {
  const { category, delivery, at } = (value ?? {}) as Partial<KeptChoice>;
  if (typeof category !== 'string' || typeof at !== 'number') return false;
  return delivery === null || ALERT_DELIVERIES.includes(delivery!);
}
