import { randomUUID } from 'node:crypto';
import type { RedisConnection } from '../redis/redis-client.js';
import { ALERT_MARKS, type AlertMark, type AlertStates, type KeptAlert } from '../../protocol/inbox.js';
import { redisKey } from '../redis/redis-keys.js';
import {
  alertId,
  mostStates,
  STATE_NAMES,
  type AlertCounts,
  type BoxCursor,
  type BoxPage,
  type InboxStore,
  type Mark,
  type PageSize,
  type StoredAlert,
} from './inbox-store.js';
import { DROP, ENDS_OF, ERASE, KEEP, MARK, SINCE, STATES_OF } from './redis-inbox-scripts.js';

type Given = (string | number)[];

interface Scripts {
  dxKeepAlert(...given: Given): Promise<string[] | null>;
  dxAlertsSince(
    ...given: Given
  ): Promise<[epoch: string, revision: number, more: number, entries: string[][]]>;
  dxAlertEnds(...given: Given): Promise<string[]>;
  dxAlertStates(...given: Given): Promise<string[]>;
  dxMarkAlerts(...given: Given): Promise<[lines: string[], dropped: string[]]>;
  dxEraseAlerts(...given: Given): Promise<[count: number, dropped: string[]]>;
  dxDropPush(...given: Given): Promise<null>;
}

/** The keys of a channel, all in one slot of a Redis Cluster. */
const KEYS = ['inbox', 'alerts', 'bodies', 'ends', 'marked', 'states', 'push-ids'];

/** The alerts of one app in Redis, shared by every node. */
export class RedisInbox implements InboxStore {
  readonly #redis: RedisConnection;
  readonly #scripts: Scripts;
  readonly #app: string;
  readonly #maxMessages: number;

  constructor(redis: RedisConnection, app: string, maxMessages: number) {
    for (const [name, lua] of Object.entries({
      dxKeepAlert: KEEP,
      dxAlertsSince: SINCE,
      dxAlertEnds: ENDS_OF,
      dxAlertStates: STATES_OF,
      dxMarkAlerts: MARK,
      dxEraseAlerts: ERASE,
    }))
      redis.defineCommand(name, { numberOfKeys: KEYS.length, lua });
    redis.defineCommand('dxDropPush', { numberOfKeys: 1, lua: DROP });
    this.#redis = redis;
    this.#scripts = redis as unknown as Scripts;
    this.#app = app;
    this.#maxMessages = maxMessages;
  }

