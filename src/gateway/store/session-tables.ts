import { prepareIn, type Connection } from './database.js';
import type { KeptSession } from './operations.js';

/** How much is written to see whether the file takes it. */
const PROBE_BYTES = 32_768;

/** The sessions of all apps and what was ended of other sources, in one file: of ids only their fingerprints. */
export class SessionTables {
  readonly #statements: ReturnType<typeof prepareSessions>;

  constructor(database: Connection) {
    this.#statements = prepareSessions(database);
  }

  save(app: string, print: string, { user, account, expiresAt }: KeptSession): void {
    this.#statements.save.run(app, print, user.id, user.role, account, expiresAt);
  }

  find(app: string, print: string, now: number): KeptSession | null {
    const row = this.#statements.find.get(app, print, now) as
      { user: string; role: string; account: string; ends: number } | undefined;
    return row === undefined
      ? null
      : { user: { id: row.user, role: row.role }, account: row.account, expiresAt: row.ends };
  }

  /** @returns whether there was one */
  end(app: string, print: string): boolean {
    return this.#statements.end.run(app, print).changes > 0;
  }

  /** @returns the fingerprints of the sessions that ended */
  endUser(app: string, userId: string): string[] {
    const rows = this.#statements.ofUser.all(app, userId) as { print: string }[];
    this.#statements.endUser.run(app, userId);
    return rows.map(({ print }) => print);
  }

  deny(app: string, print: string, until: number): void {
    this.#statements.deny.run(app, print, until);
  }

  isDenied(app: string, print: string, now: number): boolean {
    return this.#statements.denied.get(app, print, now) !== undefined;
  }

  /** The secret of that name: the one that was offered first. */
  secret(name: string, offered: string): string {
    this.#statements.createSecret.run(name, offered);
    return (this.#statements.secret.get(name) as { value: string }).value;
  }

  /** Writes as much as a small push. */
  probe(): void {
    this.#statements.probe.run(PROBE_BYTES);
  }

  /** Drops what has ended. */
  tidy(now: number): void {
    this.#statements.endSessions.run(now);
    this.#statements.endDenials.run(now);
  }
}

function prepareSessions(database: Connection) {
  const prepare = prepareIn(database);
  return {
    save: prepare(
      'INSERT OR REPLACE INTO session (app, print, user, role, account, ends) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    find: prepare('SELECT user, role, account, ends FROM session WHERE app = ? AND print = ? AND ends > ?'),
    end: prepare('DELETE FROM session WHERE app = ? AND print = ?'),
    ofUser: prepare('SELECT print FROM session WHERE app = ? AND user = ?'),
    endUser: prepare('DELETE FROM session WHERE app = ? AND user = ?'),
    deny: prepare('INSERT OR REPLACE INTO denied (app, print, ends) VALUES (?, ?, ?)'),
    denied: prepare('SELECT 1 FROM denied WHERE app = ? AND print = ? AND ends > ?'),
    createSecret: prepare('INSERT OR IGNORE INTO secret (name, value) VALUES (?, ?)'),
    secret: prepare('SELECT value FROM secret WHERE name = ?'),
    probe: prepare('INSERT OR REPLACE INTO probe (id, filler) VALUES (1, randomblob(?))'),
    endSessions: prepare('DELETE FROM session WHERE ends <= ?'),
    endDenials: prepare('DELETE FROM denied WHERE ends <= ?'),
  };
}
