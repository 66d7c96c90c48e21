import type { ChannelPosition } from '../../protocol.js';

/** What to do with a message that carries a position. */
export type Classification = 'apply' | 'drop' | 'sync';

/**
 * The last applied position of each channel.
 *
 * The rule per channel: not newer than the cursor = a repeat, drop it; the next one = apply it; anything else
 * is a hole, ask the gateway. A channel that was never seen starts at whatever arrives.
 */
export class Cursors {
  readonly #positions: Map<string, ChannelPosition>;

  constructor(positions: readonly ChannelPosition[] = []) {
    this.#positions = new Map(positions.map((position) => [position.channel, position]));
  }

  /** Judges a live message; does not move the cursor. */
  classify(position: ChannelPosition): Classification {
    const last = this.#positions.get(position.channel);
    if (last === undefined) return 'apply';
    if (last.epoch !== position.epoch) return 'sync';
    if (position.offset <= last.offset) return 'drop';
    return position.offset === last.offset + 1 ? 'apply' : 'sync';
  }

  /** Judges what the gateway says is newest: true where this page has something else. */
  differs(top: ChannelPosition): boolean {
    const last = this.#positions.get(top.channel);
    return last !== undefined && (last.epoch !== top.epoch || last.offset !== top.offset);
  }

  set({ channel, epoch, offset }: ChannelPosition): void {
    this.#positions.set(channel, { channel, epoch, offset });
  }

  has(channel: string): boolean {
    return this.#positions.has(channel);
  }

  offsetIn(channel: string, epoch: string): number {
    const last = this.#positions.get(channel);
    return last?.epoch === epoch ? last.offset : 0;
  }

  /** Forgets every channel but these and topics: the others belong to somebody who is no longer signed in. */
  keepOnly(channels: readonly string[]): void {
    for (const channel of this.#positions.keys())
      if (!channels.includes(channel) && !channel.startsWith('t:')) this.delete(channel);
  }

  delete(channel: string): void {
    this.#positions.delete(channel);
  }

  toArray(): ChannelPosition[] {
    return [...this.#positions.values()];
  }
}
