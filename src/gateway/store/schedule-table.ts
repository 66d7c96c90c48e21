import {
  REMEMBER_ENDED,
  withoutReceiver,
  type ClaimOptions,
  type DuePushes,
  type MostWaiting,
  type NewScheduledPush,
  type ScheduledPush,
  type ScheduleState,
  type Scheduling,
} from '../schedule/schedule-store.js';
import { prepareIn, type Connection } from './database.js';

const ENTRY = 'app, id, at, state, push, print, pushes AS count, error';
const WAITS = "state IN ('scheduled', 'sending')";

/** The pushes of all apps that are sent later, in one file. */
export class ScheduleTable {
  readonly #statements: ReturnType<typeof prepareSchedule>;
  /** Bytes that wait, by app, or more: what ended is still counted. To count them anew takes milliseconds. */
  readonly #atMost = new Map<string, number>();

  constructor(database: Connection) {
    this.#statements = prepareSchedule(database);
    // One process has the file: what was being sent when the one before ended is sent again at once, by the same id.
    this.#statements.releaseAll.run();
  }

  add(push: NewScheduledPush, most: MostWaiting, now: number): Scheduling {
    const { app, id, print, group, member } = push;
    if (group === null) {
      const known = this.find(app, id, now);
      return known === null
        ? this.#insert(push, most)
        : { outcome: 'known', entry: known, print: known.print };
    }
    const known = this.#knownMember(push, now);
    if (known !== null) return known;
    const open = this.#statements.open.get(app, group) as { id: string; bytes: number } | undefined;
    if (open !== undefined && this.#isFull(push, most, open.bytes)) return { outcome: 'full' };
    if (open !== undefined) this.#statements.countIn.run(push.push, app, open.id);
    const scheduling: Scheduling =
      open === undefined
        ? this.#insert(push, most)
        : { outcome: 'joined', entry: this.find(app, open.id, now)! };
    if (member !== null && scheduling.outcome !== 'full') {
      const { entry } = scheduling;
      this.#statements.saveMember.run(app, `${group} ${member}`, entry.id, print, entry.at + REMEMBER_ENDED);
    }
    return scheduling;
  }

  find(app: string, id: string, now: number): ScheduledPush | null {
    return (this.#statements.find.get(app, id, now) as ScheduledPush | undefined) ?? null;
  }

  cancel(app: string, id: string, now: number): ScheduledPush | null {
    this.#end(app, id, 'scheduled', 'cancelled', null, now);
    return this.find(app, id, now);
  }

  claim({ apps, lease, most }: ClaimOptions, now: number): DuePushes {
    const { due: find, take, next } = this.#statements;
    const due = apps.flatMap((app) => find.all(app, now, most) as ScheduledPush[]);
    for (const { app, id } of due) take.run(now + lease, app, id);
    const first = next.get(JSON.stringify(apps)) as { due: number | null };
    return { due: due.map((entry) => ({ ...entry, state: 'sending' })), next: first.due };
  }

  finish(app: string, id: string, error: string | null, now: number): void {
    this.#end(app, id, 'sending', error === null ? 'sent' : 'refused', error, now);
  }

  postpone(app: string, id: string, until: number): void {
    this.#statements.postpone.run(until, app, id);
  }

  waiting(app: string): number {
    return (this.#statements.count.get(app) as { waiting: number }).waiting;
  }

  erase(app: string, userId: string): number {
    const { waiting, change, drop } = this.#statements;
    let count = 0;
    for (const { id, push } of waiting.all(app) as { id: string; push: string }[]) {
      const rest = withoutReceiver(push, userId);
      if (rest === push) continue;
      count += 1;
      if (rest === null) drop.run(app, id);
      else change.run(rest, app, id);
    }
    return count;
  }

  /** Drops what has ended. */
  tidy(now: number): void {
    this.#statements.endEntries.run(now);
    this.#statements.endMembers.run(now);
  }

  #knownMember({ app, group, member }: NewScheduledPush, now: number): Scheduling | null {
    const known = this.#statements.member.get(app, `${group} ${member}`, now) as
      { id: string; print: string } | undefined;
    const entry = known === undefined ? null : this.find(app, known.id, now);
    return entry === null ? null : { outcome: 'known', entry, print: known!.print };
  }

  #insert(given: NewScheduledPush, most: MostWaiting): Scheduling {
    const { app, id, at, push, print, group } = given;
    if (this.waiting(app) >= most.pushes || this.#isFull(given, most, 0)) return { outcome: 'full' };
    this.#statements.insert.run(app, id, at, at, push, print, group);
    const entry = { app, id, at, push, print, state: 'scheduled', count: 1, error: null } as const;
    return { outcome: 'added', entry };
  }

  /** @param replaced the bytes of the push whose place it takes */
  #isFull({ app, push }: NewScheduledPush, most: MostWaiting, replaced: number): boolean {
    const more = Buffer.byteLength(push) - replaced;
    if (more <= 0) return false;
    const known = this.#atMost.get(app) ?? Infinity;
    const bytes = known + more > most.bytes ? this.#bytes(app) : known;
    const isFull = bytes + more > most.bytes;
    this.#atMost.set(app, isFull ? bytes : bytes + more);
    return isFull;
  }

  #bytes(app: string): number {
    return (this.#statements.bytes.get(app) as { bytes: number }).bytes;
  }

  #end(
    ...[app, id, from, to, error, now]: [string, string, ScheduleState, ScheduleState, string | null, number]
  ): void {
    this.#statements.end.run(to, now + REMEMBER_ENDED, error, app, id, from);
  }
}

