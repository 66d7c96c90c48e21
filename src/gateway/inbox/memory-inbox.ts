import { randomUUID } from 'node:crypto';
import type { AlertStates } from '../../protocol/inbox.js';
import {
  alertId,
  countStates,
  mostStates,
  withStates,
  type AlertCounts,
  type BoxCursor,
  type BoxPage,
  type InboxStore,
  type Mark,
  type PageSize,
  type StoredAlert,
} from './inbox-store.js';
import { PushChannels } from './push-channels.js';

/** So many alerts and marks come before all channels are searched for what has ended. */
const SWEEP_EVERY = 1_000;
/** Of so many alerts it is remembered of which push they are. */
const MOST_CHANNELS = 200_000;

interface Entry<Value> {
  value: Value;
  revision: number;
  ends: number;
}

/** The alerts of one app in memory: a restart forgets them. */
export class MemoryInbox implements InboxStore {
  readonly #boxes = new Map<string, Box>();
  readonly #channels = new PushChannels(MOST_CHANNELS);
  readonly #maxMessages: number;
  #untilSweep = SWEEP_EVERY;

  constructor(maxMessages: number) {
    this.#maxMessages = maxMessages;
  }

  keep(channel: string, alert: StoredAlert, now: number): Promise<void> {
    this.#sweep(now);
    this.#box(channel, now).keep(alert, now);
    const { pushId } = alert;
    if (pushId !== undefined) this.#channels.add(pushId, channel);
    return Promise.resolve();
  }

  since(channel: string, cursor: BoxCursor | null, size: PageSize, now: number): Promise<BoxPage> {
    return Promise.resolve(this.#known(channel, now).since(cursor, size));
  }

  endsOf(channel: string, ids: readonly string[], now: number): Promise<Map<string, number>> {
    const { alerts } = this.#known(channel, now);
    const found = ids.flatMap((id) => (alerts.has(id) ? [[id, alerts.get(id)!.ends] as const] : []));
    return Promise.resolve(new Map(found));
  }

  statesOf(channel: string, ids: readonly string[], now: number): Promise<AlertStates[]> {
    const { states } = this.#known(channel, now);
    return Promise.resolve(ids.flatMap((id) => states.get(id)?.value ?? []));
  }

  mark(channel: string, marks: readonly Mark[], now: number): Promise<AlertStates[]> {
    if (marks.length === 0) return Promise.resolve([]);
    this.#sweep(now);
    const box = this.#box(channel, now);
    return Promise.resolve(marks.map((mark) => box.mark(mark, now)));
  }

  ofPush(pushId: string, now: number): Promise<StoredAlert[]> {
    const boxes = this.#channels.of(pushId).map((channel) => this.#known(channel, now));
    const alerts = boxes.flatMap((box) => Array.from(box.alerts.values(), ({ value }) => value));
    return Promise.resolve(alerts.filter((alert) => alert.pushId === pushId));
  }

  counts(id: string): Promise<AlertCounts> {
    const states = Array.from(this.#boxes.values(), (box) => box.states.get(id)?.value);
    return Promise.resolve(countStates(states.filter((one) => one !== undefined)));
  }

  erase(channel: string): Promise<number> {
    const { size = 0 } = this.#boxes.get(channel)?.alerts ?? {};
    this.#boxes.delete(channel);
    return Promise.resolve(size);
  }

  #box(channel: string, now: number): Box {
    const box = this.#known(channel, now);
    this.#boxes.set(channel, box);
    return box;
  }

  /** What is kept of a channel; reading keeps nothing. */
  #known(channel: string, now: number): Box {
    const box = this.#boxes.get(channel) ?? new Box(this.#maxMessages);
    box.expire(now);
    return box;
  }

  #sweep(now: number): void {
    this.#untilSweep -= 1;
    if (this.#untilSweep > 0) return;
    this.#untilSweep = SWEEP_EVERY;
    for (const [channel, box] of this.#boxes) if (box.expire(now)) this.#boxes.delete(channel);
  }
}

class Box {
  readonly alerts = new Map<string, Entry<StoredAlert>>();
  readonly states = new Map<string, Entry<AlertStates>>();
  readonly #epoch = randomUUID();
  readonly #maxMessages: number;
  #revision = 0;
  /** Nothing that is kept ends earlier. */
  #nextEnd = Infinity;

  constructor(maxMessages: number) {
    this.#maxMessages = maxMessages;
  }

  keep(alert: StoredAlert, now: number): void {
    const id = alertId(alert);
    if (this.alerts.has(id) || this.states.get(id)?.value.gone !== undefined) return;
    this.#set(this.alerts, id, alert, alert.ends);
    if (this.alerts.size <= this.#maxMessages) return;
    const [oldest, { ends }] = this.alerts.entries().next().value!;
    this.mark({ id: oldest, ends, names: ['gone'] }, now);
  }

  mark({ id, ends, names }: Mark, now: number): AlertStates {
    const known = this.states.get(id);
    const former = known?.value ?? { id };
    const states = withStates(former, names, now);
    if (states.gone !== undefined) this.alerts.delete(id);
    if (states === former && ends <= (known?.ends ?? ends)) return former;
    // The newest last: the map is in the order of the revisions.
    this.states.delete(id);
    this.#set(this.states, id, states, ends);
    if (this.states.size > mostStates(this.#maxMessages))
      this.states.delete(this.states.keys().next().value!);
    return states;
  }

  since(cursor: BoxCursor | null, { entries, bytes }: PageSize): BoxPage {
    const from = cursor?.epoch === this.#epoch && cursor.revision <= this.#revision ? cursor.revision : 0;
    const page: BoxPage = {
      epoch: this.#epoch,
      revision: this.#revision,
      alerts: [],
      states: [],
      more: false,
    };
    const news = [...this.alerts.values(), ...this.states.values()]
      .filter(({ revision }) => revision > from)
      .sort((a, b) => a.revision - b.revision);
    let last = from;
    let size = 0;
    for (const [index, { value, revision }] of news.entries()) {
      if ('eventName' in value) size += Buffer.byteLength(JSON.stringify(value.message ?? null));
      if (index >= entries || (size > bytes && index > 0)) return { ...page, revision: last, more: true };
      if ('eventName' in value) page.alerts.push(value);
      else page.states.push(value);
      last = revision;
    }
    return page;
  }

  /** @returns whether nothing is left */
  expire(now: number): boolean {
    if (this.#nextEnd <= now) {
      this.#nextEnd = Infinity;
      for (const kept of [this.alerts, this.states]) {
        for (const [id, { ends }] of kept) {
          if (ends <= now) kept.delete(id);
          else this.#nextEnd = Math.min(this.#nextEnd, ends);
        }
      }
    }
    return this.alerts.size + this.states.size === 0;
  }

  #set<Value>(kept: Map<string, Entry<Value>>, id: string, value: Value, ends: number): void {
    this.#revision += 1;
    kept.set(id, { value, revision: this.#revision, ends });
    this.#nextEnd = Math.min(this.#nextEnd, ends);
  }
}
