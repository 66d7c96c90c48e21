import { fingerprintOf } from '../fingerprint.js';
import type { RedisConnection } from '../redis/redis-client.js';
import { redisKey } from '../redis/redis-keys.js';
import {
  MOST_SENT,
  MOST_SUBSCRIPTIONS,
  type PushJob,
  type PushStore,
  type Subscription,
} from './push-store.js';

/**
 * The scripts of an app's subscriptions in Redis. All keys of an app lie in one slot and begin with KEYS[1]: `owners` (hash:
 * person by browser), `people` (set), `of:` + person (hash: subscription by browser), `seen:` + person (sorted set:
 * browsers by when they were seen), `session:` + fingerprint (set of browsers), `due` (sorted set: jobs by their time),
 * `jobs` (hash), `sent:` + person (hash: tag by alert) and `sent-ends:` + person.
 */
const COMMON = `
local home = KEYS[1] .. ':'
local forget = function(id, user)
  if redis.call('HGET', home .. 'owners', id) ~= user then return end
  redis.call('HDEL', home .. 'owners', id)
  redis.call('HDEL', home .. 'of:' .. user, id)
  redis.call('ZREM', home .. 'seen:' .. user, id)
  if redis.call('HLEN', home .. 'of:' .. user) == 0 then redis.call('SREM', home .. 'people', user) end
end
`;

const SAVE = `${COMMON}
local id, user, session, at, body, life, most = unpack(ARGV)
local former = redis.call('HGET', home .. 'owners', id)
if former and former ~= user then forget(id, former) end
redis.call('HSET', home .. 'owners', id, user)
redis.call('SADD', home .. 'people', user)
redis.call('HSET', home .. 'of:' .. user, id, body)
redis.call('ZADD', home .. 'seen:' .. user, at, id)
redis.call('SADD', home .. 'session:' .. session, id)
redis.call('PEXPIRE', home .. 'session:' .. session, life)
local surplus = redis.call('ZCARD', home .. 'seen:' .. user) - tonumber(most)
if surplus > 0 then
  for _, old in ipairs(redis.call('ZRANGE', home .. 'seen:' .. user, 0, surplus - 1)) do forget(old, user) end
end
`;

const REMOVE = `${COMMON} forget(ARGV[1], ARGV[2])`;

const END_SESSION = `${COMMON}
local key = home .. 'session:' .. ARGV[1]
for _, id in ipairs(redis.call('SMEMBERS', key)) do
  local user = redis.call('HGET', home .. 'owners', id)
  local body = user and redis.call('HGET', home .. 'of:' .. user, id)
  -- The browser may have come with a newer session meanwhile.
  if body and cjson.decode(body).session == ARGV[1] then forget(id, user) end
end
redis.call('DEL', key)
`;

const ERASE = `${COMMON}
local user = ARGV[1]
local browsers = redis.call('HKEYS', home .. 'of:' .. user)
for _, id in ipairs(browsers) do forget(id, user) end
redis.call('DEL', home .. 'sent:' .. user, home .. 'sent-ends:' .. user)
for _, id in ipairs(redis.call('SMEMBERS', home .. 'jobs-of:' .. user)) do
  redis.call('ZREM', home .. 'due', id)
  redis.call('HDEL', home .. 'jobs', id)
end
redis.call('DEL', home .. 'jobs-of:' .. user)
return #browsers
`;

const SCHEDULE = `${COMMON}
local id, user, due, body = unpack(ARGV)
local key = user == '' and home .. 'people' or home .. 'of:' .. user
if redis.call('EXISTS', key) == 0 or redis.call('ZADD', home .. 'due', 'NX', due, id) == 0 then return end
redis.call('HSET', home .. 'jobs', id, body)
if user ~= '' then redis.call('SADD', home .. 'jobs-of:' .. user, id) end
`;

const CLAIM = `${COMMON}
local now, later, most = unpack(ARGV)
local jobs = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', home .. 'due', '-inf', now, 'LIMIT', 0, most)) do
  redis.call('ZADD', home .. 'due', later, id)
  table.insert(jobs, redis.call('HGET', home .. 'jobs', id))
end
return jobs
`;

const FINISH = `${COMMON}
local body = redis.call('HGET', home .. 'jobs', ARGV[1])
redis.call('ZREM', home .. 'due', ARGV[1])
redis.call('HDEL', home .. 'jobs', ARGV[1])
local user = body and cjson.decode(body).userId
if type(user) == 'string' then redis.call('SREM', home .. 'jobs-of:' .. user, ARGV[1]) end
`;

