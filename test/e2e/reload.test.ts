import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import { test } from 'node:test';
import { createGateway } from '../../src/gateway/index.js';
import { launchBrowser } from './support.js';

test('action="reload" loads the page anew, and a storm of events not more often than every 5 s', async (t) => {
  const gateway = createGateway({
    logLevel: 'silent',
    apps: [{ id: 'reload', pushKeys: ['reload-push-key-of-tests'], anonymous: true }],
  });
  let loads = 0;
  await gateway.http.register(staticFiles, {
    root: fileURLToPath(new URL('../../dist', import.meta.url)),
    prefix: '/dist/',
  });
  gateway.http.get('/page', (_, reply) => {
    loads += 1;
    return reply.type('text/html')
      .send(`<!doctype html><script src="/dist/dx-realtime.js" data-url="" data-app-id="reload"></script>
      <dx-refresher event-name="changed" action="reload"></dx-refresher><p>Load ${loads}</p>
      <script>addEventListener('pagehide', () => localStorage.setItem('age', performance.now()));</script>`);
  });
  const { url } = await gateway.listen({ port: 0 });
  const browser = await launchBrowser();
  t.after(async () => {
    await browser.close();
    await gateway.close();
  });
  const page = await browser.newPage();
  await page.goto(`${url}/page`);
  for (const load of [2, 3]) {
    await page.locator('dx-refresher:state(live)').waitFor({ state: 'attached' });
    for (let event = 0; event < 20; event += 1)
      await gateway.push('reload', { userID: '*', eventName: 'changed' });
    await page.getByText(`Load ${load}`).waitFor();
    const age = Number(await page.evaluate(() => localStorage.getItem('age')));
    assert.ok(age >= 4_990, `the page was ${age} ms old`);
  }
  assert.equal(loads, 3);
});
