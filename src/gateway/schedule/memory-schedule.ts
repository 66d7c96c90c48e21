import {
  REMEMBER_ENDED,
  withoutReceiver,
  type ClaimOptions,
  type DuePushes,
  type MostWaiting,
  type NewScheduledPush,
  type ScheduledPush,
  type ScheduleState,
  type ScheduleStore,
  type Scheduling,
} from './schedule-store.js';

/** So many pushes are kept before all are searched for what has ended. */
const SWEEP_EVERY = 1_000;

interface Entry extends ScheduledPush {
  group: string | null;
  /** When it is due, its lease is over, or it is forgotten. */
  due: number;
}

/** The push of a digest that was counted. */
interface Member {
  entry: Entry;
  print: string;
  ends: number;
}

/** Pushes that are sent later, in memory: a restart forgets them. */
export class MemorySchedule implements ScheduleStore {
  readonly isShared = false;
  readonly #entries = new Map<string, Entry>();
  /** Digests that wait. */
  readonly #open = new Map<string, Entry>();
  readonly #members = new Map<string, Member>();
  /** What waits, by app. */
  readonly #waiting = new Map<string, MostWaiting>();
  #untilSweep = SWEEP_EVERY;

  add(push: NewScheduledPush, most: MostWaiting, now: number): Promise<Scheduling> {
    this.#sweep(now);
    return Promise.resolve(push.group === null ? this.#addOne(push, most, now) : this.#join(push, most, now));
  }

  find(app: string, id: string, now: number): Promise<ScheduledPush | null> {
    const entry = this.#known(keyOf(app, id), now);
    return Promise.resolve(entry === undefined ? null : told(entry));
  }

  cancel(app: string, id: string, now: number): Promise<ScheduledPush | null> {
    const entry = this.#known(keyOf(app, id), now);
    if (entry?.state === 'scheduled') this.#end(entry, 'cancelled', now);
    return Promise.resolve(entry === undefined ? null : told(entry));
  }

  claim({ apps, lease, most }: ClaimOptions, now: number): Promise<DuePushes> {
    const taken = new Map(apps.map((app) => [app, 0]));
    const waiting = [...this.#entries.values()].filter(
      ({ app, state }) => taken.has(app) && (state === 'scheduled' || state === 'sending'),
    );
    const due = waiting
      .filter((entry) => entry.due <= now)
      .sort((a, b) => a.due - b.due)
      .filter(({ app }) => {
        taken.set(app, taken.get(app)! + 1);
        return taken.get(app)! <= most;
      });
    for (const entry of due) {
      this.#close(entry);
      entry.state = 'sending';
      entry.due = now + lease;
    }
    const next = waiting.reduce((first, entry) => Math.min(first, entry.due), Infinity);
    return Promise.resolve({ due: due.map(told), next: next === Infinity ? null : next });
  }

  finish(app: string, id: string, error: string | null, now: number): Promise<void> {
    const entry = this.#entries.get(keyOf(app, id));
    if (entry?.state === 'sending') {
      entry.error = error;
      this.#end(entry, error === null ? 'sent' : 'refused', now);
    }
    return Promise.resolve();
  }

  postpone(app: string, id: string, until: number): Promise<void> {
    const entry = this.#entries.get(keyOf(app, id));
    if (entry?.state === 'sending') entry.due = until;
    return Promise.resolve();
  }

  waiting(app: string): Promise<number> {
    return Promise.resolve(this.#waiting.get(app)?.pushes ?? 0);
  }

  erase(app: string, userId: string, now: number): Promise<number> {
    let count = 0;
    for (const [key, entry] of this.#entries) {
      if (entry.app !== app || entry.push === '') continue;
      const rest = withoutReceiver(entry.push, userId);
      if (rest === entry.push) continue;
      count += 1;
      if (rest !== null) this.#replace(entry, rest);
      else {
        this.#end(entry, 'cancelled', now);
        this.#entries.delete(key);
      }
    }
    return Promise.resolve(count);
  }

  #addOne(push: NewScheduledPush, most: MostWaiting, now: number): Scheduling {
    const known = this.#known(keyOf(push.app, push.id), now);
    if (known !== undefined) return { outcome: 'known', entry: told(known), print: known.print };
    return this.#insert(push, most);
  }

  #join(push: NewScheduledPush, most: MostWaiting, now: number): Scheduling {
    const { app, group, member, print } = push;
    const memberKey = keyOf(app, `${group} ${member}`);
    const known = this.#members.get(memberKey);
    const isKnown = known !== undefined && known.ends > now;
    // Not where it was erased meanwhile.
    if (isKnown && this.#known(keyOf(app, known.entry.id), now) === known.entry)
      return { outcome: 'known', entry: told(known.entry), print: known.print };
    const open = this.#open.get(keyOf(app, group!));
    const scheduling = open === undefined ? this.#insert(push, most) : this.#countIn(open, push, most);
    if (member !== null && scheduling.outcome !== 'full') {
      const entry = open ?? this.#open.get(keyOf(app, group!))!;
      this.#members.set(memberKey, { entry, print, ends: entry.at + REMEMBER_ENDED });
    }
    return scheduling;
  }

  #countIn(open: Entry, { push }: NewScheduledPush, most: MostWaiting): Scheduling {
    const more = Buffer.byteLength(push) - Buffer.byteLength(open.push);
    if (more > 0 && this.#of(open.app).bytes + more > most.bytes) return { outcome: 'full' };
    open.count += 1;
    this.#replace(open, push);
    return { outcome: 'joined', entry: told(open) };
  }

  #insert({ app, id, at, push, print, group }: NewScheduledPush, most: MostWaiting): Scheduling {
    const waiting = this.#of(app);
    const bytes = waiting.bytes + Buffer.byteLength(push);
    if (waiting.pushes >= most.pushes || bytes > most.bytes) return { outcome: 'full' };
    waiting.pushes += 1;
    waiting.bytes = bytes;
    const entry: Entry = {
      ...{ app, id, at, push, print, group },
      ...{ due: at, state: 'scheduled', count: 1, error: null },
    };
    this.#entries.set(keyOf(app, id), entry);
    if (group !== null) this.#open.set(keyOf(app, group), entry);
    return { outcome: 'added', entry: told(entry) };
  }

