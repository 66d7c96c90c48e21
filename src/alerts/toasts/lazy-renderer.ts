import { warnOnce } from '../../warn.js';
import type { ToastRenderer } from './toast-renderer.js';

type MakeRenderer = (Renderer: typeof ToastRenderer) => ToastRenderer;

/** What draws toasts, loaded where alerts may come; what comes before is drawn when it is there. */
export class LazyRenderer {
  readonly #make: MakeRenderer;
  readonly #loaded: () => void;
  #renderer: ToastRenderer | null = null;
  #isLoading = false;

  constructor(make: MakeRenderer, loaded: () => void) {
    this.#make = make;
    this.#loaded = loaded;
  }

  /** Null = it is not there yet. */
  get current(): ToastRenderer | null {
    return this.#renderer;
  }

  /** Loads it where that is not done or under way; each call after a failure tries again. */
  async load(): Promise<void> {
    if (this.#isLoading || this.#renderer !== null) return;
    this.#isLoading = true;
    try {
      this.#renderer = this.#make((await import('./toast-renderer.js')).ToastRenderer);
      this.#loaded();
    } catch (error) {
      warnOnce(`alerts are not shown, since a part of the script could not be loaded: ${String(error)}`);
    }
    this.#isLoading = false;
  }
}
