import { createHash, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { redisKey } from '../redis/keys.js';
import { Refusal } from '../refusal.js';
import type { User } from '../user.js';
import type { Session, SessionStore } from './store.js';

/** Sessions of one app in Redis, shared by every node. Only a hash of a session id is stored. */
export class RedisSessionStore implements SessionStore {
  private readonly channel: string;

  /** @param listener - a connection that is used for subscriptions only */
  constructor(
    private readonly redis: Redis,
    private readonly listener: Redis,
    private readonly appId: string,
  ) {
    this.channel = redisKey([appId], 'revoked');
  }

  async create(user: User, lifetime: number): Promise<Session> {
    const id = randomBytes(24).toString('base64url');
    const expiresAt = Date.now() + Math.round(lifetime * 1000);
    const stored = JSON.stringify({ user, expiresAt });
    await reached(this.redis.set(this.key(id), stored, 'PXAT', expiresAt));
    return { id, user, expiresAt };
  }

  async find(id: string): Promise<Session | null> {
    const stored = await reached(this.redis.get(this.key(id)));
    if (stored === null) return null;
    const session = { id, ...(JSON.parse(stored) as Omit<Session, 'id'>) };
    return session.expiresAt > Date.now() ? session : null;
  }

  async revoke(id: string): Promise<void> {
    const removed = await reached(this.redis.del(this.key(id)));
    if (removed > 0) await reached(this.redis.publish(this.channel, id));
  }

  async deny(id: string, until: number): Promise<void> {
    await reached(this.redis.set(this.key(id, 'denied'), '', 'PXAT', Math.round(until)));
    await reached(this.redis.publish(this.channel, id));
  }

  async isDenied(id: string): Promise<boolean> {
    return (await reached(this.redis.exists(this.key(id, 'denied')))) === 1;
  }

  onRevoked(tell: (id: string) => void): void {
    this.listener.on('message', (channel: string, id: string) => {
      if (channel === this.channel) tell(id);
    });
    // A subscription waits for Redis; it fails only when the connection is closed for good.
    this.listener.subscribe(this.channel).catch(() => undefined);
  }

  private key(id: string, kind: 'session' | 'denied' = 'session'): string {
    return redisKey([this.appId], kind, createHash('sha256').update(id).digest('base64url'));
  }
}

function reached<Answer>(answer: Promise<Answer>): Promise<Answer> {
  return answer.catch((error: unknown) => {
    const refusal = new Refusal(503, 'The sessions cannot be reached now; try again in a moment.');
    refusal.cause = error;
    throw refusal;
  });
}
