import type { CategoryChoice } from '../../protocol/preferences.js';
import { channelOf } from '../channels.js';
import type { RedisConnection } from '../redis/redis-client.js';
import { redisKey } from '../redis/redis-keys.js';
import { inOrder, MOST_CHOICES, type PreferenceStore } from './preference-store.js';

/**
 * A hash by category of `<at> <delivery>`, with a dash where a choice was taken back. Arguments: how many are kept, then
 * category, time and delivery of each choice. Two devices may choose at once: the later choice stays.
 */
const CHOOSE = `
for index = 2, #ARGV, 3 do
  local category, at = ARGV[index], tonumber(ARGV[index + 1])
  local known = redis.call('HGET', KEYS[1], category) or '0 -'
  if at >= tonumber(string.match(known, '^%d+')) then
    redis.call('HSET', KEYS[1], category, ARGV[index + 1] .. ' ' .. ARGV[index + 2])
  end
end
local kept = redis.call('HGETALL', KEYS[1])
local surplus = #kept / 2 - tonumber(ARGV[1])
if surplus <= 0 then return kept end
local byTime = {}
for index = 1, #kept, 2 do
  table.insert(byTime, { tonumber(string.match(kept[index + 1], '^%d+')), kept[index] })
end
table.sort(byTime, function(a, b) return a[1] < b[1] end)
for index = 1, surplus do redis.call('HDEL', KEYS[1], byTime[index][2]) end
return redis.call('HGETALL', KEYS[1])
`;

interface Scripts {
  dxChoosePreferences(key: string, most: number, ...choices: (string | number)[]): Promise<string[]>;
}

/** What the people of one app have chosen, in Redis, shared by every node. */
export class RedisPreferences implements PreferenceStore {
  readonly #redis: RedisConnection;
  readonly #app: string;

  constructor(redis: RedisConnection, app: string) {
    redis.defineCommand('dxChoosePreferences', { numberOfKeys: 1, lua: CHOOSE });
    this.#redis = redis;
    this.#app = app;
  }

  async read(userId: string): Promise<CategoryChoice[]> {
    return inOrder(Object.entries(await this.#redis.hgetall(this.#key(userId))).map(readChoice));
  }

  async choose(userId: string, choices: readonly CategoryChoice[]): Promise<CategoryChoice[]> {
    const given = choices.flatMap(({ category, at, delivery }) => [category, at, delivery ?? '-']);
    const scripts = this.#redis as unknown as Scripts;
    const kept = await scripts.dxChoosePreferences(this.#key(userId), MOST_CHOICES, ...given);
    const pairs = kept.flatMap((category, index) =>
      index % 2 === 0 ? [[category, kept[index + 1]!] as [string, string]] : [],
    );
    return inOrder(pairs.map(readChoice));
  }

  async erase(userId: string): Promise<number> {
    const key = this.#key(userId);
    const count = await this.#redis.hlen(key);
    await this.#redis.del(key);
    return count;
  }

  #key(userId: string): string {
    return redisKey([this.#app, channelOf(userId)], 'preferences');
  }
}

function readChoice([category, text]: [string, string]): CategoryChoice {
  const [at, delivery] = text.split(' ');
  return {
    ...{ category, at: Number(at) },
    delivery: delivery === '-' ? null : (delivery as CategoryChoice['delivery']),
  };
}
