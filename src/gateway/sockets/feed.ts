import type { ChannelPosition, MessageMeta } from '../../protocol.js';
import type { Apps } from '../apps.js';

/** Hands things to the sockets of this process. */
export interface LocalDelivery {
  deliver(appId: string, eventName: string, message: unknown, meta: MessageMeta): void;
  /** Sends a packet to those that listen to a channel and understand more than messages. */
  broadcast(appId: string, channel: string, eventName: string, payload: unknown): void;
  /** How many sockets listen to a channel. */
  listeners(appId: string, channel: string): number;
}

/** How this process hears what is pushed to channels, through whichever node. */
export interface Feed {
  /**
   * Hears a channel from now on, until {@link leave} is called as often.
   *
   * @returns the newest position in the log, from a time when it heard it already: what comes later is delivered
   * @throws Error where the log or the other nodes cannot be reached; nothing is to be left then
   */
  listen(appId: string, channel: string): Promise<ChannelPosition>;
  leave(appId: string, channel: string): void;
  /**
   * The newest position of a channel that is heard, from less than one interval of position packets ago. What was lost on
   * the way is delivered before.
   */
  position(appId: string, channel: string): Promise<ChannelPosition>;
  /** Sends a packet to those that listen to a channel and understand more than messages, on every node. */
  broadcast(appId: string, channel: string, eventName: string, payload: unknown): void;
  /** How many sockets of all nodes listen to a channel. A node that does not answer counts none. */
  count(appId: string, channel: string): Promise<number>;
}

/** The feed of a gateway of one node: whatever is pushed is pushed here. */
export class LocalFeed implements Feed {
  readonly #apps: Apps;
  readonly #local: LocalDelivery;

  constructor(apps: Apps, local: LocalDelivery) {
    this.#apps = apps;
    this.#local = local;
  }

  listen(appId: string, channel: string): Promise<ChannelPosition> {
    return this.#apps.get(appId)!.log.top(channel);
  }

  position(appId: string, channel: string): Promise<ChannelPosition> {
    return this.listen(appId, channel);
  }

  leave(): void {
    // There is nothing to give back.
  }

  broadcast(appId: string, channel: string, eventName: string, payload: unknown): void {
    this.#local.broadcast(appId, channel, eventName, payload);
  }

  count(appId: string, channel: string): Promise<number> {
    return Promise.resolve(this.#local.listeners(appId, channel));
  }
}
