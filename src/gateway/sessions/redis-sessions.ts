import { randomBytes } from 'node:crypto';
import type { PubSub } from '../redis/pub-sub.js';
import type { RedisConnection } from '../redis/redis-client.js';
import { redisKey } from '../redis/redis-keys.js';
import { Refusal } from '../refusal.js';
import type { User } from '../user.js';
import { fingerprintOf } from '../fingerprint.js';
import type { Session, SessionStore } from './session-store.js';

/**
 * Keeps a session, and its fingerprint among those of its user. Keys: session, fingerprints of the user. Arguments: what
 * is stored, when it ends, now, fingerprint.
 */
const CREATE_SESSION = `
redis.call('SET', KEYS[1], ARGV[1], 'PXAT', ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[4])
redis.call('PEXPIREAT', KEYS[2], redis.call('ZRANGE', KEYS[2], -1, -1, 'WITHSCORES')[2])
`;

interface Scripts {
  dxCreateSession(...given: (string | number)[]): Promise<null>;
}

/** Sessions of one app in Redis, shared by every node. Only fingerprints of session ids are stored. */
export class RedisSessionStore implements SessionStore {
  readonly #channel: string;
  readonly #scripts: Scripts;
  readonly #redis: RedisConnection;
  readonly #pubSub: PubSub;
  readonly #appId: string;

  constructor(redis: RedisConnection, pubSub: PubSub, appId: string) {
    this.#redis = redis;
    this.#pubSub = pubSub;
    this.#appId = appId;
    this.#channel = redisKey([appId], 'revoked');
    redis.defineCommand('dxCreateSession', { numberOfKeys: 2, lua: CREATE_SESSION });
    this.#scripts = redis as unknown as Scripts;
  }

  async create(user: User, lifetime: number, account?: string): Promise<Session> {
    const id = randomBytes(24).toString('base64url');
    const now = Date.now();
    const expiresAt = now + Math.round(lifetime * 1000);
    const print = fingerprintOf(id);
    const stored = JSON.stringify({ user, expiresAt, account });
    const keys = [this.#key(print), this.#userKey(user.id)];
    await reached(this.#scripts.dxCreateSession(...keys, stored, expiresAt, now, print));
    return { id, user, expiresAt, account };
  }

  async find(id: string): Promise<Session | null> {
    const stored = await reached(this.#redis.get(this.#key(fingerprintOf(id))));
    if (stored === null) return null;
    const session = { id, ...(JSON.parse(stored) as Omit<Session, 'id'>) };
    return session.expiresAt > Date.now() ? session : null;
  }

  async revoke(id: string): Promise<void> {
    await this.#end([fingerprintOf(id)]);
  }

  async revokeUser(userId: string): Promise<void> {
    const prints = await reached(this.#redis.zrange(this.#userKey(userId), '0', '-1'));
    if (prints.length === 0) return;
    await this.#end(prints);
    // Not the whole key: somebody may have signed in meanwhile.
    await reached(this.#redis.zrem(this.#userKey(userId), ...prints));
  }

  async deny(id: string, until: number): Promise<void> {
    const print = fingerprintOf(id);
    await reached(this.#redis.set(this.#key(print, 'denied'), '', 'PXAT', Math.round(until)));
    await reached(this.#pubSub.publish(this.#channel, print));
  }

  async isDenied(id: string): Promise<boolean> {
    return (await reached(this.#redis.exists(this.#key(fingerprintOf(id), 'denied')))) === 1;
  }

  onEnded(listener: (fingerprint: string) => void): void {
    this.#pubSub.keep(this.#channel, listener);
  }

  async #end(prints: string[]): Promise<void> {
    for (const print of prints) {
      const removed = await reached(this.#redis.del(this.#key(print)));
      if (removed > 0) await reached(this.#pubSub.publish(this.#channel, print));
    }
  }

  #key(print: string, kind: 'session' | 'denied' = 'session'): string {
    return redisKey([this.#appId], kind, print);
  }

  #userKey(userId: string): string {
    return redisKey([this.#appId], 'sessions', userId);
  }
}

function reached<Answer>(answer: Promise<Answer>): Promise<Answer> {
  return answer.catch((error: unknown) => {
    const refusal = new Refusal(503, 'The sessions cannot be reached now; try again in a moment.');
    refusal.cause = error;
    throw refusal;
  });
}