function prepareSchedule(database: Connection) {
  const prepare = prepareIn(database);
  return {
    releaseAll: prepare("UPDATE scheduled SET due = at WHERE state = 'sending'"),
    find: prepare(`SELECT ${ENTRY} FROM scheduled WHERE app = ? AND id = ? AND (${WAITS} OR due > ?)`),
    open: prepare(
      "SELECT id, octet_length(push) AS bytes FROM scheduled WHERE app = ? AND digest = ? AND state = 'scheduled'",
    ),
    countIn: prepare('UPDATE scheduled SET push = ?, pushes = pushes + 1 WHERE app = ? AND id = ?'),
    count: prepare(`SELECT count(*) AS waiting FROM scheduled WHERE app = ? AND ${WAITS}`),
    bytes: prepare(
      `SELECT ifnull(sum(octet_length(push)), 0) AS bytes FROM scheduled WHERE app = ? AND ${WAITS}`,
    ),
    insert: prepare(
      `INSERT OR REPLACE INTO scheduled (app, id, at, due, push, print, digest, state, pushes)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'scheduled', 1)`,
    ),
    end: prepare(
      `UPDATE scheduled SET state = ?, due = ?, error = ?, push = '' WHERE app = ? AND id = ? AND state = ?`,
    ),
    due: prepare(
      `SELECT ${ENTRY} FROM scheduled WHERE app = ? AND ${WAITS} AND due <= ? ORDER BY due LIMIT ?`,
    ),
    take: prepare("UPDATE scheduled SET state = 'sending', due = ? WHERE app = ? AND id = ?"),
    next: prepare(
      `SELECT min(due) AS due FROM scheduled WHERE app IN (SELECT value FROM json_each(?)) AND ${WAITS}`,
    ),
    postpone: prepare("UPDATE scheduled SET due = ? WHERE app = ? AND id = ? AND state = 'sending'"),
    waiting: prepare(`SELECT id, push FROM scheduled WHERE app = ? AND ${WAITS}`),
    change: prepare('UPDATE scheduled SET push = ? WHERE app = ? AND id = ?'),
    drop: prepare('DELETE FROM scheduled WHERE app = ? AND id = ?'),
    member: prepare('SELECT id, print FROM scheduled_member WHERE app = ? AND member = ? AND ends > ?'),
    saveMember: prepare(
      'INSERT OR REPLACE INTO scheduled_member (app, member, id, print, ends) VALUES (?, ?, ?, ?, ?)',
    ),
    endEntries: prepare(`DELETE FROM scheduled WHERE NOT (${WAITS}) AND due <= ?`),
    endMembers: prepare('DELETE FROM scheduled_member WHERE ends <= ?'),
  };
}
