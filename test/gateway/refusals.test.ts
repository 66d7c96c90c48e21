import assert from 'node:assert/strict';
import test from 'node:test';
import { MemoryLog } from '../../src/gateway/log/memory-log.js';
import { keyOf, post, startGateway, testApp } from './support/gateway.js';

const good = { userID: 'alice', eventName: 'order', message: 1 };
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

test('every wrong field of a push is refused with a sentence that names it', async (t) => {
  const { push } = await startGateway(t);
  const wrong: [field: string, body: unknown][] = [
    ['userID', { eventName: 'order' }],
    ['userID', { ...good, userID: 5 }],
    ['userID', { ...good, userID: null }],
    ['userID', { ...good, userID: '' }],
    ['userID', { ...good, userID: [] }],
    ['userID', { ...good, userID: ['alice', 5] }],
    ['userID', { ...good, userID: ['alice', '*'] }],
    ['userID', { ...good, userID: 'x'.repeat(10_000) }],
    ['userID', { ...good, userID: '\ud800' }],
    ['userID', { ...good, userID: Array.from({ length: 1001 }, String) }],
    ['eventName', { userID: 'alice' }],
    ['eventName', { ...good, eventName: 7 }],
    ['eventName', { ...good, eventName: ' ' }],
    ['eventName', { ...good, eventName: 'x'.repeat(129) }],
    ['eventName', { ...good, eventName: 'dx:hello' }],
    ['eventName', { ...good, eventName: 'connect' }],
    ['eventName', { ...good, eventName: 'disconnecting' }],
    ['id', { ...good, id: 5 }],
    ['id', { ...good, id: '' }],
    ['ttl', { ...good, ttl: '5' }],
    ['ttl', { ...good, ttl: -1 }],
    ['origin', { ...good, origin: {} }],
    ['spread', { ...good, spread: 1e9 }],
    ['eventname', { ...good, eventname: 'order' }],
    ['message', `{"userID":"alice","eventName":"order","message":${nested(33)}}`],
    ['message', `{"userID":"alice","eventName":"order","message":${nested(50_000)}}`],
  ];
  for (const [field, body] of wrong) {
    const answer = await push('shop', body);
    assert.equal(answer.status, 422, JSON.stringify(body).slice(0, 100));
    assert.equal(answer.body.field, field);
    assert.match(answer.body.error, new RegExp(`^"${field}" .*\\.$`));
  }
  for (const body of ['[]', '5', 'null', '"text"']) {
    const answer = await push('shop', body);
    assert.equal(answer.status, 422, body);
    assert.match(answer.body.error, /The push must be an object/);
  }
});

test('what is just within the bounds passes', async (t) => {
  const { push } = await startGateway(t);
  const right: unknown[] = [
    `{"userID":"alice","eventName":"order","message":${nested(32)}}`,
    { ...good, eventName: 'x'.repeat(128) },
    { ...good, eventName: 'error' },
    { ...good, eventName: '__proto__' },
    { ...good, userID: 'x'.repeat(256) },
    { userID: 'alice', eventName: 'order' },
    { ...good, message: 'x'.repeat(900_000) },
  ];
  for (const body of right) assert.equal((await push('shop', body)).status, 202);
});

test('a body that is not JSON, not announced as JSON or too large is refused', async (t) => {
  const { url, push } = await startGateway(t, { limits: { maxPushBytes: 1000 } });
  const authorization = `Bearer ${keyOf('shop')}`;
  assert.deepEqual(await push('shop', '{"userID":'), {
    status: 400,
    body: { error: 'The body is not valid JSON.' },
  });
  assert.equal((await push('shop', '')).status, 400);
  assert.equal((await push('shop', '{"__proto__":{"admin":1}}')).status, 422);
  for (const type of ['text/plain', 'application/octet-stream', 'application/x-www-form-urlencoded']) {
    const answer = await post(`${url}/push`, JSON.stringify(good), { authorization, 'content-type': type });
    assert.equal(answer.status, 415, type);
    assert.match(answer.body.error, /Content-Type: application\/json/);
  }
  const large = await push('shop', { ...good, message: 'x'.repeat(1000) });
  assert.equal(large.status, 413);
  assert.match(large.body.error, /too large/);
});

test('a push needs a known key, and the key decides the app', async (t) => {
  const { url } = await startGateway(t);
  for (const authorization of [
    '',
    'Basic x',
    'Bearer ',
    `Bearer ${keyOf('shop')}x`,
    `Bearer ${keyOf('SHOP')}`,
  ]) {
    const answer = await post(`${url}/push`, good, { authorization });
    assert.equal(answer.status, 401);
    assert.equal(answer.body.field, 'Authorization');
  }
  const foreign = await post(
    `${url}/push`,
    { ...good, appID: 'blog' },
    { authorization: `Bearer ${keyOf('shop')}` },
  );
  assert.equal(foreign.body.field, 'appID');
});

test('too many pushes are refused', async (t) => {
  const { push } = await startGateway(t, { limits: { pushesPerSecond: 0.5 } });
  assert.equal((await push('shop', good)).status, 202);
  assert.equal((await push('shop', good)).status, 429);
  assert.equal((await push('blog', good)).status, 202);
});

test('a push that the log does not answer is a 503 and reaches nobody; the same id works later', async (t) => {
  let isDown = true;
  const { push } = await startGateway(
    t,
    {},
    {
      createLog: (_appId, retention) => {
        const log = new MemoryLog(retention);
        const append: MemoryLog['append'] = (channel, message) =>
          isDown ? Promise.reject(new Error('down')) : log.append(channel, message);
        return {
          append,
          top: (name) => log.top(name),
          after: (cursor) => log.after(cursor),
          erase: (name) => log.erase(name),
          close: () => log.close(),
        };
      },
    },
  );
  const refused = await push('shop', { ...good, id: 'a' });
  assert.equal(refused.status, 503);
  assert.match(refused.body.error, /may have been taken/);
  isDown = false;
  assert.equal((await push('shop', { ...good, id: 'a' })).body.offset, 1);
});

test('the directual interface refuses with sentences, too', async (t) => {
  const { url } = await startGateway(t, { apps: [testApp('shop')] });
  const ask = async (path: string) => {
    const response = await fetch(`${url}/good/api/${path}`);
    const body = (await response.json()) as { field?: string };
    return [response.status, body.field];
  };
  assert.deepEqual(await ask('v4/auth/check?appID=shop'), [422, 'sessionID']);
  assert.deepEqual(await ask('v4/auth/check?sessionID=x'), [422, 'appID']);
  assert.deepEqual(await ask('v4/auth/check?appID=shop&sessionID=x&sessionID=y'), [422, 'sessionID']);
  assert.deepEqual(await ask('v4/auth/check?appID=nowhere&sessionID=x'), [404, 'appID']);
  assert.deepEqual(await ask('v5/data/a/b?appID=shop'), [401, 'sessionID']);
  assert.deepEqual(await ask('v5/data/a/b?appID=shop&sessionID=x'), [401, 'sessionID']);
  assert.deepEqual(await ask('v9/auth/check?appID=shop&sessionID=x'), [404, undefined]);
  const login = (body: unknown) => post(`${url}/good/api/v5/auth?appID=shop`, body);
  assert.equal((await login({ username: 'alice' })).body.field, 'password');
  assert.equal((await login({ username: ['alice'], password: 'x' })).body.field, 'username');
});
