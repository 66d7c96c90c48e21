import type { ChannelPosition, LoggedMessage } from '../../protocol.js';
import type { Apps } from '../apps.js';

/** What bringing told messages into order needs. */
export interface LogOrderDelegate {
  apps: Apps;
  tell(message: LoggedMessage, appId: string): void;
  /** How many sockets listen to a channel. */
  listeners(appId: string, channel: string): number;
}

/**
 * Hands on what the log tells the nodes, in the order of the log, where some messages are only pointed at and must be read
 * first. One that cannot be read is a hole, which clients find.
 */
export class LogOrder {
  readonly #delegate: LogOrderDelegate;
  /** Channels of which a message is being read: what comes after it waits. */
  readonly #busy = new Map<string, Promise<void>>();

  constructor(delegate: LogOrderDelegate) {
    this.#delegate = delegate;
  }

  /** @param message null = it is to be read from the log */
  take(appId: string, position: ChannelPosition, message: LoggedMessage | null): void {
    const key = JSON.stringify([appId, position.channel]);
    const before = this.#busy.get(key);
    if (before === undefined && message !== null) {
      this.#delegate.tell(message, appId);
      return;
    }
    const turn = (before ?? Promise.resolve()).then(() => this.#handOn(appId, position, message));
    this.#busy.set(key, turn);
    void turn.then(() => {
      if (this.#busy.get(key) === turn) this.#busy.delete(key);
    });
  }

  async #handOn(appId: string, position: ChannelPosition, message: LoggedMessage | null): Promise<void> {
    const found = message ?? (await this.#read(appId, position).catch(() => undefined));
    if (found !== undefined) this.#delegate.tell(found, appId);
  }

  async #read(appId: string, position: ChannelPosition): Promise<LoggedMessage | undefined> {
    const app = this.#delegate.apps.get(appId);
    if (app === undefined || this.#delegate.listeners(appId, position.channel) === 0) return undefined;
    const { messages, epoch } = await app.log.after({ ...position, offset: position.offset - 1 }, 1);
    const [first] = messages;
    return epoch === position.epoch && first?.offset === position.offset ? first : undefined;
  }
}
