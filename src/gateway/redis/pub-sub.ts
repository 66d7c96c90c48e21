import { setTimeout as delay } from 'node:timers/promises';
import { machinesOf, type Machines } from './machines.js';
import { PUBLISH } from './publish.js';
import { databaseOf, type RedisConnection } from './redis-client.js';
import { inDatabase } from './redis-keys.js';
import { Subscriber } from './subscriber.js';

/** How often a subscription is tried where the machines of a cluster change places, and the pause, in milliseconds. */
const TRIES = 10;
const PAUSE = 200;

interface Scripts {
  dxPublish(channel: string, payload: string): Promise<number>;
}

/** Somebody who listens to a channel. */
interface Listener {
  hear: (payload: string) => void;
  subscriber: Subscriber | null;
}

/**
 * What nodes tell each other, by channel: a node hears only of channels to which it listens. Messages can be lost while a
 * connection is; {@link onReturn} says when.
 */
export class PubSub {
  readonly #scripts: Scripts;
  readonly #machines: Machines;
  readonly #subscribers = new Map<string, Subscriber>();
  readonly #listeners = new Map<string, Listener>();
  readonly #returned: ((channels: readonly string[]) => void)[] = [];
  readonly #database: number;

  constructor(client: RedisConnection) {
    client.defineCommand('dxPublish', {
      numberOfKeys: 1,
      lua: `${PUBLISH} return publish(KEYS[1], ARGV[1])`,
    });
    this.#database = databaseOf(client);
    this.#scripts = client as unknown as Scripts;
    this.#machines = machinesOf(client);
    this.#machines.onChange(() => void this.#follow());
  }

  /**
   * Listens to a channel, to which nothing here listens yet. Resolves when it does.
   *
   * @throws Error where Redis cannot be reached; it listens to nothing then
   */
  async subscribe(channel: string, hear: (payload: string) => void): Promise<void> {
    const listener: Listener = { hear, subscriber: null };
    this.#listeners.set(channel, listener);
    try {
      await this.#join(channel, listener);
    } catch (error) {
      this.unsubscribe(channel);
      throw error;
    }
  }

  /** Listens to a channel for good, as soon as Redis is there. */
  keep(channel: string, hear: (payload: string) => void): void {
    const listener: Listener = { hear, subscriber: null };
    this.#listeners.set(channel, listener);
    void this.#rejoin(channel, listener);
  }

  unsubscribe(channel: string): void {
    this.#listeners.get(channel)?.subscriber?.remove(this.#nameOf(channel));
    this.#listeners.delete(channel);
  }

  /** @returns how many connections heard it */
  publish(channel: string, payload: string): Promise<number> {
    return this.#scripts.dxPublish(this.#nameOf(channel), payload);
  }

  /** Calls `listener` with channels of which something may have been missed, and to which it listens again. */
  onReturn(listener: (channels: readonly string[]) => void): void {
    this.#returned.push(listener);
  }

  close(): void {
    this.#listeners.clear();
    for (const subscriber of this.#subscribers.values()) subscriber.close();
  }

  async #join(channel: string, listener: Listener): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#listen(channel, listener);
        return;
      } catch (error) {
        if (tries === TRIES || !/MOVED|CLUSTERDOWN|not known now/.test(String(error))) throw error;
        this.#machines.lookUp();
        await delay(PAUSE);
      }
    }
  }

  /** Listens again, however long that takes. */
  async #rejoin(channel: string, listener: Listener): Promise<void> {
    while (this.#listeners.get(channel) === listener) {
      try {
        await this.#listen(channel, listener);
        return;
      } catch {
        this.#machines.lookUp();
        await delay(PAUSE, undefined, { ref: false });
      }
    }
  }

  async #listen(channel: string, listener: Listener): Promise<void> {
    const name = this.#nameOf(channel);
    listener.subscriber?.remove(name);
    listener.subscriber = this.#subscriberOf(channel);
    await listener.subscriber.add(name);
  }

  #subscriberOf(channel: string): Subscriber {
    const machine = this.#machines.of(channel);
    const known = this.#subscribers.get(machine);
    if (known !== undefined) return known;
    const subscriber = new Subscriber(this.#machines.open(machine), {
      message: (name, payload) => this.#listeners.get(this.#channelOf(name))?.hear(payload),
      returned: (names) => this.#tellReturned(names.map((name) => this.#channelOf(name))),
      moved: () => this.#machines.lookUp(),
    });
    this.#subscribers.set(machine, subscriber);
    return subscriber;
  }

  /** Goes after channels that live on other machines now. */
  async #follow(): Promise<void> {
    const moved = [...this.#listeners].filter(
      ([channel, { subscriber }]) => subscriber !== this.#subscribers.get(this.#machineOf(channel)),
    );
    const joins = moved.map(([channel, listener]) => this.#rejoin(channel, listener));
    this.#closeIdle();
    await Promise.all(joins);
    if (moved.length > 0) this.#tellReturned(moved.map(([channel]) => channel));
  }

  #machineOf(channel: string): string {
    try {
      return this.#machines.of(channel);
    } catch {
      return '';
    }
  }

  #nameOf(channel: string): string {
    return inDatabase(this.#database, channel);
  }

  #channelOf(name: string): string {
    return name.slice(this.#nameOf('').length);
  }

  #closeIdle(): void {
    for (const [machine, subscriber] of this.#subscribers) {
      if (subscriber.channels.size > 0) continue;
      subscriber.close();
      this.#subscribers.delete(machine);
    }
  }

  #tellReturned(channels: readonly string[]): void {
    for (const listener of this.#returned) listener(channels);
  }
}
