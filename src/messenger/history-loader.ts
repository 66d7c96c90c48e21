import { warnOnce } from '../warn.js';
import { fetchHistory } from './fetch-history.js';

/** Where a history is. */
export type HistoryState = 'none' | 'loading' | 'loaded' | 'failed';

/** The first message that is there: earlier ones are asked for by it. */
export interface FirstMessage {
  readonly id: string;
  /** Milliseconds since 1970; 0 = not known. */
  readonly at: number;
}

/** Loads earlier messages, one request at a time: a newer wish ends an older one. */
export class HistoryLoader {
  readonly #loaded: (messages: unknown[]) => void;
  readonly #changed: () => void;
  #abort: AbortController | null = null;
  /** Ids of messages by which earlier ones were asked for. */
  readonly #asked = new Set<string>();
  state: HistoryState = 'none';

  constructor(loaded: (messages: unknown[]) => void, changed: () => void) {
    this.#loaded = loaded;
    this.#changed = changed;
  }

  /** @param src null = there is none */
  async load(src: string | null): Promise<void> {
    this.stop();
    if (src !== null) await this.#load(src);
  }

  /** Asks for what was before a message, once: `before=ID&beforeAt=MILLISECONDS` are added to the address. */
  async loadBefore(src: string | null, { id, at }: FirstMessage): Promise<void> {
    if (src === null || this.state !== 'loaded' || this.#asked.has(id)) return;
    this.#asked.add(id);
    const url = new URL(src);
    url.searchParams.set('before', id);
    if (at > 0) url.searchParams.set('beforeAt', String(at));
    // What failed may be asked for again.
    if (!(await this.#load(url.href))) this.#asked.delete(id);
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.#asked.clear();
    this.state = 'none';
  }

  /** @returns whether it came */
  async #load(src: string): Promise<boolean> {
    const abort = new AbortController();
    this.#abort = abort;
    this.state = 'loading';
    this.#changed();
    let hasCome = false;
    try {
      const messages = await fetchHistory(src, abort.signal);
      if (abort.signal.aborted) return false;
      this.state = 'loaded';
      hasCome = true;
      this.#loaded(messages);
    } catch (error) {
      if (abort.signal.aborted) return false;
      this.state = 'failed';
      warnOnce(`<dx-messenger> earlier messages could not be loaded: ${String(error)}`);
    }
    this.#changed();
    return hasCome;
  }
}
