import assert from 'node:assert/strict';
import test from 'node:test';
import { originAllowed } from '../../src/gateway/origins.js';
import { connect, refusalOf } from './support/client.js';
import { get, startGateway, testApp } from './support/gateway.js';
import { until } from './support/until.js';

const SITE = 'https://site.example';
const apps = [
  testApp('shop', { anonymous: true, allowedOrigins: [SITE], scenarios: { data: { 'a/b': () => [] } } }),
  testApp('blog', { anonymous: true, scenarios: { data: { 'a/b': () => [] } } }),
];
const from = (origin: string) => ({ extraHeaders: { origin } });

for (const transports of [['websocket'], ['polling']]) {
  test(`security 1: a foreign page cannot connect over ${transports[0]!}`, async (t) => {
    const { url } = await startGateway(t, { apps });
    const error = await refusalOf(t, url, { app: 'shop', transports, ...from('https://evil.example') });
    assert.equal(error.data, undefined);
    await refusalOf(t, url, { app: 'shop', transports, ...from('null') });
    await refusalOf(t, url, { app: 'shop', transports, ...from(`${SITE}.evil.example`) });
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

test('a refused upgrade leaves no connection behind', async (t) => {
  const { url, gateway } = await startGateway(t, { apps });
  await refusalOf(t, url, { app: 'shop', transports: ['websocket'], ...from('https://evil.example') });
  const { body } = await get(`${url}/console/connections`, { authorization: 'Bearer shop-push-key' });
  assert.equal(body.total, 0);
  await until(async () => {
    const count = await new Promise((resolve) =>
      gateway.http.server.getConnections((_error, n) => resolve(n)),
    );
    return typeof count === 'number' && count <= 2;
  }, 'the connection to be gone');
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

test('originAllowed', () => {
  assert.equal(originAllowed(undefined, 'a.example', []), true);
  assert.equal(originAllowed('https://A.example', 'a.example', []), true);
  assert.equal(originAllowed('http://a.example:81', 'a.example:81', []), true);
  assert.equal(originAllowed('https://b.example', 'a.example', '*'), true);
  assert.equal(originAllowed('https://B.example', 'a.example', ['https://b.example']), true);
  assert.equal(originAllowed('http://a.example:82', 'a.example:81', []), false);
  assert.equal(originAllowed('https://b.example', 'a.example', []), false);
  assert.equal(originAllowed('null', undefined, []), false);
  assert.equal(originAllowed('', '', []), false);
});
