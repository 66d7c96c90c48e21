import type { PushSubscribe } from '../../protocol/web-push.js';

/** Where the worker lies: at the root of the site, so that its scope may be anywhere on it. */
const WORKER = '/dx-push.js';

/**
 * The scope of the worker of an app. No page lies in it, so that a worker of the site stays what it is; two apps of a site
 * have keys of their own, and so each a subscription of its own.
 */
export const workerPath = (appId: string): string => `/dx-push/${appId.replaceAll(/[^\w-]/g, '-')}/`;

/** The registration of a scope. @returns null where there is none */
export async function findRegistration(
  view: Window,
  path: string,
): Promise<ServiceWorkerRegistration | null> {
  const found = await view.navigator.serviceWorker.getRegistration(path);
  // The browser gives the one of the nearest scope above, which is the site's.
  return found !== undefined && new URL(found.scope).pathname === path ? found : null;
}

/**
 * Registers the worker, where the site has not registered one of its own for that scope.
 *
 * @throws Error where the site has no such file, or may have no worker
 */
export async function openRegistration(view: Window, path: string): Promise<ServiceWorkerRegistration> {
  const found = await findRegistration(view, path);
  const worker = found?.active ?? found?.waiting ?? found?.installing;
  const address = new URL(WORKER, view.location.origin).href;
  if (found !== null && worker != null && worker.scriptURL !== address) return active(found);
  const { serviceWorker } = view.navigator;
  // The browser looks for a new version of it each time.
  return active(await serviceWorker.register(address, { scope: path, updateViaCache: 'none' }));
}

/** Waits until a worker can take pushes: `ready` knows only that of the page. */
function active(registration: ServiceWorkerRegistration): Promise<ServiceWorkerRegistration> {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active !== null || worker === null) return Promise.resolve(registration);
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (worker.state === 'activated') resolve(registration);
      if (worker.state === 'redundant') reject(new Error('it does not start'));
    };
    worker.addEventListener('statechange', look);
    look();
  });
}

/** The subscription by a key, a new one where there is none by it: a browser refuses a second key. */
export async function subscriptionBy(
  { pushManager }: ServiceWorkerRegistration,
  key: string,
): Promise<PushSubscription> {
  const found = await pushManager.getSubscription();
  if (found !== null && keyOf(found) === key) return found;
  await found?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

function keyOf({ options }: PushSubscription): string {
  return base64Url(options.applicationServerKey ?? new ArrayBuffer());
}

/** What the gateway must know of a subscription. */
export function contentOf(subscription: PushSubscription): Pick<PushSubscribe, 'endpoint' | 'keys'> {
  const [p256dh, auth] = (['p256dh', 'auth'] as const).map((name) =>
    base64Url(subscription.getKey(name) ?? new ArrayBuffer()),
  );
  return { endpoint: subscription.endpoint, keys: { p256dh: p256dh!, auth: auth! } };
}

const base64Url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Ends the subscription of a scope, and takes away what its notifications say. @returns the endpoint; null = there was none */
export async function endSubscription(view: Window, path: string): Promise<string | null> {
  const registration = await findRegistration(view, path);
  if (registration === null) return null;
  for (const notification of await registration.getNotifications())
    if ((notification.data as { dx?: unknown } | null)?.dx === 1) notification.close();
  const subscription = await registration.pushManager.getSubscription();
  await subscription?.unsubscribe();
  return subscription?.endpoint ?? null;
}
