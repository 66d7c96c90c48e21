import type { RedisConnection } from './redis/redis-client.js';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { fingerprintOf } from './fingerprint.js';
import { Refusal } from './refusal.js';

/** Wrong passwords for one user name from one address, and how long they count, in seconds. */
const FROM_ADDRESS = { points: 10, duration: 15 * 60 };
/** For one user name from anywhere: slows down an attack from many addresses. */
const FROM_ANYWHERE = { points: 100, duration: 60 * 60 };

/** Somebody who tries to log in. */
export interface Attempt {
  appId: string;
  username: string;
  address: string;
}

/** For how long an address from which a user has signed in is known, in seconds: timers bear 24 days at most. */
const KNOWN_FOR = 20 * 24 * 60 * 60;

/** Slows down the guessing of passwords. It treats known and unknown user names alike. */
export interface LoginGuard {
  /**
   * Counts an attempt as a wrong one before the password is looked at: many that come at once would otherwise all pass.
   *
   * @throws Refusal 429 after too many failures
   */
  reserve(attempt: Attempt): Promise<void>;
  /** Takes the attempt back. From now on strangers cannot lock the user out at this address. */
  succeeded(attempt: Attempt): Promise<void>;
}

/** @param redis counts for all nodes; while it is away, and without, each node counts for itself */
export function createLoginGuard(redis: RedisConnection | undefined): LoginGuard {
  const fromAddress = limiterOf('address', FROM_ADDRESS, redis);
  const fromAnywhere = limiterOf('user', FROM_ANYWHERE, redis);
  const known = limiterOf('known', { points: 1, duration: KNOWN_FOR }, redis);
  const isKnown = async (attempt: Attempt) => (await known.get(keyOfAddress(attempt))) !== null;
  return {
    reserve: async (attempt) => {
      await count(fromAddress, keyOfAddress(attempt));
      if (!(await isKnown(attempt))) await count(fromAnywhere, keyOfUser(attempt));
    },
    succeeded: async (attempt) => {
      await fromAddress.delete(keyOfAddress(attempt));
      if (!(await isKnown(attempt))) await fromAnywhere.reward(keyOfUser(attempt));
      await known.set(keyOfAddress(attempt), 1, KNOWN_FOR);
    },
  };
}

async function count(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (error instanceof Error) throw error;
    throw new Refusal(429, 'There were too many wrong passwords; try again later.');
  }
}

/** Neither names nor addresses are stored: they would be known for longer than the person is. */
const keyOfUser = ({ appId, username }: Attempt) => fingerprintOf(JSON.stringify([appId, username]));
const keyOfAddress = ({ appId, username, address }: Attempt) =>
  fingerprintOf(JSON.stringify([appId, username, address]));

function limiterOf(
  name: string,
  limit: { points: number; duration: number },
  redis: RedisConnection | undefined,
): RateLimiterAbstract {
  const options = { keyPrefix: `dx:logins:${name}`, ...limit };
  const memory = new RateLimiterMemory(options);
  return redis ? new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory }) : memory;
}
