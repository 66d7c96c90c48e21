import type { Browser, BrowserContext, Page, WebSocket, Worker } from 'playwright-core';
import type { PushSubscribe } from '../../src/protocol/web-push.js';
import type { PushPayload } from '../../src/gateway/web-push/push-store.js';
import { startPushService, type PushService } from '../gateway/support/push-service.js';
import { until } from '../gateway/support/until.js';
import { openAlerts, startAlertSite, type AlertSite } from './alerts-support.js';
import { launchBrowser } from './support.js';

/** Of the scope of the worker. */
export const PATH = '/dx-push/alerts/';
export const BODY = `<button onclick="document.querySelector('dx-alert-toast').askForDesktop()">Notify me</button>
  <dx-inbox event-name="alert" desktop></dx-inbox>
  <dx-alert-toast event-name="alert" desktop="always"></dx-alert-toast>`;
/** Of the page with these elements, on the site. */
export const ADDRESS = `/?page=${encodeURIComponent(JSON.stringify({ body: BODY }))}`;

/** A browser of a person whose notifications the push service of the test brings. */
export interface Device {
  context: BrowserContext;
  page: Page;
  problems: string[];
  /** What the page asked of the gateway, in order, with the answers. */
  asked: Asked[];
  /** Brings what the gateway has sent to the browser, from where the last call ended. */
  bring(): Promise<void>;
  /** Waits until the gateway has answered what the page asked. @returns all that it asked so */
  untilAnswered(packet: string, count?: number): Promise<Asked['content'][]>;
  untilSubscribed(count?: number): Promise<Asked['content'][]>;
  untilMarked(mark: string): Promise<void>;
  worker(): Worker;
  /** Has the worker take a click on the notification that it shows. A page may not be brought to the front: it is none of a person. */
  clickShown(): Promise<unknown>;
}

export interface Asked {
  packet: string;
  content: Partial<PushSubscribe> & Record<string, unknown>;
  isAnswered: boolean;
}

/** A site that calls people, and browsers whose push service is that of the test. */
export interface PushSite {
  site: AlertSite;
  /** Opens a page for a person. */
  open: (user: string, page?: { allowed?: boolean; body?: string }) => Promise<Device>;
  /** A page that stays open takes the alerts of its person. */
  closePages(): Promise<unknown>;
  close(): Promise<void>;
}

/** What a browser shows, with no page in front of it. */
export const shownOn = (page: Page): Promise<{ title: string; body: string; tag: string }[]> =>
  page.evaluate(async (path) => {
    const registration = await navigator.serviceWorker.getRegistration(path);
    const notifications = (await registration?.getNotifications()) ?? [];
    return notifications.map(({ title, body, tag }) => ({ title, body, tag }));
  }, PATH);

export const endpointOn = (page: Page): Promise<string | null> =>
  page.evaluate(async (path) => {
    const registration = await navigator.serviceWorker.getRegistration(path);
    return (await registration?.pushManager.getSubscription())?.endpoint ?? null;
  }, PATH);

/** Starts the site with one that calls its people in Chromium. */
export async function startPushSite(): Promise<PushSite> {
  const releases: (() => void)[] = [];
  const service = await startPushService({ after: (release) => void releases.push(release) });
  const webPush = { contact: 'mailto:operator@site.example', pushHosts: [service.host] };
  const [browser, site] = await Promise.all([
    launchBrowser(),
    startAlertSite({ inbox: { events: ['alert'] }, webPush }, { webPushAgent: service.agent }),
  ]);
  let devices = 0;
  return {
    site,
    open: (user, page) => open({ browser, service, site, name: `device ${++devices}` }, user, page),
    closePages: () => Promise.all(browser.contexts().map((context) => context.close())),
    close: async () => {
      await browser.close();
      await site.close();
      for (const release of releases) release();
    },
  };
}

/** Leaves the site, so that no tab takes an alert; the address stays on it, for the test to look from. */
export const leave = (page: Page): Promise<unknown> => page.goto('/healthz');

/** Where a device is opened. */
interface Place {
  browser: Browser;
  service: PushService;
  site: AlertSite;
  /** Of the device, at the push service. */
  name: string;
}

/**
 * Opens a page for a person. What Chromium takes from Google's servers, which are not there, is replaced, and no more:
 * where a browser is subscribed (`PushManager`), and how a message comes to it (the DevTools protocol).
 */
async function open(
  place: Place,
  user: string,
  { allowed = true, body = BODY }: { allowed?: boolean; body?: string } = {},
): Promise<Device> {
  const { browser, service, site, name } = place;
  const context = await browser.newContext({ timezoneId: 'Asia/Tokyo', baseURL: site.url });
  if (allowed) await context.grantPermissions(['notifications'], { origin: site.url });
  await context.exposeFunction('subscribeAtService', (key: string, count: number) =>
    service.subscribe(`${name} ${count}`, key),
  );
  // What runs the tests gives functions names by it.
  await context.addInitScript('globalThis.__name = (named) => named');
  await context.addInitScript(replacePushManager);
  const session = await site.login(user);
  await context.addInitScript((sid) => {
    if (sessionStorage.getItem('was here') === null) localStorage.setItem('sid', sid);
    sessionStorage.setItem('was here', 'yes');
  }, session);
  const asked: Asked[] = [];
  context.on('page', (opened) => opened.on('websocket', (socket) => noteAsked(socket, asked)));
  const { page, problems } = await openAlerts(context, site, { body });
  const worker = (): Worker => context.serviceWorkers()[0]!;
  return {
    ...{ context, page, problems, asked, bring: await bringer(place, context, page) },
    ...waitsFor(asked),
    worker,
    clickShown: () => clickShown(worker()),
  };
}

