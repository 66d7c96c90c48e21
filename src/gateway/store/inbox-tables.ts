import type { AlertStates } from '../../protocol/inbox.js';
import {
  alertId,
  mostStates,
  STATE_NAMES,
  withStates,
  type AlertCounts,
  type BoxCursor,
  type BoxPage,
  type Mark,
  type PageSize,
  type StoredAlert,
} from '../inbox/inbox-store.js';
import { BoxHeads, type BoxHead } from './box-heads.js';
import { prepareIn, type Connection } from './database.js';

/** Where something is kept. */
export interface BoxKey {
  app: string;
  channel: string;
  maxMessages: number;
}

/** An alert of a message that was logged just now. */
export interface NewAlert {
  key: BoxKey;
  alert: StoredAlert;
  /** Length of the message as JSON, in bytes. */
  bytes: number;
}

interface EntryRow {
  revision: number;
  /** 0 = what became of an alert. */
  bytes: number;
}

/** How many channels are looked through at a time for those that have nothing left. */
const TIDIED = 1_000;

/** What is read of a channel of which nothing was ever kept: reading keeps nothing. */
const NO_BOX: BoxPage = { epoch: 'none', revision: 0, alerts: [], states: [], more: false };

/**
 * The alerts of all apps and what became of them, in one file. After a transaction that was undone, the caller calls
 * {@link InboxTables.forget}.
 */
export class InboxTables {
  readonly #statements: ReturnType<typeof prepareInbox>;
  readonly #heads: BoxHeads;
  /** Up to which channel it was looked whether anything is left. */
  #looked = 0;

  constructor(database: Connection) {
    this.#statements = prepareInbox(database);
    this.#heads = new BoxHeads(this.#statements);
  }

  /** Drops what is held in memory, which may be ahead of the file. */
  forget(): void {
    this.#heads.clear();
  }

  keep(key: BoxKey, alert: StoredAlert, now: number): void {
    const { alert: find, states } = this.#statements;
    const box = this.#box(key);
    const id = alertId(alert);
    const said = states.get(box.id, id, now) as { body: string } | undefined;
    const isGone = said !== undefined && (JSON.parse(said.body) as AlertStates).gone !== undefined;
    if (isGone || find.get(box.id, id, 0) !== undefined) return;
    this.keepNew([{ key, alert, bytes: Buffer.byteLength(JSON.stringify(alert.message ?? null)) }], now);
  }

