import type { ChannelPosition, ChannelReplay } from '../../protocol.js';
import type { Retention } from '../config/schema.js';
import { OldestFirst } from '../oldest-first.js';
import { runEvery } from '../timers.js';
import type { Appended, MessageLog, NewMessage } from './message-log.js';
import { MemoryChannel } from './memory-channel.js';

/** Seconds between two looks for messages whose time is over. */
const EXPIRE_EVERY = 30;
/** How long a channel that nobody uses keeps its epoch, in milliseconds. */
const KEEP_UNUSED = 24 * 60 * 60 * 1000;

/** The messages of one app in memory; after a restart every channel has another epoch. */
export class MemoryLog implements MessageLog {
  readonly #channels = new Map<string, MemoryChannel>();
  /** The channels with messages; those that were appended to last come last. No push may walk over all the others. */
  readonly #holding = new Map<string, MemoryChannel>();
  readonly #oldest = new OldestFirst(this.#holding);
  #bytes = 0;
  readonly #stopExpiring = runEvery(EXPIRE_EVERY, () => this.#expire());
  readonly #retention: Retention;
  readonly #now: () => number;

  /** @param now the clock, in milliseconds since 1970 */
  constructor(retention: Retention, now: () => number = Date.now) {
    this.#retention = retention;
    this.#now = now;
  }

  append(name: string, message: NewMessage): Promise<Appended> {
    const channel = this.#channel(name);
    const appended = this.#counting(channel, () => channel.append(message, this.#now()));
    this.#holding.delete(name);
    this.#holding.set(name, channel);
    this.#keepWithinBounds();
    return Promise.resolve(appended);
  }

  top(name: string): Promise<ChannelPosition> {
    return Promise.resolve(this.#channel(name).top(this.#now()));
  }

  after(cursor: ChannelPosition, maxBytes = Infinity): Promise<ChannelReplay> {
    const channel = this.#channel(cursor.channel);
    return Promise.resolve(this.#counting(channel, () => channel.after(cursor, this.#now(), maxBytes)));
  }

  erase(name: string): Promise<number> {
    const channel = this.#channels.get(name);
    this.#bytes -= channel?.bytes ?? 0;
    this.#channels.delete(name);
    this.#holding.delete(name);
    return Promise.resolve(channel?.count ?? 0);
  }

  close(): Promise<void> {
    this.#stopExpiring();
    return Promise.resolve();
  }

  #channel(name: string): MemoryChannel {
    let channel = this.#channels.get(name);
    if (!channel) {
      channel = new MemoryChannel(name, this.#retention, this.#now());
      this.#channels.set(name, channel);
    }
    return channel;
  }

  #counting<Result>(channel: MemoryChannel, act: () => Result): Result {
    const before = channel.bytes;
    const result = act();
    this.#bytes += channel.bytes - before;
    return result;
  }

  #keepWithinBounds(): void {
    while (this.#bytes > this.#retention.maxTotalBytes) {
      const [, channel] = this.#oldest.shift() ?? [];
      if (channel === undefined) return;
      this.#counting(channel, () => channel.clear(this.#now()));
    }
  }

  #expire(): void {
    const now = this.#now();
    this.#oldest.rest();
    for (const [name, channel] of this.#channels) {
      this.#counting(channel, () => channel.expire(now));
      if (channel.bytes === 0) this.#holding.delete(name);
      if (channel.bytes === 0 && channel.usedAt < now - KEEP_UNUSED) this.#channels.delete(name);
    }
  }
}
