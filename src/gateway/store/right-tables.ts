import { EVERYBODY } from '../../protocol.js';
import { MAX_REVOCATIONS } from '../topics/right.js';
import { REVOCATION_LIFE } from '../topics/right-store.js';
import type { Operations } from './operations.js';
import { prepareIn, type Connection, type Statement } from './database.js';

/** Which rights to topics were taken back, of all apps in one file. */
export class RightTables {
  readonly #insert: Statement;
  readonly #drop: Statement;
  readonly #find: Statement;
  readonly #tidy: Statement;

  constructor(database: Connection) {
    const prepare = prepareIn(database);
    this.#insert = prepare(
      'INSERT OR IGNORE INTO revoked (app, user, topic, at, ends) VALUES (?, ?, ?, ?, ?)',
    );
    this.#drop = prepare(`DELETE FROM revoked WHERE app = ? AND user = ? AND topic = ? AND at NOT IN
      (SELECT at FROM revoked WHERE app = ? AND user = ? AND topic = ? ORDER BY at DESC LIMIT ${MAX_REVOCATIONS})`);
    this.#find = prepare('SELECT at FROM revoked WHERE app = ? AND topic = ? AND user IN (?, ?) ORDER BY at');
    this.#tidy = prepare('DELETE FROM revoked WHERE at <= ? AND ends <= ?');
  }

  /** @param ends until when it is remembered */
  revoke({ app, userId, topic, at, ends }: Operations['revokeTopic']['ask']): void {
    this.#insert.run(app, userId, topic, at, ends);
    this.#drop.run(app, userId, topic, app, userId, topic);
  }

  /** @returns when the right of a user, or of all, was taken back: rising */
  revocations(app: string, userId: string, topic: string): number[] {
    const rows = this.#find.all(app, topic, userId, EVERYBODY) as { at: number }[];
    return rows.map(({ at }) => at);
  }

  /** Drops what has ended. */
  tidy(now: number): void {
    this.#tidy.run(now - REVOCATION_LIFE, now);
  }
}
