/** Why the page should look at its connection now. `restored`: from the back/forward cache. */
export type WakeReason = 'online' | 'visible' | 'restored' | 'resumed';

/** What a connection wants to hear of its page. */
export interface PageSignals {
  /** The page is back, or the network is. */
  wake(reason: WakeReason): void;
  /** The browser lost the network. */
  offline(): void;
  /** The page is left, perhaps to the back/forward cache, which an open WebSocket would prevent. */
  hide(): void;
  /** Another tab changed this page's storage. */
  storage(): void;
}

/**
 * Listens to the signals of a page.
 *
 * @returns the way to stop
 */
export function watchPage(view: Window, signals: PageSignals): () => void {
  const controller = new AbortController();
  const { signal } = controller;
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
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') signals.wake('visible');
    },
    { signal },
  );
  return () => controller.abort();
}