  #end(entry: Entry, state: ScheduleState, now: number): void {
    this.#close(entry);
    this.#replace(entry, '');
    this.#of(entry.app).pushes -= 1;
    entry.state = state;
    entry.due = now + REMEMBER_ENDED;
  }

  #replace(entry: Entry, push: string): void {
    this.#of(entry.app).bytes += Buffer.byteLength(push) - Buffer.byteLength(entry.push);
    entry.push = push;
  }

  /** What waits of an app, to be changed. */
  #of(app: string): MostWaiting {
    const waiting = this.#waiting.get(app) ?? { pushes: 0, bytes: 0 };
    this.#waiting.set(app, waiting);
    return waiting;
  }

  /** Nothing joins a digest any more. */
  #close(entry: Entry): void {
    const key = keyOf(entry.app, entry.group ?? '');
    if (this.#open.get(key) === entry) this.#open.delete(key);
  }

  #known(key: string, now: number): Entry | undefined {
    const entry = this.#entries.get(key);
    return entry === undefined || isForgotten(entry, now) ? undefined : entry;
  }

  #sweep(now: number): void {
    this.#untilSweep -= 1;
    if (this.#untilSweep > 0) return;
    this.#untilSweep = SWEEP_EVERY;
    for (const [key, entry] of this.#entries) if (isForgotten(entry, now)) this.#entries.delete(key);
    for (const [key, { ends }] of this.#members) if (ends <= now) this.#members.delete(key);
  }
}

const keyOf = (app: string, id: string): string => JSON.stringify([app, id]);

function told({ app, id, at, state, push, print, count, error }: Entry): ScheduledPush {
  return { app, id, at, state, push, print, count, error };
}

const isForgotten = ({ state, due }: Entry, now: number): boolean =>
  state !== 'scheduled' && state !== 'sending' && due <= now;
