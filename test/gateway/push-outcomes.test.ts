import assert from 'node:assert/strict';
import { connect as connectTcp } from 'node:net';
import { PassThrough } from 'node:stream';
import test, { type TestContext } from 'node:test';
import { Redis } from 'ioredis';
import { numberProblem } from '../../src/gateway/http/json-body.js';
import { connect } from './support/client.js';
import { get, keyOf, post, startGateway, testApp } from './support/gateway.js';
import { startRedis } from './support/redis-server.js';
import { until } from './support/until.js';

const APPS = [testApp('shop', { anonymous: true })];
const alert = { userID: 'alice', eventName: 'alert' };

/** A connection to ask a Redis itself. */
function ask(t: TestContext, url: string): Redis {
  const redis = new Redis(url);
  redis.on('error', () => undefined);
  t.after(() => redis.disconnect());
  return redis;
}

for (const kind of ['memory', 'Redis']) {
  test(`an id that stands for another message is told, and the same message comes once: ${kind}`, async (t) => {
    const choice = kind === 'Redis' ? { redis: (await startRedis(t)).url } : {};
    const { push } = await startGateway(t, { apps: APPS, ...choice });
    const first = await push('shop', { ...alert, message: { a: 1 }, id: 'x' });
    assert.equal(
      (await push('shop', { ...alert, message: { a: 1 }, id: 'x' })).body.offset,
      first.body.offset,
    );
    for (const other of [{ message: { a: 2 } }, { message: { a: 1 }, eventName: 'news' }]) {
      const { status, body } = await push('shop', { ...alert, ...other, id: 'x' });
      assert.deepEqual([status, body.field], [409, 'id']);
      assert.match(body.error, /^The id "x" stands for another message/);
    }
    // In another channel it stands for nothing.
    assert.equal((await push('shop', { ...alert, userID: 'bob', message: 5, id: 'x' })).status, 202);
    const broken = await push('shop', { ...alert, id: 'half \ud800' });
    assert.deepEqual([broken.status, broken.body.error], [422, '"id" must be well-formed Unicode.']);
  });
}

test('an id is remembered for its ten minutes however many follow', async (t) => {
  const { push, gateway } = await startGateway(t, { apps: APPS });
  const first = await push('shop', { ...alert, message: 1, id: 'first' });
  for (let count = 0; count < 12_000; count += 1) await gateway.push('shop', { ...alert, id: `id-${count}` });
  assert.equal((await push('shop', { ...alert, message: 1, id: 'first' })).body.offset, first.body.offset);
});

test('a push of which nobody knows whether it was taken says so, with an id by which it comes once', async (t) => {
  const redis = await startRedis(t);
  const { url, push } = await startGateway(t, { apps: APPS, redis: redis.url });
  const client = await connect(t, url, { app: 'shop' });
  const everybody = { userID: '*', eventName: 'alert', message: 'once' };
  await push('shop', { userID: '*', eventName: 'before' });
  redis.stall();
  const { status, body } = await push('shop', everybody);
  redis.resume();
  assert.equal(status, 503);
  assert.match(body.error, /may have been taken\. Send it again with this id/);
  await until(async () => (await push('shop', { ...everybody, id: body.id })).status === 202, 'the push');
  await push('shop', { userID: '*', eventName: 'after' });
  await client.next('after');
  assert.deepEqual(
    client.received.map(([name]) => name),
    ['before', 'alert', 'after'],
  );
});

test('a list that fails in the middle says who has the message already', async (t) => {
  const redis = await startRedis(t);
  const { push } = await startGateway(t, { apps: APPS, redis: redis.url });
  const client = ask(t, redis.url);
  // One channel of the list is no channel for Redis.
  await client.set('dx:{shop:u%3Abob}:channel', 'something else');
  const list = { userID: ['alice', 'bob', 'carol'], eventName: 'alert', message: 1 };
  const { status, body } = await push('shop', list);
  assert.equal(status, 503);
  assert.deepEqual(
    body.pushed.map(({ userID }) => userID),
    ['alice', 'carol'],
  );
  await client.del('dx:{shop:u%3Abob}:channel');
  const again = await push('shop', { ...list, id: body.id });
  assert.deepEqual(
    again.body.pushed.map(({ userID, offset }) => [userID, offset]),
    [
      ['alice', 1],
      ['bob', 1],
      ['carol', 1],
    ],
  );
});

