import { createMessage, type DxMessage } from '../../data/message.js';
import type {
  ChannelPosition,
  ChannelReplay,
  LoggedMessage,
  SyncAnswer,
  SyncRequest,
} from '../../protocol.js';
import type { Cursors } from './cursors.js';

/** What the sequencer needs from the connection around it. */
export interface SequencerDelegate {
  /** Asks the gateway for what is missing; rejects where it does not answer. */
  sync(request: SyncRequest): Promise<SyncAnswer>;
  /** A message to hand to the page, in order and once. */
  deliver(message: DxMessage): void;
  /** Messages may be lost for good: whatever shows data should fetch it anew. */
  gap(): void;
  /** The gateway did not answer a sync: the connection is of no use. */
  broken(): void;
}

/** Channels in one request, which the gateway bounds. */
const MAX_CHANNELS = 200;

/**
 * Brings the messages of one socket into order: repeats are dropped, holes are filled from the gateway's log
 * while later messages wait. Made anew for every socket; the cursors outlive it.
 */
export class Sequencer {
  readonly #cursors: Cursors;
  readonly #outlets: SequencerDelegate;
  /** Channels of which something is missing. */
  #behind = new Set<string>();
  #held: DxMessage[] | null = null;
  /** Whether some page of the replay said that messages may be lost. */
  #isGap = false;
  #closed = false;

  constructor(cursors: Cursors, outlets: SequencerDelegate) {
    this.#cursors = cursors;
    this.#outlets = outlets;
  }

  /** Starts with what the gateway says of itself: a channel not known yet starts at its newest message. */
  hello(tops: readonly ChannelPosition[]): void {
    this.#cursors.keepOnly(tops.map(({ channel }) => channel));
    this.join(tops);
  }

  /** Compares channels with the gateway's newest offsets; one not known yet starts there. */
  join(tops: readonly ChannelPosition[]): void {
    for (const top of tops) if (!this.#cursors.has(top.channel)) this.#cursors.set(top);
    this.position(tops);
  }

  /** Compares with the gateway's newest offsets. */
  position(tops: readonly ChannelPosition[]): void {
    const behind = tops.filter((top) => this.#cursors.differs(top));
    for (const { channel } of behind) this.#behind.add(channel);
    if (behind.length > 0) this.#startSync();
  }

  receive(message: DxMessage): void {
    if (this.#closed) return;
    if (this.#held !== null) {
      this.#held.push(message);
      return;
    }
    if (message.meta === null) {
      this.#outlets.deliver(message);
      return;
    }
    const verdict = this.#cursors.classify(message.meta);
    if (verdict === 'apply') this.#apply(message, message.meta);
    if (verdict === 'sync') {
      this.#behind.add(message.meta.channel);
      this.#startSync();
      this.#held!.push(message);
    }
  }

  /** Nothing is delivered any more, whatever arrives late. */
  close(): void {
    this.#closed = true;
    this.#held = null;
  }

  #startSync(): void {
    if (this.#held !== null || this.#closed) return;
    this.#held = [];
    this.#syncPage();
  }

  #syncPage(): void {
    const all = this.#cursors.toArray().filter(({ channel }) => this.#behind.has(channel));
    const channels = all.slice(0, MAX_CHANNELS);
    // What is left for the next page, or was left meanwhile.
    this.#behind = new Set(all.slice(MAX_CHANNELS).map(({ channel }) => channel));
    this.#outlets.sync({ channels }).then(
      (answer) => this.#finishSync(answer),
      () => {
        if (!this.#closed) this.#outlets.broken();
      },
    );
  }

  #finishSync(answer: SyncAnswer): void {
    if (this.#closed) return;
    for (const replay of answer.channels) this.#replay(replay);
    this.#isGap ||= answer.channels.some(({ recovered }) => !recovered);
    for (const { channel, more } of answer.channels) if (more) this.#behind.add(channel);
    if (this.#behind.size > 0) {
      this.#syncPage();
      return;
    }
    // The gap comes after the replay, so that one refresh covers both.
    if (this.#isGap) this.#outlets.gap();
    this.#isGap = false;
    const held = this.#held ?? [];
    this.#held = null;
    for (const message of held) this.receive(message);
  }

  #replay({ channel, epoch, top, messages }: ChannelReplay): void {
    const known = this.#cursors.offsetIn(channel, epoch);
    for (const logged of messages) if (logged.offset > known) this.#apply(toMessage(logged), logged);
    this.#cursors.set({ channel, epoch, offset: top });
  }

  #apply(message: DxMessage, position: ChannelPosition): void {
    this.#cursors.set(position);
    this.#outlets.deliver(message);
  }
}

function toMessage({ eventName, message, ...meta }: LoggedMessage): DxMessage {
  return createMessage(eventName, message, meta, true);
}
