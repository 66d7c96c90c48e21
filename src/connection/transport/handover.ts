import { systemClock, type Clock } from '../../clock.js';
import type { Link, LinkDelegate, LinkOpener } from './link.js';
import { LATEST, Overlap, type Side } from './overlap.js';

/** How long the former link stays open after the next one was admitted, in milliseconds: requests over it may be answered. */
const SHORTEST_OVERLAP = 10_000;
/** After so long it is closed, however much comes. */
const LONGEST_OVERLAP = 30_000;

/** The arguments of {@link LinkDelegate.packet}. */
export type Packet = Parameters<LinkDelegate['packet']>;

export interface HandoverDelegate {
  /** The server has admitted the next link: what is sent goes over it from now on. */
  admitted(link: Link): void;
  /** The next link was not admitted, or lost. */
  lost(reason: string): void;
  /** The next link brought something new. */
  packet(...packet: Packet): void;
}

/**
 * Goes from one link to the next of the same person without a moment in which nothing is heard, for servers that keep no
 * log: what they send between two links is lost.
 */
export class Handover {
  readonly #delegate: HandoverDelegate;
  readonly #clock: Clock;
  readonly #former: Link;
  readonly #next: Link;
  readonly #overlap = new Overlap();
  #admittedAt: number | null = null;
  #lastPacket = -LATEST;
  #isFormerOpen = true;
  #isEnded = false;
  #cancel: () => void = () => undefined;

  /**
   * @param open opens the next link
   * @param former is closed here in the end; its packets and its loss go through {@link isNew} and {@link formerLost}
   * @param connection what the next link tells once it is the only one
   */
  constructor(
    open: LinkOpener,
    former: Link,
    connection: LinkDelegate,
    delegate: HandoverDelegate,
    clock: Clock = systemClock,
  ) {
    this.#delegate = delegate;
    this.#clock = clock;
    this.#former = former;
    this.#next = open({
      opened: () => this.#admitted(),
      failed: (reason) => this.#delegate.lost(reason),
      refused: (_code, reason) => this.#delegate.lost(reason),
      lost: (reason) => (this.#isEnded ? connection : this.#delegate).lost(reason),
      packet: (...packet) => {
        if (this.#isEnded) connection.packet(...packet);
        else if (this.#isFirst('next', packet)) this.#delegate.packet(...packet);
      },
    });
  }

  /** Whether a packet of the former link did not come over the next one. */
  isNew(packet: Packet): boolean {
    return this.#isEnded || this.#isFirst('former', packet);
  }

  /** The former link is gone. @returns whether the next one goes on alone */
  formerLost(): boolean {
    if (this.#admittedAt === null || this.#isEnded) return false;
    this.#isFormerOpen = false;
    return true;
  }

  /** Ends it now, with the link that is in use. */
  close(): void {
    if (this.#isEnded) return;
    this.#cancel();
    this.#isEnded = true;
    (this.#admittedAt === null ? this.#next : this.#former).close();
  }

  #isFirst(side: Side, [eventName, payload]: Packet): boolean {
    this.#lastPacket = this.#clock.now();
    return this.#overlap.take(side, JSON.stringify([eventName, payload]), this.#lastPacket);
  }

  #admitted(): void {
    this.#admittedAt = this.#clock.now();
    this.#cancel = this.#clock.after(SHORTEST_OVERLAP, () => this.#closeFormer());
    this.#delegate.admitted(this.#next);
  }

  /** In a moment of rest: what came over one link would come over the other by now. */
  #closeFormer(): void {
    const now = this.#clock.now();
    const isAtRest = now - this.#lastPacket >= LATEST || now - this.#admittedAt! >= LONGEST_OVERLAP;
    if (this.#isFormerOpen && !isAtRest) {
      this.#cancel = this.#clock.after(LATEST, () => this.#closeFormer());
      return;
    }
    this.#former.close();
    this.#cancel = this.#clock.after(LATEST, () => (this.#isEnded = true));
  }
}