test('a full or read-only Redis is said by /readyz and in the log, which never holds a message', async (t) => {
  const redis = await startRedis(t);
  const lines = new PassThrough();
  let log = '';
  lines.on('data', (line) => (log += String(line)));
  const { url, push } = await startGateway(
    t,
    { apps: APPS, redis: redis.url, logLevel: 'trace' },
    { logStream: lines },
  );
  const secret = { iban: 'DE02120300000000202051' };
  assert.equal((await push('shop', { ...alert, message: secret })).status, 202);
  const client = ask(t, redis.url);
  await client.config('SET', 'maxmemory', '1');
  const full = await push('shop', { ...alert, message: secret });
  assert.equal(full.status, 503);
  assert.match(full.body.error, /^The message log did not take the push/);
  const ready = async () =>
    (await (await fetch(`${url}/readyz`)).json()) as { ready: boolean; problem?: string };
  assert.deepEqual(await ready(), { ready: false, problem: 'Redis is full (maxmemory).' });
  await client.config('SET', 'maxmemory', '0');
  assert.deepEqual(await ready(), { ready: true });
  const other = await startRedis(t);
  await client.replicaof('127.0.0.1', String(other.port));
  await until(
    async () => (await ready()).problem === 'Redis is a replica, which takes no writes.',
    'the problem',
  );
  assert.equal((await push('shop', { ...alert, message: secret })).status, 503);
  await client.replicaof('NO', 'ONE');
  await until(
    async () => (await push('shop', { ...alert, message: 1 })).status === 202,
    'a push to be taken',
  );
  assert.match(log, /the message log refused a push/);
  assert.doesNotMatch(log, /DE0212|iban/);
});

test('a Redis that is lost, and one that is back, are a line in the log each', async (t) => {
  const redis = await startRedis(t);
  const lines = new PassThrough();
  let log = '';
  lines.on('data', (line) => (log += String(line)));
  const { url } = await startGateway(
    t,
    { apps: APPS, redis: redis.url, logLevel: 'warn' },
    { logStream: lines },
  );
  await redis.kill();
  await until(async () => (await get(`${url}/readyz`)).status === 503, 'the loss');
  await redis.start();
  await until(async () => (await get(`${url}/readyz`)).status === 200, 'the return');
  await until(() => log.includes('Redis is back'), 'the line');
  assert.equal(log.match(/Redis was lost/g)?.length, 1);
  assert.equal(log.match(/Redis is back/g)?.length, 1);
});

test('the start says why Redis cannot be used', async (t) => {
  const redis = await startRedis(t, ['--requirepass', 'of the operator']);
  const start = (url: string) => startGateway(t, { apps: APPS, redis: url }).then(() => 'started', String);
  const [without, wrong] = await Promise.all([start(redis.url), start(redis.url.replace('//', '//:wrong@'))]);
  assert.match(without, /^Error: Redis at 127\.0\.0\.1:\d+ wants a password/);
  assert.match(wrong, /refuses the password/);
  assert.doesNotMatch(wrong, /wrong@/);
});

test('large messages reach every node in order, and nothing is kept for what goes between the nodes', async (t) => {
  const redis = await startRedis(t);
  const nodes = await Promise.all([1, 2].map(() => startGateway(t, { apps: APPS, redis: redis.url })));
  const clients = await Promise.all(nodes.map(({ url }) => connect(t, url, { app: 'shop' })));
  const large = 'x'.repeat(200_000);
  for (let count = 0; count < 40; count += 1) {
    const message = { count, ...(count % 3 === 0 && { large }) };
    assert.equal(
      (await nodes[count % 2]!.push('shop', { userID: '*', eventName: 'e', message })).status,
      202,
    );
  }
  const expected = Array.from({ length: 40 }, (_, index) => index);
  for (const { received } of clients) {
    await until(() => received.length === 40, 'every message');
    assert.deepEqual(
      received.map(([, message]) => (message as { count: number }).count),
      expected,
    );
  }
  const admin = ask(t, redis.url);
  const streams = await Promise.all((await admin.keys('*')).map((key) => admin.type(key)));
  assert.equal(streams.filter((type) => type === 'stream').length, 1, 'there is another stream than the log');
});

test('what JavaScript would change without a word is refused with a sentence', async (t) => {
  const { url } = await startGateway(t, { apps: APPS });
  const headers = { authorization: `Bearer ${keyOf('shop')}` };
  const send = (message: string) =>
    post(`${url}/push`, `{"userID":"*","eventName":"e","message":${message}}`, headers);
  for (const message of ['12345678901234567890', '[1e400]', '{"a":-9007199254740993}']) {
    const { status, body } = await send(message);
    assert.equal(status, 422);
    assert.match(body.error, /which JavaScript cannot hold exactly: send it as a text/);
  }
  for (const message of ['9007199254740991', '"12345678901234567890"', '0.12345678901234567', '1e300']) {
    assert.equal((await send(message)).status, 202, message);
  }
  const forbidden = await send('{"__proto__":{"a":1}}');
  assert.deepEqual([forbidden.status, /"__proto__"/.test(forbidden.body.error)], [422, true]);
  assert.equal((await send('{')).body.error, 'The body is not valid JSON.');
  assert.equal(numberProblem('{"a\\"1":"1234567890123456789"}'), null);
});

test('a request without a known key is refused before its body comes', async (t) => {
  const { url } = await startGateway(t, { apps: APPS });
  for (const path of ['/push', '/revoke']) {
    const socket = connectTcp(Number(new URL(url).port), '127.0.0.1');
    t.after(() => void socket.destroy());
    let came = '';
    socket.on('data', (data) => (came += data.toString()));
    socket.on('error', () => undefined);
    const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n`;
    socket.write(`${head}Content-Length: 100000\r\n\r\n`);
    await until(() => came.startsWith('HTTP/1.1 401 '), 'the refusal');
  }
});
