import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page, WebSocket } from 'playwright-core';
import type { PushSubscribe } from '../../src/protocol/web-push.js';
import type { PushPayload } from '../../src/gateway/web-push/push-store.js';
import { startPushService, type PushService } from '../gateway/support/push-service.js';
import { until } from '../gateway/support/until.js';
import { openAlerts, setVisibility, startAlertSite, untilUnread, type AlertSite } from './alerts-support.js';
import { launchBrowser } from './support.js';

const PATH = '/dx-push/alerts/';
const BODY = `<button onclick="document.querySelector('dx-alert-toast').askForDesktop()">Notify me</button>
  <dx-inbox event-name="alert" desktop></dx-inbox>
  <dx-alert-toast event-name="alert" desktop="always"></dx-alert-toast>`;

/** A browser of a person whose notifications the push service of the test brings. */
interface Device {
  context: BrowserContext;
  page: Page;
  problems: string[];
  /** What the page asked of the gateway, in order, with the answers. */
  asked: Asked[];
  /** Brings what the gateway has sent to the browser, from where the last call ended. */
  bring(): Promise<void>;
}

interface Asked {
  packet: string;
  content: Partial<PushSubscribe> & Record<string, unknown>;
  isAnswered: boolean;
}

/** What a browser shows, with no page in front of it. */
const shownOn = (page: Page): Promise<{ title: string; body: string; tag: string }[]> =>
  page.evaluate(async (path) => {
    const registration = await navigator.serviceWorker.getRegistration(path);
    const notifications = (await registration?.getNotifications()) ?? [];
    return notifications.map(({ title, body, tag }) => ({ title, body, tag }));
  }, PATH);

const endpointOn = (page: Page): Promise<string | null> =>
  page.evaluate(async (path) => {
    const registration = await navigator.serviceWorker.getRegistration(path);
    return (await registration?.pushManager.getSubscription())?.endpoint ?? null;
  }, PATH);

