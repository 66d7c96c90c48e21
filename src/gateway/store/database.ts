import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fchmodSync, openSync, realpathSync, renameSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import Database from 'libsql';
import { DataFileError } from './data-file-error.js';

/** Version of the tables below, kept in the file. A file of a later version is refused. */
const VERSION = 10;

/** Steps from one version to the next; the first makes an empty file. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE channel (
    id INTEGER PRIMARY KEY, app TEXT NOT NULL, name TEXT NOT NULL, epoch TEXT NOT NULL,
    top INTEGER NOT NULL DEFAULT 0, lost INTEGER NOT NULL DEFAULT 0, used INTEGER NOT NULL,
    UNIQUE (app, name)
  );
  CREATE TABLE message (
    seq INTEGER PRIMARY KEY, channel INTEGER NOT NULL, top INTEGER NOT NULL, ends INTEGER NOT NULL,
    wished INTEGER NOT NULL, bytes INTEGER NOT NULL, body TEXT NOT NULL
  );
  CREATE UNIQUE INDEX message_place ON message (channel, top);
  CREATE INDEX message_end ON message (ends);
  CREATE TABLE push (
    channel INTEGER NOT NULL, id TEXT NOT NULL, top INTEGER NOT NULL, about TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (channel, id)
  ) WITHOUT ROWID;
  CREATE INDEX push_time ON push (at);
  CREATE TABLE session (
    app TEXT NOT NULL, print TEXT NOT NULL, user TEXT NOT NULL, role TEXT NOT NULL, account TEXT NOT NULL, ends INTEGER NOT NULL,
    PRIMARY KEY (app, print)
  ) WITHOUT ROWID;
  CREATE INDEX session_user ON session (app, user);
  CREATE TABLE denied (
    app TEXT NOT NULL, print TEXT NOT NULL, ends INTEGER NOT NULL, PRIMARY KEY (app, print)
  ) WITHOUT ROWID;
  CREATE TABLE probe (id INTEGER PRIMARY KEY, filler BLOB NOT NULL);
  CREATE TABLE secret (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  `,
  `
  CREATE TABLE choice (
    app TEXT NOT NULL, print TEXT NOT NULL, answer TEXT NOT NULL, ends INTEGER NOT NULL, PRIMARY KEY (app, print)
  ) WITHOUT ROWID;
  CREATE INDEX choice_end ON choice (ends);
  `,
  `
  CREATE TABLE revoked (
    app TEXT NOT NULL, topic TEXT NOT NULL, user TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (app, topic, user, at)
  ) WITHOUT ROWID;
  CREATE INDEX revoked_time ON revoked (at);
  `,
  `
  CREATE TABLE box (
    id INTEGER PRIMARY KEY, app TEXT NOT NULL, name TEXT NOT NULL, epoch TEXT NOT NULL, revision INTEGER NOT NULL DEFAULT 0,
    UNIQUE (app, name)
  );
  CREATE TABLE alert (
    box INTEGER NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, ends INTEGER NOT NULL, bytes INTEGER NOT NULL,
    body TEXT NOT NULL
  );
  CREATE UNIQUE INDEX alert_id ON alert (box, id);
  CREATE UNIQUE INDEX alert_revision ON alert (box, revision);
  CREATE INDEX alert_end ON alert (ends);
  CREATE TABLE alert_states (
    box INTEGER NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, ends INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (box, id)
  ) WITHOUT ROWID;
  CREATE INDEX alert_states_revision ON alert_states (box, revision);
  CREATE INDEX alert_states_end ON alert_states (ends);
  `,
  `
  ALTER TABLE alert ADD COLUMN push TEXT;
  CREATE INDEX alert_push ON alert (push) WHERE push IS NOT NULL;
  CREATE INDEX alert_states_id ON alert_states (id);
  `,
  `
  CREATE TABLE preference (
    app TEXT NOT NULL, user TEXT NOT NULL, choices TEXT NOT NULL, PRIMARY KEY (app, user)
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE scheduled (
    app TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, due INTEGER NOT NULL, state TEXT NOT NULL,
    push TEXT NOT NULL, print TEXT NOT NULL, pushes INTEGER NOT NULL, digest TEXT, error TEXT
  );
  CREATE UNIQUE INDEX scheduled_id ON scheduled (app, id);
  CREATE INDEX scheduled_due ON scheduled (app, state, due);
  CREATE INDEX scheduled_digest ON scheduled (app, digest) WHERE digest IS NOT NULL;
  CREATE INDEX scheduled_sending ON scheduled (id) WHERE state = 'sending';
  CREATE TABLE scheduled_member (
    app TEXT NOT NULL, member TEXT NOT NULL, id TEXT NOT NULL, print TEXT NOT NULL, ends INTEGER NOT NULL,
    PRIMARY KEY (app, member)
  ) WITHOUT ROWID;
  CREATE INDEX scheduled_member_end ON scheduled_member (ends);
  `,
  `
  CREATE TABLE subscription (
    app TEXT NOT NULL, endpoint TEXT NOT NULL, user TEXT NOT NULL, session TEXT NOT NULL, ends INTEGER NOT NULL,
    at INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (app, endpoint)
  ) WITHOUT ROWID;
  CREATE INDEX subscription_user ON subscription (app, user);
  CREATE INDEX subscription_session ON subscription (app, session);
  CREATE INDEX subscription_end ON subscription (ends);
  CREATE TABLE push_job (
    app TEXT NOT NULL, id TEXT NOT NULL, user TEXT, due INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (app, id)
  ) WITHOUT ROWID;
  CREATE INDEX push_job_due ON push_job (app, due);
  CREATE TABLE push_sent (
    app TEXT NOT NULL, user TEXT NOT NULL, id TEXT NOT NULL, tag TEXT NOT NULL, ends INTEGER NOT NULL,
    PRIMARY KEY (app, user, id)
  ) WITHOUT ROWID;
  CREATE INDEX push_sent_end ON push_sent (ends);
  `,
  `
  ALTER TABLE revoked ADD COLUMN ends INTEGER NOT NULL DEFAULT 0;
  `,
  // As long as it is remembered who lists a topic, and as long as it denies: a year, a day, a week and a minute.
  `
  UPDATE revoked SET ends = max(ends, at + 32227260000);
  `,
];

export type Connection = Database.Database;

/** A statement, prepared once. */
export interface Statement {
  run(...values: unknown[]): { changes: number };
  get(...values: unknown[]): unknown;
  all(...values: unknown[]): unknown[];
}

