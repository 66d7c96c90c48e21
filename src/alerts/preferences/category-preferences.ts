import {
  deliveryOf,
  type AlertCategory,
  type AlertDelivery,
  type CategoryChoice,
} from '../../protocol/preferences.js';

/** A choice as the browser keeps it. */
export interface KeptChoice extends CategoryChoice {
  /** The gateway does not know of it. */
  readonly isUntold?: boolean;
}

/** What a person wants of the alerts of each category. Never changed: a change makes a new one. */
export interface CategoryPreferences {
  /** Those that the gateway names. */
  readonly categories: readonly AlertCategory[];
  readonly choices: readonly KeptChoice[];
}

export const NO_PREFERENCES: CategoryPreferences = { categories: [], choices: [] };

/**
 * What the person wants of an alert.
 *
 * @param alert of former versions has no category
 */
export const wantedOf = (
  { categories, choices }: CategoryPreferences,
  { category = null }: { readonly category?: string | null },
): AlertDelivery => deliveryOf(category, categories, choices);
