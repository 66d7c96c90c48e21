import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible';
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

/** Slows down the guessing of passwords. It treats known and unknown user names alike. */
export interface LoginGuard {
  /** @throws Refusal 429 after too many failures */
  allow(attempt: Attempt): Promise<void>;
  failed(attempt: Attempt): Promise<void>;
  succeeded(attempt: Attempt): Promise<void>;
}

/** @param redis counts for all nodes; while it is away, and without, each node counts for itself */
export function createLoginGuard(redis: Redis | undefined): LoginGuard {
  const limiters = [
    { limiter: limiterOf('address', FROM_ADDRESS, redis), keyOf: keyOfAddress },
    { limiter: limiterOf('user', FROM_ANYWHERE, redis), keyOf: keyOfUser },
  ];
  return {
    allow: async (attempt) => {
      for (const { limiter, keyOf } of limiters) {
        const used = await limiter.get(keyOf(attempt));
        if (used !== null && used.consumedPoints >= limiter.points) {
          throw new Refusal(429, 'There were too many wrong passwords; try again later.');
        }
      }
    },
    failed: async (attempt) => {
      for (const { limiter, keyOf } of limiters) await limiter.penalty(keyOf(attempt));
    },
    succeeded: async (attempt) => {
      await limiters[0]!.limiter.delete(keyOfAddress(attempt));
    },
  };
}

const keyOfUser = ({ appId, username }: Attempt) => JSON.stringify([appId, username]);
const keyOfAddress = ({ appId, username, address }: Attempt) => JSON.stringify([appId, username, address]);

function limiterOf(
  name: string,
  limit: { points: number; duration: number },
  redis: Redis | undefined,
): RateLimiterAbstract {
  const options = { keyPrefix: `dx:logins:${name}`, ...limit };
  const memory = new RateLimiterMemory(options);
  return redis ? new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory }) : memory;
}
