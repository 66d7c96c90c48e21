import type { GapReason } from '../connection-state.js';

/** How long a server that greeted before may take to greet again, in milliseconds. */
const HELLO_TIMEOUT = 5_000;

/** Notices that messages may be lost because a server cannot say what was sent between two links. */
export class GapDetector {
  readonly #gap: (reason: GapReason) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether this page has been live before: only then can a new link leave a gap. */
  #wasLive = false;
  /** Whether the server keeps a log: unknown until it has greeted once. */
  #hasLog = false;
  #reason: GapReason = 'reconnect';

  /** @param gap called with the reason of each gap */
  constructor(gap: (reason: GapReason) => void) {
    this.#gap = gap;
  }

  get hasLog(): boolean {
    return this.#hasLog;
  }

  /** The next gap, if there is one, comes from a page that was frozen or in the back/forward cache. */
  resumed(): void {
    this.#reason = 'resume';
  }

  /** A link is open. A server without a log cannot say what was missed, so every new link to it is a gap. */
  opened(): void {
    clearTimeout(this.#timer);
    if (this.#wasLive && this.#hasLog) this.#timer = setTimeout(() => this.report(), HELLO_TIMEOUT);
    else if (this.#wasLive) this.report();
    this.#wasLive = true;
  }

  /** The gateway greeted: it can say what was missed. */
  greeted(): void {
    clearTimeout(this.#timer);
    this.#hasLog = true;
  }

  /** The link is gone. */
  closed(): void {
    clearTimeout(this.#timer);
  }

  report(): void {
    this.#gap(this.#reason);
    this.#reason = 'reconnect';
  }

  /**
   * What came before is not of the one who is there now.
   *
   * @param isOpen there is a link of the one who is there now
   */
  forget(isOpen: boolean): void {
    this.#wasLive = isOpen;
  }
}