describe('calls while no tab is open, in Chromium', { timeout: 180_000 }, () => {
  let browser: Browser;
  let service: PushService;
  let site: AlertSite;
  const releases: (() => void)[] = [];

  before(async () => {
    service = await startPushService({ after: (release) => void releases.push(release) });
    const webPush = { contact: 'mailto:operator@site.example', pushHosts: [service.host] };
    [browser, site] = await Promise.all([
      launchBrowser(),
      startAlertSite({ inbox: { events: ['alert'] }, webPush }, { webPushAgent: service.agent }),
    ]);
  });
  after(async () => {
    await browser.close();
    await site.close();
    for (const release of releases) release();
  });

  // A page that stays open takes the alerts of its person.
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

  let devices = 0;

  /**
   * Opens a page for a person. What Chromium takes from Google's servers, which are not there, is replaced, and no more:
   * where a browser is subscribed (`PushManager`), and how a message comes to it (the DevTools protocol).
   */
  async function open(user: string, { allowed = true, body = BODY } = {}): Promise<Device> {
    const context = await browser.newContext({ timezoneId: 'Asia/Tokyo' });
    const name = `device ${++devices}`;
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
    return { context, page, problems, asked, bring: await bringer(context, page, name) };
  }

  async function bringer(context: BrowserContext, page: Page, name: string): Promise<Device['bring']> {
    const worker = await context.newCDPSession(page);
    const registrations: { registrationId: string; scopeURL: string }[] = [];
    worker.on('ServiceWorker.workerRegistrationUpdated', (event) =>
      registrations.push(...event.registrations),
    );
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

  /** Waits until the gateway has answered what a page asked. @returns all that it asked so */
  async function untilAnswered({ asked }: Device, packet: string, count = 1): Promise<Asked['content'][]> {
    const answered = (): Asked[] => asked.filter((one) => one.packet === packet && one.isAnswered);
    await until(() => answered().length >= count, `${count} answered ${packet}`);
    return answered().map(({ content }) => content);
  }

  const untilSubscribed = (device: Device, count = 1): Promise<Asked['content'][]> =>
    untilAnswered(device, 'dx:push-subscribe', count);

  const untilMarked = async ({ asked }: Device, mark: string): Promise<void> => {
    const isMarked = (one: Asked): boolean => one.content['mark'] === mark && one.isAnswered;
    await until(() => asked.some(isMarked), `the mark "${mark}"`);
  };

  const untilShown = async (page: Page, titles: string[]): Promise<void> => {
    await until(async () => {
      const shown = await shownOn(page);
      return JSON.stringify(shown.map(({ title }) => title).sort()) === JSON.stringify(titles);
    }, `the notifications ${titles.join()}`);
  };

  /** Leaves the site, so that no tab takes an alert; the address stays on it, for the test to look from. */
  const leave = (page: Page): Promise<unknown> => page.goto(`${site.url}/healthz`);
  const address = `/?page=${encodeURIComponent(JSON.stringify({ body: BODY }))}`;
  const comeBack = (page: Page): Promise<unknown> => page.goto(site.url + address);

  it('an alert that no tab takes is shown by the worker, and closed where it is read elsewhere', async () => {
    const device = await open('anna');
    const [told] = await untilSubscribed(device);
    assert.deepEqual([told!.events, told!.quiet], [['alert'], null]);
    assert.deepEqual(device.problems, []);
    assert.deepEqual(await device.page.evaluate(() => navigator.serviceWorker.controller), null);
    await leave(device.page);
    await site.push({ title: 'Order 7', text: 'It has left' }, 'anna');
    await device.bring();
    await untilShown(device.page, ['Order 7']);
    const [shown] = await shownOn(device.page);
    assert.equal(shown!.body, 'It has left');
    const desk = await open('anna', { allowed: false });
    await untilUnread(desk.page, 1);
    await desk.page.evaluate(() =>
      (document.querySelector('dx-inbox') as unknown as { markAllRead: () => void }).markAllRead(),
    );
    await device.bring();
    await untilShown(device.page, []);
  });

  it('without leave nothing is registered and nothing warns; a click that gives it subscribes at once', async () => {
    const device = await open('boris', { allowed: false });
    const { page, context, problems } = device;
    const registered = (): Promise<number> =>
      page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
    await untilAnswered(device, 'dx:inbox');
    assert.equal(await registered(), 0);
    await context.grantPermissions(['notifications'], { origin: site.url });
    await page.getByRole('button', { name: 'Notify me' }).click();
    await untilSubscribed(device);
    assert.deepEqual(problems, []);
  });

  it('who turns notifications off in the inbox is called no more, and again after turning them on', async () => {
    const device = await open('carla');
    const [first] = await untilSubscribed(device);
    const { page } = device;
    await page.locator('dx-inbox .bell').click();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Desktop notifications').click();
    const [ended] = await untilAnswered(device, 'dx:push-unsubscribe');
    assert.equal(ended!.endpoint, first!.endpoint);
    assert.equal(await endpointOn(page), null);
    await page.getByLabel('Desktop notifications').click();
    await untilSubscribed(device, 2);
  });

  it('another person in the same browser gets an address of their own, and nothing of the former one stays', async () => {
    const device = await open('dora');
    const { page } = device;
    const [of] = await untilSubscribed(device);
    await leave(page);
    await site.push({ title: 'For Dora' }, 'dora');
    await device.bring();
    await untilShown(page, ['For Dora']);
    const erik = await site.login('erik');
    await page.evaluate((sid) => localStorage.setItem('sid', sid), erik);
    await comeBack(page);
    const [, next] = await untilSubscribed(device, 2);
    assert.notEqual(next!.endpoint, of!.endpoint);
    await untilShown(page, []);
    // The same while the page is open: nobody is there, then.
    await page.evaluate(() => localStorage.removeItem('sid'));
    await comeBack(page);
    await until(async () => (await endpointOn(page)) === null, 'the end of the subscription');
  });

  it('a person who signs out on the page is called no more', async () => {
    const device = await open('erik');
    const { page } = device;
    await untilSubscribed(device);
    await page.evaluate(() => {
      localStorage.removeItem('sid');
      (window as unknown as { dxRealtime: { checkSession: () => void } }).dxRealtime.checkSession();
    });
    await until(async () => (await endpointOn(page)) === null, 'the end of the subscription');
  });

  it('each visit tells the gateway the same address; with other keys of the gateway it is another one', async () => {
    const device = await open('frida');
    const { page } = device;
    const [first] = await untilSubscribed(device);
    await comeBack(page);
    const [, second] = await untilSubscribed(device, 2);
    assert.equal(second!.endpoint, first!.endpoint);
    await page.evaluate(() => {
      const kept = JSON.parse(localStorage.getItem('subscription of the test')!) as { key: string };
      localStorage.setItem('subscription of the test', JSON.stringify({ ...kept, key: 'AAAA' }));
    });
    await comeBack(page);
    const [, , third] = await untilSubscribed(device, 3);
    assert.notEqual(third!.endpoint, first!.endpoint);
  });

  it('quiet hours are told with the time zone of the person, and again when they change', async () => {
    const device = await open('frida', {
      body: BODY.replace('="always"', '="always" quiet-hours="22:00-07:00"'),
    });
    const [first] = await untilSubscribed(device);
    assert.deepEqual(first!.quiet, { from: 1320, to: 420, timeZone: 'Asia/Tokyo' });
    await device.page.evaluate(() =>
      document.querySelector('dx-alert-toast')!.setAttribute('quiet-hours', '00:00-06:00'),
    );
    const [, second] = await untilSubscribed(device, 2);
    assert.deepEqual(second!.quiet, { from: 0, to: 360, timeZone: 'Asia/Tokyo' });
  });

  it('a hidden tab that shows a notification of its own says so, and the gateway calls nobody', async () => {
    const device = await open('greta');
    await untilSubscribed(device);
    await setVisibility(device.page, 'hidden');
    await site.push('while hidden', 'greta');
    await untilMarked(device, 'seen');
  });

  it('a click on a notification brings the alert to a page that is open, which marks it as read and follows its link', async () => {
    const device = await open('greta');
    const { page, context } = device;
    await untilSubscribed(device);
    await leave(page);
    await site.push({ title: 'Click me', href: `${address}#there` }, 'greta');
    await device.bring();
    await untilShown(page, ['Click me']);
    await comeBack(page);
    await untilSubscribed(device, 2);
    const [worker] = context.serviceWorkers();
    // A click that Chromium takes for none of a person: it may bring no page to the front.
    await worker!.evaluate(`registration.getNotifications().then(([notification]) =>
      dispatchEvent(Object.assign(new Event('notificationclick'), { notification, waitUntil() {} })),
    )`);
    await page.waitForURL(/#there$/);
    await untilMarked(device, 'read');
    await untilShown(page, []);
  });
});

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
