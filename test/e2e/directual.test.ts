import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { untilToasts, untilUnread } from './alerts-support.js';
import { until } from '../gateway/support/until.js';
import { startStockSite, stockPage, type StockSite } from './stock-site.js';
import { collectProblems, launchBrowser } from './support.js';

const ALERTS = '<dx-inbox event-name="alert"></dx-inbox><dx-alert-toast event-name="alert"></dx-alert-toast>';
const GREETING = {
  message: 'Hello world! My name is Anna',
  parameters: { position: 'top-right', duration: 60_000, icon: '🇷🇺' },
};
const REFUSED = {
  variant: 'destructive',
  title: 'Payment',
  description: 'was refused',
  icon: 'AlertCircle',
};

/** What a page shows of an alert: where, how serious, which sign (null = a picture) and what it says. */
type Shown = [placement: string, variant: string, sign: string | null, text: string];

const ROWS: [what: string, message: unknown, shown: Shown][] = [
  ['a text', 'Saved', ['bottom-end', 'info', null, 'Saved']],
  ['an object with parameters', GREETING, ['top-end', 'info', '🇷🇺', GREETING.message]],
  ['its JSON text', JSON.stringify(GREETING), ['top-end', 'info', '🇷🇺', GREETING.message]],
  ['the shape of the template', REFUSED, ['bottom-end', 'danger', null, 'Payment was refused']],
  ['its JSON text', JSON.stringify(REFUSED), ['bottom-end', 'danger', null, 'Payment was refused']],
  ['type and message', { type: 'success', message: 'Paid' }, ['bottom-end', 'success', null, 'Paid']],
  ['type "error"', { type: 'error', message: 'Lost' }, ['bottom-end', 'danger', null, 'Lost']],
  ['variant "default"', { variant: 'default', title: 'News' }, ['bottom-end', 'info', null, 'News']],
  ['a list of one', [REFUSED], ['bottom-end', 'danger', null, 'Payment was refused']],
  ['its JSON text', JSON.stringify([GREETING]), ['top-end', 'info', '🇷🇺', GREETING.message]],
  [
    'an alert for this page',
    { ...GREETING, page: 'home,profile' },
    ['top-end', 'info', '🇷🇺', GREETING.message],
  ],
  [
    'a text with braces',
    'Dear {{name}}, {see below}',
    ['bottom-end', 'info', null, 'Dear {{name}}, {see below}'],
  ],
  ['a text in square brackets', '[urgent] call back', ['bottom-end', 'info', null, '[urgent] call back']],
];

/** Where react-hot-toast shows a toast, and where that is here. */
const POSITIONS: Record<string, string> = {
  'top-left': 'top-start',
  'top-center': 'top-center',
  'top-right': 'top-end',
  'bottom-left': 'bottom-start',
  'bottom-center': 'bottom-center',
  'bottom-right': 'bottom-end',
};
const ICONS = ['Info', 'CheckCircle', 'AlertTriangle', 'AlertCircle', 'Bell'];

