import { isHidden } from '../dom/page-visibility.js';

/**
 * Why the page should look at its connection now. `restored`: from the back/forward cache. `resumed`: it was frozen,
 * the machine slept, or the tab was hidden for long.
 */
export type WakeReason = 'online' | 'visible' | 'restored' | 'resumed';

/** What a connection wants to hear of its page. */
export interface LifecycleDelegate {
  /** The page is back, or the network is. */
  wake(reason: WakeReason): void;
  /** The browser lost the network. */
  offline(): void;
  /** The page is left, perhaps to the back/forward cache, which an open WebSocket would prevent. */
  hide(): void;
  /** Another tab changed this page's storage. */
  storage(): void;
}

/** After so long in the background or asleep a socket may look open and be dead, in milliseconds. */
const LONG_SLEEP = 60_000;
/** How often the clock is looked at, in milliseconds: a jump means that the machine slept. */
const CLOCK_INTERVAL = 10_000;

/** Calls when the document has been read to its end: at once where it has, never after the signal. */
export function whenRead(document: Document, signal: AbortSignal, callback: () => void): void {
  if (document.readyState === 'loading')
    document.addEventListener('DOMContentLoaded', callback, { once: true, signal });
  else callback();
}

/** Listens to the signals of a page until the signal ends it. */
export function watchLifecycle(view: Window, signal: AbortSignal, signals: LifecycleDelegate): void {
  const { document } = view;
  view.addEventListener('online', () => signals.wake('online'), { signal });
  view.addEventListener('offline', () => signals.offline(), { signal });
  view.addEventListener('storage', () => signals.storage(), { signal });
  view.addEventListener('pagehide', () => signals.hide(), { signal });
  view.addEventListener(
    'pageshow',
    (event) => {
      if (event.persisted) signals.wake('restored');
    },
    { signal },
  );
  document.addEventListener('resume', () => signals.wake('resumed'), { signal });
  let hiddenAt = Date.now();
  document.addEventListener(
    'visibilitychange',
    () => {
      if (isHidden(document)) hiddenAt = Date.now();
      else signals.wake(Date.now() - hiddenAt > LONG_SLEEP ? 'resumed' : 'visible');
    },
    { signal },
  );
  let seenAt = Date.now();
  const clock = setInterval(() => {
    const slept = Date.now() - seenAt - CLOCK_INTERVAL;
    seenAt = Date.now();
    // In a hidden tab browsers stretch timers to a minute; it is looked after when it shows again.
    if (slept > LONG_SLEEP && !isHidden(document)) signals.wake('resumed');
  }, CLOCK_INTERVAL);
  signal.addEventListener('abort', () => clearInterval(clock));
}
