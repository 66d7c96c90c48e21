import type { ChannelPosition } from '../../protocol.js';
import { isPosition } from './packets.js';

/** How often cursors are written at most, in milliseconds: a storm must not write the storage per message. */
const WRITE_INTERVAL = 250;

/**
 * Keeps the cursors of one connection over a reload, in the tab's own session storage: positions only, never
 * what was said. Shared storage would let one tab skip what only another has seen.
 */
export class CursorStorage {
  readonly #view: Window;
  readonly #name: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pending: (() => ChannelPosition[]) | null = null;

  constructor(view: Window, key: string) {
    this.#view = view;
    this.#name = `dx-realtime cursors ${key}`;
  }

  read(): ChannelPosition[] {
    try {
      const stored: unknown = JSON.parse(this.#view.sessionStorage.getItem(this.#name) ?? '[]');
      return Array.isArray(stored) ? stored.filter(isPosition) : [];
    } catch {
      return [];
    }
  }

  /** Writes soon. */
  save(positions: () => ChannelPosition[]): void {
    this.#pending = positions;
    this.#timer ??= setTimeout(() => this.flush(), WRITE_INTERVAL);
  }

  /** Writes now what was going to be written. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending === null) return;
    const text = JSON.stringify(this.#pending());
    this.#pending = null;
    try {
      this.#view.sessionStorage.setItem(this.#name, text);
    } catch {
      // Storage that is full or forbidden costs only the replay after a reload.
    }
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = null;
    try {
      this.#view.sessionStorage.removeItem(this.#name);
    } catch {
      // As in flush().
    }
  }
}
