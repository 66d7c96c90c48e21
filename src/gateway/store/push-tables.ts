import {
  MOST_SENT,
  MOST_SUBSCRIPTIONS,
  type PushJob,
  type PushStore,
  type Subscription,
} from '../web-push/push-store.js';
import { prepareIn, type Connection, type Statement } from './database.js';

/** What a {@link PushStore} does, answered at once. */
export type PushCalls = {
  [Name in keyof PushStore]: (...given: Parameters<PushStore[Name]>) => Awaited<ReturnType<PushStore[Name]>>;
};
/** One of its methods with what it is given. */
export type PushCall = {
  [Name in keyof PushCalls]: { name: Name; given: Parameters<PushCalls[Name]> };
}[keyof PushCalls];

const BROWSERS = 'SELECT body FROM subscription WHERE app = ?';

/** Which browsers are called while no tab is open, and what is to be sent to them, of all apps in one file. */
export class PushTables {
  readonly #prepare: (sql: string) => Statement;
  readonly #statements = new Map<string, Statement>();

  constructor(database: Connection) {
    this.#prepare = prepareIn(database);
  }

  call(app: string, { name, given }: PushCall): unknown {
    const call = this.#callsOf(app)[name] as (...values: unknown[]) => unknown;
    return call(...given) ?? null;
  }

  /** Drops what has ended. */
  tidy(now: number): void {
    this.#sql('DELETE FROM subscription WHERE ends <= ?').run(now);
    this.#sql('DELETE FROM push_sent WHERE ends <= ?').run(now);
  }

  #callsOf(app: string): PushCalls {
    const run = (sql: string, ...values: unknown[]): number => this.#sql(sql).run(app, ...values).changes;
    const all = <Row>(sql: string, ...values: unknown[]): Row[] =>
      this.#sql(sql).all(app, ...values) as Row[];
    const bodies = <Body>(sql: string, ...values: unknown[]): Body[] =>
      all<{ body: string }>(sql, ...values).map(({ body }) => JSON.parse(body) as Body);
    return {
      save: (one) => this.#save(app, one),
      remove: (endpoint, userId) =>
        void run('DELETE FROM subscription WHERE app = ? AND endpoint = ? AND user = ?', endpoint, userId),
      endSession: (session) => void run('DELETE FROM subscription WHERE app = ? AND session = ?', session),
      of: (userId, now) =>
        bodies<Subscription>(`${BROWSERS} AND user = ? AND ends > ? ORDER BY at`, userId, now),
      users: () =>
        all<{ user: string }>('SELECT DISTINCT user FROM subscription WHERE app = ?').map(({ user }) => user),
      erase: (userId) => {
        run('DELETE FROM push_sent WHERE app = ? AND user = ?', userId);
        run('DELETE FROM push_job WHERE app = ? AND user = ?', userId);
        return run('DELETE FROM subscription WHERE app = ? AND user = ?', userId);
      },
      schedule: (job, due) => this.#schedule(app, job, due),
      claim: (now, until, most) => {
        const jobs = bodies<PushJob>(
          'SELECT body FROM push_job WHERE app = ? AND due <= ? ORDER BY due LIMIT ?',
          ...[now, most],
        );
        for (const { id } of jobs)
          this.#sql('UPDATE push_job SET due = ? WHERE app = ? AND id = ?').run(until, app, id);
        return jobs;
      },
      finish: (jobId) => void run('DELETE FROM push_job WHERE app = ? AND id = ?', jobId),
      noteSent: (userId, alertId, { tag, ends }) => {
        const isNew =
          run(
            'INSERT OR IGNORE INTO push_sent (app, user, id, tag, ends) VALUES (?, ?, ?, ?, ?)',
            ...[userId, alertId, tag, ends],
          ) > 0;
        this.#sql(
          `DELETE FROM push_sent WHERE app = ? AND user = ? AND id NOT IN
          (SELECT id FROM push_sent WHERE app = ? AND user = ? ORDER BY ends DESC LIMIT ${MOST_SENT})`,
        ).run(...[app, userId, app, userId]);
        return isNew;
      },
      takeSent: (userId, alertIds) =>
        alertIds.flatMap((id) => {
          const where = 'app = ? AND user = ? AND id = ?';
          const [row] = all<{ tag: string }>(`SELECT tag FROM push_sent WHERE ${where}`, userId, id);
          if (row === undefined || row.tag === '') return [];
          run(`UPDATE push_sent SET tag = '' WHERE ${where}`, userId, id);
          return [row.tag];
        }),
    };
  }

  #save(app: string, one: Subscription): void {
    const { endpoint, userId, session, ends, at } = one;
    this.#sql(
      'INSERT OR REPLACE INTO subscription (app, endpoint, user, session, ends, at, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(app, endpoint, userId, session, ends, at, JSON.stringify(one));
    this.#sql(
      `DELETE FROM subscription WHERE app = ? AND user = ? AND endpoint NOT IN
      (SELECT endpoint FROM subscription WHERE app = ? AND user = ? ORDER BY at DESC LIMIT ${MOST_SUBSCRIPTIONS})`,
    ).run(...[app, userId, app, userId]);
  }

  #schedule(app: string, job: PushJob, due: number): void {
    const user = job.userId;
    this.#sql(
      `INSERT OR IGNORE INTO push_job (app, id, user, due, body) SELECT ?, ?, ?, ?, ?
      WHERE EXISTS (SELECT 1 FROM subscription WHERE app = ? AND (? IS NULL OR user = ?))`,
    ).run(...[app, job.id, user, due, JSON.stringify(job), app, user, user]);
  }

  /** Most gateways send nothing: statements are prepared when they are first used. */
  #sql(sql: string): Statement {
    const known = this.#statements.get(sql) ?? this.#prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }
}
