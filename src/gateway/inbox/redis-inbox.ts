import { randomUUID } from 'node:crypto';
import type { RedisConnection } from '../redis/redis-client.js';
import type { AlertStates, KeptAlert } from '../../protocol.js';
import { redisKey } from '../redis/redis-keys.js';
import {
  alertId,
  mostStates,
  STATE_NAMES,
  type BoxCursor,
  type BoxPage,
  type InboxStore,
  type Mark,
  type PageSize,
} from './inbox-store.js';
import { ENDS_OF, KEEP, MARK, SINCE, STATES_OF } from './redis-inbox-scripts.js';

type Given = (string | number)[];

interface Scripts {
  dxKeepAlert(...given: Given): Promise<number>;
  dxAlertsSince(
    ...given: Given
  ): Promise<[epoch: string, revision: number, more: number, entries: string[][]]>;
  dxAlertEnds(...given: Given): Promise<string[]>;
  dxAlertStates(...given: Given): Promise<string[]>;
  dxMarkAlerts(...given: Given): Promise<string[]>;
}

/** The keys of a channel, all in one slot of a Redis Cluster. */
const KEYS = ['inbox', 'alerts', 'bodies', 'ends', 'marked', 'states'];

/** The alerts of one app in Redis, shared by every node. */
export class RedisInbox implements InboxStore {
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
    }))
      redis.defineCommand(name, { numberOfKeys: KEYS.length, lua });
    this.#scripts = redis as unknown as Scripts;
    this.#app = app;
    this.#maxMessages = maxMessages;
  }

  async keep(channel: string, alert: KeptAlert, now: number): Promise<void> {
    const bytes = Buffer.byteLength(JSON.stringify(alert.message ?? null));
    const given = [alertId(alert), alert.ends, bytes, JSON.stringify(alert), this.#maxMessages];
    await this.#scripts.dxKeepAlert(...this.#given(channel, now), ...given);
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
    return (await this.#scripts.dxMarkAlerts(...given)).map(readStates);
  }

  #given(channel: string, now: number): Given {
    const keys = KEYS.map((kind) =>
      redisKey([this.#app, channel], kind === 'inbox' ? kind : `inbox-${kind}`),
    );
    return [...keys, Math.round(now), randomUUID()];
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
