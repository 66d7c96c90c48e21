import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createGateway, type AppConfiguration, type Gateway } from '../../src/gateway/index.js';
import { until } from '../gateway/support/until.js';
import { startStockSite, type StockSite } from './stock-site.js';
import { launchBrowser } from './support.js';

const SETTINGS = 'data-url="" data-app-id="shop" data-session-key="sessionStorage:who"';
const BODY =
  '<dx-connection-status></dx-connection-status><dx-alert-toast event-name="alert"></dx-alert-toast>';

/** The head of a page, for each way in which a page may run the script. */
const WAYS: Record<string, string> = {
  'a classic tag': `<script src="/dist/dx-realtime.js" ${SETTINGS}></script>`,
  'a tag that is deferred': `<script src="/dist/dx-realtime.js" ${SETTINGS} defer></script>`,
  'a module tag': `<script type="module" src="/dist/dx-realtime.module.js" ${SETTINGS}></script>`,
  'a tag that a script injects': `<script>
    const script = Object.assign(document.createElement('script'), { src: '/dist/dx-realtime.js' });
    Object.assign(script.dataset, { url: '', appId: 'shop', sessionKey: 'sessionStorage:who' });
    document.head.append(script);
  </script>`,
  'a module tag that a script injects': `<script>
    const script = document.createElement('script');
    Object.assign(script, { type: 'module', src: '/dist/dx-realtime.module.js' });
    Object.assign(script.dataset, { url: '', appId: 'shop', sessionKey: 'sessionStorage:who' });
    document.head.append(script);
  </script>`,
  'a tag that a plugin delays and renames': `<script type="text/plain" data-rocket-src="/dist/dx-realtime.js" ${SETTINGS}></script>
    <script>addEventListener('DOMContentLoaded', () =>
      document.body.append(Object.assign(document.createElement('script'), { src: '/dist/dx-realtime.js' })));</script>`,
  'a file of another name, into which a plugin merged it': `<script src="/dist/merged.js" ${SETTINGS}></script>`,
};

/** What the tests look at in a page. */
interface Seen {
  page: Page;
  /** Errors, and what the page says on the console. */
  problems: string[];
  /** Addresses of its connections. */
  sockets: string[];
  /** Hosts that it asked for anything, but for its own. */
  strangers: Set<string>;
}

/** What the browser says of requests that fail. */
const BROWSER = /^(WebSocket connection|Failed to load resource)/;

