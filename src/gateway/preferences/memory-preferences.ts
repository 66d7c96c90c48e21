import type { CategoryChoice } from '../../protocol/preferences.js';
import { mergeChoices, type PreferenceStore } from './preference-store.js';

/** What people have chosen, in memory: a restart forgets it. */
export class MemoryPreferences implements PreferenceStore {
  readonly #choices = new Map<string, CategoryChoice[]>();

  read(userId: string): Promise<CategoryChoice[]> {
    return Promise.resolve(this.#choices.get(userId) ?? []);
  }

  choose(userId: string, choices: readonly CategoryChoice[]): Promise<CategoryChoice[]> {
    const merged = mergeChoices(this.#choices.get(userId) ?? [], choices);
    if (merged.length > 0) this.#choices.set(userId, merged);
    return Promise.resolve(merged);
  }

  erase(userId: string): Promise<number> {
    const { length } = this.#choices.get(userId) ?? [];
    this.#choices.delete(userId);
    return Promise.resolve(length);
  }
}
