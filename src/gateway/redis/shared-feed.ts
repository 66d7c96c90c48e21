import type { ChannelPosition, LoggedMessage } from '../../protocol.js';
import { PACKET } from '../../protocol.js';
import type { Apps } from '../apps.js';
import type { MessageLog } from '../log/message-log.js';
import type { OtherNodes } from '../other-nodes.js';
import type { Feed, LocalDelivery } from '../sockets/feed.js';
import { Counting } from './counting.js';
import type { PubSub } from './pub-sub.js';
import { liveChannel } from './redis-keys.js';

/** How long a channel is still heard when nobody listens any more, in milliseconds: pages are loaded anew all the time. */
const LINGER = 1_000;
/** Bytes of messages that are read from the log at a time. */
const PAGE_BYTES = 256_000;
/** How many channels are compared with the log at a time. */
const TOGETHER = 100;

/** A message as the log publishes it, without its channel. */
type Published = Omit<LoggedMessage, keyof ChannelPosition>;

type Payload =
  | [kind: 'message', epoch: string, offset: number, message: Published]
  | [kind: 'told', eventName: string, payload: unknown]
  | [kind: 'count', answerTo: string, id: number];

/** A channel that is heard. */
interface Heard {
  appId: string;
  channel: string;
  log: MessageLog;
  /** How often it is to be left. */
  holders: number;
  /** When it is heard. */
  ready: Promise<void>;
  /** Up to where everything was delivered; null = nothing has come, and the log was not asked. */
  position: ChannelPosition | null;
  /** When that was last compared with the log, by `performance.now()`. */
  comparedAt: number;
  isReading: boolean;
  /** Something came while the log was read. */
  isBehind: boolean;
}

/**
 * The feed of a gateway of several nodes: the log publishes each message to the nodes that listen to its channel. What is
 * lost on the way, offsets find, and it is read from the log: the nodes follow the log as clients do.
 */
export class SharedFeed implements Feed {
  readonly #pubSub: PubSub;
  readonly #apps: Apps;
  readonly #local: LocalDelivery;
  readonly #others: OtherNodes;
  readonly #counting: Counting;
  /** Milliseconds after which a channel is compared with the log once more, whether something was missed or not. */
  readonly #compareEvery: number;
  /** By the name of their channel of pub/sub. */
  readonly #heard = new Map<string, Heard>();

  /** @param interval seconds between two position packets */
  constructor(pubSub: PubSub, apps: Apps, local: LocalDelivery, others: OtherNodes, interval: number) {
    this.#pubSub = pubSub;
    this.#apps = apps;
    this.#local = local;
    this.#others = others;
    this.#counting = new Counting(pubSub);
    this.#compareEvery = interval * 500;
    pubSub.onReturn((names) => void this.#catchUpWith(names));
  }

  async listen(appId: string, channel: string): Promise<ChannelPosition> {
    const { log } = this.#apps.get(appId)!;
    // Another log than that of Redis reaches the sockets of its own node.
    if (log.tellsNodes !== true) return log.top(channel);
    const heard = this.#heardAs(liveChannel(appId, channel)) ?? this.#begin(appId, channel, log);
    heard.holders += 1;
    try {
      await heard.ready;
      const top = await log.top(channel);
      heard.position ??= top;
      return top;
    } catch (error) {
      this.#release(heard);
      throw error;
    }
  }

  async position(appId: string, channel: string): Promise<ChannelPosition> {
    const heard = this.#heardAs(liveChannel(appId, channel));
    if (heard === undefined || heard.position === null) return this.#apps.get(appId)!.log.top(channel);
    // Once for all sockets that listen to it.
    if (performance.now() - heard.comparedAt >= this.#compareEvery) await this.#readOn(heard);
    return heard.position;
  }

  leave(appId: string, channel: string): void {
    const heard = this.#heardAs(liveChannel(appId, channel));
    if (heard !== undefined) this.#release(heard);
  }

  broadcast(appId: string, channel: string, eventName: string, payload: unknown): void {
    this.#publish(liveChannel(appId, channel), ['told', eventName, payload]).catch(() => undefined);
  }

  async count(appId: string, channel: string): Promise<number> {
    const here = this.#local.listeners(appId, channel);
    if (this.#others.count() === 0) return here;
    const ask = (answerTo: string, id: number) =>
      this.#publish(liveChannel(appId, channel), ['count', answerTo, id]);
    return this.#counting.sum(ask).catch(() => here);
  }

  /** Delivers what was missed of every channel, if anything. */
  catchUp(): void {
    void this.#catchUpWith([...this.#heard.keys()]);
  }

  #heardAs(name: string): Heard | undefined {
    return this.#heard.get(name);
  }

  #publish(name: string, payload: Payload): Promise<number> {
    return this.#pubSub.publish(name, JSON.stringify(payload));
  }

  #begin(appId: string, channel: string, log: MessageLog): Heard {
    const name = liveChannel(appId, channel);
    const state = {
      holders: 0,
      position: null,
      comparedAt: performance.now(),
      isReading: false,
      isBehind: false,
    };
    const heard: Heard = { appId, channel, log, ...state, ready: Promise.resolve() };
    this.#heard.set(name, heard);
    heard.ready = this.#pubSub.subscribe(name, (payload) =>
      this.#take(heard, JSON.parse(payload) as Payload),
    );
    heard.ready.catch(() => {
      if (this.#heard.get(name) === heard) this.#heard.delete(name);
    });
    return heard;
  }

