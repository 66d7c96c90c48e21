import { createStore, promisifyRequest } from 'idb-keyval';
import type { UserScope } from '../../data/user-scope.js';
import { NO_PREFERENCES, type CategoryPreferences } from './category-preferences.js';

const open = createStore('dx-realtime', 'alerts');

/** Keeps what a person chose for categories beside the alerts: it goes with them. */
export class PreferenceEntry {
  /** No record is called so. The former ids of the person are behind. */
  readonly #keys: string[][];

  constructor({ app, user, formerUsers }: UserScope) {
    this.#keys = [user, ...formerUsers].map((of) => [app, of, ' preferences']);
  }

  async read(): Promise<CategoryPreferences> {
    try {
      const found = await open('readonly', (store) =>
        Promise.all(this.#keys.map((key) => promisifyRequest<unknown>(store.get(key)))),
      );
      return (found.find(Boolean) as CategoryPreferences | undefined) ?? NO_PREFERENCES;
    } catch {
      // Without a storage they are those of this page.
      return NO_PREFERENCES;
    }
  }

  async write(preferences: CategoryPreferences): Promise<void> {
    await open('readwrite', (store) => {
      store.put(preferences, this.#keys[0]);
      return promisifyRequest(store.transaction);
    }).catch(() => undefined);
  }
}
