import { containsDeep } from '../../dom/shadow-dom.js';

/**
 * What a person is doing on a page right now, as far as events alone tell it: composing text with an input
 * method, or pressing a pointer, be it to click, to select or to drag.
 */
export class UserActivity {
  readonly #document: Document;
  readonly #listeners = new Set<() => void>();
  #composing: Element | null = null;
  #pressed: Element | null = null;

  constructor(document: Document) {
    this.#document = document;
    this.#listen(['compositionstart'], (event) => (this.#composing = originOf(event)));
    this.#listen(['compositionend'], () => (this.#composing = null));
    this.#listen(['pointerdown', 'dragstart'], (event) => (this.#pressed = originOf(event)));
    this.#listen(['pointerup', 'dragend', 'drop'], () => (this.#pressed = null));
    // A drag takes the pointer away without the pointer going up.
    this.#listen(['pointercancel'], (event) => {
      if ((event as PointerEvent).pointerType !== 'mouse') this.#pressed = null;
    });
    this.#listen([...ENDS], () => this.#changed());
  }

  isComposingIn(target: Element): boolean {
    return containsDeep(target, this.#composing);
  }

  isPressedIn(target: Element): boolean {
    return containsDeep(target, this.#pressed);
  }

  /** Hears when something may have ended. Returns the way to stop. */
  onEnd(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #listen(types: readonly string[], listener: (event: Event) => void): void {
    for (const type of types)
      this.#document.addEventListener(type, listener, { capture: true, passive: true });
  }

  #changed(): void {
    if (this.#listeners.size === 0) return;
    // After the event has done its work: focus and selection are where they go to.
    setTimeout(() => {
      for (const listener of [...this.#listeners]) listener();
    });
  }
}

/** Events after which something that was being done may be over. */
const ENDS = [
  ...['compositionend', 'pointerup', 'pointercancel', 'dragend', 'drop'],
  ...['focusout', 'selectionchange', 'close', 'toggle', 'pause', 'ended'],
] as const;

const activities = new WeakMap<Document, UserActivity>();

/** The one of a page. */
export function activityOf(document: Document): UserActivity {
  const activity = activities.get(document) ?? new UserActivity(document);
  activities.set(document, activity);
  return activity;
}

function originOf(event: Event): Element | null {
  const [origin] = event.composedPath();
  return origin instanceof Element ? origin : null;
}