  /** Keeps alerts that were never kept, many at a time: one statement for each table, however many there are. */
  keepNew(news: readonly NewAlert[], now: number): void {
    if (news.length === 0) return;
    this.#heads.makeRoom();
    const most = new Map<BoxHead, number>();
    const rows = news.map(({ key, alert, bytes }) => {
      const head = this.#heads.get(key.app, key.channel);
      most.set(head, key.maxMessages);
      head.alerts = this.#heads.alertsOf(head) + 1;
      head.revision += 1;
      const { ends, pushId = null } = alert;
      return [head.id, alertId(alert), head.revision, ends, bytes, JSON.stringify(alert), pushId];
    });
    this.#statements.add.run(JSON.stringify(rows));
    this.#statements.saveRevisions.run(
      JSON.stringify(Array.from(most.keys(), (head) => [head.id, head.revision])),
    );
    for (const [head, maxMessages] of most) this.#dropOldest(head, maxMessages, now);
  }

  since(key: BoxKey, cursor: BoxCursor | null, size: PageSize, now: number): BoxPage {
    const box = this.#find(key);
    if (box === undefined) return NO_BOX;
    const from = cursor?.epoch === box.epoch && cursor.revision <= box.revision ? cursor.revision : 0;
    const found = this.#statements.sizes.all({
      box: box.id,
      from,
      now,
      limit: size.entries + 1,
    }) as EntryRow[];
    const to = cutOf(found, size);
    const bodies = <Value>(rows: unknown[]): Value[] =>
      (rows as { body: string }[]).map(({ body }) => JSON.parse(body) as Value);
    const revision = to ?? box.revision;
    return {
      ...{ epoch: box.epoch, revision, more: to !== null },
      alerts: bodies<StoredAlert>(this.#statements.alertsBetween.all(box.id, from, revision, now)),
      states: bodies<AlertStates>(this.#statements.statesBetween.all(box.id, from, revision, now)),
    };
  }

  endsOf(key: BoxKey, ids: readonly string[], now: number): [string, number][] {
    const box = this.#find(key);
    if (box === undefined) return [];
    return ids.flatMap((id) => {
      const row = this.#statements.alert.get(box.id, id, now) as { ends: number } | undefined;
      return row === undefined ? [] : [[id, row.ends] as [string, number]];
    });
  }

  statesOf(key: BoxKey, ids: readonly string[], now: number): AlertStates[] {
    const box = this.#find(key);
    if (box === undefined) return [];
    return ids.flatMap((id) => {
      const row = this.#statements.states.get(box.id, id, now) as { body: string } | undefined;
      return row === undefined ? [] : [JSON.parse(row.body) as AlertStates];
    });
  }

  mark(key: BoxKey, marks: readonly Mark[], now: number): AlertStates[] {
    if (marks.length === 0) return [];
    const box = this.#box(key);
    return marks.map((mark) => this.#mark(box, mark, key.maxMessages, now));
  }

  ofPush(app: string, pushId: string, now: number): StoredAlert[] {
    const rows = this.#statements.ofPush.all(pushId, app, now) as { body: string }[];
    return rows.map(({ body }) => JSON.parse(body) as StoredAlert);
  }

  /** How many people have done what with an alert. */
  counts(app: string, id: string): AlertCounts {
    return this.#statements.counts.get(id, app) as AlertCounts;
  }

  /** @returns how many alerts there were */
  erase(app: string, channel: string): number {
    const { eraseAlerts, eraseStates, eraseBox } = this.#statements;
    const found = this.#find({ app, channel });
    this.#heads.drop(app, channel);
    if (found === undefined) return 0;
    const { changes } = eraseAlerts.run(found.id);
    eraseStates.run(found.id);
    eraseBox.run(found.id);
    return changes;
  }

  /** Drops what has ended. */
  tidy(now: number): void {
    this.#statements.endAlerts.run(now);
    this.#statements.endStates.run(now);
    this.#dropEmpty();
    // Of those that are gone nothing may be held; the others are counted again when they are used.
    this.#heads.clear();
  }

  /** Topics come and go: of some channels at a time, those that have nothing left. */
  #dropEmpty(): void {
    const { someBoxes, dropEmpty } = this.#statements;
    const { last } = someBoxes.get(this.#looked, TIDIED) as { last: number | null };
    if (last !== null) dropEmpty.run(this.#looked, last);
    this.#looked = last ?? 0;
  }

  #dropOldest(head: BoxHead, maxMessages: number, now: number): void {
    if (this.#heads.alertsOf(head) <= maxMessages) return;
    const surplus = this.#statements.oldest.all(head.id, head.alerts! - maxMessages) as {
      id: string;
      ends: number;
    }[];
    for (const one of surplus) this.#mark(head, { ...one, names: ['gone'] }, maxMessages, now);
  }

  #mark(box: BoxHead, { id, ends, names }: Mark, maxMessages: number, now: number): AlertStates {
    const { states, saveStates, drop, dropStates } = this.#statements;
    const said = states.get(box.id, id, now) as { body: string; ends: number } | undefined;
    const former = said === undefined ? { id } : (JSON.parse(said.body) as AlertStates);
    const next = withStates(former, names, now);
    if (next.gone !== undefined) {
      const { changes } = drop.run(box.id, id);
      if (box.alerts !== null) box.alerts -= changes;
    }
    if (next === former && ends <= (said?.ends ?? ends)) return former;
    saveStates.run(box.id, id, this.#next(box), ends, JSON.stringify(inOrder(next)));
    dropStates.run(box.id, box.id, mostStates(maxMessages));
    return next;
  }

  #find({ app, channel }: Pick<BoxKey, 'app' | 'channel'>): BoxHead | undefined {
    this.#heads.makeRoom();
    return this.#heads.find(app, channel);
  }

  #box({ app, channel }: BoxKey): BoxHead {
    this.#heads.makeRoom();
    return this.#heads.get(app, channel);
  }

  #next(box: BoxHead): number {
    box.revision += 1;
    this.#statements.saveRevision.run(box.revision, box.id);
    return box.revision;
  }
}

