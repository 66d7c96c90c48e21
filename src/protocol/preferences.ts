/** Names of the packets about what a person wants of categories of alerts; only where the `inbox` of the hello has `categories`. */
export const PREFERENCE_PACKET = {
  /** Client → gateway, acknowledged: {@link PreferenceChanges} → {@link PreferencesKept}. */
  choose: 'dx:preferences',
  /** Gateway → every client of a person: {@link PreferencesKept}, what was chosen on one of their devices. */
  changed: 'dx:preferences-changed',
} as const;

/**
 * How alerts of a category reach a person. `push`: as a toast, and by notifications of the device where page and person
 * allow them. `toast`: as a toast. `silent`: in the inbox alone. `none`: they are neither shown nor counted.
 */
export const ALERT_DELIVERIES = ['push', 'toast', 'silent', 'none'] as const;

export type AlertDelivery = (typeof ALERT_DELIVERIES)[number];

/**
 * What alerts can be about, as the configuration of an app names it.
 *
 * @example { id: 'orders', label: { en: 'Orders', de: 'Bestellungen' }, delivery: 'toast' }
 */
export interface AlertCategory {
  /** The `category` of its alerts. */
  id: string;
  /** What people read: one text, or one for each language. Default: the id. */
  label?: string | Record<string, string>;
  /** It cannot be muted: `silent` and `none` count as `toast`. Default false. */
  critical?: boolean;
  /** Where a person has chosen nothing. Default `push`. */
  delivery?: AlertDelivery;
}

/** What a person chose for a category. */
export interface CategoryChoice {
  /** Id of the category; one that the configuration does not name, too. */
  category: string;
  /** Null = as where nothing was chosen. */
  delivery: AlertDelivery | null;
  /** When, in milliseconds since 1970 by the gateway's clock. Of two choices the later one counts. */
  at: number;
}

/** Payload of {@link PREFERENCE_PACKET.choose}. */
export interface PreferenceChanges {
  /** At most 200; none = only to know what is kept. */
  changes: CategoryChoice[];
}

/** Acknowledgement of {@link PREFERENCE_PACKET.choose}, and payload of {@link PREFERENCE_PACKET.changed}. */
export interface PreferencesKept {
  /** All that the person has chosen. */
  choices: CategoryChoice[];
}

/**
 * What a person wants of the alerts of a category.
 *
 * @param category null = the alert has none
 * @example deliveryOf('orders', [{ id: 'orders', delivery: 'toast' }], []) // 'toast'
 */
export function deliveryOf(
  category: string | null,
  categories: readonly AlertCategory[],
  choices: readonly CategoryChoice[],
): AlertDelivery {
  const named = categories.find(({ id }) => id === category);
  const chosen = choices.find((choice) => choice.category === category)?.delivery;
  const delivery = chosen ?? named?.delivery ?? 'push';
  return named?.critical === true && isMuted(delivery) ? 'toast' : delivery;
}

/** Whether alerts that are delivered so interrupt nobody. */
export const isMuted = (delivery: AlertDelivery): boolean => delivery === 'silent' || delivery === 'none';
