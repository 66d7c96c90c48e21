import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it, type TestContext } from 'node:test';
import type { Browser } from 'playwright-core';
import { createServer, type ProxyOptions } from 'vite';
import { createGateway, type AppConfiguration, type Gateway } from '../../src/gateway/index.js';
import type { GatewayConfiguration } from '../../src/gateway/index.js';
import { until } from '../gateway/support/until.js';
import { collectProblems, launchBrowser } from './support.js';

const FOLDER = fileURLToPath(new URL('development-proxy', import.meta.url));
const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const SITE_OF_OTHERS = 'http://evil.example:5173';

/** What a test changes of a gateway as a developer starts it. */
interface Setup {
  app?: Partial<AppConfiguration>;
  gateway?: Partial<GatewayConfiguration>;
  host?: string;
  proxy?: ProxyOptions;
}

describe('an app behind its development server, which passes requests on under another host', () => {
  let cache: string;
  before(async () => {
    cache = await mkdtemp(join(tmpdir(), 'development-proxy-'));
  });
  after(() => rm(cache, { recursive: true, force: true }));

  /** A gateway, and Vite in front of it with the settings of the platform's template for React. */
  const start = async (t: TestContext, setup: Setup = {}): Promise<{ url: string; gateway: Gateway }> => {
    const gateway = createGateway({
      logLevel: 'silent',
      ...setup.gateway,
      apps: [
        {
          id: 'shop',
          pushKeys: ['shop-push-key-of-tests'],
          users: [{ id: 'anna', password: 'anna' }],
          scenarios: { data: { 'orders/list': ({ user }) => [{ of: user?.id }] } },
          ...setup.app,
        },
      ],
    });
    const { url } = await gateway.listen({ port: 0, host: setup.host ?? '127.0.0.1' });
    t.after(() => gateway.close());
    const target = `http://127.0.0.1:${new URL(url).port}`;
    const proxy: ProxyOptions = { target, changeOrigin: true, ...setup.proxy };
    const vite = await createServer({
      configFile: false,
      root: FOLDER,
      publicDir: DIST,
      cacheDir: cache,
      logLevel: 'silent',
      // The page is not loaded anew by Vite itself while a test looks at it.
      server: {
        port: 0,
        hmr: false,
        // What Vite itself refuses would prove nothing.
        allowedHosts: true,
        proxy: { '/good/api': proxy, '/socket.io': { ...proxy, ws: true } },
      },
      optimizeDeps: { include: ['directual-api'] },
    });
    await vite.listen();
    t.after(() => vite.close());
    return { url: vite.resolvedUrls!.local[0]!.replace(/\/$/, ''), gateway };
  };

  /** Signs in as the page of an origin does. @returns the status of the answer */
  const signIn = async (url: string, origin = url, headers: Record<string, string> = {}): Promise<number> => {
    const response = await fetch(`${url}/good/api/v5/auth`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, ...headers },
      body: JSON.stringify({ appID: 'shop', provider: 'rest', username: 'anna', password: 'anna' }),
    });
    return response.status;
  };

  describe('in a browser', () => {
    let browser: Browser;
    before(async () => {
      browser = await launchBrowser();
    });
    after(() => browser.close());

    it('signs in, reads data, hears its events, refreshes by window.__refreshData and is nobody after signing out, with nothing configured', async (t) => {
      const { url, gateway } = await start(t);
      const page = await browser.newPage();
      const problems = collectProblems(page);
      await page.goto(url);
      await page.waitForFunction('globalThis.app !== undefined');
      await page.evaluate('app.signIn("anna", "anna")');
      assert.deepEqual(await page.evaluate('app.getData("orders", "list").then(({ payload }) => payload)'), [
        { of: 'anna' },
      ]);
      const toAnna = async (message: string): Promise<number> => {
        const pushed = await gateway.push('shop', { userID: 'anna', eventName: 'alert', message });
        return (pushed as { connected: number }).connected;
      };
      await until(async () => (await toAnna('Hello Anna')) === 1, 'the connection of anna');
      await page.locator('.dx-alerts').getByText('Hello Anna').first().waitFor();
      await gateway.push('shop', { userID: 'anna', eventName: 'refresh', message: { order: 7 } });
      // Without a payload it is called when somebody signs in.
      await page.waitForFunction('refreshed.some(Boolean)');
      assert.deepEqual(await page.evaluate('refreshed.filter(Boolean)'), [{ order: 7 }]);
      await page.evaluate('app.signOut()');
      assert.equal(await page.evaluate('localStorage.sid'), 'null');
      await until(async () => (await toAnna('Nobody hears this')) === 0, 'the end of the connection of anna');
      await page.locator('.dx-alerts').getByText('Hello Anna').first().waitFor({ state: 'detached' });
      assert.equal(await page.getByText('Nobody hears this').count(), 0);
      assert.deepEqual(problems, []);
      await page.close();
    });
  });

  it('is let in from localhost and every loopback address, and from no other name or address', async (t) => {
    const { url } = await start(t);
    for (const origin of [
      'http://localhost:3000',
      'http://127.0.0.1:5173',
      'http://127.8.9.1',
      'http://[::1]:1',
    ])
      assert.equal(await signIn(url, origin), 200, origin);
    for (const origin of [
      SITE_OF_OTHERS,
      'null',
      'http://localhost.evil.example',
      'http://evil.localhost.example',
      'http://127.0.0.1.evil.example',
      'http://192.168.1.5:3000',
      'http://0.0.0.0:3000',
      'http://[::ffff:7f00:1]:3000',
      'capacitor://localhost',
      'file://',
    ])
      assert.equal(await signIn(url, origin), 403, origin);
  });

  it('is refused where a proxy or a tunnel says that the page is elsewhere', async (t) => {
    const { url } = await start(t);
    const forwards: Record<string, string>[] = [
      { 'x-forwarded-for': '203.0.113.1' },
      { 'x-forwarded-for': '' },
      { 'x-forwarded-host': 'app.example' },
      { 'x-forwarded-proto': 'https' },
      { 'x-real-ip': '203.0.113.1' },
      { forwarded: 'for=203.0.113.1' },
      { via: '1.1 tunnel' },
      { 'cf-connecting-ip': '203.0.113.1' },
    ];
    for (const headers of forwards)
      assert.equal(await signIn(url, url, headers), 403, JSON.stringify(headers));
    const forwarding = await start(t, { proxy: { xfwd: true } });
    assert.equal(await signIn(forwarding.url), 403);
  });

  it('is refused where the configuration says which origins there are, and let in where it is one of them', async (t) => {
    const none = await start(t, { app: { allowedOrigins: [] } });
    assert.equal(await signIn(none.url), 403);
    const site = await start(t, { app: { allowedOrigins: ['https://site.example'] } });
    assert.deepEqual([await signIn(site.url), await signIn(site.url, 'https://site.example')], [403, 200]);
  });

  it('is refused where others than this machine are served: another address, proxies, production', async (t) => {
    const strong = { pushKeys: ['x9Kd72mfLq0vTz4R8wYb'], users: [] };
    const address = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
    const everywhere = await start(t, { app: strong, host: '0.0.0.0' });
    const behind = await start(t, { gateway: { proxies: 1 } });
    for (const { url } of [everywhere, behind]) assert.equal(await signIn(url), 403);
    assert.ok(address === undefined || (await signIn(everywhere.url, `http://${address}:5173`)) === 403);
    const { url } = await start(t);
    assert.equal(await signIn(url), 200);
    const environment = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    try {
      assert.equal(await signIn(url), 403);
    } finally {
      if (environment === undefined) delete process.env['NODE_ENV'];
      else process.env['NODE_ENV'] = environment;
    }
  });

  it('opens no way for a name that was rebound to this machine, neither with its origin nor with its Host', async (t) => {
    const { url } = await start(t, { app: { anonymous: true }, proxy: { changeOrigin: false } });
    assert.equal(await signIn(url, SITE_OF_OTHERS), 403);
    const ask = async (host: string): Promise<number> => {
      const request = httpGet(`${url}/good/api/v5/data/orders/list?appID=shop`, { headers: { host } });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
      return response.statusCode!;
    };
    assert.equal(await ask(new URL(url).host), 200);
    assert.equal(await ask(new URL(SITE_OF_OTHERS).host), 403);
  });
});
