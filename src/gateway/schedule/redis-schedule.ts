import type { RedisConnection } from '../redis/redis-client.js';
import { redisKey } from '../redis/redis-keys.js';
import { ADD, CANCEL, CHANGE, CLAIM, FINISH, POSTPONE } from './redis-schedule-scripts.js';
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

type Given = (string | number)[];
/** A hash as Redis answers it: names and values in turn. */
type Fields = string[];

interface Scripts {
  dxSchedule(...given: Given): Promise<[outcome: Scheduling['outcome'], print: string, entry: Fields]>;
  dxCancelScheduled(...given: Given): Promise<Fields>;
  dxClaimScheduled(...given: Given): Promise<[next: string, claimed: Fields[]]>;
  dxFinishScheduled(...given: Given): Promise<null>;
  dxPostponeScheduled(...given: Given): Promise<null>;
  dxChangeScheduled(...given: Given): Promise<number>;
}

/** Part of every key, so that all lie in one slot of a Redis Cluster. */
const HOME = ['schedule'];
/** How many times a push that changes meanwhile is looked at again. */
const ATTEMPTS = 5;

/** Pushes that are sent later, in Redis: whichever node comes first sends one, and no other does. */
export class RedisSchedule implements ScheduleStore {
  readonly isShared = true;
  readonly #redis: RedisConnection;
  readonly #scripts: Scripts;

  constructor(redis: RedisConnection) {
    redis.defineCommand('dxSchedule', { numberOfKeys: 4, lua: ADD });
    redis.defineCommand('dxCancelScheduled', { numberOfKeys: 2, lua: CANCEL });
    redis.defineCommand('dxClaimScheduled', { lua: CLAIM });
    redis.defineCommand('dxFinishScheduled', { numberOfKeys: 2, lua: FINISH });
    redis.defineCommand('dxPostponeScheduled', { numberOfKeys: 2, lua: POSTPONE });
    redis.defineCommand('dxChangeScheduled', { numberOfKeys: 2, lua: CHANGE });
    this.#redis = redis;
    this.#scripts = redis as unknown as Scripts;
  }

  async add(push: NewScheduledPush, most: MostWaiting, now: number): Promise<Scheduling> {
    const { app, id, at, print, group, member } = push;
    const [outcome, known, fields] = await this.#scripts.dxSchedule(
      ...[dueKey(app), entryKey(app, id), redisKey(HOME, 'digest', app, group ?? '')],
      redisKey(HOME, 'member', app, group ?? '', member ?? ''),
      ...[
        app,
        id,
        at,
        push.push,
        print,
        most.pushes,
        most.bytes,
        group === null ? 0 : 1,
        member === null ? 0 : 1,
      ],
      Math.max(1, at - now) + REMEMBER_ENDED,
    );
    if (outcome === 'full') return { outcome };
    const entry = read(fields)!;
    return outcome === 'known' ? { outcome, entry, print: known } : { outcome, entry };
  }

  async find(app: string, id: string): Promise<ScheduledPush | null> {
    return entryOf(await this.#redis.hgetall(entryKey(app, id)));
  }

  async cancel(app: string, id: string): Promise<ScheduledPush | null> {
    return read(await this.#scripts.dxCancelScheduled(...keysOf(app, id), REMEMBER_ENDED));
  }

  async claim({ apps, lease, most }: ClaimOptions, now: number): Promise<DuePushes> {
    const keys = apps.map(dueKey);
    const given: Given = [keys.length, ...keys, now, now + lease, most];
    const [next, claimed] = await this.#scripts.dxClaimScheduled(...given);
    return {
      due: claimed.flatMap((fields) => read(fields) ?? []),
      next: next === '' ? null : Number(next),
    };
  }

  async finish(app: string, id: string, error: string | null): Promise<void> {
    await this.#scripts.dxFinishScheduled(...keysOf(app, id), REMEMBER_ENDED, error ?? '');
  }

  async postpone(app: string, id: string, until: number): Promise<void> {
    await this.#scripts.dxPostponeScheduled(...keysOf(app, id), until);
  }

  waiting(app: string): Promise<number> {
    return this.#redis.zcard(dueKey(app));
  }

  async erase(app: string, userId: string): Promise<number> {
    let count = 0;
    for (const key of await this.#redis.zrange(dueKey(app), '0', '-1'))
      if (await this.#eraseFrom(app, key, userId)) count += 1;
    return count;
  }

  /** Looks again where a push was added to the digest meanwhile. */
  async #eraseFrom(app: string, key: string, userId: string): Promise<boolean> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const push = await this.#redis.hget(key, 'push');
      const rest = push ? withoutReceiver(push, userId) : push;
      if (!push || rest === push) return false;
      if ((await this.#scripts.dxChangeScheduled(dueKey(app), key, push, rest ?? '')) === 1) return true;
    }
    throw new Error('A scheduled push changes again and again.');
  }
}

const dueKey = (app: string): string => redisKey(HOME, 'due', app);
const entryKey = (app: string, id: string): string => redisKey(HOME, 'push', app, id);
const keysOf = (app: string, id: string): [string, string] => [dueKey(app), entryKey(app, id)];

function read(fields: Fields): ScheduledPush | null {
  const pairs = fields.flatMap((name, index) => (index % 2 === 0 ? [[name, fields[index + 1]!]] : []));
  return entryOf(Object.fromEntries(pairs) as Record<string, string>);
}

function entryOf(found: Record<string, string>): ScheduledPush | null {
  const { app, id, at, state, push = '', print = '', count, error = null } = found;
  if (app === undefined || id === undefined) return null;
  return {
    ...{ app, id, push, print, error },
    ...{ at: Number(at), state: state as ScheduleState, count: Number(count) },
  };
}
