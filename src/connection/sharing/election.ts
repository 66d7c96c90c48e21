/**
 * A tab that takes over waits up to this long, at random, in milliseconds: the former leader may have lost the
 * server for all, and then the tabs come back as every page does, spread out.
 */
const TAKE_OVER_SPREAD = 400;

/** What a tab hears of its standing for leader. */
export interface ElectionDelegate {
  /** It leads now. */
  won(): void;
  /** It led, or was about to, and another tab has taken the lock from it because it hung. */
  deposed(): void;
}

/**
 * Which of the tabs leads: the one that has the lock. The browser gives it to the next in line when a tab is closed
 * or crashes.
 */
export class Election {
  readonly #locks: LockManager;
  readonly #name: string;
  readonly #outlets: ElectionDelegate;
  readonly #resigned = new AbortController();
  #hasLock = false;

  /** @param name of the lock */
  constructor(locks: LockManager, name: string, outlets: ElectionDelegate) {
    this.#locks = locks;
    this.#name = name;
    this.#outlets = outlets;
    void this.#stand();
  }

  /** Whether this tab leads or is about to. */
  get hasLock(): boolean {
    return this.#hasLock;
  }

  /** Takes the lock from a tab that hangs. */
  steal(): void {
    void this.#compete({ steal: true }, 0);
  }

  /** Gives the lock back, or leaves the line. */
  resign(): void {
    this.#resigned.abort();
  }

  /** The first tab leads at once; the others stand in line. */
  async #stand(): Promise<void> {
    const isHeld = await this.#compete({ ifAvailable: true }, 0);
    const { signal } = this.#resigned;
    if (isHeld && !signal.aborted) await this.#compete({ signal }, Math.random() * TAKE_OVER_SPREAD);
  }

  /** @returns whether another tab has the lock */
  async #compete(options: LockOptions, delay: number): Promise<boolean> {
    let isHeld = false;
    try {
      await this.#locks.request(this.#name, options, (lock) => {
        isHeld = lock === null;
        return lock === null ? undefined : this.#hold(delay);
      });
    } catch {
      if (this.#hasLock && !this.#resigned.signal.aborted) this.#outlets.deposed();
    }
    return isHeld;
  }

  /** @returns ends when this tab resigns */
  #hold(delay: number): Promise<void> {
    const { signal } = this.#resigned;
    if (signal.aborted || this.#hasLock) return Promise.resolve();
    this.#hasLock = true;
    const timer = setTimeout(() => this.#outlets.won(), delay);
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