describe('a page on a Socket.IO server of the platform', () => {
  let browser: Browser;
  let site: StockSite;
  let context: BrowserContext;
  let page: Page;
  let problems: string[];

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    site = await startStockSite();
    context = await browser.newContext();
    page = await context.newPage();
    problems = collectProblems(page);
  });
  afterEach(async () => {
    await context.close();
    await site.close();
  });

  const open = async (html: string, path = '/profile/orders'): Promise<void> => {
    site.show(html);
    await page.goto(`${site.url}${path}`);
    await page.waitForFunction('window.dxRealtime !== undefined');
  };
  /** Opens a page whose elements hear what is sent from now on. */
  const openLive = async (html: string): Promise<void> => {
    await open(html);
    await page.evaluate('globalThis.connection = dxRealtime.connect()');
    await page.waitForFunction('connection.state === "live"');
  };
  /** The toasts that are there. */
  const shown = (): Promise<Shown[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.dx-alerts')].flatMap((host) =>
        [...host.shadowRoot!.querySelectorAll<HTMLElement>('li:not(.leaving) .toast')].map((toast): Shown => {
          const lines = [...toast.querySelectorAll('.title .lines, .text .lines')];
          const icon = toast.querySelector('.icon')!;
          const sign = icon.querySelector('svg') === null ? icon.textContent.trim() : null;
          const text = lines.map((line) => line.textContent).join(' ');
          return [host.dataset['placement']!, toast.dataset['variant']!, sign, text];
        }),
      ),
    );
  const texts = async (): Promise<string[]> => (await shown()).map(([, , , text]) => text);

  it('shows every shape of an alert as a toast, and lists it', async () => {
    await openLive(stockPage(ALERTS));
    for (const [index, [what, message, expected]] of ROWS.entries()) {
      site.emit('alert', message);
      await untilToasts(page, 1);
      assert.deepEqual(await shown(), [expected], what);
      // The inbox lists the same again as one.
      await untilUnread(page, new Set(ROWS.slice(0, index + 1).map(([, , [, , , text]]) => text)).size);
      await page.evaluate('document.querySelector("dx-alert-toast").clear()');
      await untilToasts(page, 0);
    }
    await page.locator('dx-inbox').getByRole('button', { name: 'Notifications' }).click();
    const listed = await page
      .locator('dx-inbox [part~=alert]')
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...row.querySelectorAll('[part~=title], [part~=text]')]
            .map((part) => part.textContent.trim().replace(/ ×\d+ \d+ times$/, ''))
            .join(' '),
        ),
      );
    assert.deepEqual(listed.sort(), [...new Set(ROWS.map(([, , [, , , text]]) => text))].sort());
    assert.deepEqual(problems, []);
  });

  it('shows and lists each item of a list, as a list and as JSON text', async () => {
    await openLive(stockPage(ALERTS));
    for (const [index, message] of [[REFUSED, 'Saved'], JSON.stringify([GREETING, 'Stored'])].entries()) {
      site.emit('alert', message);
      await untilToasts(page, 2);
      await untilUnread(page, 2 * (index + 1));
      assert.deepEqual(
        (await texts()).sort(),
        [index === 0 ? ['Payment was refused', 'Saved'] : [GREETING.message, 'Stored']].flat().sort(),
      );
      await page.evaluate('document.querySelector("dx-alert-toast").clear()');
      await untilToasts(page, 0);
    }
    assert.deepEqual(problems, []);
  });

  it('takes a toast away after the time that the message gives', async () => {
    await openLive(stockPage(ALERTS));
    site.emit('alert', { message: 'Short', parameters: { duration: 300 } });
    await page.waitForFunction(`document.querySelector('dx-inbox').unread === 1`);
    await untilToasts(page, 0);
    site.emit('alert', { message: 'Stays', parameters: { duration: 0 } });
    await untilToasts(page, 1);
    assert.deepEqual(await texts(), ['Stays']);
  });

  it('shows a toast where the message says, in each of the six places of the platform', async () => {
    await openLive(stockPage(ALERTS));
    for (const position of Object.keys(POSITIONS))
      site.emit('alert', { message: position, parameters: { position, duration: 0 } });
    await untilToasts(page, 6);
    const seen = (await shown()).map(([place, , , text]) => [text, place]);
    assert.deepEqual(Object.fromEntries(seen), POSITIONS);
    assert.deepEqual(problems, []);
  });

  it('draws a picture of its own for each icon that the template names', async () => {
    await openLive(stockPage('<dx-alert-toast event-name="alert" max-visible="9"></dx-alert-toast>'));
    for (const icon of ICONS) site.emit('alert', { title: icon, icon, parameters: { duration: 0 } });
    await untilToasts(page, ICONS.length);
    const pictures = await page
      .locator('.dx-alerts .icon svg')
      .evaluateAll((all) => all.map((one) => one.innerHTML));
    assert.equal(new Set(pictures).size, ICONS.length);
    assert.deepEqual(problems, []);
  });

  it('shows an alert for other pages nowhere, and the one that comes after it', async () => {
    await openLive(stockPage(ALERTS));
    site.emit('alert', { message: 'Elsewhere', page: 'home, orders' });
    site.emit('alert', { message: 'Here', page: '/profile/' });
    await untilToasts(page, 1);
    await untilUnread(page, 1);
    assert.deepEqual(await texts(), ['Here']);
  });

  it('shows the same title and description at the same time once', async () => {
    await openLive(stockPage(ALERTS));
    for (const message of [REFUSED, JSON.stringify(REFUSED), [REFUSED]]) site.emit('alert', message);
    site.emit('alert', 'Last');
    await untilToasts(page, 2);
    assert.equal((await texts()).filter((text) => text.includes('Payment')).length, 1);
  });

  it('says on the console what was found where nothing can be shown', async () => {
    await openLive(stockPage(ALERTS));
    site.emit('alert', { note: 'hi', by: 'me' });
    site.emit('alert', 'Next');
    await untilToasts(page, 1);
    assert.deepEqual(await texts(), ['Next']);
    assert.equal(problems.length, 2);
    for (const problem of problems) assert.match(problem, /has the fields note, by.*map="text: note"/);
  });

  it('hears an event whose name is a list once under each of its names, and once as a whole', async () => {
    await openLive(
      stockPage(`<dx-alert-toast event-name="alert,refresh"></dx-alert-toast><dx-inbox event-name="alert"></dx-inbox>
        <dx-refresher event-name="refresh, project_updated" target="#one" min-interval="0"></dx-refresher><div id="one"></div>
        <dx-refresher event-name="other" target="#two" min-interval="0"></dx-refresher><div id="two"></div>`),
    );
    await page.evaluate(() => {
      const heard: unknown[] = [];
      const { connection } = window as unknown as {
        connection: {
          on(name: string, fn: () => void): void;
          onAny(fn: (m: { eventName: string }) => void): void;
        };
      };
      Object.assign(window, { heard });
      for (const name of ['alert', 'refresh', 'project_updated', 'other'])
        connection.on(name, () => heard.push(name));
      connection.onAny(({ eventName }) => heard.push(`any ${eventName}`));
      document.addEventListener('dx-refresh', (event) => {
        event.preventDefault();
        heard.push(`#${(event.target as Element).id}`);
      });
    });
    site.emit('alert,refresh,project_updated', { title: 'Project', description: 'changed' });
    site.emit('other', 1);
    await page.waitForFunction('heard.includes("#two")');
    const heard = await page.evaluate<string[]>('heard');
    assert.deepEqual(heard.sort(), [
      '#one',
      '#two',
      'alert',
      'any alert,refresh,project_updated',
      'any other',
      'other',
      'project_updated',
      'refresh',
    ]);
    await untilToasts(page, 1);
    await untilUnread(page, 1);
    assert.equal(await page.locator('.dx-alerts [part~=count]').count(), 0);
  });

  it('calls __refreshData of the page once per message, with its payload, before it would fetch', async () => {
    const refreshers = ['refresh', 'project_updated', 'refresh']
      .map(
        (name, index) =>
          `<dx-refresher event-name="${name}" action="auto" src="/never" target="#t${index}" min-interval="0"></dx-refresher><div id="t${index}"></div>`,
      )
      .join('');
    await openLive(
      stockPage(
        `${refreshers}<dx-refresher event-name="refresh" target="#own" min-interval="0"></dx-refresher><div id="own"></div>`,
        undefined,
        '<script>calls = []; done = 0; fetched = 0; __refreshData = async (payload) => void calls.push(payload);</script>',
      ),
    );
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.evaluate(`own.addEventListener('dx-refresh', (event) => event.preventDefault());
      addEventListener('dx-refreshed', ({ detail }) => (done += detail.targets.length))`);
    site.emit('refresh,project_updated', { id: 1 });
    await page.waitForFunction('done === 4');
    assert.deepEqual(await page.evaluate('calls'), [{ id: 1 }]);
    site.emit('refresh', '{"id":2}');
    await page.waitForFunction('done === 7');
    assert.deepEqual(await page.evaluate('calls'), [{ id: 1 }, '{"id":2}']);
    assert.deepEqual(
      asked.filter((path) => path === '/never'),
      [],
    );
    assert.deepEqual(problems, []);
  });

  it('calls __refreshData once for all targets, without a payload, after a time without a connection', async () => {
    await openLive(
      stockPage(
        ['t0', 't1']
          .map(
            (id) =>
              `<dx-refresher event-name="refresh" target="#${id}" min-interval="0"></dx-refresher><div id="${id}"></div>`,
          )
          .join(''),
        undefined,
        `<script>calls = []; reasons = []; __refreshData = async (...payload) => void calls.push(payload);
          addEventListener('dx-refreshed', ({ detail }) => reasons.push(detail.reason))</script>`,
      ),
    );
    site.cut();
    await page.waitForFunction('reasons.length === 2');
    assert.deepEqual(await page.evaluate('[calls, reasons]'), [[[undefined]], ['reconnect', 'reconnect']]);
  });

  it('takes the session from an HttpOnly cookie, and sends the stock handshake with it', async () => {
    site.sessions.set('t1', 'session-of-anna');
    await context.addCookies([{ name: 'ticket', value: 't1', url: site.url, httpOnly: true }]);
    await openLive(stockPage(ALERTS, 'data-app-id="shop" data-session-src="/api/auth/session"'));
    const [handshake] = await site.handshakes(1);
    assert.deepEqual(handshake!.auth, { app_id: 'shop', session_id: 'session-of-anna' });
    assert.equal(await page.evaluate('localStorage.length'), 0);
    assert.equal(new URL(handshake!.url, site.url).searchParams.get('session_id'), null);
    assert.equal(JSON.stringify(handshake!.query).includes('anna'), false);
  });

  it('is nobody where the text "null" lies in the place of the session, from the start and after signing out', async () => {
    await context.addInitScript(
      `if (!sessionStorage.seen) localStorage.sid = 'null'; sessionStorage.seen = 1`,
    );
    await openLive(stockPage(ALERTS));
    assert.deepEqual((await site.handshakes(1))[0]!.auth, { app_id: 'shop' });
    await page.evaluate(`localStorage.setItem('sid', 'session-of-anna'); dxRealtime.checkSession()`);
    await page.waitForFunction('connection.state === "live"');
    const authOfNow = (session: string | undefined): Promise<unknown> =>
      until(
        async () => (await site.handshakes(1))[0]!.auth['session_id'] === session,
        `a connection as ${session ?? 'nobody'}`,
      );
    await authOfNow('session-of-anna');
    site.emit('alert', 'For Anna');
    await untilToasts(page, 1);
    await page.evaluate(`localStorage.setItem('sid', null)`);
    await authOfNow(undefined);
    await untilToasts(page, 0);
    await untilUnread(page, 0);
  });

  it('sends the cookies of a balancer to another origin with with-credentials, and none without', async () => {
    for (const transports of ['websocket', 'polling', 'polling,websocket'])
      for (const credentials of [true, false]) {
        const balancer = await startStockSite();
        try {
          await context.addCookies([{ name: 'balancer', value: 'node7', url: balancer.url }]);
          const settings = `data-app-id="shop" data-transports="${transports}"${credentials ? ' data-with-credentials' : ''}`;
          site.show(stockPage(ALERTS, settings).replace('data-url=""', `data-url="${balancer.url}"`));
          await page.goto(site.url);
          const [handshake] = await balancer.handshakes(1);
          const isSent = handshake!.headers.cookie?.includes('balancer=node7') ?? false;
          // A browser sends cookies with a WebSocket in any case.
          assert.equal(isSent, credentials || transports === 'websocket', settings);
        } finally {
          await balancer.close();
        }
      }
  });
});
