import type { ChannelPosition, ChannelReplay } from '../../protocol.js';
import type { Retention } from '../config/schema.js';
import type { Ask } from '../store/operations.js';
import type { Appended, MessageLog, NewMessage } from './message-log.js';

/** The messages of one app in the data file: what it took is on disk, and a restart keeps every offset and epoch. */
export class FileLog implements MessageLog {
  readonly keepsAlerts = true;
  readonly #ask: Ask;
  readonly #app: string;
  readonly #retention: Retention;
  readonly #now: () => number;

  /** @param now the clock, in milliseconds since 1970 */
  constructor(ask: Ask, app: string, retention: Retention, now: () => number = Date.now) {
    this.#ask = ask;
    this.#app = app;
    this.#retention = retention;
    this.#now = now;
  }

  async append(channel: string, message: NewMessage): Promise<Appended> {
    const { ttl, at, origin, spread, eventName, bytes, keeping } = message;
    const now = this.#now();
    // The thread answers or dies with the process: an id of ours never comes again.
    const id = message.isMadeId === true ? null : (message.id ?? null);
    const about = { at, ...(origin !== undefined && { origin }), ...(spread !== undefined && { spread }) };
    const ends = now + Math.round((ttl ?? this.#retention.maxAge) * 1000);
    const appended: Appended = await this.#ask(
      'append',
      {
        app: this.#app,
        ...(keeping !== undefined && { keeping }),
        message: {
          ...{ channel, id, about, eventName, message: message.message, bytes, ends },
          endsByWish: ttl !== undefined,
          ...(message.digest !== undefined && { digest: message.digest }),
        },
      },
      now,
    );
    return keeping === undefined || appended.isOther ? appended : { ...appended, isKept: true };
  }

  top(channel: string): Promise<ChannelPosition> {
    return this.#ask('top', { app: this.#app, channel }, this.#now());
  }

  after(cursor: ChannelPosition, maxBytes = Infinity): Promise<ChannelReplay> {
    return this.#ask('after', { app: this.#app, cursor, maxBytes }, this.#now());
  }

  erase(channel: string): Promise<number> {
    return this.#ask('eraseMessages', { app: this.#app, channel }, this.#now());
  }

  /** The file belongs to the store that opened it. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
