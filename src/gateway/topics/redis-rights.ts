import { EVERYBODY } from '../../protocol.js';
import type { PubSub } from '../redis/pub-sub.js';
import type { RedisConnection } from '../redis/redis-client.js';
import { redisKey } from '../redis/redis-keys.js';
import { MAX_REVOCATIONS } from './right.js';
import {
  RevocationListeners,
  type RevocationListener,
  type RightLives,
  type RightStore,
} from './right-store.js';

/** The rights of one app in Redis, shared by every node. */
export class RedisRights implements RightStore {
  readonly #redis: RedisConnection;
  readonly #appId: string;
  readonly #grantLife: number;
  readonly #remembers: number;
  readonly #channel: string;
  readonly #pubSub: PubSub;
  readonly #listeners = new RevocationListeners();

  constructor(redis: RedisConnection, pubSub: PubSub, appId: string, { grantLife, remembers }: RightLives) {
    this.#redis = redis;
    this.#appId = appId;
    this.#grantLife = Math.round(grantLife);
    this.#remembers = remembers;
    this.#channel = redisKey([appId], 'topic-revoked');
    this.#pubSub = pubSub;
    pubSub.keep(this.#channel, (text) => this.#listeners.notify(...(JSON.parse(text) as [string, string])));
  }

  async revoke(userId: string, topic: string, at: number): Promise<void> {
    const key = this.#key('revoked', userId, topic);
    await this.#redis.zadd(key, at, String(at));
    await this.#redis.pexpire(key, Math.round(this.#remembers));
    await this.#redis.zremrangebyrank(key, 0, -1 - MAX_REVOCATIONS);
    await this.#pubSub.publish(this.#channel, JSON.stringify([userId, topic]));
  }

  async revocations(userId: string, topic: string): Promise<number[]> {
    const of = (id: string) => this.#redis.zrange(this.#key('revoked', id, topic), '0', '-1');
    const found = await Promise.all([of(userId), of(EVERYBODY)]);
    return found
      .flat()
      .map(Number)
      .sort((a, b) => a - b);
  }

  onRevoked(listener: RevocationListener): void {
    this.#listeners.add(listener);
  }

  async granted(userId: string, topic: string, since: number): Promise<number> {
    const key = this.#key('granted', userId, topic);
    const known = Number((await this.#redis.get(key)) ?? since);
    const first = Math.min(known, since);
    await this.#redis.set(key, String(first), 'PX', this.#grantLife);
    return first;
  }

  async forget(userId: string, topic: string): Promise<boolean> {
    return (await this.#redis.del(this.#key('granted', userId, topic))) === 1;
  }

  #key(kind: 'revoked' | 'granted', userId: string, topic: string): string {
    return redisKey([this.#appId, topic], kind, userId);
  }
}
