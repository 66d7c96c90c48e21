import { PACKET, type ChannelPosition } from '../../protocol.js';
import { readChannels, readMeta } from '../replay/packets.js';

/**
 * The newest offsets that went through a connection: a tab that joins later is greeted with these, as the server
 * greeted the first one.
 */
export class LatestOffsets {
  #positions: Map<string, ChannelPosition> | null = null;

  /** Null where the server has not greeted: it keeps no log. */
  toArray(): ChannelPosition[] | null {
    return this.#positions === null ? null : [...this.#positions.values()];
  }

  note(eventName: string, payload: unknown, meta: unknown): void {
    if (eventName === PACKET.hello) this.#positions = new Map();
    const isAboutTops = eventName === PACKET.hello || eventName === PACKET.position;
    const position = readMeta(meta);
    const news = isAboutTops ? readChannels(payload) : position && [position];
    for (const { channel, epoch, offset } of news ?? [])
      this.#positions?.set(channel, { channel, epoch, offset });
  }
}
