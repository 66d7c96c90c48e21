import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import { fastify } from 'fastify';
import { startNode } from '../gateway/support/fleet.js';
import { keyOf, post, testApp } from '../gateway/support/gateway.js';
import { startHaproxy } from '../gateway/support/haproxy.js';
import { startNginx } from '../gateway/support/proxies.js';
import { startRedis } from '../gateway/support/redis-server.js';
import { launchBrowser } from './support.js';

const PAGES = 3;

/** A site of another origin than the gateway's, whose pages can poll only. */
async function startSite(t: TestContext): Promise<{ url: string; connectTo: (address: string) => void }> {
  let gateway = '';
  const site = fastify({ forceCloseConnections: true });
  await site.register(staticFiles, {
    root: fileURLToPath(new URL('../../dist', import.meta.url)),
    prefix: '/dist/',
  });
  site.get('/', (_, reply) =>
    reply.type('text/html').send(`<!doctype html><title>Live</title>
      <script src="/dist/dx-realtime.js" data-url="${gateway}" data-app-id="shop" data-transports="polling" defer></script>
      <dx-connection-status></dx-connection-status><dx-alert-toast event-name="alert" duration="0"></dx-alert-toast>`),
  );
  const url = await site.listen({ port: 0, host: '127.0.0.1' });
  t.after(() => site.close());
  return { url, connectTo: (address) => (gateway = address) };
}

test('a page of another origin that can only poll is live behind HAProxy and nginx with two gateways, and hears all', async (t) => {
  const redis = await startRedis(t);
  const site = await startSite(t);
  const apps = [testApp('shop', { anonymous: true, allowedOrigins: [site.url] })];
  const configuration = { apps, redis: redis.url, proxies: 1 };
  const nodes = await Promise.all([startNode(t, configuration), startNode(t, configuration)]);
  const ports = nodes.map(({ port }) => port);
  const browser = await launchBrowser();
  t.after(() => browser.close());
  for (const start of [startHaproxy, startNginx]) {
    const url = await start(t, ports);
    site.connectTo(url);
    const pages = await Promise.all(Array.from({ length: PAGES }, () => browser.newPage()));
    const refused: string[] = [];
    for (const page of pages) {
      page.on('response', (response) => {
        if (response.status() >= 400 && response.url().includes('socket.io')) refused.push(response.url());
      });
      await page.goto(site.url);
      await page.waitForFunction(
        () => (document.querySelector('dx-connection-status') as { state?: string } | null)?.state === 'live',
      );
    }
    for (let number = 1; number <= 3; number += 1) {
      const push = { userID: '*', eventName: 'alert', message: `${start.name} ${number}` };
      const { status } = await post(`${url}/push`, push, { authorization: `Bearer ${keyOf('shop')}` });
      assert.equal(status, 202);
    }
    for (const page of pages)
      for (let number = 1; number <= 3; number += 1)
        await page.getByText(`${start.name} ${number}`).first().waitFor();
    assert.deepEqual(refused, []);
    await Promise.all(pages.map((page) => page.close()));
  }
});
