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
} satisfies RedisOptions;

/** A connection to Redis. Those it duplicates itself into wait for Redis instead of failing: they only listen. */
export class RedisClient extends Redis {
  readonly #listeners: Redis[] = [];

  constructor(url: string) {
    super(url, IMPATIENT);
    // Without a listener an error of the connection would end the process; `ready` and `close` tell enough.
    this.on('error', () => undefined);
  }

  override duplicate(): Redis {
    const listener = super.duplicate({
      maxRetriesPerRequest: null,
      commandTimeout: undefined,
      // Otherwise a read that waits while Redis goes away would never be answered, and the adapter would wait for ever.
      autoResendUnfulfilledCommands: true,
    });
    listener.on('error', () => undefined);
    this.#listeners.push(listener);
    return listener;
  }

  /** Ends all of them, also those that wait for a Redis that is gone: they would keep the process alive. */
  endAll(): void {
    for (const connection of [this, ...this.#listeners]) connection.disconnect();
  }
}
