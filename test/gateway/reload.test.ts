import assert from 'node:assert/strict';
import test from 'node:test';
import { MemoryLog } from '../../src/gateway/log/memory-log.js';
import { connect, disconnection } from './support/client.js';
import { keyOf, startGateway, testApp } from './support/gateway.js';

const SITE = 'https://site.example';

test('a reload ends the connections that the changed configuration would not admit, and no others', async (t) => {
  const before = testApp('shop', { anonymous: true, allowedOrigins: [SITE] });
  const { url, gateway, login, push } = await startGateway(t, { apps: [before] });
  const session = await login('shop', 'alice');
  const visitor = await connect(t, url, { app: 'shop', tracked: true });
  const foreign = await connect(t, url, { app: 'shop', session, extraHeaders: { origin: SITE } });
  const alice = await connect(t, url, { app: 'shop', session });
  const cut = [disconnection(visitor), disconnection(foreign)];
  await gateway.reload({ apps: [testApp('shop', { anonymous: false, allowedOrigins: [] })] });
  assert.deepEqual(await Promise.all(cut), ['io server disconnect', 'io server disconnect']);
  await push('shop', { userID: '*', eventName: 'news' });
  await alice.next('news');
  assert.ok(visitor.received.every(([name]) => name !== 'news'));
});

test('a reload takes no key of an example and no plain password where others are served', async (t) => {
  const strong = 'x9Kd72mfLq0vTz4R8wYb';
  const { gateway, url } = await startGateway(t, { apps: [testApp('shop', { pushKeys: [strong] })] });
  const environment = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  t.after(() => {
    if (environment === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = environment;
  });
  await assert.rejects(
    gateway.reload({ apps: [testApp('shop', { pushKeys: ['demo-push-key'] })] }),
    /example/,
  );
  const plain = testApp('shop', { pushKeys: [strong], users: [{ id: 'anna', password: 'anna' }] });
  await assert.rejects(gateway.reload({ apps: [plain] }), /plain text/);
  const refused = await fetch(`${url}/push`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keyOf('shop')}` },
  });
  assert.equal(refused.status, 401);
});

test('a log in memory that is full does not walk over the channels that hold nothing', async () => {
  const log = new MemoryLog({ maxMessages: 1000, maxBytes: 1_000_000, maxTotalBytes: 100_000, maxAge: 300 });
  const push = (from: number, to: number) => {
    const started = performance.now();
    for (let user = from; user < to; user += 1) {
      void log.append(`u:${user}`, { eventName: 'e', message: 1, bytes: 1000, at: 0 });
    }
    return performance.now() - started;
  };
  push(0, 500);
  const first = push(500, 5_500);
  push(5_500, 45_000);
  const later = push(45_000, 50_000);
  assert.ok(
    later < first * 10 + 50,
    `5,000 pushes took ${Math.round(first)} ms, later ${Math.round(later)} ms`,
  );
  await log.close();
});
