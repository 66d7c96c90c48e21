import { safeUrl } from '../../data/safe-url.js';
import { follow } from '../attention/desktop.js';

/** What the worker says. */
interface WorkerMessage {
  dxPush: 'asked' | 'clicked' | 'changed';
  /** Address of its scope. */
  scope: string;
  /** Of the alert, as in the inbox. */
  id: unknown;
  href: unknown;
}

export interface WorkerDelegate {
  /** A person clicked the notification of an alert. */
  clicked(id: string): void;
  /** The browser has renewed its subscription. */
  changed(): void;
}

/** Takes what the worker says to the page. @param path of its scope: another one is of another app */
export function hearWorker(view: Window, path: string, delegate: WorkerDelegate): void {
  view.navigator.serviceWorker.addEventListener('message', ({ data, ports }) => {
    const { dxPush, scope, id, href } = (data ?? {}) as Partial<WorkerMessage>;
    if (scope !== new URL(path, view.location.origin).href) return;
    // The worker opens a window where nobody answers.
    if (dxPush === 'asked') ports[0]?.postMessage(true);
    if (dxPush === 'changed') delegate.changed();
    if (dxPush !== 'clicked') return;
    if (typeof id === 'string' && id !== '') delegate.clicked(id);
    const address = typeof href === 'string' ? safeUrl(href, view.location.href) : null;
    if (address !== null && new URL(address).origin === view.location.origin) follow(view.document, address);
  });
}
