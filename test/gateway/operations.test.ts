import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import test from 'node:test';
import { createGateway } from '../../src/gateway/index.js';
import { connect, disconnection, refusalOf } from './support/client.js';
import { get, keyOf, post, startGateway, testApp } from './support/gateway.js';
import { until } from './support/until.js';

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

test('health and readiness need no key', async (t) => {
  const { url } = await startGateway(t);
  assert.equal((await get(`${url}/healthz`)).status, 200);
  assert.deepEqual(await get(`${url}/readyz`), { status: 200, body: { ready: true } });
});

test('metrics need a key and count what happens', async (t) => {
  const { url, push, login } = await startGateway(t, { metricsKey: 'metrics-key-of-tests' });
  const client = await connect(t, url, { app: 'shop', session: await login('shop', 'alice'), tracked: true });
  await refusalOf(t, url, { app: 'shop' });
  await push('shop', { userID: 'alice', eventName: 'order' });
  await push('shop', { userID: 'alice' });
  await client.socket.emitWithAck('dx:sync', { channels: [{ channel: '*', epoch: 'x', offset: 0 }] });
  assert.equal((await get(`${url}/metrics`)).status, 401);
  assert.equal((await get(`${url}/metrics`, bearer('wrong-key'))).status, 401);
  const text = await (await fetch(`${url}/metrics`, { headers: bearer('metrics-key-of-tests') })).text();
  for (const line of [
    'dx_connections{app="shop"} 1',
    'dx_pushes_total{app="shop"} 1',
    'dx_deliveries_total{app="shop"} 1',
    'dx_refusals_total{code="422"} 1',
    'dx_refusals_total{code="unauthorised"} 1',
    'dx_syncs_total{app="shop",recovered="false"} 1',
    'nodejs_eventloop_lag_seconds',
  ]) {
    assert.ok(text.includes(line), line);
  }
  client.socket.disconnect();
  await until(async () => {
    const now = await (await fetch(`${url}/metrics`, { headers: bearer('metrics-key-of-tests') })).text();
    return now.includes('dx_connections{app="shop"} 0');
  }, 'the connection to be uncounted');
});

test('the metrics key opens nothing but the metrics', async (t) => {
  const { url } = await startGateway(t, { metricsKey: 'metrics-key-of-tests' });
  const push = { userID: '*', eventName: 'order' };
  assert.equal((await post(`${url}/push`, push, bearer('metrics-key-of-tests'))).status, 401);
  assert.equal((await get(`${url}/console/connections`, bearer('metrics-key-of-tests'))).status, 401);
});

test('the console lists the connections of the app of its key, and counts what waits', async (t) => {
  const { url, login, push } = await startGateway(t);
  const alice = await connect(t, url, { app: 'shop', session: await login('shop', 'alice'), tracked: true });
  await connect(t, url, { app: 'blog', session: await login('blog', 'bob') });
  await push('shop', { userID: 'bob', eventName: 'later', delay: 600 });
  const { body } = await get(`${url}/console/connections`, bearer(keyOf('shop')));
  assert.equal(body.app, 'shop');
  assert.equal(body.scheduled, 1);
  assert.equal(body.total, 1);
  const row = body.connections[0]!;
  assert.equal(row.id, alice.socket.id);
  assert.equal(row.user, 'alice');
  assert.equal(row.optedIn, true);
  assert.equal(Math.abs(row.since - Date.now()) < 60_000, true);
  assert.equal((await get(`${url}/console/connections`)).status, 401);
});

test('the console page comes with its files under a strict policy', async (t) => {
  const { url } = await startGateway(t);
  const page = await fetch(`${url}/console`);
  assert.equal(page.status, 200);
  const policy = page.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'self'/);
  assert.doesNotMatch(policy, /unsafe|\*/);
  const html = await page.text();
  assert.doesNotMatch(html, /<style|style=|<script>| on[a-z]+=/);
  const links = Array.from(html.matchAll(/(?:href|src)="([^"]+)"/g), (match) => match[1]!);
  assert.equal(links.length >= 2, true);
  for (const link of links) assert.equal((await fetch(new URL(link, page.url))).status, 200, link);
  assert.equal((await fetch(`${url}/console/..%2fgateway.ts`)).status, 404);
});

test('no session id, key or password is ever logged', async (t) => {
  const lines: string[] = [];
  const logStream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const scenarios = {
    data: {
      'a/b': () => {
        throw new Error('on purpose');
      },
    },
  };
  const { url, push, login } = await startGateway(
    t,
    { logLevel: 'trace', apps: [testApp('shop', { scenarios })] },
    { logStream },
  );
  const session = await login('shop', 'alice');
  const client = await connect(t, url, { app: 'shop', session });
  await push('shop', { userID: 'alice' });
  const paths = [
    `/good/api/v5/data/a/b?appID=shop&sessionID=${session}`,
    `/good/api/v4/auth/check?appID=shop&sessionID=${session}`,
    `/nowhere?sessionID=${session}`,
    `/good/api/v4/auth/logout?appID=shop&sessionID=${session}`,
  ];
  const cut = disconnection(client);
  for (const path of paths) await get(url + path);
  await cut;
  const log = lines.join('');
  assert.match(log, /on purpose/);
  assert.match(log, /\/nowhere/);
  for (const secret of [session, keyOf('shop'), 'secret of'])
    assert.equal(log.includes(secret), false, 'a secret is in the log');
});

test('a site adds its own routes', async (t) => {
  const gateway = createGateway({ apps: [testApp('shop')], logLevel: 'silent' });
  t.after(() => gateway.close());
  gateway.http.get('/own', () => ({ own: true }));
  const { url } = await gateway.listen({ port: 0 });
  assert.deepEqual((await get(`${url}/own`)).body, { own: true });
  assert.equal((await get(`${url}/healthz`)).status, 200);
  await assert.rejects(gateway.push('nowhere', { userID: '*', eventName: 'x' }), /no app "nowhere"/);
});

test('close says goodbye, so that clients come back by themselves, and refuses newcomers meanwhile', async (t) => {
  const { gateway, url, login } = await startGateway(t);
  const session = await login('shop', 'alice');
  const tracked = await connect(t, url, { app: 'shop', session, tracked: true, transports: ['websocket'] });
  const polling = await connect(t, url, { app: 'shop', session, tracked: true, transports: ['polling'] });
  const paused = await connect(t, url, { app: 'shop', session, transports: ['websocket'] });
  (paused.socket.io.engine.transport as unknown as { ws: { pause(): void } }).ws.pause();
  const reasons = [tracked, polling].map(disconnection);

  const closing = gateway.close();
  // On a slow machine it may have stopped before it is asked.
  const asked = get(`${url}/readyz`).then(
    ({ status }) => status,
    () => 503,
  );
  const newcomer = refusalOf(t, url, { app: 'shop', session, transports: ['websocket'] });
  assert.equal(await asked, 503);
  assert.equal((await newcomer).data, undefined);
  // It does not wait for the reader that reads nothing, which would take half a minute.
  assert.equal(await Promise.race([closing, delay(20_000, 'late', { ref: false })]), undefined);
  assert.equal(gateway.close(), gateway.close());
  for (const reason of await Promise.all(reasons)) assert.notEqual(reason, 'io server disconnect');
  for (const { received } of [tracked, polling]) {
    assert.deepEqual(received.at(-1), ['dx:bye', { code: 'shutdown' }]);
  }
  await assert.rejects(fetch(`${url}/healthz`));
});
