import { randomUUID } from 'node:crypto';
import type { ChannelPosition, ChannelReplay, LoggedMessage, MessageMeta } from '../../protocol.js';
import type { Retention } from '../config/schema.js';
import { inDatabase, liveChannel, redisKey } from '../redis/redis-keys.js';
import { databaseOf, type RedisConnection } from '../redis/redis-client.js';
import type { Appended, MessageLog, NewMessage } from './message-log.js';
import { AFTER, APPEND, ERASE, TOP } from './redis-scripts.js';

/** For how long ids of pushes are remembered, in milliseconds: of pushers, and of the gateway. */
const REMEMBER_IDS = 600_000;
const REMEMBER_MADE_IDS = 60_000;
/** The same of scheduled pushes, which come again when a gateway that was down is back. */
const REMEMBER_SCHEDULED_IDS = 24 * 60 * 60 * 1000;
/** How long a channel that nobody uses keeps its epoch, in milliseconds. */
const KEEP_UNUSED = 24 * 60 * 60 * 1000;

/** More bytes than a channel can hold. */
const NO_BOUND = Number.MAX_SAFE_INTEGER;

export interface RedisLogOptions {
  /** The clock, in milliseconds since 1970. Default: that of Redis. */
  now?: () => number;
  /** Whether each message is also published to the nodes that listen to its channel. Default false. */
  tellsNodes?: boolean;
}

/** A position without its channel. */
type SharedMeta = Omit<MessageMeta, keyof ChannelPosition>;
type Body = SharedMeta & Pick<LoggedMessage, 'eventName' | 'message'>;

interface Scripts {
  dxAppend(
    ...given: (string | number)[]
  ): Promise<[epoch: string, offset: number, repeated: number, about: string, isOther: number]>;
  dxErase(...given: (string | number)[]): Promise<number>;
  dxTop(...given: (string | number)[]): Promise<[epoch: string, offset: number]>;
  dxAfter(
    ...given: (string | number)[]
  ): Promise<
    [epoch: string, top: number, recovered: number, messages: [offset: number, body: string][], more: number]
  >;
}

/**
 * The messages of one app in Redis, shared by every node: one script call per push.
 *
 * `maxTotalBytes` does not apply: Redis has `maxmemory` for that, and every key expires, so that its policy
 * `volatile-ttl` is safe: an evicted channel is a flagged loss, an evicted hash another epoch.
 */
export class RedisLog implements MessageLog {
  readonly #scripts: Scripts;
  readonly tellsNodes: boolean;
  readonly #appId: string;
  readonly #retention: Retention;
  readonly #options: RedisLogOptions;
  readonly #database: number;

  constructor(redis: RedisConnection, appId: string, retention: Retention, options: RedisLogOptions = {}) {
    this.#appId = appId;
    this.#retention = retention;
    this.#options = options;
    this.#database = databaseOf(redis);
    this.tellsNodes = options.tellsNodes ?? false;
    redis.defineCommand('dxAppend', { numberOfKeys: 4, lua: APPEND });
    redis.defineCommand('dxTop', { numberOfKeys: 2, lua: TOP });
    redis.defineCommand('dxErase', { numberOfKeys: 2, lua: ERASE });
    redis.defineCommand('dxAfter', { numberOfKeys: 2, lua: AFTER });
    this.#scripts = redis as unknown as Scripts;
  }

  async append(channel: string, message: NewMessage): Promise<Appended> {
    const { maxMessages, maxBytes, maxAge } = this.#retention;
    const { id = '', ttl, bytes } = message;
    const keepId = rememberFor(message);
    const shared = sharedMetaOf(message);
    const body: Body = { ...shared, eventName: message.eventName, message: message.message };
    const [epoch, offset, repeated, about, isOther] = await this.#scripts.dxAppend(
      ...this.#keys(channel),
      redisKey([this.#appId, channel], 'id', id),
      inDatabase(this.#database, liveChannel(this.#appId, channel)),
      ...this.#common(),
      ...[maxMessages, maxBytes, Math.round((ttl ?? maxAge) * 1000), ttl === undefined ? 0 : 1, bytes],
      ...[JSON.stringify(body), JSON.stringify(shared), id, keepId, message.digest ?? ''],
      this.tellsNodes ? 1 : 0,
    );
    const meta = { channel, epoch, offset, ...(JSON.parse(about) as SharedMeta) };
    return {
      ...{ meta, repeated: repeated === 1 },
      ...(isOther === 1 && { isOther: true }),
      ...(this.tellsNodes && { isTold: true }),
    };
  }

  async top(channel: string): Promise<ChannelPosition> {
    const [epoch, offset] = await this.#scripts.dxTop(...this.#keys(channel), ...this.#common());
    return { channel, epoch, offset };
  }

  async after(cursor: ChannelPosition, maxBytes = NO_BOUND): Promise<ChannelReplay> {
    const { channel } = cursor;
    const [epoch, top, recovered, found, more] = await this.#scripts.dxAfter(
      ...this.#keys(channel),
      ...this.#common(),
      cursor.epoch,
      cursor.offset,
      maxBytes,
    );
    const messages = found.map(([offset, body]) => ({
      channel,
      epoch,
      offset,
      ...(JSON.parse(body) as Body),
    }));
    return { channel, epoch, top, messages, recovered: recovered === 1, ...(more === 1 && { more: true }) };
  }

  erase(channel: string): Promise<number> {
    return this.#scripts.dxErase(...this.#keys(channel));
  }

  /** The connection belongs to whoever opened it. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  #keys(channel: string): [string, string] {
    return [redisKey([this.#appId, channel], 'channel'), redisKey([this.#appId, channel], 'log')];
  }

  #common(): (string | number)[] {
    return [this.#options.now?.() ?? '', randomUUID(), KEEP_UNUSED];
  }
}

function rememberFor({ isMadeId, isScheduled }: NewMessage): number {
  if (isScheduled) return REMEMBER_SCHEDULED_IDS;
  return isMadeId ? REMEMBER_MADE_IDS : REMEMBER_IDS;
}

function sharedMetaOf({ at, origin, spread }: NewMessage): SharedMeta {
  return { at, ...(origin !== undefined && { origin }), ...(spread !== undefined && { spread }) };
}
