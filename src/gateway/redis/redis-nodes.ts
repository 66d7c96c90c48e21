import { randomUUID } from 'node:crypto';
import type { RedisConnection } from './redis-client.js';
import type { Claim, SharedSlots } from '../sockets/connection-slots.js';
import type { OtherNodes } from '../other-nodes.js';
import { runEvery } from '../timers.js';
import { redisKey } from './redis-keys.js';

/** Seconds between two reports of a node. */
const REPORT_EVERY = 1;
/** How long a node that says nothing more still counts, in milliseconds. */
const BELIEVE_FOR = 4_000;

const KEY = redisKey(['nodes']);
const slotsKey = (node: string) => redisKey(['nodes'], 'places') + `:${node}`;

/**
 * Says what this node has and returns what the others said. Time is that of Redis, so that the clocks of the nodes do
 * not matter. Keys: hash of the nodes. Arguments: id of the node, its report, how long a report counts.
 */
const REPORT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', now) .. ' ' .. ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
local others, all = {}, redis.call('HGETALL', KEYS[1])
for index = 1, #all, 2 do
  local at, report = string.match(all[index + 1], '^(%d+) (.*)$')
  if now - at > tonumber(ARGV[3]) then
    redis.call('HDEL', KEYS[1], all[index])
  elseif all[index] ~= ARGV[1] then
    table.insert(others, report)
  end
end
return others
`;

/**
 * Says how many slots this node has and sums up what all nodes have. Keys: hash of the nodes, hash of the slots of this
 * node. Arguments: id of the node, how long what a node says counts, what the keys of slots begin with, and kind, count
 * and bound of each claim. Returns 1 where every sum is within its bound.
 */
const CLAIM = `
local nodes, hasRoom = redis.call('HKEYS', KEYS[1]), 1
for index = 4, #ARGV, 3 do
  local kind, sum = ARGV[index], tonumber(ARGV[index + 1])
  redis.call('HSET', KEYS[2], kind, ARGV[index + 1])
  for _, node in ipairs(nodes) do
    if node ~= ARGV[1] then sum = sum + tonumber(redis.call('HGET', ARGV[3] .. node, kind) or 0) end
  end
  if sum > tonumber(ARGV[index + 2]) then hasRoom = 0 end
end
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return hasRoom
`;

type Report = Record<string, number>;

interface Scripts {
  dxReport(...given: (string | number)[]): Promise<string[]>;
  dxClaim(...given: (string | number)[]): Promise<number>;
}

/** The nodes of one gateway tell each other through Redis, every second, how many connections each app has. */
export class RedisNodes implements OtherNodes, SharedSlots {
  readonly #id = randomUUID();
  #others: Report[] = [];
  #stopReporting: () => void = () => undefined;
  readonly #redis: RedisConnection;
  readonly #slotsKey: string;

  constructor(redis: RedisConnection) {
    this.#redis = redis;
    redis.defineCommand('dxReport', { numberOfKeys: 1, lua: REPORT });
    redis.defineCommand('dxClaim', { numberOfKeys: 2, lua: CLAIM });
    this.#slotsKey = slotsKey(this.#id);
  }

  /**
   * @param count the connections of this node, by app id
   * @param slots the slots that are taken on this node, by kind
   */
  async start(count: () => Report, slots: () => ReadonlyMap<string, number>): Promise<void> {
    const report = async () => {
      const given = [KEY, this.#id, JSON.stringify(count()), BELIEVE_FOR];
      const answers = await (this.#redis as unknown as Scripts).dxReport(...given);
      await this.#keepSlots(slots());
      this.#others = answers.map((answer) => JSON.parse(answer) as Report);
    };
    // While Redis is away what was said last counts; nobody can connect then.
    this.#stopReporting = runEvery(REPORT_EVERY, () => void report().catch(() => undefined));
    await report().catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#stopReporting();
    await this.#redis.hdel(KEY, this.#id).catch(() => undefined);
    await this.#redis.del(this.#slotsKey).catch(() => undefined);
  }

  async claim(claims: readonly Claim[]): Promise<boolean> {
    const given = [KEY, this.#slotsKey, this.#id, BELIEVE_FOR, slotsKey('')];
    const flat = claims.flatMap(({ kind, count, most }) => [kind, count, most]);
    return (await (this.#redis as unknown as Scripts).dxClaim(...given, ...flat)) === 1;
  }

  report(kind: string, count: number): void {
    const told =
      count === 0
        ? this.#redis.hdel(this.#slotsKey, kind)
        : this.#redis.hset(this.#slotsKey, kind, String(count));
    // While Redis is away nobody is admitted; when it is back all is told again.
    told.catch(() => undefined);
  }

  /** Redis forgets the slots of a node that says nothing for a while; one that is only late says them again. */
  async #keepSlots(slots: ReadonlyMap<string, number>): Promise<void> {
    const isKept = await this.#redis.pexpire(this.#slotsKey, BELIEVE_FOR);
    if (isKept === 1 || slots.size === 0) return;
    await this.#redis.hset(this.#slotsKey, new Map(slots));
    await this.#redis.pexpire(this.#slotsKey, BELIEVE_FOR);
  }

  connections(appId: string): number {
    return this.#others.reduce((sum, report) => sum + (report[appId] ?? 0), 0);
  }

  count(): number {
    return this.#others.length;
  }
}
