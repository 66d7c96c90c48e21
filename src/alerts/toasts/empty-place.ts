import type { Clock } from '../../clock.js';

/** How long the place of the last toast stays under the pointer, in milliseconds. */
const EMPTY_TIME = 700;

/**
 * Keeps the place of the last toast under the pointer for a moment: the second click of two still hits it. What is taken
 * away under a pointer tells nobody that the pointer has left.
 */
export class EmptyPlace {
  readonly #clock: Clock;
  readonly #release: () => void;
  #cancel: (() => void) | null = null;

  /** @param release called where nothing lies under the pointer any more */
  constructor(clock: Clock, release: () => void) {
    this.#clock = clock;
    this.#release = release;
  }

  /** Takes what is drawn now. @param atOnce the place goes with the toast */
  drawn(isEmpty: boolean, atOnce: boolean): void {
    if (!isEmpty || atOnce) {
      this.#cancel?.();
      this.#cancel = null;
    }
    if (isEmpty && atOnce) this.#release();
    // Not from the last alert that waits: others may come without an end.
    else if (isEmpty)
      this.#cancel ??= this.#clock.after(EMPTY_TIME, () => {
        this.#cancel = null;
        this.#release();
      });
  }
}
