import type { AlertEntry } from './alert-entry.js';
import type { AlertStore } from './alert-store.js';
import type { Placement } from './placement.js';

/** Which alerts were seen, and how many came while nobody looked. */
export class MissedAlerts {
  readonly #store: AlertStore;
  /** The version of each alert that was shown last, by id. */
  #seen: ReadonlyMap<string, number> = new Map();
  /** How many came while nobody looked, by placement. */
  readonly #counts = new Map<Placement, number>();

  constructor(store: AlertStore) {
    this.#store = store;
  }

  /** Whether an alert was shown here. */
  isSeen({ id }: Pick<AlertEntry, 'id'>): boolean {
    return this.#seen.has(id);
  }

  /** How many came at a placement while nobody looked, until they are worked off; 0 = none. */
  at(placement: Placement): number {
    return this.#counts.get(placement) ?? 0;
  }

  /** Takes those that can be shown now. @returns how many are missed in all */
  count(entries: readonly AlertEntry[]): number {
    for (const placement of new Set(entries.map((entry) => entry.placement)))
      this.#counts.set(placement, this.#store.at(placement).length + this.#store.crowdedAt(placement));
    return [...this.#counts.values()].reduce((sum, more) => sum + more, 0);
  }

  /** Takes what is shown now. @returns those that are new or others than before, and those that are new */
  show(shown: readonly AlertEntry[]): { changed: readonly AlertEntry[]; added: readonly AlertEntry[] } {
    const former = this.#seen;
    const present = this.#store.entries.filter((entry) => this.isSeen(entry));
    this.#seen = new Map([...present, ...shown].map(({ id, version }) => [id, version]));
    for (const placement of this.#counts.keys())
      if (this.#store.at(placement).every((entry) => this.isSeen(entry))) this.#counts.delete(placement);
    return {
      changed: shown.filter(({ id, version }) => former.get(id) !== version),
      added: shown.filter(({ id }) => !former.has(id)),
    };
  }

  clear(): void {
    this.#counts.clear();
  }
}
