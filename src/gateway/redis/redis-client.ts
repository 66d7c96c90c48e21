import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { readRedisAddress, type RedisAddress } from './redis-address.js';
import { problemOf } from './redis-problems.js';

/** How long one command may take, in milliseconds: longer than a short stall of Redis, shorter than a pusher waits. */
const COMMAND_TIMEOUT = 5_000;
const CONNECT_TIMEOUT = 2_000;
/**
 * How long Redis may say nothing while an answer is due before the connection counts as dead, in milliseconds. A network
 * that swallows packets tells nobody.
 */
const SILENCE = 6_000;
/** The same for a connection that only listens: it asks once a second. */
const LISTENING_SILENCE = 3_000;
/** The longest pause between two attempts to connect, in milliseconds. */
const LONGEST_PAUSE = 500;
/** How often the machines of a cluster are looked up, in milliseconds. */
const LOOK_UP = 1_000;

const retryStrategy = (attempt: number): number => Math.min(attempt * 50, LONGEST_PAUSE);

/** Fails at once while Redis is away, so that a push is refused rather than sent later without its sender knowing. */
const IMPATIENT = {
  connectTimeout: CONNECT_TIMEOUT,
  commandTimeout: COMMAND_TIMEOUT,
  socketTimeout: SILENCE,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  retryStrategy,
  // After a failover by name this connection is still that of the former primary, which takes no writes any more.
  reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
} satisfies RedisOptions;

/** A connection that only listens waits for Redis instead of failing. */
export const LISTENING = {
  connectTimeout: CONNECT_TIMEOUT,
  commandTimeout: COMMAND_TIMEOUT,
  socketTimeout: LISTENING_SILENCE,
  maxRetriesPerRequest: null,
  autoResendUnfulfilledCommands: true,
  autoResubscribe: false,
  enableOfflineQueue: true,
  lazyConnect: false,
  retryStrategy,
} satisfies RedisOptions;

type SentinelAddress = Extract<RedisAddress, { kind: 'sentinel' }>;

/** Connections to one server, to the one that Sentinels call the primary, or to the machines of a cluster. */
export type RedisConnection = RedisClient | RedisCluster;

/** A connection to one server at a time. */
export class RedisClient extends Redis {
  readonly #label: string;
  #lastError: Error | null = null;

  /** @param address or a URL of one server */
  constructor(address: Exclude<RedisAddress, { kind: 'cluster' }> | string) {
    const isUrl = typeof address === 'string';
    // Where there are Sentinels the host is theirs to say.
    super(isUrl ? address : 'url' in address ? address.url : 'redis://sentinels', {
      ...IMPATIENT,
      ...(!isUrl && address.kind === 'sentinel' && bySentinels(address)),
    });
    this.#label = isUrl ? address : address.label;
    // Without a listener an error of the connection would end the process.
    this.on('error', (error: Error) => (this.#lastError = error));
    this.on('ready', () => (this.#lastError = null));
  }

  /** The address without the password. */
  get label(): string {
    return this.#label;
  }

  /** Why there is no connection, in a sentence part without the password. */
  problem(): string {
    return problemOf(this.#lastError);
  }
}

function bySentinels({ sentinels, name, db, access, sentinelPassword }: SentinelAddress) {
  return {
    ...{ ...access, sentinels, name, db },
    ...(sentinelPassword !== undefined && { sentinelPassword }),
    sentinelRetryStrategy: retryStrategy,
    // The Sentinels say when another one is the primary, also where the connection to the former stays.
    failoverDetector: true,
  } satisfies RedisOptions;
}

/** Connections to the machines of a Redis Cluster. */
export class RedisCluster extends Cluster {
  readonly #label: string;
  #isClosed = false;
  #lastError: Error | null = null;

  constructor({ hosts, access, label }: Extract<RedisAddress, { kind: 'cluster' }>) {
    const { connectTimeout, commandTimeout, socketTimeout } = IMPATIENT;
    super(hosts, {
      redisOptions: { connectTimeout, commandTimeout, socketTimeout, ...access },
      enableOfflineQueue: false,
      clusterRetryStrategy: retryStrategy,
      slotsRefreshTimeout: CONNECT_TIMEOUT,
      slotsRefreshInterval: LOOK_UP,
    });
    this.#label = label;
    this.on('error', (error: Error & { lastNodeError?: Error }) => {
      this.#lastError = error.lastNodeError ?? error;
    });
    this.on('ready', () => (this.#lastError = null));
  }

  override disconnect(reconnects = false): void {
    this.#isClosed ||= !reconnects;
    super.disconnect(reconnects);
  }

  /**
   * An answer that comes after the end is nobody's: ioredis 6.0.0 would ask again a second later, for ever, and the process
   * would not end.
   */
  override refreshSlotsCache(answered?: (error?: Error | null) => void): void {
    super.refreshSlotsCache((error) => {
      if (!this.#isClosed) answered?.(error);
    });
  }

  /** The addresses at which it was looked for. */
  get label(): string {
    return this.#label;
  }

  /** Why there is no connection, in a sentence part without the password. */
  problem(): string {
    return problemOf(this.#lastError);
  }
}

/** The number of the database that a connection uses. A cluster has one. */
export const databaseOf = (client: RedisConnection): number =>
  client instanceof RedisClient ? (client.options.db ?? 0) : 0;

/**
 * Opens the connections to Redis.
 *
 * @throws Error where it is no address
 */
export function connectRedis(text: string): RedisConnection {
  const address = readRedisAddress(text);
  if (address === null) throw new Error('This is no address of a Redis.');
  return address.kind === 'cluster' ? new RedisCluster(address) : new RedisClient(address);
}
