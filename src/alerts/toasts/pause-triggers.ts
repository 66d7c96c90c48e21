import { containsDeep } from '../../dom/shadow-dom.js';
import type { PauseReason } from './dismiss-timers.js';

export interface PauseDelegate {
  hold(reason: PauseReason, on: boolean): void;
  key(event: KeyboardEvent): void;
  /** The focus came to the toasts from an element outside. */
  focusEntered(from: EventTarget | null): void;
}

/**
 * Hears what makes time stand still. It listens on the document, not on the toasts: a toast that goes away under
 * the pointer tells nobody that the pointer has left it.
 *
 * @returns the way to stop
 */
export function watchPauseTriggers(
  document: Document,
  hosts: () => Iterable<Element>,
  events: PauseDelegate,
): () => void {
  const isInside = (event: Event): boolean => {
    const node = event.composedPath()[0] as Node | undefined;
    return node !== undefined && [...hosts()].some((host) => containsDeep(host, node));
  };
  const listeners: Record<string, (event: never) => void> = {
    // A finger leaves no pointer behind, so it would hold for ever.
    pointerover: (event: PointerEvent) =>
      events.hold('pointer', event.pointerType !== 'touch' && isInside(event)),
    pointerout: (event: PointerEvent) => {
      if (event.relatedTarget === null) events.hold('pointer', false);
    },
    focusin: (event: FocusEvent) => {
      const inside = isInside(event);
      if (inside) events.focusEntered(event.relatedTarget);
      events.hold('focus', inside);
    },
    focusout: (event: FocusEvent) => {
      if (event.relatedTarget === null) events.hold('focus', false);
    },
    visibilitychange: () => events.hold('hidden', document.visibilityState === 'hidden'),
    keydown: (event: KeyboardEvent) => events.key(event),
  };
  for (const [type, listener] of Object.entries(listeners))
    document.addEventListener(type, listener as EventListener, true);
  events.hold('hidden', document.visibilityState === 'hidden');
  return () => {
    for (const [type, listener] of Object.entries(listeners))
      document.removeEventListener(type, listener as EventListener, true);
  };
}
