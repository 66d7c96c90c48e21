import { containsDeep } from '../../dom/shadow-dom.js';

/**
 * What a person is doing on a page right now, as far as events alone tell it: composing text with an input
 * method, or pressing a pointer, be it to click, to select or to drag.
 */
export class UserActivity {
  readonly #listeners = new Set<() => void>();
  readonly #frames = new WeakSet<Document>();
  #composing: Element | null = null;
  #pressed: Element | null = null;
  /** Where a press began that left for a frame, where its end may not be seen. */
  #lost: Element | null = null;

  constructor(document: Document) {
    this.#listen(document, ['compositionstart'], (event) => (this.#composing = originOf(event)));
    this.#listen(document, ['pointerdown', 'dragstart'], (event) => {
      // The end of a press that opens a menu is not told in WebKit.
      if ((event as PointerEvent).button === 2) return;
      this.#pressed = originOf(event);
      this.#lost = null;
    });
    this.#listen(document, ['pointerover'], (event) => this.#follow(event as PointerEvent));
    this.#listenToEnds(document);
    // The focus goes into a frame without an event of the page but this.
    document.defaultView?.addEventListener('blur', () => this.#watchFrame(document.activeElement));
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

  #listenToEnds(document: Document): void {
    this.#listen(document, ['compositionend'], () => (this.#composing = null));
    this.#listen(document, ['pointerup', 'dragend', 'drop'], () => (this.#pressed = this.#lost = null));
    // A drag takes the pointer away without the pointer going up.
    this.#listen(document, ['pointercancel'], (event) => {
      if ((event as PointerEvent).pointerType !== 'mouse') this.#pressed = null;
    });
    this.#listen(document, ENDS, () => this.#changed());
  }

  /** A press that goes over a frame may end there unseen; where it comes back it goes on. */
  #follow({ target, buttons }: PointerEvent): void {
    const isOverFrame = (target as Partial<Element> | null)?.localName === 'iframe';
    if (this.#pressed !== null && (isOverFrame || buttons === 0)) {
      this.#lost = buttons === 0 ? null : this.#pressed;
      this.#pressed = null;
      this.#changed();
    } else if (this.#lost !== null && !isOverFrame) {
      if (buttons !== 0) this.#pressed = this.#lost;
      this.#lost = null;
    }
  }

  /** What is composed in a frame of the same origin counts as composed in the frame. */
  #watchFrame(element: Element | null): void {
    const frame = (element as Partial<HTMLIFrameElement> | null)?.contentDocument ?? null;
    if (frame === null || this.#frames.has(frame)) return;
    this.#frames.add(frame);
    this.#listen(frame, ['compositionstart'], () => (this.#composing = element));
    this.#listenToEnds(frame);
    this.#watchFrame(frame.activeElement);
  }

  #listen(document: Document, types: readonly string[], listener: (event: Event) => void): void {
    for (const type of types) document.addEventListener(type, listener, { capture: true, passive: true });
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