  async keep(channel: string, alert: StoredAlert, now: number): Promise<void> {
    const bytes = Buffer.byteLength(JSON.stringify(alert.message ?? null));
    const { pushId = '', ends } = alert;
    const id = alertId(alert);
    if (pushId !== '') {
      // In a slot of its own: a push may go to many. First: who is erased later is taken out of it.
      const key = this.#pushKey(pushId);
      await this.#redis.hset(key, channel, id);
      await this.#redis.pexpire(key, Math.max(1, Math.round(ends - now)));
    }
    const given = [id, ends, bytes, JSON.stringify(alert), this.#maxMessages, pushId];
    const dropped = await this.#scripts.dxKeepAlert(...this.#given(channel, now), ...given);
    await this.#dropFrom(channel, dropped ?? [id, pushId]);
  }

  /**
   * What is kept under the ids of pushes names the channel, and with it the person.
   *
   * @param dropped ids of alerts, each followed by that of its push
   */
  async #dropFrom(channel: string, dropped: readonly string[]): Promise<void> {
    const pairs = dropped.flatMap((id, index) =>
      index % 2 === 0 ? [[id, dropped[index + 1]!] as const] : [],
    );
    await Promise.all(pairs.map(([id, push]) => this.#scripts.dxDropPush(this.#pushKey(push), channel, id)));
  }

  async since(channel: string, cursor: BoxCursor | null, size: PageSize, now: number): Promise<BoxPage> {
    const { epoch: former, revision: from } = cursor ?? { epoch: '', revision: 0 };
    const given = [former, from, size.entries, size.bytes];
    const answer = await this.#scripts.dxAlertsSince(...this.#given(channel, now), ...given);
    const [epoch, revision, more, entries] = answer;
    const page: BoxPage = { epoch, revision, more: more === 1, alerts: [], states: [] };
    for (const [kind, value] of entries as [string, string][]) {
      if (kind === 'alert') page.alerts.push(JSON.parse(value) as KeptAlert);
      else page.states.push(readStates(value));
    }
    return page;
  }

  async endsOf(channel: string, ids: readonly string[], now: number): Promise<Map<string, number>> {
    if (ids.length === 0) return new Map();
    const ends = await this.#scripts.dxAlertEnds(...this.#given(channel, now), ...ids);
    return new Map(
      ids.flatMap((id, index) => (Number(ends[index]) > now ? [[id, Number(ends[index])]] : [])),
    );
  }

  async statesOf(channel: string, ids: readonly string[], now: number): Promise<AlertStates[]> {
    if (ids.length === 0) return [];
    return (await this.#scripts.dxAlertStates(...this.#given(channel, now), ...ids)).map(readStates);
  }

  async mark(channel: string, marks: readonly Mark[], now: number): Promise<AlertStates[]> {
    if (marks.length === 0) return [];
    const flat = marks.flatMap(({ id, ends, names }) => [
      ...[id, ends],
      STATE_NAMES.map((name) => (names.includes(name) ? '1' : '0')).join(''),
    ]);
    const given = [...this.#given(channel, now), mostStates(this.#maxMessages), ...flat];
    const [lines, dropped] = await this.#scripts.dxMarkAlerts(...given);
    await this.#dropFrom(channel, dropped);
    await this.#count(channel, marks, lines, now);
    return lines.map((line) => readStates(line.slice(STATE_NAMES.length + 1)));
  }

  async ofPush(pushId: string, now: number): Promise<StoredAlert[]> {
    const channels = await this.#redis.hgetall(this.#pushKey(pushId));
    const bodies = await Promise.all(
      Object.entries(channels).map(([channel, id]) => this.#redis.hget(this.#keys(channel)[2]!, id)),
    );
    return bodies.flatMap((body) => {
      const alert = body === null ? null : (JSON.parse(body.replace(/^\d+ /, '')) as StoredAlert);
      return alert === null || alert.ends <= now ? [] : [alert];
    });
  }

  async counts(id: string): Promise<AlertCounts> {
    const found = await this.#redis.hgetall(this.#countKey(id));
    const of = (mark: AlertMark): number => Number(found[mark] ?? 0);
    return { seen: of('seen'), read: of('read'), dismissed: of('dismissed'), acted: of('acted') };
  }

  /** Of alerts for everybody and of topics it is counted what people do: nobody can look through all of them. */
  async #count(
    channel: string,
    marks: readonly Mark[],
    lines: readonly string[],
    now: number,
  ): Promise<void> {
    const own = `${channel} `;
    for (const [index, { id, ends }] of marks.entries()) {
      if (!id.includes(' ') || id.startsWith(own)) continue;
      const news = ALERT_MARKS.filter((mark) => lines[index]![STATE_NAMES.indexOf(mark)] === '1');
      for (const mark of news) await this.#redis.hincrby(this.#countKey(id), mark, 1);
      // As long as the alert of which they are.
      if (news.length > 0) await this.#redis.pexpire(this.#countKey(id), Math.max(1, Math.round(ends - now)));
    }
  }

  #pushKey(pushId: string): string {
    return redisKey([this.#app], 'inbox-push', pushId);
  }

  #countKey(id: string): string {
    return redisKey([this.#app], 'inbox-count', id);
  }

  async erase(channel: string): Promise<number> {
    const [count, dropped] = await this.#scripts.dxEraseAlerts(...this.#keys(channel));
    await this.#dropFrom(channel, dropped);
    return count;
  }

  #given(channel: string, now: number): Given {
    return [...this.#keys(channel), Math.round(now), randomUUID()];
  }

  #keys(channel: string): string[] {
    return KEYS.map((kind) => redisKey([this.#app, channel], kind === 'inbox' ? kind : `inbox-${kind}`));
  }
}

/** Reads times in the order of {@link STATE_NAMES} and the id behind them; 0 = not yet. */
function readStates(text: string): AlertStates {
  const parts = text.split(' ');
  const times = STATE_NAMES.flatMap((name, index) =>
    parts[index] === '0' ? [] : [[name, Number(parts[index])] as const],
  );
  return { id: parts.slice(STATE_NAMES.length + 1).join(' '), ...Object.fromEntries(times) };
}