  #release(heard: Heard): void {
    heard.holders -= 1;
    if (heard.holders > 0) return;
    setTimeout(() => {
      const name = liveChannel(heard.appId, heard.channel);
      if (heard.holders > 0 || this.#heard.get(name) !== heard) return;
      this.#heard.delete(name);
      this.#pubSub.unsubscribe(name);
    }, LINGER).unref();
  }

  #take(heard: Heard, payload: Payload): void {
    const { appId, channel } = heard;
    if (payload[0] === 'told') this.#local.broadcast(appId, channel, payload[1], payload[2]);
    else if (payload[0] === 'count')
      this.#counting.answer(payload[1], payload[2], this.#local.listeners(appId, channel));
    else this.#takeMessage(heard, { channel, epoch: payload[1], offset: payload[2], ...payload[3] });
  }

  #takeMessage(heard: Heard, message: LoggedMessage): void {
    const { position } = heard;
    const { channel, epoch, offset } = message;
    if (heard.isReading || (position !== null && isHole(position, message))) {
      void this.#readOn(heard);
      return;
    }
    if (position !== null && offset <= position.offset) return;
    heard.position = { channel, epoch, offset };
    this.#deliver(heard, message);
  }

  #deliver({ appId }: Heard, { eventName, message, ...meta }: LoggedMessage): void {
    this.#local.deliver(appId, eventName, message, meta);
  }

  async #catchUpWith(names: readonly string[]): Promise<void> {
    const heard = names.map((name) => this.#heard.get(name)).filter((one) => one !== undefined);
    for (let at = 0; at < heard.length; at += TOGETHER)
      await Promise.all(heard.slice(at, at + TOGETHER).map((one) => this.#readOn(one)));
  }

  /** Delivers what the log has beyond what was delivered. While it cannot be reached, the next occasion does. */
  async #readOn(heard: Heard): Promise<void> {
    heard.isBehind = true;
    if (heard.isReading) return;
    heard.isReading = true;
    heard.comparedAt = performance.now();
    try {
      while (heard.isBehind) {
        heard.isBehind = false;
        while (await this.#readPage(heard));
      }
    } catch {
      // The log cannot be reached.
    }
    heard.isReading = false;
  }

  /** @returns whether there is more */
  async #readPage(heard: Heard): Promise<boolean> {
    const { position, channel, appId, log } = heard;
    if (position === null) return false;
    const { epoch, top, messages, recovered, more = false } = await log.after(position, PAGE_BYTES);
    for (const message of messages) this.#deliver(heard, message);
    heard.position = { channel, epoch, offset: top };
    // Clients that understand ask for themselves, and so hear of the gap.
    if (!recovered) this.#local.broadcast(appId, channel, PACKET.position, { channels: [heard.position] });
    return more;
  }
}

/** Whether something is missing between what was delivered and a message. */
function isHole(position: ChannelPosition, { epoch, offset }: ChannelPosition): boolean {
  return epoch !== position.epoch || offset > position.offset + 1;
}
