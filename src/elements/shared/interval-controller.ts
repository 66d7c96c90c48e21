import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';

/** Calls again and again while its host is in a page and the interval is set. */
export class IntervalController implements ReactiveController {
  readonly #callback: () => void;
  #interval = 0;
  #isConnected = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost, callback: () => void) {
    this.#callback = callback;
    host.addController(this);
  }

  /** Milliseconds; 0 = do not call. Setting the same again does not start anew. */
  set interval(interval: number) {
    if (interval === this.#interval) return;
    this.#interval = interval;
    this.#restart();
  }

  hostConnected(): void {
    this.#isConnected = true;
    this.#restart();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#restart();
  }

  #restart(): void {
    clearInterval(this.#timer);
    if (this.#isConnected && this.#interval > 0) this.#timer = setInterval(this.#callback, this.#interval);
  }
}
