import { createMessage, type DxMessage } from '../../data/message.js';
import { PACKET, type ChannelPosition } from '../../protocol.js';
import type { GapReason } from '../connection-state.js';
import type { Link } from '../transport/link.js';
import type { CursorStorage } from './cursor-storage.js';
import { Cursors } from './cursors.js';
import { GapDetector } from './gap-detector.js';
import { readMeta, readSyncAnswer } from './packets.js';
import { Sequencer } from './sequencer.js';

export interface ReplayDelegate {
  /** A message to hand to the page, in order and once. */
  deliver: (message: DxMessage) => void;
  /** Messages may have been missed. */
  gap: (reason: GapReason) => void;
  /** The gateway does not say what was missed: the link is of no use. */
  failed: () => void;
}

/** Brings the messages of a connection into order over all its links, and fills what a lost link left out. */
export class Replay {
  readonly #storage: CursorStorage;
  readonly #delegate: ReplayDelegate;
  readonly #gaps: GapDetector;
  #cursors: Cursors;
  #sequencer: Sequencer | null = null;
  #link: Link | null = null;

  constructor(storage: CursorStorage, delegate: ReplayDelegate) {
    this.#storage = storage;
    this.#delegate = delegate;
    this.#gaps = new GapDetector(delegate.gap);
    this.#cursors = new Cursors(storage.read());
  }

  /** A link is open. A shared one may open again, without having been lost, when another tab takes over. */
  opened(link: Link): void {
    this.#link = link;
    this.#startSequencer(link);
    this.#gaps.opened();
  }

  /** The page was frozen or in the back/forward cache. */
  resumed(): void {
    this.#gaps.resumed();
  }

  hello(channels: readonly ChannelPosition[]): void {
    this.#gaps.greeted();
    this.#sequencer?.hello(channels);
    this.#save();
  }

  /** The page begins to listen to channels beside those of the hello. */
  join(channels: readonly ChannelPosition[]): void {
    this.#sequencer?.join(channels);
    this.#save();
  }

  leave(channel: string): void {
    this.#cursors.delete(channel);
    this.#save();
  }

  position(channels: readonly ChannelPosition[]): void {
    this.#sequencer?.position(channels);
  }

  receive(eventName: string, data: unknown, meta: unknown): void {
    this.#sequencer?.receive(createMessage(eventName, data, this.#gaps.hasLog ? readMeta(meta) : null));
  }

  /** The link is gone. */
  closed(): void {
    this.#gaps.closed();
    this.#sequencer?.close();
    this.#sequencer = null;
    this.#link = null;
  }

  /** What came before is not of the one who is there now. */
  forget(): void {
    this.#storage.clear();
    this.#cursors = new Cursors();
    this.#gaps.forget(this.#link !== null);
    if (this.#link !== null) this.#startSequencer(this.#link);
  }

  /** Nobody listens any more: what comes after that is no gap. */
  stopped(): void {
    this.#storage.flush();
    this.#gaps.forget(false);
  }

  /** Writes the cursors now. */
  flush(): void {
    this.#storage.flush();
  }

  #startSequencer(link: Link): void {
    this.#sequencer?.close();
    this.#sequencer = new Sequencer(this.#cursors, {
      sync: async (request) => readSyncAnswer(await link.request(PACKET.sync, request)),
      deliver: (message) => this.#deliver(message),
      gap: () => this.#gaps.report(),
      broken: () => this.#delegate.failed(),
    });
  }

  #deliver(message: DxMessage): void {
    this.#delegate.deliver(message);
    if (message.meta !== null) this.#save();
  }

  #save(): void {
    this.#storage.save(() => this.#cursors.toArray());
  }
}