/**
 * Prepares a statement that takes any values.
 *
 * `get` of libSQL leaves a statement that failed as it is, which then fails for ever: after a disk that was full nothing
 * new would be written until the next start. It also puts figures of its own into the row.
 */
export function prepareIn(database: Connection): (sql: string) => Statement {
  return (sql) => {
    const statement: Statement = database.prepare(sql);
    return {
      run: (...values) => statement.run(...values),
      get: (...values) => statement.all(...values)[0],
      all: (...values) => statement.all(...values),
    };
  };
}

/**
 * Opens the file, brings it up to date, and keeps others from using it while this process lives.
 *
 * A file that cannot be read is moved aside, never written over.
 *
 * @throws DataFileError where the file is in use, of a later version or in a folder that cannot be written
 */
export function openDatabase(given: string): {
  database: Connection;
  setAside: string | null;
  unlock: () => void;
} {
  createPrivately(given);
  // One lock for one file, whichever name leads to it.
  const path = realpathSync(given);
  const unlock = lock(path);
  try {
    return { ...openOrReplace(path), unlock };
  } catch (error) {
    unlock();
    if (error instanceof DataFileError) throw error;
    throw new DataFileError(`The file "${path}" cannot be used: ${reasonOf(error)}.`);
  }
}

function openOrReplace(path: string): { database: Connection; setAside: string | null } {
  try {
    return { database: open(path), setAside: null };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const setAside = `${path}.broken-${randomUUID().slice(0, 8)}`;
    for (const end of ['', '-wal', '-shm'])
      if (existsSync(path + end)) renameSync(path + end, setAside + end);
    createPrivately(path);
    return { database: open(path), setAside };
  }
}

/**
 * A lock of the operating system, on a file beside, which ends with the process however it ends. The file itself stays
 * open to readers: a backup is made while the gateway runs.
 */
function lock(path: string): () => void {
  const name = `${path}.lock`;
  createPrivately(name);
  const database = connect(name);
  try {
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    const isBusy = /BUSY/.test((error as { code?: string }).code ?? '');
    throw new DataFileError(
      isBusy
        ? `The file "${path}" is used by another gateway.`
        : `The file "${name}" cannot be used: ${reasonOf(error)}.`,
    );
  }
  return () => database.close();
}

/** Opens a file as it is. */
export function connect(path: string): Connection {
  // An absolute path: libSQL takes an address for a server.
  return new Database(resolve(path));
}

/** Makes a file before SQLite would, which gives it the rights of any other file: what is kept of people is private. */
export function createPrivately(path: string): void {
  try {
    const file = openSync(path, 'a', 0o600);
    makePrivate(file);
    closeSync(file);
  } catch (error) {
    throw new DataFileError(`The file "${path}" cannot be written: ${reasonOf(error)}.`);
  }
}

/** A file that somebody made before with other rights. */
function makePrivate(file: number): void {
  try {
    fchmodSync(file, 0o600);
  } catch {
    // It belongs to somebody else, who decides who may read it.
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function open(path: string): Connection {
  const isNew = statSync(path).size === 0;
  const database = connect(path);
  try {
    // Emptied pages are given back to the disk.
    if (isNew) database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    database.exec('PRAGMA journal_mode = WAL');
    // Committed is on disk, also where the power fails: https://sqlite.org/pragma.html#pragma_synchronous
    database.exec('PRAGMA synchronous = FULL');
    database.exec('PRAGMA journal_size_limit = 16777216');
    const found = database.prepare('PRAGMA quick_check(1)').raw().get() as [string];
    if (found[0] !== 'ok') throw new UnreadableError(found[0]);
    migrate(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: Connection, path: string): void {
  const [version] = database.prepare('PRAGMA user_version').raw().get() as [number];
  if (version > VERSION) {
    throw new DataFileError(
      `The file "${path}" was written by a later version of dx-realtime. Use that version, or another file.`,
    );
  }
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index < version) continue;
    database.exec(`BEGIN IMMEDIATE; ${step} PRAGMA user_version = ${index + 1}; COMMIT`);
  }
}

class UnreadableError extends Error {}

function isUnreadable(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return (
    error instanceof UnreadableError ||
    /CORRUPT|NOTADB/.test(code) ||
    /malformed|not a database/.test(message)
  );
}
