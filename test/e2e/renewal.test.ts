import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createGateway, type Gateway } from '../../src/gateway/index.js';
import { until } from '../gateway/support/until.js';
import { untilToasts, untilUnread } from './alerts-support.js';
import { startStockSite, stockPage, type StockSite } from './stock-site.js';
import { collectProblems, launchBrowser } from './support.js';

const ELEMENTS = `<dx-inbox event-name="alert"></dx-inbox><dx-alert-toast event-name="alert"></dx-alert-toast>
  <dx-messenger event-name="chat" send-event="say" user-id="me"></dx-messenger>`;

/** Who is signed in: what stands in the storage of the page. */
interface Person {
  sid: string;
  user: string;
}

/** A server, and how it reaches the page. */
interface Server {
  /** On the script tag. */
  settings: string;
  sign(person: string): Promise<string>;
  emit(eventName: string, message: unknown): Promise<void>;
  /** Whether there is a connection of this session or user. */
  has(person: Person): Promise<boolean>;
  /** Whether the only connection is one of them. */
  hasOnly(person: Person): Promise<boolean>;
}

const sessionsOf = (site: StockSite): unknown[] =>
  [...site.sockets.sockets.sockets.values()].map(
    ({ handshake }) => (handshake.auth as { session_id?: string }).session_id,
  );

