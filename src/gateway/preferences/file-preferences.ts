import type { CategoryChoice } from '../../protocol/preferences.js';
import type { Ask } from '../store/operations.js';
import type { PreferenceStore } from './preference-store.js';

/** What the people of one app have chosen, in the data file: a restart forgets none of it. */
export class FilePreferences implements PreferenceStore {
  readonly #ask: Ask;
  readonly #app: string;

  constructor(ask: Ask, app: string) {
    this.#ask = ask;
    this.#app = app;
  }

  read(userId: string): Promise<CategoryChoice[]> {
    return this.#ask('readPreferences', { app: this.#app, userId });
  }

  choose(userId: string, choices: readonly CategoryChoice[]): Promise<CategoryChoice[]> {
    return this.#ask('savePreferences', { app: this.#app, userId, choices });
  }

  erase(userId: string): Promise<number> {
    return this.#ask('erasePreferences', { app: this.#app, userId });
  }
}
