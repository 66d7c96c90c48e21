import { SHOWN_DELAY } from '../connection/shown-state.js';

/** Knows whether there has been no connection for so long that the person is told. */
export class CutOff {
  readonly #changed: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLive = false;
  #isCutOff = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get isCutOff(): boolean {
    return this.#isCutOff;
  }

  set isLive(isLive: boolean) {
    // Each failed attempt tells the same again.
    if (isLive === this.#isLive && this.#timer !== undefined) return;
    this.#isLive = isLive;
    clearTimeout(this.#timer);
    if (isLive) this.#isCutOff = false;
    else if (!this.#isCutOff)
      this.#timer = setTimeout(() => {
        this.#isCutOff = true;
        this.#changed();
      }, SHOWN_DELAY);
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
