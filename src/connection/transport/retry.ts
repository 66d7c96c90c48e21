import { retryDelay } from '../../backoff.js';

/** Plans the next attempt at a connection. */
export class Retry {
  readonly #open: () => void;
  #attempts = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param open makes the attempt */
  constructor(open: () => void) {
    this.#open = open;
  }

  /** How many attempts failed since the last {@link reset}. */
  get attempts(): number {
    return this.#attempts;
  }

  /** Whether an attempt is planned. */
  get isPlanned(): boolean {
    return this.#timer !== undefined;
  }

  /** @param base ceiling of the first delay, in milliseconds; default as in {@link retryDelay} */
  plan(base?: number): void {
    this.cancel();
    this.#attempts += 1;
    this.#timer = setTimeout(this.#open, retryDelay(this.#attempts, Math.random(), base));
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The next failure is the first. */
  reset(): void {
    this.#attempts = 0;
  }
}
