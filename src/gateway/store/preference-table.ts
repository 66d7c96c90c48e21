import type { CategoryChoice } from '../../protocol/preferences.js';
import { mergeChoices } from '../preferences/preference-store.js';
import { prepareIn, type Connection, type Statement } from './database.js';

/** What people have chosen for categories of alerts, of all apps in one file. */
export class PreferenceTable {
  readonly #find: Statement;
  readonly #save: Statement;
  readonly #erase: Statement;

  constructor(database: Connection) {
    const prepare = prepareIn(database);
    this.#find = prepare('SELECT choices FROM preference WHERE app = ? AND user = ?');
    this.#save = prepare('INSERT OR REPLACE INTO preference (app, user, choices) VALUES (?, ?, ?)');
    this.#erase = prepare('DELETE FROM preference WHERE app = ? AND user = ?');
  }

  read(app: string, userId: string): CategoryChoice[] {
    const found = this.#find.get(app, userId) as { choices: string } | undefined;
    return found === undefined ? [] : (JSON.parse(found.choices) as CategoryChoice[]);
  }

  save(app: string, userId: string, choices: readonly CategoryChoice[]): CategoryChoice[] {
    const merged = mergeChoices(this.read(app, userId), choices);
    if (merged.length > 0) this.#save.run(app, userId, JSON.stringify(merged));
    return merged;
  }

  /** @returns for how many categories something was kept */
  erase(app: string, userId: string): number {
    const { length } = this.read(app, userId);
    this.#erase.run(app, userId);
    return length;
  }
}
