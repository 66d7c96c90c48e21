import { PREFERENCE_PACKET, type PreferencesKept } from '../../protocol/preferences.js';
import { readCategories, readChoices, withKept } from '../preferences/preference-changes.js';
import type { SharedHistory } from './shared-history.js';

/** Who asks the gateway. */
export interface PreferenceSource {
  readonly hello: unknown;
  ask(packet: string, payload: unknown): Promise<unknown>;
}

/** What a gateway keeps of a person's preferences and what this browser has of them, brought together. */
export class ServerPreferences {
  readonly #history: SharedHistory;
  /** Whether the person is still the same. */
  readonly #isMine: () => boolean;

  constructor(history: SharedHistory, isMine: () => boolean) {
    this.#history = history;
    this.#isMine = isMine;
  }

  /**
   * Tells the gateway what was chosen here, and takes what it has.
   *
   * @throws Error where it does not answer; what was chosen stands in the browser until it does
   */
  async sync(source: PreferenceSource): Promise<void> {
    const { inbox } = (source.hello ?? {}) as { inbox?: { categories?: unknown } };
    // A gateway of a former version keeps none.
    if (!Array.isArray(inbox?.categories)) return;
    const { choices } = this.#history.model.preferences;
    const changes = choices.filter(({ isUntold }) => isUntold === true);
    const payload = changes.map(({ category, delivery, at }) => ({ category, delivery, at }));
    const answer = await source.ask(PREFERENCE_PACKET.choose, { changes: payload });
    if (!Array.isArray((answer as Partial<PreferencesKept> | null)?.choices)) throw new Error('not accepted');
    if (this.#isMine()) this.#take(answer, inbox.categories, changes);
  }

  /** Takes what was chosen on another device. */
  hear(payload: unknown): void {
    this.#take(payload, this.#history.model.preferences.categories);
  }

  #take(payload: unknown, named: readonly unknown[], told?: Parameters<typeof withKept>[2]): void {
    const former = this.#history.model.preferences;
    const { choices } = (payload ?? {}) as Partial<PreferencesKept>;
    const next = withKept({ ...former, categories: readCategories(named) }, readChoices(choices), told);
    // Most links bring nothing new: nothing is written, and no other tab is told.
    if (JSON.stringify(next) !== JSON.stringify(former)) this.#history.setPreferences(next);
  }
}
