import type { Clock } from '../../clock.js';
import { activeElement } from './row-focus.js';

export interface PanelStateDelegate {
  /** A person is no longer about to press something in the panel. */
  released(): void;
  /** The panel may have to lie elsewhere. */
  moved(): void;
}

/** So long after a touch its finger may come again, in milliseconds. */
const TOUCH_TIME = 1_000;
/** So soon and so near to the one that opened the panel, a press is the second of two, in milliseconds and pixels. */
const DOUBLE_TIME = 500;
const DOUBLE_WAY = 24;

/** Whether the panel of an inbox is open, and whether a person is about to press something in it. */
export class PanelState {
  readonly #root: HTMLElement;
  readonly #clock: Clock;
  #isOpen = false;
  #touchedAt = -Infinity;
  /** Whether something may have waited for the person. */
  #wasEngaged = false;
  /** The press that opened the panel last. */
  #opening = { x: 0, y: 0, at: -Infinity };

  /** @param signal ends all */
  constructor(root: HTMLElement, clock: Clock, signal: AbortSignal, inbox: PanelStateDelegate) {
    this.#root = root;
    this.#clock = clock;
    const document = root.ownerDocument;
    const view = document.defaultView!;
    const moved = (): void => inbox.moved();
    const check = (): void => {
      if (!this.#wasEngaged || this.isEngaged) return;
      this.#wasEngaged = false;
      inbox.released();
    };
    // Not `pointerleave` of the panel: browsers forget it where rows have changed their places under the pointer.
    // In Firefox `:hover` follows only after the event.
    const checkLater = (): number => view.setTimeout(() => !signal.aborted && check());
    document.addEventListener('pointerover', checkLater, { signal, capture: true, passive: true });
    document.documentElement.addEventListener('pointerleave', check, { signal });
    // The focus is elsewhere only after this event.
    root.addEventListener('focusout', () => queueMicrotask(check), { signal });
    for (const type of ['touchstart', 'touchend', 'touchcancel'])
      root.addEventListener(
        type,
        () => {
          this.#touchedAt = clock.now();
          clock.after(TOUCH_TIME, check);
        },
        { signal, passive: true },
      );
    root.addEventListener('keydown', (event) => this.#keepEscape(event), { signal });
    for (const target of [view, view.visualViewport]) target?.addEventListener('resize', moved, { signal });
    view.visualViewport?.addEventListener('scroll', moved, { signal });
    document.addEventListener('scroll', moved, { signal, capture: true, passive: true });
    document.addEventListener('pointerdown', (event) => this.#pressed(event), { signal, capture: true });
    root.addEventListener('click', (event) => this.#clicked(event), { signal, capture: true });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get panel(): HTMLElement {
    return this.#root.querySelector<HTMLElement>('#panel')!;
  }

  /** A person is about to press something: the pointer is over the panel, a finger was just there, or a control has the focus. */
  get isEngaged(): boolean {
    if (!this.#isOpen) return false;
    const isPointed = this.#canHover
      ? this.panel.matches(':hover')
      : this.#clock.now() - this.#touchedAt < TOUCH_TIME;
    const isEngaged = isPointed || this.panel.querySelector(':focus-visible') !== null;
    this.#wasEngaged ||= isEngaged;
    return isEngaged;
  }

  /** Nothing may come or move in the list. Nobody knows where a finger will come down. */
  get isHeld(): boolean {
    return this.#isOpen && (this.isEngaged || !this.#canHover);
  }

  /** @returns whether that is new */
  toggled(isOpen: boolean): boolean {
    if (isOpen === this.#isOpen) return false;
    this.#isOpen = isOpen;
    // Browsers forget to give it back where the panel itself has it.
    if (!isOpen && this.panel.contains(activeElement(this.#root)))
      this.#root.querySelector<HTMLElement>('#bell')!.focus({ preventScroll: true });
    return true;
  }

  get #canHover(): boolean {
    return this.#root.ownerDocument.defaultView!.matchMedia('(hover: hover)').matches;
  }

  /** Escape closes the panel, and not together with it what the page has open around it. */
  #keepEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#isOpen) return;
    event.stopPropagation();
    const keep = (next: KeyboardEvent): void => {
      if (next.key === 'Escape') next.stopPropagation();
    };
    // By then the focus may be on the page.
    for (const type of ['keypress', 'keyup'] as const)
      this.#root.ownerDocument.addEventListener(type, keep, { capture: true, once: true });
  }

  /**
   * The second click of two was meant for what lay there before the first: for the bell that opened the panel over itself,
   * or for the row that has gone. Fields may be clicked as often as a person likes.
   */
  #clicked(event: MouseEvent): void {
    const { detail, clientX: x, clientY: y } = event;
    const at = this.#clock.now();
    const last = this.#opening;
    // Who has closed it since, with Escape, means what they press.
    const isSoon = at - last.at < DOUBLE_TIME && this.panel.matches(':popover-open');
    const isNear = isSoon && Math.hypot(x - last.x, y - last.y) < DOUBLE_WAY;
    const isSecond = detail > 1 || (detail === 1 && isNear);
    if (!isSecond) {
      if (!this.#isOpen) this.#opening = { x, y, at };
    } else if ((event.target as Element).closest('input, label, select') === null) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /** Where the panel covers the page with a scrim, a press beside it closes it, and does nothing else. */
  #pressed(event: PointerEvent): void {
    const document = this.#root.ownerDocument;
    const isOnTop = (target: EventTarget): boolean =>
      target === this.#root || ('matches' in target && (target as Element).matches(':popover-open'));
    if (!this.#isOpen || event.composedPath().some(isOnTop)) return;
    const scrim = document.defaultView!.getComputedStyle(this.panel).getPropertyValue('--_scrim');
    if (scrim.trim() === '') return;
    const swallow = (click: Event): void => {
      click.preventDefault();
      click.stopPropagation();
    };
    document.addEventListener('click', swallow, { capture: true, once: true });
    // A press that scrolls makes no click.
    document.addEventListener('pointercancel', () => document.removeEventListener('click', swallow, true), {
      once: true,
    });
  }
}
