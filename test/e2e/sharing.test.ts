import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import { after, before, beforeEach, afterEach, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createGateway, type Gateway } from '../../src/gateway/index.js';
import { until } from '../gateway/support/until.js';
import { launchBrowser } from './support.js';

/** A tab that is hidden behind another one and can be frozen, as those of a test driver cannot; see scripts/tabs.js. */
interface PlainTab {
  send(method: string, params?: object): Promise<unknown>;
  evaluate(expression: string): Promise<unknown>;
  until(expression: string, patience: number): Promise<boolean>;
  isLeading(): Promise<boolean>;
  bringToFront(): Promise<unknown>;
}

// JavaScript of the project itself, which has no declarations.
const { createTabs } = (await import(new URL('../../scripts/tabs.js', import.meta.url).href)) as {
  createTabs: (browser: Browser) => Promise<{ open(url: string): Promise<PlainTab>; close(): Promise<void> }>;
};
const PATIENCE = 60_000;

const APP = 'sharing';
const KEY = 'sharing-push-key';

/** Listens to numbered events, and tells who this tab is by a session of its own where the address says so. */
const PAGE = `<!doctype html><link rel="icon" href="data:,">
  <script src="/dist/dx-realtime.js" data-url="" data-app-id="${APP}" data-share="browser"
    data-session-key="sessionStorage:sid"></script>
  <dx-connection></dx-connection>
  <script>
    const heard = [];
    const own = [];
    let gaps = 0;
    const connection = dxRealtime.connect({ url: '' });
    connection.on('n', ({ data }) => heard.push(data));
    connection.on('echoed', ({ data, meta }) => own.push([data, meta.origin]));
    connection.onGap(() => (gaps += 1));
  </script>`;