describe('a connection of a page', () => {
  let browser: Browser;
  let context: BrowserContext;
  let site: StockSite;
  let gateway: Gateway | null = null;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    site = await startStockSite();
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    await site.close();
    await gateway?.close();
    gateway = null;
  });

  const startGateway = async (app: Partial<AppConfiguration>): Promise<string> => {
    gateway = createGateway({
      logLevel: 'silent',
      apps: [{ id: 'shop', pushKeys: ['shop-push-key-of-tests'], ...app }],
    });
    return (await gateway.listen({ port: 0, host: '127.0.0.1' })).url;
  };

  const open = async (head: string, body = BODY): Promise<Seen> => {
    site.show(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`,
    );
    const page = await context.newPage();
    const seen: Seen = { page, problems: [], sockets: [], strangers: new Set() };
    page.on('pageerror', ({ message }) => seen.problems.push(message));
    page.on('console', (message) => {
      if (!BROWSER.test(message.text())) seen.problems.push(message.text());
    });
    page.on('websocket', (socket) => seen.sockets.push(socket.url()));
    page.on('request', (request) => {
      const { origin } = new URL(request.url());
      if (origin !== site.url && origin !== 'null') seen.strangers.add(origin);
    });
    await page.clock.install();
    await page.goto(site.url);
    return seen;
  };
  const openWith = (settings: string, body?: string): Promise<Seen> =>
    open(`<script src="/dist/dx-realtime.js" ${settings} defer></script>`, body);
  const untilState = (page: Page, state: string): Promise<unknown> =>
    page.waitForFunction((wanted) => document.querySelector('dx-connection-status')?.state === wanted, state);
  const reasonIn = (page: Page): Promise<string> =>
    page.evaluate(() => document.querySelector('dx-connection-status')!.reason);
  /** Waits until the element shows why, and says what it shows. */
  const shownIn = async (page: Page): Promise<{ word: string; title: string }> => {
    const state = page.locator('dx-connection-status [title]');
    // A loss is shown only once it has lasted.
    await page.clock.fastForward('00:10');
    await state.waitFor();
    return { word: await state.innerText(), title: (await state.getAttribute('title'))! };
  };

  for (const [way, head] of Object.entries(WAYS))
    it(`goes with the settings of ${way} to the address that these name, and to no other`, async () => {
      await context.addInitScript(`sessionStorage.who = 'anna'; localStorage.sid = 'of another app'`);
      await context.route('**/dist/merged.js', (route) =>
        route.fulfill({
          contentType: 'text/javascript',
          body: `window.other = 1;\n${readFileSync('dist/dx-realtime.js', 'utf8')}`,
        }),
      );
      const { page, problems, sockets, strangers } = await open(head);
      await untilState(page, 'live');
      const [handshake] = await site.handshakes(1);
      assert.deepEqual(handshake!.auth, { app_id: 'shop', session_id: 'anna' });
      assert.deepEqual([sockets.length, [...strangers], problems], [1, [], []]);
    });

  it('is not made where no settings are found, which element and console say once, and made when they come', async () => {
    await context.addInitScript(`localStorage.sid = 'secret'`);
    const { page, problems, sockets, strangers } = await openWith(
      '',
      `${BODY}<dx-refresher event-name="changed" target="#list" action="event"></dx-refresher><p id="list"></p>`,
    );
    await untilState(page, 'idle');
    await page.waitForFunction(`document.querySelector('dx-connection-status').reason !== ''`);
    await page.clock.fastForward('01:00:00');
    await until(() => problems.length > 0, 'a warning');
    assert.deepEqual(problems, [`[dx-realtime] ${await reasonIn(page)}`]);
    assert.match(problems[0]!, /"url".*"app-id"/);
    assert.deepEqual([sockets, [...strangers]], [[], []]);
    await page.evaluate(`dxRealtime.configure({ url: '', appId: 'shop' })`);
    await untilState(page, 'live');
    const [handshake] = await site.handshakes(1);
    assert.deepEqual(handshake!.auth, { app_id: 'shop', session_id: 'secret' });
    assert.deepEqual([sockets.length, [...strangers], problems.length], [1, [], 1]);
  });

  it('is given up where the gateway does not take the origin of the page: one line of the console says what to add', async () => {
    const url = await startGateway({ anonymous: true, allowedOrigins: ['https://shop.example'] });
    const { page, problems, sockets } = await openWith(`data-url="${url}" data-app-id="shop"`);
    await untilState(page, 'closed');
    const reason = await reasonIn(page);
    assert.ok(reason.includes(site.url) && reason.includes('"allowedOrigins"'), reason);
    assert.equal((await shownIn(page)).title, reason);
    await page.clock.fastForward('01:00:00');
    assert.equal(await page.evaluate(`fetch('/').then(({ ok }) => ok)`), true);
    assert.deepEqual([problems, sockets.length], [[`[dx-realtime] ${reason}`], 1]);
  });

  it('is given up where there is no such app: one line of the console says so, and nobody counts as signed out', async () => {
    const url = await startGateway({ anonymous: true, allowedOrigins: '*' });
    const { page, problems } = await openWith(`data-url="${url}" data-app-id="shpo"`);
    await untilState(page, 'closed');
    const reason = await reasonIn(page);
    assert.match(reason, /app-id="shpo"/);
    const { word, title } = await shownIn(page);
    assert.equal(title, reason);
    assert.doesNotMatch(word, /Signed out/);
    assert.deepEqual(problems, [`[dx-realtime] ${reason}`]);
  });

  it('says in one line where a dead session came from', async () => {
    await context.addInitScript(`localStorage.sid = 'dead'`);
    const url = await startGateway({ allowedOrigins: '*' });
    const { page, problems } = await openWith(`data-url="${url}" data-app-id="shop"`);
    await untilState(page, 'unauthorised');
    const reason = await reasonIn(page);
    assert.match(reason, /localStorage:sid/);
    const { word, title } = await shownIn(page);
    assert.equal(title, reason);
    assert.match(word, /Signed out/);
    assert.deepEqual(problems, [`[dx-realtime] ${reason}`]);
    assert.equal(JSON.stringify(problems).includes('dead'), false);
  });

  it('is tried again after a refusal that is no verdict, slowly by itself and at once when the network is back', async () => {
    let isAway = false;
    site.sockets.use((_, next) => next(isAway ? new Error('the database is not ready') : undefined));
    const { page, problems } = await openWith('data-url=""');
    await untilState(page, 'live');
    for (const wake of ['by itself', 'online']) {
      isAway = true;
      site.sockets.disconnectSockets(true);
      await page.waitForFunction(() =>
        document.querySelector('dx-connection-status')!.reason.includes('not ready'),
      );
      isAway = false;
      if (wake === 'online') await page.evaluate(`dispatchEvent(new Event('online'))`);
      else await page.clock.fastForward('01:00');
      await untilState(page, 'live');
    }
    assert.equal(problems.length, 1, problems.join('\n'));
    assert.match(problems[0]!, /tried again: the database is not ready/);
  });

  it('uses the namespace of the address, and says which one the server does not have', async () => {
    const orders = site.sockets.of('/orders');
    const here = await openWith(`data-url="${site.url}/orders"`);
    await untilState(here.page, 'live');
    orders.emit('alert', 'Of the namespace');
    await here.page.locator('.dx-alerts').getByText('Of the namespace').first().waitFor();
    assert.deepEqual(here.problems, []);
    const there = await openWith(`data-url="${site.url}/oders"`);
    await until(() => there.problems.length > 0, 'a warning');
    assert.equal(there.problems.length, 1);
    assert.match(there.problems[0]!, /has none of the name "\/oders"/);
  });

  it('leaves no unhandled rejection where a server never acknowledges and the connection is cut', async () => {
    const heard: unknown[] = [];
    site.sockets.on('connection', (socket) => socket.onAny((name: string) => heard.push(name)));
    const { page, problems } = await openWith('data-url=""');
    await page.evaluate(`connection = dxRealtime.connect(); connection.send('join', 'orders');
      connection.emit('join', 'orders'); connection.emit('join', 'orders', { ack: true }); null`);
    await until(() => heard.length === 3, 'the events');
    site.cut();
    await page.waitForFunction('connection.state !== "live"');
    await page.clock.fastForward('01:00');
    await page.waitForFunction('connection.state === "live"');
    assert.deepEqual([heard, problems], [['join', 'join', 'join'], []]);
  });
});
