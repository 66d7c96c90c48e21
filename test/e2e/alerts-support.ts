import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import {
  createGateway,
  type EventHandler,
  type Gateway,
  type GatewayConfiguration,
  type InboxConfiguration,
  type TopicRules,
  type WebPushConfiguration,
} from '../../src/gateway/index.js';
import { collectProblems, launchBrowser } from './support.js';

const APP = 'alerts';

/** Where a page with alerts is served, and how it is pushed to. */
export interface AlertSite {
  gateway: Gateway;
  url: string;
  push(message: unknown, userID?: string): Promise<void>;
  login(user: string): Promise<string>;
  close(): Promise<void>;
}

/** What the gateway does beside pushing. */
export interface AlertGateway {
  events?: Record<string, EventHandler>;
  /** File that outlives it. */
  data?: string;
  /** Which alerts it keeps for people. */
  inbox?: InboxConfiguration;
  /** Who may listen to which topic. */
  topics?: TopicRules;
  /** How it calls people who have no tab open. */
  webPush?: WebPushConfiguration;
}

/** What stands on the page; the script tag is added. */
export interface AlertPage {
  body?: string;
  lang?: string;
  dir?: 'ltr' | 'rtl';
  /** Content security policy. */
  policy?: string;
}

export const BOTH =
  '<main><h1>Orders</h1><dx-inbox event-name="alert"></dx-inbox><dx-alert-toast event-name="alert"></dx-alert-toast></main>';

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 700 },
  hasTouch: true,
  isMobile: true,
};

/** One site and one browser for all tests of a suite. To be called in its `describe`. */
export function alertSuite(gateway?: AlertGateway): {
  site: AlertSite;
  browser: Pick<Browser, 'newContext'>;
} {
  const site = {} as AlertSite;
  let browser: Browser;
  before(async () => {
    Object.assign(site, await startAlertSite(gateway));
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  return { site, browser: { newContext: (options) => browser.newContext(options) } };
}

/** Serves any page that a test asks for in its address: the built script, and a gateway of its own. */
export async function startAlertSite(
  { events = {}, inbox, webPush, topics, ...changes }: AlertGateway = {},
  parts: Parameters<typeof createGateway>[1] = {},
): Promise<AlertSite> {
  const configuration: GatewayConfiguration = {
    logLevel: 'silent',
    ...changes,
    limits: { loginsPerMinute: 10_000 },
    apps: [
      {
        id: APP,
        pushKeys: ['alerts-push-key-of-tests'],
        anonymous: true,
        users: ['anna', 'boris', 'carla', 'dora', 'erik', 'frida', 'greta'].map((id) => ({
          id,
          password: id,
        })),
        scenarios: { events },
        ...(inbox && { inbox }),
        ...(webPush && { webPush }),
        ...(topics && { topics }),
      },
    ],
  };
  const gateway = createGateway(configuration, parts);
  const root = fileURLToPath(new URL('../../dist', import.meta.url));
  await gateway.http.register(staticFiles, { root, prefix: '/dist/' });
  // As a site has it at its root.
  gateway.http.get('/dx-push.js', (_, reply) => reply.sendFile('dx-push.js'));
  // A worker of a site's own, which imports it and has pushes and notifications beside.
  gateway.http.get('/sw.js', (_, reply) =>
    reply.type('text/javascript').send(`importScripts('/dx-push.js');
      addEventListener('push', ({ data }) => {
        if (data.text().startsWith('of the site')) registration.showNotification(data.text());
      });`),
  );
  gateway.http.get<{ Querystring: { page: string } }>('/', (request, reply) => {
    const { body = BOTH, lang = 'en', dir = 'ltr', policy } = JSON.parse(request.query.page) as AlertPage;
    if (policy !== undefined) void reply.header('Content-Security-Policy', policy);
    return reply.type('text/html; charset=utf-8')
      .send(`<!doctype html><html lang="${lang}" dir="${dir}"><head>
      <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark"><title>Alerts</title><link rel="icon" href="data:,">
      <script src="/dist/dx-realtime.js" data-url="" data-app-id="${APP}" defer></script></head>
      <body>${body}</body></html>`);
  });
  const { url } = await gateway.listen({ port: 0 });
  return {
    gateway,
    url,
    push: async (message, userID = '*') => {
      await gateway.push(APP, { userID, eventName: 'alert', message });
    },
    login: async (username) => {
      const response = await fetch(`${url}/good/api/v5/auth`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ appID: APP, provider: 'rest', username, password: username }),
      });
      return ((await response.json()) as { result: { token: string } }).result.token;
    },
    close: () => gateway.close(),
  };
}

/** Opens a page and waits until its alerts are live. */
export async function openAlerts(
  context: BrowserContext | Browser,
  site: AlertSite,
  page: AlertPage = {},
): Promise<{ page: Page; problems: string[] }> {
  const opened = await context.newPage();
  const problems = collectProblems(opened);
  await opened.goto(`${site.url}/?page=${encodeURIComponent(JSON.stringify(page))}`);
  const connection = await opened.evaluateHandle(() =>
    (window as unknown as { dxRealtime: { connect: () => { state: string } } }).dxRealtime.connect(),
  );
  await opened.waitForFunction(({ state }) => state === 'live', connection);
  return { page: opened, problems };
}

/** The texts of the toasts that a page shows. */
export const toastsOf = (page: Page): Promise<string[]> =>
  page.locator('.dx-alerts li:not(.leaving) .toast .content').allInnerTexts();

/** Waits until a page shows so many toasts. */
export async function untilToasts(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (expected) =>
      [...document.querySelectorAll('.dx-alerts')].flatMap((host) => [
        ...host.shadowRoot!.querySelectorAll('li:not(.leaving) .toast'),
      ]).length === expected,
    count,
  );
}

/** Waits until the bell of a page shows a number; 0 = none. */
export async function untilUnread(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (expected) => (document.querySelector('dx-inbox') as unknown as { unread: number }).unread === expected,
    count,
  );
}

/** Makes a page believe that it is shown or hidden: a browser without windows shows all of its tabs. */
export async function setVisibility(page: Page, state: 'visible' | 'hidden'): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}
