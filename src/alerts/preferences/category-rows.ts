import {
  ALERT_DELIVERIES,
  isMuted,
  type AlertCategory,
  type AlertDelivery,
} from '../../protocol/preferences.js';
import type { AlertHistory } from '../history/history.js';
import { isOfEvents } from '../history/record.js';
import { wantedOf, type CategoryPreferences } from './category-preferences.js';

/** A category as a person chooses for it. */
export interface CategoryRow {
  readonly id: string;
  /** What the person reads. */
  readonly label: string;
  readonly isCritical: boolean;
  readonly delivery: AlertDelivery;
  /** What can be chosen; of one alone there is no choice. */
  readonly options: readonly AlertDelivery[];
}

/**
 * The categories for which a person can choose: those that the gateway names, in its order, then others.
 *
 * @param seen of alerts that came
 * @param offersPush whether the page has notifications of the device
 */
export function categoryRows(
  preferences: CategoryPreferences,
  seen: Iterable<string | null | undefined>,
  language: string,
  offersPush: boolean,
): CategoryRow[] {
  const { categories, choices } = preferences;
  const ids = [...seen, ...choices.map(({ category }) => category)].filter((id) => typeof id === 'string');
  const others = [...new Set(ids)].filter((id) => categories.every((named) => named.id !== id)).sort();
  return [...categories, ...others.map((id): AlertCategory => ({ id }))].map((named) => {
    const { id, critical: isCritical = false } = named;
    const options = ALERT_DELIVERIES.filter(
      (delivery) => (offersPush || delivery !== 'push') && !(isCritical && isMuted(delivery)),
    );
    const wanted = wantedOf(preferences, { category: id });
    const delivery = options.includes(wanted) ? wanted : options[0]!;
    return { id, label: labelOf(named, language), isCritical, delivery, options };
  });
}

/** The rows of an inbox. @param model none = none can be chosen for */
export function rowsOfInbox(
  model: Pick<AlertHistory, 'all' | 'preferences'> | undefined,
  { eventNames, desktop }: { eventNames: readonly string[]; desktop: boolean },
  language: string,
): CategoryRow[] {
  if (model === undefined) return [];
  const listed = [...model.all].filter((record) => isOfEvents(record, eventNames));
  const seen = listed.map(({ alert }) => alert.category);
  return categoryRows(model.preferences, seen, language, desktop);
}

/** In the language of the page, else without its region, else in English, else in any. */
function labelOf({ id, label = id }: AlertCategory, language: string): string {
  if (typeof label === 'string') return label;
  const base = language.split('-')[0]!;
  return label[language] ?? label[base] ?? label['en'] ?? Object.values(label)[0] ?? id;
}
