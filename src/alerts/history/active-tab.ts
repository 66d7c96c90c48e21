import { isHidden } from '../../dom/page-visibility.js';

/** Begins the name of the lock that the tab in front holds. */
export const ACTIVE_TAB_LOCK = 'dx-realtime front ';

/**
 * Knows whether this tab is the one that shows the alerts of a person: the visible one, of two visible windows the one that had
 * the focus last. Without Web Locks every visible tab is.
 */
export class ActiveTab {
  readonly #view: Window;
  readonly #name: string;
  readonly #changed: (isFront: boolean) => void;
  readonly #stop = new AbortController();
  /** Gives the lock back, or stops waiting for it; null = neither. */
  #release: (() => void) | null = null;
  #isFront = false;
  /** It has asked to be the one, and nothing has become of that yet: asking anew would let go for a moment. */
  #isTakingOver = false;
  #hasLocks = true;

  /** @param name of what is shown once: an app and a person in it; tabs with the same name decide among each other */
  constructor(view: Window, name: string, changed: (isFront: boolean) => void) {
    this.#view = view;
    this.#name = ACTIVE_TAB_LOCK + name;
    this.#changed = changed;
    const { signal } = this.#stop;
    view.document.addEventListener('visibilitychange', () => this.#reconcile(), { signal });
    view.addEventListener('focus', () => this.#takeOver(), { signal });
    this.#reconcile();
    // A frame that does not show alerts must not keep the page that does from it.
    if (view.document.hasFocus()) this.#takeOver();
  }

  close(): void {
    this.#stop.abort();
    this.#leave();
  }

  get #locks(): LockManager | undefined {
    // Some documents of component tests have null there.
    const { locks } = this.#view.navigator as { locks?: LockManager | null };
    return this.#hasLocks ? (locks ?? undefined) : undefined;
  }

  #reconcile(): void {
    const isAway = isHidden(this.#view.document);
    if (this.#locks === undefined) this.#set(!isAway);
    else if (isAway) this.#leave();
    else if (this.#release === null) this.#ask(false);
  }

  #takeOver(): void {
    if (this.#isFront || this.#isTakingOver || this.#locks === undefined || isHidden(this.#view.document))
      return;
    this.#leave();
    this.#ask(true);
  }

  #ask(steal: boolean): void {
    const wait = new AbortController();
    let release = (): void => wait.abort();
    const mine = (): void => release();
    this.#release = mine;
    this.#isTakingOver = steal;
    const held = new Promise<void>((resolve) => {
      const options = steal ? { steal } : { signal: wait.signal };
      void this.#locks!.request(this.#name, options, () => {
        release = resolve;
        // It may have been given back while it was on its way.
        if (this.#release !== mine) return undefined;
        this.#isTakingOver = false;
        this.#set(true);
        return held;
      }).catch((error: unknown) => this.#lost(mine, error));
    });
  }

  #lost(mine: () => void, error: unknown): void {
    // Another window took it; anything else says that this page may use no locks.
    if ((error as Error | null)?.name !== 'AbortError') this.#hasLocks = false;
    if (this.#release !== mine) return;
    this.#forget();
    this.#reconcile();
  }

  #leave(): void {
    const release = this.#release;
    this.#forget();
    release?.();
  }

  #forget(): void {
    this.#release = null;
    this.#isTakingOver = false;
    this.#set(false);
  }

  #set(isFront: boolean): void {
    if (this.#isFront === isFront) return;
    this.#isFront = isFront;
    this.#changed(isFront);
  }
}
