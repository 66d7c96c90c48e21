import { isHidden } from '../../dom/page-visibility.js';
import { containsDeep } from '../../dom/shadow-dom.js';
import type { Clock } from '../../clock.js';
import type { PauseReason } from './dismiss-timers.js';

export interface PauseDelegate {
  hold(reason: PauseReason, on: boolean): void;
  key(event: KeyboardEvent): void;
  /** The focus came to the toasts from an element outside. */
  focusEntered(from: EventTarget | null): void;
}

/** How long toasts keep still after a finger has left them, in milliseconds: the second tap of two must not hit another one. */
const TOUCH_REST = 700;

/**
 * Hears what makes time stand still. It listens on the window, not on the toasts: a toast that goes away under the
 * pointer tells nobody that the pointer has left it, and code on the document may stop events.
 *
 * @returns the way to stop
 */
export function watchPauseTriggers(
  document: Document,
  clock: Clock,
  hosts: () => Iterable<Element>,
  events: PauseDelegate,
): () => void {
  const isInside = (event: Event): boolean => {
    const node = event.composedPath()[0] as Node | undefined;
    return node !== undefined && [...hosts()].some((host) => containsDeep(host, node));
  };
  const view = document.defaultView as Window;
  let cancelRest = (): void => undefined;
  const point = (event: PointerEvent, isOn: boolean): void => {
    cancelRest();
    const isOver = isInside(event);
    events.hold('pointer', isOver && (isOn || event.pointerType === 'touch'));
    // A finger leaves no pointer behind: it would hold for ever.
    if (isOver && !isOn) cancelRest = clock.after(TOUCH_REST, () => events.hold('pointer', false));
  };
  const listeners: Record<string, (event: never) => void> = {
    pointerover: (event: PointerEvent) => point(event, true),
    pointerout: (event: PointerEvent) => {
      if (event.relatedTarget === null) point(event, false);
    },
    focusin: (event: FocusEvent) => {
      const inside = isInside(event);
      if (inside) events.focusEntered(event.relatedTarget);
      events.hold('focus', inside);
    },
    focusout: (event: FocusEvent) => {
      if (event.relatedTarget === null) events.hold('focus', false);
    },
    visibilitychange: () => events.hold('hidden', isHidden(document)),
    blur: () => events.hold('blur', !isInFront(view)),
    focus: () => events.hold('blur', !isInFront(view)),
    keydown: (event: KeyboardEvent) => events.key(event),
  };
  for (const [type, listener] of Object.entries(listeners))
    view.addEventListener(type, listener as EventListener, true);
  events.hold('hidden', isHidden(document));
  events.hold('blur', !isInFront(view));
  return () => {
    cancelRest();
    for (const [type, listener] of Object.entries(listeners))
      view.removeEventListener(type, listener as EventListener, true);
  };
}

/** Whether the window has the focus: a person may be working in another one that lies beside it. */
function isInFront(view: Window): boolean {
  try {
    return view.top!.document.hasFocus();
  } catch {
    // A frame in a page of another site cannot know.
    return true;
  }
}
