import type { Connection } from './database.js';
import { ChoiceTable } from './choice-table.js';
import { InboxTables, type NewAlert } from './inbox-tables.js';
import { LogTables, type Append, type Appended } from './log-tables.js';
import type { Operation, OperationName, Operations, Outcome, StoreOptions } from './operations.js';
import { PreferenceTable } from './preference-table.js';
import { PushTables } from './push-tables.js';
import { RightTables } from './right-tables.js';
import { ScheduleTable } from './schedule-table.js';
import { SessionTables } from './session-tables.js';

interface Tables {
  log: LogTables;
  sessions: SessionTables;
  rights: RightTables;
  choices: ChoiceTable;
  inbox: InboxTables;
  preferences: PreferenceTable;
  schedule: ScheduleTable;
  webPush: PushTables;
}

type Answers = {
  [Name in Exclude<OperationName, 'append'>]: (
    tables: Tables,
    ask: Operations[Name]['ask'],
    now: number,
  ) => Operations[Name]['answer'];
};

const ANSWERS: Answers = {
  top: ({ log }, { app, channel }, now) => log.top(app, channel, now),
  after: ({ log }, { app, cursor, maxBytes }, now) => log.after(app, cursor, maxBytes, now),
  saveSession: ({ sessions }, { app, print, session }) => {
    sessions.save(app, print, session);
    return null;
  },
  findSession: ({ sessions }, { app, print }, now) => sessions.find(app, print, now),
  endSession: ({ sessions }, { app, print }) => sessions.end(app, print),
  endUser: ({ sessions }, { app, userId }) => sessions.endUser(app, userId),
  denySession: ({ sessions }, { app, print, until }) => {
    sessions.deny(app, print, until);
    return null;
  },
  isDenied: ({ sessions }, { app, print }, now) => sessions.isDenied(app, print, now),
  saveAnswer: ({ choices }, { app, print, answer, until }) => {
    choices.save(app, print, answer, until);
    return null;
  },
  findAnswer: ({ choices }, { app, print }, now) => choices.find(app, print, now),
  revokeTopic: ({ rights }, ask) => {
    rights.revoke(ask);
    return null;
  },
  topicRevocations: ({ rights }, { app, userId, topic }) => rights.revocations(app, userId, topic),
  keepAlert: ({ inbox }, { alert, ...key }, now) => {
    inbox.keep(key, alert, now);
    return null;
  },
  alertsSince: ({ inbox }, { cursor, size, ...key }, now) => inbox.since(key, cursor, size, now),
  alertEnds: ({ inbox }, { ids, ...key }, now) => inbox.endsOf(key, ids, now),
  alertStates: ({ inbox }, { ids, ...key }, now) => inbox.statesOf(key, ids, now),
  markAlerts: ({ inbox }, { marks, ...key }, now) => inbox.mark(key, marks, now),
  alertsOfPush: ({ inbox }, { app, pushId }, now) => inbox.ofPush(app, pushId, now),
  alertCounts: ({ inbox }, { app, id }) => inbox.counts(app, id),
  eraseAlerts: ({ inbox }, { app, channel }) => inbox.erase(app, channel),
  readPreferences: ({ preferences }, { app, userId }) => preferences.read(app, userId),
  savePreferences: ({ preferences }, { app, userId, choices }) => preferences.save(app, userId, choices),
  erasePreferences: ({ preferences }, { app, userId }) => preferences.erase(app, userId),
  eraseMessages: ({ log }, { app, channel }, now) => log.erase(app, channel, now),
  schedule: ({ schedule }, { push, most }, now) => schedule.add(push, most, now),
  findScheduled: ({ schedule }, { app, id }, now) => schedule.find(app, id, now),
  cancelScheduled: ({ schedule }, { app, id }, now) => schedule.cancel(app, id, now),
  claimScheduled: ({ schedule }, options, now) => schedule.claim(options, now),
  finishScheduled: ({ schedule }, { app, id, error }, now) => {
    schedule.finish(app, id, error, now);
    return null;
  },
  postponeScheduled: ({ schedule }, { app, id, until }) => {
    schedule.postpone(app, id, until);
    return null;
  },
  countScheduled: ({ schedule }, { app }) => schedule.waiting(app),
  eraseScheduled: ({ schedule }, { app, userId }) => schedule.erase(app, userId),
  webPush: ({ webPush }, { app, call }) => webPush.call(app, call),
  secret: ({ sessions }, { name, offered }) => sessions.secret(name, offered),
  probe: ({ sessions }) => {
    sessions.probe();
    return null;
  },
  tidy: ({ log, sessions, choices, rights, inbox, schedule, webPush }, _ask, now) => {
    log.tidy(now);
    choices.tidy(now);
    inbox.tidy(now);
    webPush.tidy(now);
    sessions.tidy(now);
    rights.tidy(now);
    schedule.tidy(now);
    return null;
  },
};

