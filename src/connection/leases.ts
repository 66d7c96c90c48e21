/** How long a connection outlives its last lease, in milliseconds: builders remove and add elements all the time. */
const CLOSE_DELAY = 1_000;

/** Counts who needs a connection. */
export class Leases {
  readonly #start: () => void;
  readonly #stop: () => void;
  #count = 0;
  #isStarted = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param start called with the first lease
   * @param stop called a moment after the last one was given back
   */
  constructor(start: () => void, stop: () => void) {
    this.#start = start;
    this.#stop = stop;
  }

  /** @returns gives the lease back */
  acquire(): () => void {
    this.#count += 1;
    clearTimeout(this.#timer);
    if (!this.#isStarted) {
      this.#isStarted = true;
      this.#start();
    }
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#count -= 1;
      if (this.#count === 0) this.#timer = setTimeout(() => this.#end(), CLOSE_DELAY);
    };
  }

  #end(): void {
    this.#isStarted = false;
    this.#stop();
  }
}
