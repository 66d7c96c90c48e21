import assert from 'node:assert/strict';
import test from 'node:test';
import { linesOfApp } from '../../src/gateway/metrics.js';
import { get, keyOf, post, startGateway, testApp } from './support/gateway.js';

const METRICS_KEY = 'metrics-key-of-tests';
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const figuresFor = async (url: string, key: string): Promise<string> =>
  (await fetch(`${url}/metrics`, { headers: bearer(key) })).text();

test('a push key opens the figures of its own app, the metrics key those of all apps and of the process', async (t) => {
  const { url, push } = await startGateway(t, { metricsKey: METRICS_KEY });
  for (const app of ['shop', 'blog']) await push(app, { userID: '*', eventName: 'e' });
  const own = await figuresFor(url, keyOf('shop'));
  assert.match(
    own,
    /^# HELP dx_pushes_total .*\n# TYPE dx_pushes_total counter\ndx_pushes_total\{app="shop"\} 1$/m,
  );
  assert.doesNotMatch(own, /blog|nodejs_|process_|dx_refusals/);
  const all = await figuresFor(url, METRICS_KEY);
  for (const part of [
    'dx_pushes_total{app="shop"} 1',
    'dx_pushes_total{app="blog"} 1',
    'nodejs_eventloop_lag',
  ])
    assert.ok(all.includes(part), part);
});

test('the figures of an app are those with its label, whatever its name and other labels hold', () => {
  const figures = [
    '# HELP dx_a First',
    '# TYPE dx_a counter',
    'dx_a{app="a\\"b\\\\"} 1',
    'dx_a{app="other",text="x,app=\\"a\\"b"} 2',
    'dx_a_bucket{le="0.1",app="a\\"b\\\\"} 3',
    '# HELP dx_b Second',
    '# TYPE dx_b gauge',
    'dx_b 4',
    '',
  ].join('\n');
  assert.equal(
    linesOfApp(figures, 'a"b\\'),
    '# HELP dx_a First\n# TYPE dx_a counter\ndx_a{app="a\\"b\\\\"} 1\ndx_a_bucket{le="0.1",app="a\\"b\\\\"} 3\n',
  );
  assert.equal(linesOfApp(figures, 'a"b'), '');
});

test('after too many wrong keys an address is refused, but for a key that was right there; other addresses are not', async (t) => {
  const { url } = await startGateway(t, { proxies: 1, limits: { wrongKeysPerMinute: 3 } });
  const statusOf = async (key: string, address: string): Promise<number> => {
    const headers = { ...bearer(key), 'x-forwarded-for': address };
    return (await post(`${url}/push`, { userID: '*', eventName: 'e' }, headers)).status;
  };
  assert.equal(await statusOf(keyOf('shop'), '203.0.113.1'), 202);
  const guesses = [];
  for (let count = 0; count < 5; count += 1) guesses.push(await statusOf(`guess-${count}`, '203.0.113.1'));
  assert.deepEqual(guesses, [401, 401, 401, 429, 429]);
  assert.equal(await statusOf(keyOf('shop'), '203.0.113.1'), 202, 'the key that was right before');
  assert.equal(await statusOf(keyOf('blog'), '203.0.113.1'), 429, 'a right guess');
  assert.equal(await statusOf(keyOf('blog'), '203.0.113.2'), 202, 'another address');
  const { status, body } = await get(`${url}/console/connections`, {
    ...bearer('guess-6'),
    'x-forwarded-for': '203.0.113.1',
  });
  assert.equal(status, 429);
  assert.equal(body.error, 'There were too many wrong keys from this address; try again in a minute.');
});

test('where the configuration does not know of a proxy, wrong keys that come through it lock nobody out', async (t) => {
  const { url } = await startGateway(t, { limits: { wrongKeysPerMinute: 1 } });
  const headers = { ...bearer('guess'), 'x-forwarded-for': '203.0.113.1' };
  for (let count = 0; count < 3; count += 1)
    assert.equal((await post(`${url}/push`, {}, headers)).status, 401);
});

test('new connections of one address are limited before anybody is admitted; another address goes on', async (t) => {
  const { url } = await startGateway(t, {
    proxies: 1,
    apps: [testApp('shop', { anonymous: true })],
    limits: { connectionsPerAddress: 3, handshakesPerSecond: 0.1 },
  });
  const open = (address: string) =>
    fetch(`${url}/socket.io/?EIO=4&transport=polling`, { headers: { 'x-forwarded-for': address } });
  const opened = [];
  for (let count = 0; count < 5; count += 1) opened.push(await open('203.0.113.1'));
  assert.deepEqual(
    opened.map(({ status }) => status),
    [200, 200, 200, 429, 429],
  );
  assert.match(await opened[4]!.text(), /too many new connections from this address/);
  assert.equal((await open('203.0.113.2')).status, 200);
  // A connection that is open goes on: only new ones are counted.
  const { sid } = JSON.parse((await opened[0]!.text()).slice(1)) as { sid: string };
  const going = await fetch(`${url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, {
    ...{ method: 'POST', body: '40{"app_id":"shop"}' },
    headers: { 'content-type': 'text/plain;charset=UTF-8', 'x-forwarded-for': '203.0.113.1' },
  });
  assert.equal(going.status, 200);
});