/**
 * Carries out what is asked of the file, in order. What waits together is one transaction, so that many pushes share one
 * write to the disk.
 */
export class StoreThread {
  readonly #database: Connection;
  readonly #tables: Tables;

  constructor(database: Connection, { retention }: StoreOptions) {
    this.#database = database;
    this.#tables = {
      log: new LogTables(database, retention),
      sessions: new SessionTables(database),
      choices: new ChoiceTable(database),
      rights: new RightTables(database),
      inbox: new InboxTables(database),
      preferences: new PreferenceTable(database),
      schedule: new ScheduleTable(database),
      webPush: new PushTables(database),
    };
  }

  /** All in one transaction; where that fails each in its own, so that one that cannot be done fails alone. */
  run(operations: readonly Operation[]): Outcome[] {
    try {
      return this.#transact(operations);
    } catch (error) {
      return operations.length === 1
        ? [failure(error)]
        : operations.map((operation) => this.#runAlone(operation));
    }
  }

  /** Gives what was emptied back to the disk; where that fails, on a full disk for one, the next time tries again. */
  shrink(): void {
    try {
      this.#database.exec('PRAGMA incremental_vacuum');
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // It only makes the file smaller.
    }
  }

  #runAlone(operation: Operation): Outcome {
    try {
      return this.#transact([operation])[0]!;
    } catch (error) {
      return failure(error);
    }
  }

  #transact(operations: readonly Operation[]): Outcome[] {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const outcomes = this.#carryOut(operations);
      this.#database.exec('COMMIT');
      return outcomes;
    } catch (error) {
      this.#tables.log.forget();
      this.#tables.inbox.forget();
      // Some errors, a full disk among them, have ended the transaction already.
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #carryOut(operations: readonly Operation[]): Outcome[] {
    const outcomes: Outcome[] = [];
    while (outcomes.length < operations.length) {
      const next = operations[outcomes.length]!;
      const appends = appendsFrom(operations, outcomes.length);
      if (appends.length === 0) outcomes.push({ answer: this.#answer(next) });
      else for (const answer of this.#append(appends, next.now)) outcomes.push({ answer });
    }
    return outcomes;
  }

  /** Alerts are kept in the step in which they are logged: both are on the disk, or none. */
  #append(appends: readonly Append[], now: number): Appended[] {
    const { log, inbox } = this.#tables;
    const appended = log.append(appends, now);
    inbox.keepNew(
      appends.flatMap((append, index) =>
        appended[index]!.repeated ? [] : alertOf(append, appended[index]!),
      ),
      now,
    );
    // One that a former version logged may not have been kept: its process ended in between.
    for (const [index, append] of appends.entries()) {
      const { repeated, isOther } = appended[index]!;
      if (!repeated || isOther) continue;
      for (const { key, alert } of alertOf(append, appended[index]!)) inbox.keep(key, alert, now);
    }
    return appended;
  }

  #answer({ name, ask, now }: Operation): unknown {
    const answer = ANSWERS[name as keyof Answers] as (...given: unknown[]) => unknown;
    return answer(this.#tables, ask, now);
  }
}

/** @returns the alert as which a message is kept, or none */
function alertOf({ app, message, keeping }: Append, { meta }: Appended): NewAlert[] {
  if (keeping === undefined) return [];
  const { ttl, maxMessages, ...push } = keeping;
  const { eventName, bytes } = message;
  const ends = Math.round(meta.at + ttl * 1000);
  const alert = { ...meta, eventName, message: message.message, ends, ...push };
  return [{ key: { app, channel: message.channel, maxMessages }, alert, bytes }];
}

/** The appends that follow each other from an index on. */
function appendsFrom(operations: readonly Operation[], index: number): Append[] {
  const appends: Append[] = [];
  for (let at = index; operations[at]?.name === 'append'; at += 1)
    appends.push((operations[at] as Operation<'append'>).ask);
  return appends;
}

function failure(error: unknown): Outcome {
  return { error: error instanceof Error ? error.message : String(error) };
}
