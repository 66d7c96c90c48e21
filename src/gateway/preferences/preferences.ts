import {
  ALERT_DELIVERIES,
  deliveryOf,
  isMuted,
  type AlertCategory,
  type AlertDelivery,
  type CategoryChoice,
} from '../../protocol/preferences.js';
import { categoriesOf } from './message-categories.js';
import type { PreferenceStore } from './preference-store.js';

/** A category as a back end reads it. */
export interface CategoryPreference extends AlertCategory {
  critical: boolean;
  /** What the person wants of it. */
  delivery: AlertDelivery;
  /** What the person has chosen; null = nothing. */
  chosen: AlertDelivery | null;
}

/** What the people of one app want of the alerts of each category. */
export class Preferences {
  readonly #store: PreferenceStore;
  readonly #categories: () => readonly AlertCategory[];

  /** @param categories of the configuration, which may change */
  constructor(store: PreferenceStore, categories: () => readonly AlertCategory[]) {
    this.#store = store;
    this.#categories = categories;
  }

  /** Those that the configuration names. */
  get categories(): readonly AlertCategory[] {
    return this.#categories();
  }

  /** Whether the configuration says that nobody can mute a category. */
  isCritical(category: string): boolean {
    return this.categories.some(({ id, critical }) => id === category && critical === true);
  }

  /**
   * What a person wants of the alerts of a category.
   *
   * @param category null = the alert has none
   * @example await preferences.deliveryTo('anna', 'orders') // 'push': also by Web Push
   */
  async deliveryTo(userId: string, category: string | null): Promise<AlertDelivery> {
    return deliveryOf(category, this.categories, await this.#store.read(userId));
  }

  /**
   * What a person wants of a message: the most that they want of one of its alerts.
   *
   * @param message as it was pushed
   */
  async deliveryOfMessage(userId: string, message: unknown): Promise<AlertDelivery> {
    return this.#most(message, await this.#store.read(userId));
  }

  /** Of some messages those that a person lists and counts: not those that they want nothing of. */
  async wanted<Kept extends { message: unknown }>(userId: string, alerts: readonly Kept[]): Promise<Kept[]> {
    const choices = await this.#store.read(userId);
    return alerts.filter(({ message }) => this.#most(message, choices) !== 'none');
  }

  /** What a person has chosen. */
  choices(userId: string): Promise<CategoryChoice[]> {
    return this.#store.read(userId);
  }

  /** All categories that are named or chosen. */
  async list(userId: string): Promise<CategoryPreference[]> {
    const choices = await this.#store.read(userId);
    const chosen = choices.filter(({ delivery }) => delivery !== null);
    const unnamed = chosen.flatMap(({ category: id }) =>
      this.categories.some((named) => named.id === id) ? [] : [{ id }],
    );
    return [...this.categories, ...unnamed].map((named: AlertCategory) => ({
      ...named,
      critical: named.critical ?? false,
      delivery: deliveryOf(named.id, this.categories, choices),
      chosen: chosen.find(({ category }) => category === named.id)?.delivery ?? null,
    }));
  }

  /**
   * Takes choices over. What would mute a critical category is dropped, and a clock that is ahead counts as now.
   *
   * @returns all that the person has chosen now
   */
  choose(userId: string, changes: readonly CategoryChoice[]): Promise<CategoryChoice[]> {
    const now = Date.now();
    const taken = changes
      .filter(({ category, delivery }) => delivery === null || !this.isRefused(category, delivery))
      .map((choice) => ({ ...choice, at: Math.min(Math.round(choice.at), now) }));
    return taken.length === 0 ? this.#store.read(userId) : this.#store.choose(userId, taken);
  }

  /** Whether a choice would mute a critical category. */
  isRefused(category: string, delivery: AlertDelivery): boolean {
    return isMuted(delivery) && this.isCritical(category);
  }

  /** Forgets a person. @returns for how many categories something was kept */
  erase(userId: string): Promise<number> {
    return this.#store.erase(userId);
  }

  #most(message: unknown, choices: readonly CategoryChoice[]): AlertDelivery {
    const wanted = categoriesOf(message).map((category) => deliveryOf(category, this.categories, choices));
    return ALERT_DELIVERIES.find((delivery) => wanted.includes(delivery)) ?? 'push';
  }
}
