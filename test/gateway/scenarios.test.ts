import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import test from 'node:test';
import type { ScenarioContext } from '../../src/gateway/index.js';
import { connect, disconnection, errorOf } from './support/client.js';
import { get, post, startGateway, testApp } from './support/gateway.js';

const events = {
  say: async ({ app, user, data, push }: ScenarioContext<unknown>) => {
    await push({ userID: '*', eventName: 'said', message: { app, from: user?.id, data } });
    return { ok: true };
  },
  silent: () => undefined,
  fail: () => {
    throw new Error('secret detail');
  },
  reject: () => Promise.reject(new Error('secret detail')),
  circle: () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    return circle;
  },
  wrongPush: ({ push }: ScenarioContext<unknown>) => push({ userID: '*', eventName: 'connect' }),
};
const data = {
  'orders/list': ({ user, data: call }: ScenarioContext<unknown>) => [{ user: user?.id ?? null, call }],
  'orders/page': () => ({ payload: [1], pageInfo: { page: 3 } }),
  'orders/fail': () => {
    throw new Error('secret detail');
  },
};
const apps = [
  testApp('shop', { anonymous: true, scenarios: { events, data } }),
  testApp('blog', { anonymous: true }),
];

test('a client event runs its scenario, which may push within its app', async (t) => {
  const { url, login } = await startGateway(t, { apps });
  const alice = await connect(t, url, { app: 'shop', session: await login('shop', 'alice') });
  const visitor = await connect(t, url, { app: 'shop' });
  const other = await connect(t, url, { app: 'blog' });
  assert.deepEqual(await alice.socket.emitWithAck('say', 'hello'), { ok: true });
  assert.deepEqual(await visitor.next('said'), [{ app: 'shop', from: 'alice', data: 'hello' }]);
  assert.equal(await alice.socket.emitWithAck('silent'), null);
  alice.socket.emit('say', 'without acknowledgement');
  assert.match(await errorOf(other, 'say', 'x'), /no scenario/);
  assert.deepEqual(other.received, []);
});

test('a scenario that fails answers with a sentence and harms nothing', async (t) => {
  const { url, push } = await startGateway(t, { apps });
  const client = await connect(t, url, { app: 'shop' });
  for (const eventName of ['fail', 'reject', 'circle', 'wrongPush']) {
    assert.match(await errorOf(client, eventName, 1), /failed|could not be sent/);
    client.socket.emit(eventName);
  }
  await push('shop', { userID: '*', eventName: 'marker' });
  await client.next('marker');
});

test('what a client sends is checked before a scenario sees it', async (t) => {
  const { url } = await startGateway(t, { apps });
  const client = await connect(t, url, { app: 'shop' });
  const deep = JSON.parse('['.repeat(33) + ']'.repeat(33)) as unknown;
  assert.match(await errorOf(client, 'say', deep), /32 levels/);
  assert.match(await errorOf(client, 'say', Buffer.from('x')), /binary/);
  assert.match(await errorOf(client, 'say', { inner: [Buffer.from('x')] }), /binary/);
  assert.match(await errorOf(client, 'say', 1, 2), /one value/);
  assert.match(await errorOf(client, 'toString', 1), /no scenario/);
});

test('events that come too fast are refused, and a flood is cut off', async (t) => {
  const { url, push } = await startGateway(t, { apps, limits: { eventsPerSecond: 5 } });
  const hasty = await connect(t, url, { app: 'shop', transports: ['websocket'] });
  const calm = await connect(t, url, { app: 'shop' });
  const answers = await Promise.all(Array.from({ length: 30 }, () => errorOf(hasty, 'silent')));
  assert.equal(answers[0], 'no error');
  assert.match(answers.at(-1)!, /too fast/);
  const cut = disconnection(hasty);
  for (let count = 0; count < 10_000; count += 1) hasty.socket.emit('silent');
  await cut;
  await push('shop', { userID: '*', eventName: 'marker' });
  await calm.next('marker');
});

test('a data call runs its handler with query, body and user', async (t) => {
  const { url, login } = await startGateway(t, { apps });
  const session = await login('shop', 'bob');
  const list = `${url}/good/api/v5/data/orders/list`;
  const asked = await get(`${list}?appID=shop&sessionID=${session}&page=2&tag=a&tag=b`);
  assert.deepEqual(asked.body.payload, [
    { user: 'bob', call: { query: { page: '2', tag: ['a', 'b'] }, body: null } },
  ]);
  assert.equal(asked.body.pageInfo.totalCount, 1);
  const sent = await post(`${list}?appID=shop`, { title: 'new' });
  assert.deepEqual(sent.body.payload, [{ user: null, call: { query: {}, body: { title: 'new' } } }]);
  assert.deepEqual((await get(`${url}/good/api/v5/data/orders/page?appID=shop`)).body, {
    payload: [1],
    pageInfo: { page: 3 },
  });
});

