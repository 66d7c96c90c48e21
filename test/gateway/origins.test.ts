import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import test from 'node:test';
import { OriginPolicy, originProblem } from '../../src/gateway/origins.js';
import { requestProblem } from '../../src/gateway/sockets/request-guard.js';
import { connect, refusalOf } from './support/client.js';
import { get, keyOf, startGateway, testApp } from './support/gateway.js';
import { openPolling } from './support/polling.js';

const SITE = 'https://site.example';
const EVIL = 'https://evil.example';
const data = { 'a/b': () => [] };
const apps = [
  testApp('shop', { anonymous: true, allowedOrigins: [SITE], scenarios: { data } }),
  testApp('blog', { anonymous: true, allowedOrigins: [], scenarios: { data } }),
];
const from = (origin: string) => ({ extraHeaders: { origin } });

for (const transports of [['websocket'], ['polling']]) {
  test(`a foreign page is not admitted over ${transports[0]!}, and is told why`, async (t) => {
    const { url } = await startGateway(t, { apps });
    for (const origin of [EVIL, 'null', `${SITE}.evil.example`, 'http://localhost:3000']) {
      const error = await refusalOf(t, url, { app: 'shop', transports, ...from(origin) });
      assert.equal(error.data?.code, 'foreign-origin');
      assert.equal(error.message, 'This app does not take connections from this origin.');
    }
    const { body } = await get(`${url}/console/connections`, { authorization: `Bearer ${keyOf('shop')}` });
    assert.equal(body.total, 0);
  });

  test(`a listed page and the gateway's own connect over ${transports[0]!}, each to its app`, async (t) => {
    const { url } = await startGateway(t, { apps });
    await connect(t, url, { app: 'shop', transports, ...from(SITE) });
    await connect(t, url, { app: 'shop', transports, ...from(url) });
    await connect(t, url, { app: 'blog', transports, ...from(url) });
    const error = await refusalOf(t, url, { app: 'blog', transports, ...from(SITE) });
    assert.equal(error.data?.code, 'foreign-origin');
  });
}

test('a refused origin is counted, and said in the log once, with the app and the origin', async (t) => {
  const lines = new PassThrough();
  const { url } = await startGateway(
    t,
    { apps, logLevel: 'warn', metricsKey: 'metrics-key-of-tests' },
    { logStream: lines },
  );
  for (let count = 0; count < 3; count += 1) await refusalOf(t, url, { app: 'shop', ...from(EVIL) });
  const said = String(lines.read())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { app: string; origin: string; msg: string });
  assert.equal(said.length, 1);
  assert.deepEqual([said[0]!.app, said[0]!.origin], ['shop', EVIL]);
  assert.match(said[0]!.msg, /"allowedOrigins" of the app does not list its origin/);
  const metrics = await fetch(`${url}/metrics`, {
    headers: { authorization: 'Bearer metrics-key-of-tests' },
  });
  assert.match(await metrics.text(), /dx_refusals_total\{code="foreign-origin"\} 3/);
});

test('a polling request is refused where another page sends it than the one that opened the connection', async (t) => {
  const { url } = await startGateway(t, { apps });
  const own = await openPolling(url);
  assert.equal((await own.send('40{"app_id":"shop"}', { origin: EVIL })).status, 403);
  assert.equal((await own.send('40{"app_id":"shop"}', { origin: url })).status, 200);
  const listed = await openPolling(url, { origin: SITE });
  assert.equal((await listed.send('40{"app_id":"shop"}', { origin: EVIL })).status, 403);
  assert.equal((await listed.send('40{"app_id":"shop"}')).status, 403);
  assert.equal((await listed.send('40{"app_id":"shop"}', { origin: SITE })).status, 200);
});