describe('tabs that share one connection', () => {
  let browser: Browser;
  let gateway: Gateway;
  let url: string;
  let context: BrowserContext;
  let tabs: Page[] = [];
  let sent = 0;
  const links = new Set<Socket>();

  before(async () => {
    browser = await launchBrowser();
    gateway = createGateway({
      logLevel: 'silent',
      position: 1,
      apps: [
        {
          id: APP,
          pushKeys: [KEY],
          anonymous: true,
          topics: { 'news:*': 'anyone', 'mine:*': 'signed-in' },
          users: ['anna', 'boris'].map((id) => ({ id, password: id })),
          scenarios: {
            events: {
              echo: async ({ data, push }) => {
                await push({ userID: '*', eventName: 'echoed', message: data });
                return { heard: data };
              },
            },
          },
        },
      ],
    });
    await gateway.http.register(staticFiles, {
      root: fileURLToPath(new URL('../../dist', import.meta.url)),
      prefix: '/dist/',
    });
    gateway.http.get('/page', (_, reply) => reply.type('text/html').send(PAGE));
    gateway.http.server.on('connection', (link) => {
      links.add(link);
      link.on('close', () => links.delete(link));
    });
    ({ url } = await gateway.listen({ port: 0 }));
  });
  after(async () => {
    await browser.close();
    await gateway.close();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    tabs = [];
    sent = 0;
  });
  afterEach(() => context.close());

  const open = async (session?: string): Promise<Page> => {
    const page = await context.newPage();
    if (session !== undefined) await page.addInitScript((id) => sessionStorage.setItem('sid', id), session);
    await page.goto(`${url}/page`);
    await page.waitForFunction("connection.state === 'live'");
    tabs.push(page);
    return page;
  };
  const sockets = async (): Promise<{ user: string | null }[]> => {
    const headers = { Authorization: `Bearer ${KEY}` };
    const response = await fetch(`${url}/console/connections`, { headers });
    return ((await response.json()) as { connections: { user: string | null }[] }).connections;
  };
  const push = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1)
      await gateway.push(APP, { userID: '*', eventName: 'n', message: (sent += 1) });
  };
  const untilHeard = (page: Page, last: number): Promise<unknown> =>
    page.waitForFunction(`heard.at(-1) === ${last}`);
  /** Every tab has what was sent since it came, each once and in order, and was told of no gap. */
  const assertComplete = async (page: Page, first = 1): Promise<void> => {
    await untilHeard(page, sent);
    const expected = Array.from({ length: sent - first + 1 }, (_, index) => first + index);
    assert.deepEqual(await page.evaluate('heard'), expected);
    assert.equal(await page.evaluate('gaps'), 0);
  };
  /** The tab that has the lock. */
  const leader = async (): Promise<Page> => {
    const found = await until(async () => {
      for (const page of tabs) if (await isLeading(page)) return page;
      return null;
    }, 'a leading tab');
    return found;
  };

  it('have one socket, and each hears everything once', async () => {
    for (let count = 0; count < 10; count += 1) await open();
    assert.equal((await sockets()).length, 1);
    await push(20);
    for (const page of tabs) await assertComplete(page);
    const late = await open();
    await push(5);
    await assertComplete(late, 21);
    assert.equal((await sockets()).length, 1);
  });

  it('hear their topics over the one socket, each its own, also when one leaves and another takes over', async () => {
    const listen = async (page: Page, name: string, state = 'live'): Promise<void> => {
      await page.evaluate(`
        globalThis.news = [];
        globalThis.topic = connection.topic('${name}');
        topic.on('news', ({ data }) => news.push(data));
      `);
      await page.waitForFunction(`topic.state === '${state}'`);
    };
    const news = (topic: string, message: number): Promise<unknown> =>
      gateway.push(APP, { topic, eventName: 'news', message });
    const untilNews = (page: Page, last: number): Promise<unknown> =>
      page.waitForFunction(`news.at(-1) === ${last}`);
    const [first, second, third] = [await open(), await open(), await open()];
    await listen(first, 'news:1');
    await listen(second, 'news:1');
    await listen(third, 'news:2');
    const refused = await open();
    await listen(refused, 'mine:1', 'unauthorised');
    assert.equal((await sockets()).length, 1);
    await news('news:1', 1);
    await news('news:2', 2);
    await news('mine:1', 3);
    await Promise.all([untilNews(first, 1), untilNews(second, 1), untilNews(third, 2)]);
    const gone = await leader();
    await gone.close();
    tabs = tabs.filter((page) => page !== gone);
    const left = [second, third].filter((page) => page !== gone);
    for (const page of left)
      await page.waitForFunction("connection.state === 'live' && topic.state === 'live'");
    await news('news:1', 4);
    await news('news:2', 5);
    if (left.includes(second)) await untilNews(second, 4);
    await untilNews(third, 5);
    assert.equal((await sockets()).length, 1);
    if (left.includes(second)) assert.deepEqual(await second.evaluate('news'), [1, 4]);
    assert.deepEqual(await third.evaluate('news'), [2, 5]);
    assert.deepEqual(await refused.evaluate('news'), []);
    for (const page of left) assert.equal(await page.evaluate('gaps'), 0);
  });

  for (const [how, end] of Object.entries({
    'is closed': (page: Page) => page.close(),
    crashes: async (page: Page) => {
      const devtools = await context.newCDPSession(page);
      devtools.send('Page.crash').catch(() => undefined);
    },
    // Longer than the test waits: it must not get better by itself.
    hangs: (page: Page) => {
      page.evaluate('for (const end = Date.now() + 120_000; Date.now() < end;);').catch(() => undefined);
    },
  }))
    it(`lose and double nothing when the leading one ${how}`, async () => {
      for (let count = 0; count < 4; count += 1) await open();
      await push(10);
      for (const page of tabs) await assertComplete(page);
      const former = await leader();
      const others = tabs.filter((page) => page !== former);
      tabs = others;
      await others[0]!.bringToFront();
      await end(former);
      await push(20);
      for (const page of others) await assertComplete(page);
      await push(3);
      for (const page of others) await assertComplete(page);
    });

  it('lose and double nothing when the leading one is frozen', async () => {
    const opener = await createTabs(browser);
    const plain: PlainTab[] = [];
    try {
      for (let count = 0; count < 4; count += 1) {
        const tab = await opener.open(`${url}/page`);
        assert.ok(await tab.until("typeof connection === 'object' && connection.state === 'live'", PATIENCE));
        plain.push(tab);
      }
      const leading = (of: PlainTab[]): Promise<PlainTab> =>
        until(async () => {
          for (const tab of of) if (await tab.isLeading()) return tab;
          return null;
        }, 'a leading tab');
      const assertHeard = async (tab: PlainTab): Promise<void> => {
        assert.ok(await tab.until(`heard.at(-1) === ${sent}`, PATIENCE));
        const expected = Array.from({ length: sent }, (_, index) => index + 1);
        assert.deepEqual(await tab.evaluate('heard'), expected);
        assert.equal(await tab.evaluate('gaps'), 0);
      };
      await push(10);
      for (const tab of plain) await assertHeard(tab);
      const former = await leading(plain);
      const others = plain.filter((tab) => tab !== former);
      await others[0]!.bringToFront();
      await former.send('Page.setWebLifecycleState', { state: 'frozen' });
      await push(20);
      for (const tab of others) await assertHeard(tab);
      await leading(others);
      await push(3);
      for (const tab of others) await assertHeard(tab);
    } finally {
      await opener.close();
    }
  });

  it('get what they missed when they come back to a leading one that stayed', async () => {
    for (let count = 0; count < 2; count += 1) await open();
    await push(3);
    for (const page of tabs) await assertComplete(page);
    const stays = await leader();
    const leaves = tabs.find((page) => page !== stays)!;
    await leaves.evaluate("window.dispatchEvent(new Event('pagehide'))");
    await push(5);
    await assertComplete(stays);
    await leaves.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    await assertComplete(leaves);
    assert.equal((await sockets()).length, 1);
  });

  it('send over the leading one, with an answer of their own and under their own name', async () => {
    const [first, second] = [await open(), await open()];
    assert.deepEqual(await second.evaluate("connection.emit('echo', 'from the second')"), {
      heard: 'from the second',
    });
    for (const page of [first, second]) {
      await page.waitForFunction('own.length === 1');
      const [[, origin]] = (await page.evaluate<[string, string][]>('own')) as [[string, string]];
      const mine = await page.evaluate("dxRealtime.originHeaders()['X-DX-Origin']");
      assert.equal(origin === mine, page === second);
    }
  });

  it('never share between persons', async () => {
    const sessions = await Promise.all(['anna', 'boris'].map(login));
    for (const session of [...sessions, ...sessions]) await open(session);
    const users = (await sockets()).map(({ user }) => user);
    assert.deepEqual(users.sort(), ['anna', 'boris']);
    await gateway.push(APP, { userID: 'anna', eventName: 'n', message: 1 });
    await gateway.push(APP, { userID: 'boris', eventName: 'n', message: 2 });
    for (const [index, page] of tabs.entries()) {
      await untilHeard(page, (index % 2) + 1);
      assert.deepEqual(await page.evaluate('heard'), [(index % 2) + 1]);
    }
  });

  it('come back when the server does', async () => {
    for (let count = 0; count < 3; count += 1) await open();
    for (const link of links) link.destroy();
    await push(2);
    for (const page of tabs) await assertComplete(page);
    assert.equal((await sockets()).length, 1);
  });

  for (const [what, take] of Object.entries({
    'has no locks': () => Reflect.deleteProperty(Navigator.prototype, 'locks'),
    // As in a sandboxed frame, whose origin no gateway would let in.
    'denies them': () => {
      // No named function: its name would need help that the page does not have.
      for (const name of ['query', 'request'])
        Object.assign(LockManager.prototype, {
          [name]: () => Promise.reject(new DOMException('denied', 'SecurityError')),
        });
    },
  }))
    it(`have a socket each, and say so, where the browser ${what}`, async () => {
      await context.addInitScript(take);
      const page = await open();
      await open();
      assert.equal((await sockets()).length, 2);
      assert.match(await page.evaluate('connection.reason'), /not shared with other tabs: .* Web Locks/);
    });

  async function login(username: string): Promise<string> {
    const response = await fetch(`${url}/good/api/v5/auth`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ appID: APP, provider: 'rest', username, password: username }),
    });
    return ((await response.json()) as { result: { token: string } }).result.token;
  }
});

/** Whether a tab holds the lock of the shared connection: the browser tells who asks by a lock of its own. */
function isLeading(page: Page): Promise<boolean> {
  return page.evaluate(() =>
    navigator.locks.request('who is asking', async () => {
      const { held = [] } = await navigator.locks.query();
      const asking = held.find(({ name }) => name === 'who is asking')?.clientId;
      return held.some(
        ({ name, clientId }) => /^dx-realtime \d+ [0-9a-f]{64}$/.test(name!) && clientId === asking,
      );
    }),
  );
}
