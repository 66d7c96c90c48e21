import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { OtherNodes } from '../other-nodes.js';
import { runEvery } from '../timers.js';
import { redisKey } from './redis-keys.js';

/** Seconds between two reports of a node. */
const REPORT_EVERY = 1;
/** How long a node that says nothing more still counts, in milliseconds. */
const BELIEVE_FOR = 4_000;

const KEY = redisKey(['nodes']);

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

type Report = Record<string, number>;

interface Scripts {
  dxReport(...given: (string | number)[]): Promise<string[]>;
}

/** The nodes of one gateway tell each other through Redis, every second, how many connections each app has. */
export class RedisNodes implements OtherNodes {
  readonly #id = randomUUID();
  #others: Report[] = [];
  #stopReporting: () => void = () => undefined;
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
    redis.defineCommand('dxReport', { numberOfKeys: 1, lua: REPORT });
  }

  /** @param count - the connections of this node, by app id */
  async start(count: () => Report): Promise<void> {
    const report = async () => {
      const given = [KEY, this.#id, JSON.stringify(count()), BELIEVE_FOR];
      const answers = await (this.#redis as unknown as Scripts).dxReport(...given);
      this.#others = answers.map((answer) => JSON.parse(answer) as Report);
    };
    // While Redis is away what was said last counts; nobody can connect then.
    this.#stopReporting = runEvery(REPORT_EVERY, () => void report().catch(() => undefined));
    await report().catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#stopReporting();
    await this.#redis.hdel(KEY, this.#id).catch(() => undefined);
  }

  connections(appId: string): number {
    return this.#others.reduce((sum, report) => sum + (report[appId] ?? 0), 0);
  }

  count(): number {
    return this.#others.length;
  }
}
