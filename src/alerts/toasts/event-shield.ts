import { containsDeep } from '../../dom/shadow-dom.js';

export interface EventShieldDelegate {
  /** What toasts are drawn in. */
  hosts(): Iterable<HTMLElement>;
  /** The pointer moved, anywhere on the page. */
  moved(event: PointerEvent): void;
  /** A press that no other code of the page hears. @returns false where the click that follows must do nothing */
  pressed(event: PointerEvent): boolean;
  /** A key was pressed in a toast. */
  key(event: KeyboardEvent, host: HTMLElement): void;
}

/** What would tell a modal, a menu or a focus trap that somebody pressed outside of it. */
const PRESSES = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'touchstart', 'touchend'];

/**
 * Keeps presses, keys and focus in toasts from the rest of the page: code that closes a modal at a press outside of it, or
 * fetches the focus back, would take the toast from the person. It listens on the window, before code on the document.
 *
 * @returns the way to stop
 */
export function shieldEvents(view: Window, events: EventShieldDelegate): () => void {
  let isVoid = false;
  /** Keys that went down in a toast. Where they go up, the focus may be on the page again. */
  const pressed = new Set<string>();
  const hostOf = (target: EventTarget | null | undefined): HTMLElement | null =>
    [...events.hosts()].find((host) => containsDeep(host, target as Node | null)) ?? null;
  const press = (event: Event): void => {
    const target = event.composedPath()[0] as Element;
    if (hostOf(target) === null) return;
    event.stopImmediatePropagation();
    if (event.type === 'pointerdown') isVoid = !events.pressed(event as PointerEvent);
    // A click with the mouse leaves the focus where a person is typing.
    if (event.type === 'mousedown' && target.closest('button') !== null) event.preventDefault();
  };
  const listeners: Record<string, (event: never) => void> = {
    ...Object.fromEntries(PRESSES.map((type) => [type, press])),
    pointermove: (event: PointerEvent) => events.moved(event),
    click: (event: MouseEvent) => {
      const target = event.composedPath()[0] as Element;
      const host = hostOf(target);
      if (host === null) return;
      // A toast that goes has had its click, and the second click of two was not meant for what the first has made of it.
      isVoid ||= event.detail > 1 || target.closest('.leaving') !== null;
      const isLink = target.closest('a') !== null && !isVoid;
      // Elsewhere than in a dialog, links go on to the router of the page.
      if (isLink && host.parentElement === host.ownerDocument.body) return;
      event.stopImmediatePropagation();
      if (isVoid || !again(event, target)) event.preventDefault();
      isVoid = false;
    },
    focusin: (event: FocusEvent) => {
      if (hostOf(event.target) !== null) event.stopImmediatePropagation();
    },
    focusout: (event: FocusEvent) => {
      if (hostOf(event.target) ?? hostOf(event.relatedTarget)) event.stopImmediatePropagation();
    },
    keydown: (event: KeyboardEvent) => {
      const host = hostOf(event.composedPath()[0]);
      pressed.delete(event.code);
      if (host === null || event.ctrlKey || event.metaKey || event.altKey) return;
      pressed.add(event.code);
      event.stopImmediatePropagation();
      events.key(event, host);
    },
    keypress: (event: KeyboardEvent) => {
      if (pressed.has(event.code)) event.stopImmediatePropagation();
    },
    keyup: (event: KeyboardEvent) => {
      if (pressed.delete(event.code)) event.stopImmediatePropagation();
    },
  };
  for (const [type, listener] of Object.entries(listeners))
    view.addEventListener(type, listener as EventListener, true);
  return () => {
    for (const [type, listener] of Object.entries(listeners))
      view.removeEventListener(type, listener as EventListener, true);
  };
}

/** Repeats a click inside the shadow root only. @returns false where its default is prevented */
function again(event: MouseEvent, target: Element): boolean {
  const { MouseEvent: Click } = target.ownerDocument.defaultView as Window & typeof globalThis;
  return target.dispatchEvent(new Click('click', { bubbles: true, cancelable: true, detail: event.detail }));
}
