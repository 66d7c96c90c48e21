import { Redis, type RedisOptions } from 'ioredis';

/** How long one command may take, in milliseconds: longer than a short stall of Redis, shorter than a pusher waits. */
const COMMAND_TIMEOUT = 5_000;
const CONNECT_TIMEOUT = 2_000;
/**
 * How long Redis may say nothing while an answer is due before the connection counts as dead, in milliseconds. A network
 * that swallows packets tells nobody.
 */
const SILENCE = 6_000;
/** The longest pause between two attempts to connect, in milliseconds. */
const LONGEST_PAUSE = 500;

/** Fails at once while Redis is away, so that a push is refused rather than sent later without its sender knowing. */
const IMPATIENT = {
  connectTimeout: CONNECT_TIMEOUT,
  commandTimeout: COMMAND_TIMEOUT,
  socketTimeout: SILENCE,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  retryStrategy: (attempt: number) => Math.min(attempt * 50, LONGEST_PAUSE),
  // After a failover by name this connection is still that of the former primary, which takes no writes any more.
  reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
} satisfies RedisOptions;

/** A connection to Redis. Those it duplicates itself into wait for Redis instead of failing: they only listen. */
export class RedisClient extends Redis {
  readonly #listeners: Redis[] = [];
  #lastError: Error | null = null;

  constructor(url: string) {
    super(url, IMPATIENT);
    // Without a listener an error of the connection would end the process.
    this.on('error', (error: Error) => (this.#lastError = error));
    this.on('ready', () => (this.#lastError = null));
  }

  /** Why there is no connection, in a sentence part without the password. */
  problem(): string {
    return problemOf(this.#lastError);
  }

  override duplicate(): Redis {
    const listener = super.duplicate({
      maxRetriesPerRequest: null,
      commandTimeout: undefined,
      // Otherwise a read that waits while Redis goes away would never be answered, and the adapter would wait for ever.
      autoResendUnfulfilledCommands: true,
    });
    catchSubscriptions(listener);
    listener.on('error', () => undefined);
    this.#listeners.push(listener);
    return listener;
  }

  /** Ends all of them, also those that wait for a Redis that is gone: they would keep the process alive. */
  endAll(): void {
    for (const connection of [this, ...this.#listeners]) connection.disconnect();
  }
}

/** Socket.IO's adapter subscribes without waiting: a failure that nobody hears of would end the process. */
function catchSubscriptions(listener: Redis): void {
  const subscribe = listener.subscribe.bind(listener) as (...given: unknown[]) => Promise<unknown>;
  listener.subscribe = (...given: unknown[]) => {
    const answer = subscribe(...given);
    answer.catch(() => undefined);
    return answer;
  };
}

/** What Redis and the network answer, and what it means. */
const PROBLEMS: readonly [pattern: RegExp, meaning: string][] = [
  [/^NOAUTH|^ERR AUTH|without any password/, 'wants a password: redis://:PASSWORD@HOST'],
  [/^WRONGPASS|invalid password/, 'refuses the password or the user name'],
  [/^NOPERM/, 'does not let this user run the commands that the gateway needs'],
  [/ECONNREFUSED/, 'cannot be reached: nobody listens there'],
  [/ENOTFOUND|EAI_AGAIN/, 'cannot be reached: its name is unknown'],
  [/certificate|self.signed|ERR_TLS|SSL/i, 'has a certificate that is not trusted; see NODE_EXTRA_CA_CERTS'],
  [/^READONLY/, 'is a replica, which takes no writes'],
  [/^OOM/, 'is full (maxmemory)'],
  [/^MISCONF/, 'cannot save to its disk and takes no writes'],
  [/^LOADING/, 'is still loading its data'],
];

/** Says what an error of Redis means, in a sentence part that follows its address. */
export function problemOf(error: unknown): string {
  const message =
    error instanceof Error ? `${error.message} ${(error as NodeJS.ErrnoException).code ?? ''}` : '';
  return PROBLEMS.find(([pattern]) => pattern.test(message))?.[1] ?? 'cannot be reached';
}