test('JSONP, pictures, frames and links reach neither a connection nor the data of an app', async (t) => {
  const { url } = await startGateway(t, { apps });
  const ask = (path: string, headers: Record<string, string>) =>
    fetch(`${url}${path}`, { headers }).then(({ status }) => status);
  const handshake = '/socket.io/?EIO=4&transport=polling';
  assert.equal(await ask(`${handshake}&j=0`, {}), 403);
  assert.equal(await ask(handshake, { 'sec-fetch-dest': 'script', 'sec-fetch-mode': 'no-cors' }), 403);
  assert.equal(await ask(handshake, { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' }), 403);
  assert.equal(await ask(handshake, { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' }), 200);
  const call = '/good/api/v5/data/a/b?appID=shop';
  assert.equal(await ask(call, { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' }), 403);
  assert.equal(await ask(call, { 'sec-fetch-site': 'same-site' }), 403);
  assert.equal(await ask(call, { 'sec-fetch-site': 'same-origin' }), 200);
  assert.equal(await ask(call, { 'sec-fetch-site': 'cross-site', origin: SITE }), 200);
});

test('a name that is rebound to this machine reaches nothing of a gateway that serves this machine only', async (t) => {
  const { url } = await startGateway(t, {
    apps: [testApp('shop', { anonymous: true, scenarios: { data } })],
  });
  const host = `evil.example:${new URL(url).port}`;
  const extraHeaders = { host, origin: `http://${host}` };
  const refused = await refusalOf(t, url, { app: 'shop', transports: ['websocket'], extraHeaders });
  assert.equal(refused.data, undefined);
  for (const path of [
    '/socket.io/?EIO=4&transport=polling',
    '/good/api/v5/data/a/b?appID=shop',
    '/healthz',
  ]) {
    const { status, text } = await rawGet(url, path, host);
    assert.equal(status, 403);
    assert.match(text, /serves this machine only/);
  }
});

test('pages of this machine connect while nothing else is said', async (t) => {
  const { url } = await startGateway(t, {
    apps: [testApp('shop', { anonymous: true, scenarios: { data } })],
  });
  for (const origin of ['http://localhost:3000', 'http://127.0.0.1:5173', 'http://[::1]:8000']) {
    await connect(t, url, { app: 'shop', ...from(origin) });
    const answer = await fetch(`${url}/good/api/v5/data/a/b?appID=shop`, { headers: { origin } });
    assert.equal(answer.headers.get('access-control-allow-origin'), origin);
  }
  for (const headers of [
    { origin: EVIL },
    { origin: 'http://localhost:3000', 'x-forwarded-for': '203.0.113.1' },
  ]) {
    const error = await refusalOf(t, url, { app: 'shop', extraHeaders: headers });
    assert.equal(error.data?.code, 'foreign-origin');
  }
});

test('HTTP: pages read what their app allows, with CORS headers, and nothing else', async (t) => {
  const { url } = await startGateway(t, { apps });
  const ask = (app: string, origin: string) =>
    fetch(`${url}/good/api/v5/data/a/b?appID=${app}`, { headers: { origin } });
  const listed = await ask('shop', SITE);
  assert.equal(listed.status, 200);
  assert.equal(listed.headers.get('access-control-allow-origin'), SITE);
  assert.equal((await ask('blog', SITE)).status, 403);
  assert.equal((await ask('blog', url)).status, 200);
  const foreign = await ask('shop', 'https://evil.example');
  assert.equal(foreign.status, 403);
  assert.equal(foreign.headers.get('access-control-allow-origin'), null);
});

test('HTTP: a push is never allowed across origins', async (t) => {
  const { url } = await startGateway(t, { apps });
  const preflight = await fetch(`${url}/push`, {
    method: 'OPTIONS',
    headers: { origin: SITE, 'access-control-request-method': 'POST' },
  });
  assert.equal(preflight.status, 404);
  assert.equal(preflight.headers.get('access-control-allow-origin'), null);
  const login = await fetch(`${url}/good/api/v5/auth`, {
    method: 'OPTIONS',
    headers: { origin: SITE, 'access-control-request-method': 'POST' },
  });
  assert.equal(login.status, 204);
  assert.equal(login.headers.get('access-control-allow-origin'), SITE);
});

test('OriginPolicy: whom it allows', () => {
  const open = new OriginPolicy(() => false);
  const local = new OriginPolicy(() => true);
  const page = (origin: string | undefined, host?: string) => ({ origin, host });
  assert.equal(open.allows(page(undefined, 'a.example'), []), true);
  assert.equal(open.allows(page('https://A.example', 'a.example'), []), true);
  assert.equal(open.allows(page('http://a.example:81', 'a.example:81'), []), true);
  assert.equal(open.allows(page('https://b.example', 'a.example'), '*'), true);
  assert.equal(open.allows(page('https://B.example', 'a.example'), ['https://b.example']), true);
  assert.equal(open.allows(page('http://a.example:82', 'a.example:81'), []), false);
  assert.equal(open.allows(page('https://b.example', 'a.example'), undefined), false);
  assert.equal(open.allows(page('null'), []), false);
  assert.equal(open.allows(page('', ''), []), false);
  assert.equal(open.allows(page('http://localhost:3000', 'localhost:8080'), undefined), false);
  assert.equal(local.allows(page('http://localhost:3000', 'localhost:8080'), undefined), true);
  assert.equal(local.allows(page('http://localhost:3000', 'localhost:8080'), []), false);
  assert.equal(local.allows(page('http://localhost:3000', 'evil.example'), undefined), false);
  assert.equal(local.allows(page('http://localhost.evil.example', 'localhost'), undefined), false);
});

test('OriginPolicy: names below a domain, and pages inside apps', () => {
  const policy = new OriginPolicy(() => false);
  const allows = (origin: string, ...allowed: string[]) => policy.allows({ origin }, allowed);
  assert.equal(allows('https://preview-7.site.example', 'https://*.site.example'), true);
  assert.equal(allows('https://a.b.site.example', 'https://*.site.example'), true);
  for (const other of ['https://site.example', 'https://evilsite.example', 'http://a.site.example']) {
    assert.equal(allows(other, 'https://*.site.example'), false);
  }
  assert.equal(allows('https://a.site.example:8443', 'https://*.site.example'), false);
  assert.equal(allows('https://a.site.example:8443', 'https://*.site.example:8443'), true);
  assert.equal(allows('https://evil.example/.site.example', 'https://*.site.example'), false);
  assert.equal(allows('capacitor://localhost', 'capacitor://localhost'), true);
});

test('OriginPolicy: which names of a gateway for this machine only are its own', () => {
  const local = new OriginPolicy(() => true);
  for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'app.localhost', '192.168.1.5']) {
    assert.equal(local.isReboundName(host, [undefined]), false, host);
  }
  assert.equal(local.isReboundName('evil.example', [undefined, ['https://site.example']]), true);
  assert.equal(local.isReboundName('site.example:8080', [['https://site.example']]), false);
  assert.equal(local.isReboundName('a.site.example', [['https://*.site.example']]), false);
  assert.equal(new OriginPolicy(() => false).isReboundName('evil.example', [undefined]), false);
});

test('originProblem: what may be listed', () => {
  for (const fine of [SITE, 'https://*.site.example', 'http://localhost:3000', 'capacitor://localhost']) {
    assert.equal(originProblem(fine), null, fine);
  }
  const wrong = [
    'https://site.example/',
    'https://*.example',
    'https://*',
    'null',
    'site.example',
    'https://a b',
    '',
    'https://a:443',
    'https://u@a',
  ];
  for (const value of wrong) assert.notEqual(originProblem(value), null, value);
});

test('requestProblem: a handshake without an origin may go on only from pages that are taken', () => {
  const facts = { headers: {}, query: {}, handshake: { origin: undefined }, isAllowed: true };
  assert.equal(requestProblem(facts), null);
  assert.equal(requestProblem({ ...facts, headers: { origin: SITE } }), null);
  assert.notEqual(requestProblem({ ...facts, headers: { origin: EVIL }, isAllowed: false }), null);
  assert.notEqual(requestProblem({ ...facts, headers: { 'sec-fetch-dest': 'iframe' } }), null);
});

/** A GET with a `Host` of one's own, which `fetch` does not send. */
async function rawGet(url: string, path: string, host: string): Promise<{ status: number; text: string }> {
  const request = httpGet(`${url}${path}`, { headers: { host } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode!, text: await readText(response) };
}
