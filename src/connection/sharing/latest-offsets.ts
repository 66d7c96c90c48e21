import { PACKET, type ChannelPosition } from '../../protocol.js';
import { hasTopics, readChannels, readGreeting, readMeta } from '../replay/packets.js';
import type { SharedHello } from './tab-message.js';

/**
 * What a tab that joins later is greeted with: what the server said in its hello, with the newest offsets that went
 * through the connection since.
 */
export class LatestOffsets {
  #positions: Map<string, ChannelPosition> | null = null;
  #greeting: Omit<SharedHello, 'channels' | 'now'> = {};
  /** The gateway's clock less the one of this device, in milliseconds; null = it did not tell. */
  #ahead: number | null = null;

  /** Null where the server has not greeted: it keeps no log. */
  hello(): SharedHello | null {
    if (this.#positions === null) return null;
    const now = this.#ahead === null ? {} : { now: Date.now() + this.#ahead };
    return { ...this.#greeting, ...now, channels: [...this.#positions.values()] };
  }

  note(eventName: string, payload: unknown, meta: unknown): void {
    if (eventName === PACKET.hello) this.#greet(payload);
    const isAboutTops = eventName === PACKET.hello || eventName === PACKET.position;
    const position = readMeta(meta);
    const news = isAboutTops ? readChannels(payload) : position && [position];
    for (const { channel, epoch, offset } of news ?? [])
      // Each tab asks for its topics itself.
      if (!channel.startsWith('t:')) this.#positions?.set(channel, { channel, epoch, offset });
  }

  #greet(payload: unknown): void {
    const { person, now } = readGreeting(payload);
    this.#positions = new Map();
    const { inbox } = payload as SharedHello;
    this.#greeting = {
      ...(person !== null && { person }),
      ...(hasTopics(payload) && { topics: true }),
      ...(inbox && { inbox }),
    };
    this.#ahead = now === null ? null : now - Date.now();
  }
}
