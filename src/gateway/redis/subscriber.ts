import type { Redis } from 'ioredis';
import { runEvery } from '../timers.js';

/** Seconds between two signs of life. */
const ASK_EVERY = 1;

/** What a subscriber hears. */
export interface SubscriberDelegate {
  message(channel: string, payload: string): void;
  /** The connection is back and listens again; anything may have been missed. */
  returned(channels: readonly string[]): void;
  /** In a cluster: a channel lives on another machine now. */
  moved(): void;
}

/** A connection to one Redis that only listens. */
export class Subscriber {
  readonly channels = new Set<string>();
  readonly #connection: Redis;
  readonly #stopAsking: () => void;
  /** Redis 7 and newer send what is published only to where somebody listens. */
  #isSharded = true;

  constructor(connection: Redis, delegate: SubscriberDelegate) {
    this.#connection = connection;
    // Without a listener an error of the connection would end the process.
    connection.on('error', () => undefined);
    connection.on('smessage', (channel: string, payload: string) => delegate.message(channel, payload));
    connection.on('message', (channel: string, payload: string) => delegate.message(channel, payload));
    connection.on('moved', () => delegate.moved());
    connection.once('ready', () => connection.on('ready', () => void this.#listenAgain(delegate)));
    // A network that swallows packets tells nobody: without a question no answer would be missed.
    this.#stopAsking = runEvery(ASK_EVERY, () => {
      if (connection.status === 'ready') connection.ping().catch(() => undefined);
    });
  }

  /** Resolves when it listens. */
  async add(channel: string): Promise<void> {
    this.channels.add(channel);
    await this.#listen(channel);
  }

  remove(channel: string): void {
    if (!this.channels.delete(channel)) return;
    const left = this.#isSharded
      ? this.#connection.sunsubscribe(channel)
      : this.#connection.unsubscribe(channel);
    left.catch(() => undefined);
  }

  close(): void {
    this.#stopAsking();
    this.#connection.disconnect();
  }

  async #listen(channel: string): Promise<void> {
    if (this.#isSharded) {
      try {
        await this.#connection.ssubscribe(channel);
        return;
      } catch (error) {
        if (!/unknown command/i.test(String(error))) throw error;
        this.#isSharded = false;
      }
    }
    await this.#connection.subscribe(channel);
  }

  async #listenAgain(delegate: SubscriberDelegate): Promise<void> {
    // After a failover it may be another version.
    this.#isSharded = true;
    const channels = [...this.channels];
    await Promise.allSettled(channels.map((channel) => this.#listen(channel)));
    delegate.returned(channels);
  }
}
