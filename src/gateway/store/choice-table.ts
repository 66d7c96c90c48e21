import { prepareIn, type Connection, type Statement } from './database.js';

/** What was answered to the choices of people, so that each is taken once also after a restart. */
export class ChoiceTable {
  readonly #save: Statement;
  readonly #find: Statement;
  readonly #end: Statement;

  constructor(database: Connection) {
    const prepare = prepareIn(database);
    this.#save = prepare('INSERT OR REPLACE INTO choice (app, print, answer, ends) VALUES (?, ?, ?, ?)');
    this.#find = prepare('SELECT answer FROM choice WHERE app = ? AND print = ? AND ends > ?');
    this.#end = prepare('DELETE FROM choice WHERE ends <= ?');
  }

  save(app: string, print: string, answer: string, until: number): void {
    this.#save.run(app, print, answer, until);
  }

  /** @returns the answer as JSON; null = there was none */
  find(app: string, print: string, now: number): string | null {
    return (this.#find.get(app, print, now) as { answer: string } | undefined)?.answer ?? null;
  }

  /** Drops what has ended. */
  tidy(now: number): void {
    this.#end.run(now);
  }
}