describe('a session that becomes another one while a page is used', () => {
  let browser: Browser;
  let context: BrowserContext;
  let site: StockSite;
  let gateway: Gateway;
  let url: string;
  let said: unknown[] = [];
  before(async () => {
    browser = await launchBrowser();
    gateway = createGateway({
      logLevel: 'silent',
      apps: [
        {
          id: 'shop',
          pushKeys: ['shop-push-key-of-tests'],
          allowedOrigins: '*',
          users: ['anna', 'boris'].map((id) => ({ id, password: id })),
          scenarios: { events: { say: ({ data }) => said.push(data) } },
        },
      ],
    });
    ({ url } = await gateway.listen({ port: 0, host: '127.0.0.1' }));
  });
  after(async () => {
    await browser.close();
    await gateway.close();
  });
  beforeEach(async () => {
    said = [];
    site = await startStockSite();
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    await site.close();
  });

  const stock = (settings: string): Server => {
    let sessions = 0;
    return {
      settings: `data-url="" data-app-id="shop" ${settings}`,
      sign: (person) => Promise.resolve(`session ${(sessions += 1)} of ${person}`),
      emit: (eventName, message) => {
        site.emit(eventName, message);
        return Promise.resolve();
      },
      has: ({ sid }) => Promise.resolve(sessionsOf(site).includes(sid)),
      hasOnly: ({ sid }) => Promise.resolve(sessionsOf(site).join() === sid),
    };
  };
  const usersOnGateway = async (): Promise<string[]> => {
    const headers = { Authorization: 'Bearer shop-push-key-of-tests' };
    const response = await fetch(`${url}/console/connections`, { headers });
    const { connections } = (await response.json()) as { connections: { user: string }[] };
    return connections.map(({ user }) => user);
  };
  const ourGateway = (): Server => ({
    settings: `data-url="${url}" data-app-id="shop"`,
    sign: async (username) => {
      const response = await fetch(`${url}/good/api/v5/auth`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ appID: 'shop', provider: 'rest', username, password: username }),
      });
      return ((await response.json()) as { result: { token: string } }).result.token;
    },
    emit: async (eventName, message) => {
      await gateway.push('shop', { userID: '*', eventName, message });
    },
    has: async ({ user }) => (await usersOnGateway()).includes(user),
    hasOnly: async ({ user }) => (await usersOnGateway()).join() === user,
  });

  /** Opens the page as a person, with an alert, a chat message and half a sentence. */
  const openAs = async (server: Server, person: Person): Promise<{ page: Page; problems: string[] }> => {
    site.show(stockPage(ELEMENTS, server.settings).replace('data-url=""', ''));
    const page = await context.newPage();
    const problems = collectProblems(page);
    await page.addInitScript((stored) => void Object.assign(localStorage, stored), person);
    await page.goto(site.url);
    await page.evaluate(`connection = dxRealtime.connect(); numbers = [];
      connection.on('number', ({ data }) => numbers.push(data))`);
    await page.waitForFunction('connection.state === "live"');
    await server.emit('alert', { title: 'Order 7', sticky: true });
    await server.emit('chat', { id: '1', user: 'carla', text: 'Hello' });
    await untilToasts(page, 1);
    await untilUnread(page, 1);
    await page.locator('dx-messenger').getByText('Hello').waitFor();
    await page.locator('dx-messenger textarea').fill('Half a sen');
    return { page, problems };
  };
  const change = (page: Page, person: Person): Promise<unknown> =>
    page.evaluate((stored) => {
      Object.assign(localStorage, stored);
      (window as unknown as { dxRealtime: { checkSession(): void } }).dxRealtime.checkSession();
    }, person);

  const KEPT: [where: string, server: () => Server][] = [
    ['our gateway', ourGateway],
    ['a server that keeps no log, with person-key', () => stock('data-person-key="localStorage:user"')],
  ];
  for (const [where, makeServer] of KEPT)
    it(`of the same person leaves alerts, chat and what is being written as they are, and loses nothing, on ${where}`, async () => {
      const server = makeServer();
      const former = { sid: await server.sign('anna'), user: 'anna' };
      const { page, problems } = await openAs(server, former);
      const next = { sid: await server.sign('anna'), user: 'anna' };
      let count = 0;
      await server.emit('number', (count += 1));
      const socket = page.waitForEvent('websocket');
      await change(page, next);
      await page.evaluate(`connection.send('say', 'unsent')`);
      await socket;
      await until(async () => {
        await server.emit('number', (count += 1));
        return server.has(next);
      }, 'the next connection');
      // What keeps the former one open until then is that messages come.
      await until(() => server.hasOnly(next), 'the next connection alone');
      await server.emit('alert', { title: 'Order 8', sticky: true });
      await untilUnread(page, 2);
      await untilToasts(page, 2);
      await page.waitForFunction(
        (last) => (globalThis as unknown as { numbers: number[] }).numbers.at(-1) === last,
        count,
      );
      assert.deepEqual(
        await page.evaluate('[...numbers]'),
        Array.from({ length: count }, (_, index) => index + 1),
      );
      const messenger = page.locator('dx-messenger');
      assert.equal(await messenger.getByText('Hello').count(), 1);
      assert.equal(await messenger.locator('textarea').inputValue(), 'Half a sen');
      if (makeServer === ourGateway) await until(() => said.length > 0, 'what was sent meanwhile');
      assert.deepEqual([said, problems], [makeServer === ourGateway ? ['unsent'] : [], []]);
    });

  const FORGOTTEN: [where: string, server: () => Server, user: string][] = [
    ['another user of our gateway', ourGateway, 'boris'],
    ['another person-key', () => stock('data-person-key="localStorage:user"'), 'boris'],
    ['another session where nothing says whose it is', () => stock(''), 'anna'],
  ];
  for (const [what, makeServer, user] of FORGOTTEN)
    it(`leaves nothing of the former person with ${what}`, async () => {
      const server = makeServer();
      const { page, problems } = await openAs(server, { sid: await server.sign('anna'), user: 'anna' });
      const next = { sid: await server.sign(user), user };
      await change(page, next);
      await until(() => server.hasOnly(next), 'the next connection alone');
      await page.waitForFunction('connection.state === "live"');
      await untilToasts(page, 0);
      await untilUnread(page, 0);
      const messenger = page.locator('dx-messenger');
      await messenger.getByText('Hello').waitFor({ state: 'detached' });
      assert.equal(await messenger.locator('textarea').inputValue(), '');
      await server.emit('alert', 'For the next one');
      await untilUnread(page, 1);
      await untilToasts(page, 1);
      assert.deepEqual(problems, []);
    });
});
