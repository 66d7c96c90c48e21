import { containsDeep, deepActiveElement } from '../../dom/shadow-dom.js';
import { focusToast } from './toast.view.js';
import type { ToastRegion } from './toast-region.js';

/** Where the focus was among the toasts. */
export interface FocusTarget {
  surface: ToastRegion;
  /** Index among the toasts shown; -1 = on the surface, in none of them. */
  index: number;
  element: HTMLElement;
}

/**
 * Moves the focus to toasts and back. Nothing here happens by itself: a person presses the hotkey, or takes away
 * the toast that has the focus.
 */
export class ToastFocus {
  readonly #document: Document;
  /** What had the focus before the toasts. */
  #before: HTMLElement | null = null;

  constructor(document: Document) {
    this.#document = document;
  }

  /** Remembers what had the focus when it came to the toasts. */
  entered(from: EventTarget | null): void {
    if (from !== null) this.#before = from as HTMLElement;
  }

  focusedIn(surfaces: Iterable<ToastRegion>): FocusTarget | null {
    const element = deepActiveElement(this.#document);
    for (const surface of surfaces) {
      if (element === null || !containsDeep(surface.host, element)) continue;
      const toast = element.closest<HTMLElement>('.toast');
      return { surface, element, index: surface.shown.findIndex(({ id }) => id === toast?.dataset['id']) };
    }
    return null;
  }

  /** Puts the focus on a toast itself, so that a screen reader reads all of it. */
  toToast(surface: ToastRegion, id: string): void {
    const toast = surface.toast(id);
    if (toast === null) return;
    const active = deepActiveElement(this.#document);
    if (active !== null && !containsDeep(surface.host, active)) this.#before = active;
    focusToast(toast);
  }

  /** After a toast with the focus is gone: to the next one, the one before, or where the focus was. */
  restore({ surface, index, element }: FocusTarget): void {
    if (element.isConnected && element.closest('.leaving') === null) return;
    const next = surface.shown[index] ?? surface.shown[index - 1];
    if (next === undefined) this.back();
    else this.toToast(surface, next.id);
  }

  /** To where the focus was before the toasts. */
  back(): void {
    const before = this.#before;
    this.#before = null;
    if (before?.isConnected) before.focus({ preventScroll: true });
    else deepActiveElement(this.#document)?.blur();
  }
}
