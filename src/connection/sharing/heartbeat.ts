import { isHidden } from '../../dom/page-visibility.js';
/** How often a visible tab asks whether the leader runs, in milliseconds. */
const PING_INTERVAL = 200;
/**
 * A leader that says nothing for so long hangs, in milliseconds: longer than almost any task of a page, and short enough
 * for another tab to have the connection within a second. One that was only busy loses nothing but its lead.
 */
const PATIENCE = 500;

/**
 * Notices a leading tab that hangs: it keeps the lock and serves nobody. A closed or crashed one gives the lock back
 * by itself. Only visible tabs watch, since browsers slow down the timers of the others, and nobody looks at those.
 */
export class Heartbeat {
  readonly #document: Document;
  readonly #outlets: { ask(): void; hangs(): void };
  readonly #timer: ReturnType<typeof setInterval>;
  #askedAt: number | null = null;
  #tickedAt = performance.now();

  /** @param outlets `ask` asks the leader for a sign of life; `hangs` is called when none came */
  constructor(document: Document, outlets: { ask(): void; hangs(): void }) {
    this.#document = document;
    this.#outlets = outlets;
    this.#timer = setInterval(() => this.#tick(performance.now()), PING_INTERVAL);
  }

  /** The leader said something. */
  heard(): void {
    this.#askedAt = null;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(now: number): void {
    // Where this tab itself was held up, an answer may lie unread.
    const isLate = now - this.#tickedAt > 2 * PING_INTERVAL;
    const isVisible = !isHidden(this.#document);
    this.#tickedAt = now;
    if (isLate || !isVisible) this.#askedAt = null;
    if (!isVisible) return;
    if (this.#askedAt !== null && now - this.#askedAt >= PATIENCE) {
      this.#askedAt = null;
      this.#outlets.hangs();
      return;
    }
    this.#askedAt ??= now;
    this.#outlets.ask();
  }
}