const NOTE_SENT = `${COMMON}
local user, id, tag, ends, now, most = unpack(ARGV)
local sent, order = home .. 'sent:' .. user, home .. 'sent-ends:' .. user
if redis.call('HSETNX', sent, id, tag) == 0 then return 0 end
redis.call('ZADD', order, ends, id)
local old = redis.call('ZRANGEBYSCORE', order, '-inf', now)
local surplus = redis.call('ZCARD', order) - #old - tonumber(most)
if surplus > 0 then
  for _, more in ipairs(redis.call('ZRANGE', order, #old, #old + surplus - 1)) do table.insert(old, more) end
end
for _, one in ipairs(old) do
  redis.call('HDEL', sent, one)
  redis.call('ZREM', order, one)
end
for _, key in ipairs({ sent, order }) do
  local life = math.max(1000, tonumber(ends) - tonumber(now))
  if redis.call('PTTL', key) < life then redis.call('PEXPIRE', key, life) end
end
return 1
`;

const TAKE_SENT = `${COMMON}
local sent, tags = home .. 'sent:' .. ARGV[1], {}
for index = 2, #ARGV do
  local tag = redis.call('HGET', sent, ARGV[index])
  if tag and tag ~= '' then
    table.insert(tags, tag)
    redis.call('HSET', sent, ARGV[index], '')
  end
end
return tags
`;

const SCRIPTS = {
  dxPushSave: SAVE,
  dxPushRemove: REMOVE,
  dxPushEndSession: END_SESSION,
  dxPushErase: ERASE,
  dxPushSchedule: SCHEDULE,
  dxPushClaim: CLAIM,
  dxPushFinish: FINISH,
  dxPushNoteSent: NOTE_SENT,
  dxPushTakeSent: TAKE_SENT,
};

type Run = (home: string, ...given: (string | number)[]) => Promise<unknown>;

/** The subscriptions of one app in Redis, shared by every node. */
export class RedisPushStore implements PushStore {
  readonly #redis: RedisConnection;
  readonly #scripts: Record<keyof typeof SCRIPTS, Run>;
  readonly #home: string;

  constructor(redis: RedisConnection, app: string) {
    for (const [name, lua] of Object.entries(SCRIPTS)) redis.defineCommand(name, { numberOfKeys: 1, lua });
    this.#redis = redis;
    this.#scripts = redis as unknown as Record<keyof typeof SCRIPTS, Run>;
    this.#home = redisKey([app, 'web-push']);
  }

  async save(one: Subscription): Promise<void> {
    const { userId, session, at, ends } = one;
    const life = Math.max(1_000, Math.round(ends - at));
    const given = [userId, session, at, JSON.stringify(one), life, MOST_SUBSCRIPTIONS];
    await this.#scripts.dxPushSave(this.#home, fingerprintOf(one.endpoint), ...given);
  }

  async remove(endpoint: string, userId: string): Promise<void> {
    await this.#scripts.dxPushRemove(this.#home, fingerprintOf(endpoint), userId);
  }

  async endSession(session: string): Promise<void> {
    await this.#scripts.dxPushEndSession(this.#home, session);
  }

  async of(userId: string, now: number): Promise<Subscription[]> {
    const bodies = await this.#redis.hvals(`${this.#home}:of:${userId}`);
    const all = bodies.map((body) => JSON.parse(body) as Subscription);
    for (const { endpoint } of all.filter(({ ends }) => ends <= now)) await this.remove(endpoint, userId);
    return all.filter(({ ends }) => ends > now).sort((a, b) => a.at - b.at);
  }

  users(): Promise<string[]> {
    return this.#redis.smembers(`${this.#home}:people`);
  }

  async erase(userId: string): Promise<number> {
    return Number(await this.#scripts.dxPushErase(this.#home, userId));
  }

  async schedule(job: PushJob, due: number): Promise<void> {
    await this.#scripts.dxPushSchedule(this.#home, job.id, job.userId ?? '', due, JSON.stringify(job));
  }

  async claim(now: number, until: number, most: number): Promise<PushJob[]> {
    const bodies = (await this.#scripts.dxPushClaim(this.#home, now, until, most)) as (string | null)[];
    return bodies.flatMap((body) => (body === null ? [] : [JSON.parse(body) as PushJob]));
  }

  async finish(jobId: string): Promise<void> {
    await this.#scripts.dxPushFinish(this.#home, jobId);
  }

  async noteSent(
    userId: string,
    alertId: string,
    { tag, ends }: { tag: string; ends: number },
    now: number,
  ): Promise<boolean> {
    const given = [userId, alertId, tag, ends, now, MOST_SENT];
    return (await this.#scripts.dxPushNoteSent(this.#home, ...given)) === 1;
  }

  async takeSent(userId: string, alertIds: readonly string[]): Promise<string[]> {
    if (alertIds.length === 0) return [];
    return (await this.#scripts.dxPushTakeSent(this.#home, userId, ...alertIds)) as string[];
  }
}