/** @returns the last revision that fits; null = all do */
function cutOf(rows: readonly EntryRow[], { entries, bytes }: PageSize): number | null {
  let sum = 0;
  for (const [index, row] of rows.entries()) {
    sum += row.bytes;
    if (index >= entries || (sum > bytes && index > 0)) return rows[index - 1]!.revision;
  }
  return null;
}

function inOrder(states: AlertStates): AlertStates {
  const said = STATE_NAMES.filter((name) => states[name] !== undefined);
  return { id: states.id, ...Object.fromEntries(said.map((name) => [name, states[name]])) };
}

function prepareInbox(database: Connection) {
  const prepare = prepareIn(database);
  return {
    box: prepare('SELECT id, epoch, revision FROM box WHERE app = ? AND name = ?'),
    createBox: prepare('INSERT INTO box (app, name, epoch) VALUES (?, ?, ?) RETURNING id'),
    countAlerts: prepare('SELECT count(*) AS alerts FROM alert WHERE box = ?'),
    saveRevision: prepare('UPDATE box SET revision = ? WHERE id = ?'),
    saveRevisions: prepare(
      'UPDATE box SET revision = one.value ->> 1 FROM json_each(?) AS one WHERE box.id = one.value ->> 0',
    ),
    alert: prepare('SELECT ends FROM alert WHERE box = ? AND id = ? AND ends > ?'),
    add: prepare(
      `INSERT INTO alert (box, id, revision, ends, bytes, body, push)
       SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6 FROM json_each(?)`,
    ),
    oldest: prepare('SELECT id, ends FROM alert WHERE box = ? ORDER BY revision LIMIT ?'),
    drop: prepare('DELETE FROM alert WHERE box = ? AND id = ?'),
    states: prepare('SELECT body, ends FROM alert_states WHERE box = ? AND id = ? AND ends > ?'),
    saveStates: prepare(
      'INSERT OR REPLACE INTO alert_states (box, id, revision, ends, body) VALUES (?, ?, ?, ?, ?)',
    ),
    dropStates: prepare(
      `DELETE FROM alert_states WHERE box = ? AND revision IN
       (SELECT revision FROM alert_states WHERE box = ? ORDER BY revision DESC LIMIT -1 OFFSET ?)`,
    ),
    sizes: prepare(
      `SELECT revision, bytes FROM alert WHERE box = $box AND revision > $from AND ends > $now
       UNION ALL SELECT revision, 0 FROM alert_states WHERE box = $box AND revision > $from AND ends > $now
       ORDER BY revision LIMIT $limit`,
    ),
    alertsBetween: prepare(
      'SELECT body FROM alert WHERE box = ? AND revision > ? AND revision <= ? AND ends > ? ORDER BY revision',
    ),
    statesBetween: prepare(
      'SELECT body FROM alert_states WHERE box = ? AND revision > ? AND revision <= ? AND ends > ? ORDER BY revision',
    ),
    ofPush: prepare(
      'SELECT body FROM alert JOIN box ON box.id = alert.box WHERE push = ? AND box.app = ? AND ends > ?',
    ),
    counts: prepare(
      `SELECT count(body ->> 'seen') AS seen, count(body ->> 'read') AS read,
       count(body ->> 'dismissed') AS dismissed, count(body ->> 'acted') AS acted
       FROM alert_states JOIN box ON box.id = alert_states.box WHERE alert_states.id = ? AND box.app = ?`,
    ),
    eraseAlerts: prepare('DELETE FROM alert WHERE box = ?'),
    eraseStates: prepare('DELETE FROM alert_states WHERE box = ?'),
    eraseBox: prepare('DELETE FROM box WHERE id = ?'),
    someBoxes: prepare('SELECT max(id) AS last FROM (SELECT id FROM box WHERE id > ? ORDER BY id LIMIT ?)'),
    dropEmpty: prepare(
      `DELETE FROM box WHERE id > ? AND id <= ?
       AND NOT EXISTS (SELECT 1 FROM alert WHERE alert.box = box.id)
       AND NOT EXISTS (SELECT 1 FROM alert_states WHERE alert_states.box = box.id)`,
    ),
    endAlerts: prepare('DELETE FROM alert WHERE ends <= ?'),
    endStates: prepare('DELETE FROM alert_states WHERE ends <= ?'),
  };
}
