/**
 * Entry of `dist/dx-push.js`, the service worker for calls while no tab is open. It lies at the root of a site, with a scope of
 * its own, or a worker of the site imports it: it takes only what a gateway of this package sends.
 */
import {
  closeNotifications,
  openAlert,
  renewSubscription,
  showNotification,
  type Shown,
} from './notifications.js';
import { readPush } from './push-content.js';
import type { PushWorkerScope } from './push-worker-scope.js';

const worker = globalThis as unknown as PushWorkerScope;

worker.addEventListener('install', () => {
  // A new version of the site's own worker comes when the site wants it.
  if (new URL(worker.registration.scope).pathname.startsWith('/dx-push/')) void worker.skipWaiting();
});

worker.addEventListener('push', (event) => {
  const content = readPush(event.data?.text() ?? '');
  if (content === null) return;
  event.waitUntil(
    'close' in content ? closeNotifications(worker, content.close) : showNotification(worker, content),
  );
});

worker.addEventListener('notificationclick', (event) => {
  const { notification } = event;
  const data = notification.data as Shown | null;
  if (data?.dx !== 1) return;
  notification.close();
  event.waitUntil(openAlert(worker, data));
});

worker.addEventListener('pushsubscriptionchange', (event) =>
  event.waitUntil(renewSubscription(worker, event)),
);