async function bringer(
  { service, site, name }: Place,
  context: BrowserContext,
  page: Page,
): Promise<Device['bring']> {
  const worker = await context.newCDPSession(page);
  const registrations: { registrationId: string; scopeURL: string }[] = [];
  worker.on('ServiceWorker.workerRegistrationUpdated', (event) => registrations.push(...event.registrations));
  await worker.send('ServiceWorker.enable');
  let brought = 0;
  return async () => {
    const ours = (): { payload: PushPayload }[] =>
      service.received.filter((one) => one.browser.startsWith(`${name} `));
    await until(() => ours().length > brought, `a push to ${name}`);
    const { registrationId } = registrations.findLast(({ scopeURL }) => scopeURL.endsWith(PATH))!;
    for (const { payload } of ours().slice(brought)) {
      const data = JSON.stringify(payload);
      await worker.send('ServiceWorker.deliverPushMessage', { origin: site.url, registrationId, data });
      brought += 1;
    }
  };
}

export const untilShown = async (page: Page, titles: string[]): Promise<void> => {
  await until(async () => {
    const shown = await shownOn(page);
    return JSON.stringify(shown.map(({ title }) => title).sort()) === JSON.stringify(titles);
  }, `the notifications ${titles.join()}`);
};

type Waits = Pick<Device, 'untilAnswered' | 'untilSubscribed' | 'untilMarked'>;

/** How a test waits for what a page asks of the gateway. */
function waitsFor(asked: readonly Asked[]): Waits {
  const untilAnswered: Waits['untilAnswered'] = async (packet, count = 1) => {
    const answered = (): Asked[] => asked.filter((one) => one.packet === packet && one.isAnswered);
    await until(() => answered().length >= count, `${count} answered ${packet}`);
    return answered().map(({ content }) => content);
  };
  return {
    untilAnswered,
    untilSubscribed: (count) => untilAnswered('dx:push-subscribe', count),
    untilMarked: async (mark) => {
      const isMarked = (one: Asked): boolean => one.content['mark'] === mark && one.isAnswered;
      await until(() => asked.some(isMarked), `the mark "${mark}"`);
    },
  };
}

const clickShown = (worker: Worker): Promise<unknown> =>
  worker.evaluate(`registration.getNotifications().then(([notification]) =>
    dispatchEvent(Object.assign(new Event('notificationclick'), { notification, waitUntil() {} })),
  )`);

/** Reads what a page asks over a socket: packets with a number, and the answers by it. */
function noteAsked(socket: WebSocket, asked: Asked[]): void {
  const open = new Map<string, Asked>();
  socket.on('framesent', ({ payload }) => {
    const [, id, packet, content] = /^42(\d+)\["(dx:[a-z-]+)",(.*)\]$/s.exec(String(payload)) ?? [];
    if (id === undefined) return;
    const one = { packet: packet!, content: JSON.parse(content!) as Asked['content'], isAnswered: false };
    open.set(id, one);
    asked.push(one);
  });
  socket.on('framereceived', ({ payload }) => {
    const one = open.get(/^43(\d+)\[/.exec(String(payload))?.[1] ?? '');
    if (one !== undefined) one.isAnswered = true;
  });
}

/** Chromium asks Google's servers for a subscription: here the push service of the test gives one. */
function replacePushManager(): void {
  const NAME = 'subscription of the test';
  const bytes = (text: string): ArrayBuffer =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0)).buffer;
  interface Kept {
    endpoint: string;
    keys: { p256dh: string; auth: string };
    key: string;
  }
  const read = (): Kept | null => JSON.parse(localStorage.getItem(NAME) ?? 'null') as Kept | null;
  const subscriptionOf = ({ endpoint, keys, key }: Kept): object => ({
    endpoint,
    options: { applicationServerKey: bytes(key) },
    getKey: (name: 'p256dh' | 'auth') => bytes(keys[name]),
    unsubscribe: () => {
      localStorage.removeItem(NAME);
      return Promise.resolve(true);
    },
  });
  Object.assign(PushManager.prototype, {
    getSubscription: () => {
      const kept = read();
      return Promise.resolve(kept && subscriptionOf(kept));
    },
    subscribe: async ({ applicationServerKey: key }: { applicationServerKey: string }) => {
      if (Notification.permission !== 'granted') throw new DOMException('not allowed', 'NotAllowedError');
      const former = read();
      if (former !== null && former.key !== key) throw new DOMException('another key', 'InvalidStateError');
      const count = Number(localStorage.getItem('subscriptions') ?? 0) + 1;
      localStorage.setItem('subscriptions', String(count));
      const { subscribeAtService } = window as unknown as {
        subscribeAtService: (key: string, count: number) => Promise<Omit<Kept, 'key'>>;
      };
      const kept: Kept = former ?? { ...(await subscribeAtService(key, count)), key };
      localStorage.setItem(NAME, JSON.stringify(kept));
      return subscriptionOf(kept);
    },
  });
}