test('a data call without handler is a 404 and a failed one a 500 without details', async (t) => {
  const { url } = await startGateway(t, { apps });
  const missing = await get(`${url}/good/api/v5/data/orders/none?appID=shop`);
  assert.equal(missing.status, 404);
  assert.match(missing.body.error, /orders\/none/);
  const failed = await get(`${url}/good/api/v5/data/orders/fail?appID=shop`);
  assert.equal(failed.status, 500);
  assert.doesNotMatch(failed.body.error, /secret detail/);
  const expired = await get(`${url}/good/api/v5/data/orders/list?appID=shop&sessionID=gone`);
  assert.equal(expired.status, 401);
});

test('what a scenario pushes carries the origin of who asked, unless it gives another', async (t) => {
  const { url } = await startGateway(t, {
    apps: [
      testApp('shop', {
        anonymous: true,
        scenarios: {
          events: { save: ({ push }) => push({ userID: '*', eventName: 'saved' }) },
          data: {
            'orders/save': ({ push }) => push({ userID: '*', eventName: 'saved-by-call' }),
            'orders/other': ({ push }) => push({ userID: '*', eventName: 'other', origin: 'a job' }),
          },
        },
      }),
    ],
  });
  const query = { dx: '1', 'dx-origin': 'tab-1' };
  const { socket, next } = await connect(t, url, { app: 'shop', query });
  const originOf = async (eventName: string): Promise<unknown> =>
    ((await next(eventName))[1] as { origin?: string }).origin;
  await socket.emitWithAck('save', null);
  assert.equal(await originOf('saved'), 'tab-1');
  const headers = { 'X-DX-Origin': 'tab-2' };
  await get(`${url}/good/api/v5/data/orders/save?appID=shop`, headers);
  assert.equal(await originOf('saved-by-call'), 'tab-2');
  await get(`${url}/good/api/v5/data/orders/other?appID=shop`, headers);
  assert.equal(await originOf('other'), 'a job');
});

test('a scenario that does not wait for its push ends nothing, whatever a client makes of it', async (t) => {
  const unhandled: unknown[] = [];
  const hear = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', hear);
  t.after(() => process.off('unhandledRejection', hear));
  const tell = ({ data, push }: ScenarioContext<unknown>) => {
    void push({ userID: (data as { to: string }).to, eventName: 'told' });
    return { told: true };
  };
  const lines = new PassThrough();
  const app = testApp('shop', { anonymous: true, scenarios: { events: { tell } } });
  const { url } = await startGateway(t, { apps: [app], logLevel: 'warn' }, { logStream: lines });
  const { socket } = await connect(t, url, { app: 'shop' });
  assert.deepEqual(await socket.emitWithAck('tell', { to: '' }), { told: true });
  assert.deepEqual(await socket.emitWithAck('tell', { to: 'anna' }), { told: true });
  assert.match(String(lines.read()), /a push of a scenario was refused/);
  assert.deepEqual(unhandled, []);
});

test('who asks a scenario that does not answer is told so, and the next is answered', async (t) => {
  const never = () => new Promise(() => undefined);
  const scenarios = { events: { never, soon: () => 1 }, data: { 'a/never': never } };
  const limits = { scenarioSeconds: 0.1 };
  const { url } = await startGateway(t, { apps: [testApp('shop', { anonymous: true, scenarios })], limits });
  const client = await connect(t, url, { app: 'shop' });
  assert.equal(await errorOf(client, 'never'), 'The scenario of "never" did not answer within 0.1 s.');
  assert.equal(await client.socket.emitWithAck('soon'), 1);
  const { status, body } = await get(`${url}/good/api/v5/data/a/never?appID=shop`);
  assert.deepEqual([status, body.error], [503, 'The scenario of "a/never" did not answer within 0.1 s.']);
});

test('data calls of one address have a bound', async (t) => {
  const scenarios = { data: { 'a/b': () => [1] } };
  const limits = { callsPerSecond: 5 };
  const { url } = await startGateway(t, { apps: [testApp('shop', { anonymous: true, scenarios })], limits });
  const ask = () => get(`${url}/good/api/v5/data/a/b?appID=shop`);
  const answers = await Promise.all(Array.from({ length: 60 }, ask));
  const carriedOut = answers.filter(({ status }) => status === 200).length;
  assert.ok(carriedOut >= 10 && carriedOut < 60, `${carriedOut} were carried out`);
  const refused = answers.find(({ status }) => status === 429);
  assert.match(refused!.body.error, /too many data calls/);
});
