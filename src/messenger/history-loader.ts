import { warnOnce } from '../warn.js';
import { fetchHistory } from './fetch-history.js';

/** Where a history is. */
export type HistoryState = 'none' | 'loading' | 'loaded' | 'failed';

/** Loads earlier messages, one request at a time: a newer wish ends an older one. */
export class HistoryLoader {
  readonly #loaded: (messages: unknown[]) => void;
  readonly #changed: () => void;
  #abort: AbortController | null = null;
  state: HistoryState = 'none';

  constructor(loaded: (messages: unknown[]) => void, changed: () => void) {
    this.#loaded = loaded;
    this.#changed = changed;
  }

  /** @param src null = there is none */
  async load(src: string | null): Promise<void> {
    this.stop();
    if (src === null) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.state = 'loading';
    this.#changed();
    try {
      const messages = await fetchHistory(src, abort.signal);
      if (abort.signal.aborted) return;
      this.state = 'loaded';
      this.#loaded(messages);
    } catch (error) {
      if (abort.signal.aborted) return;
      this.state = 'failed';
      warnOnce(`<dx-messenger> earlier messages could not be loaded: ${String(error)}`);
    }
    this.#changed();
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.state = 'none';
  }
}
