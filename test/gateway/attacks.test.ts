import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect as connectTcp, type AddressInfo, type Socket } from 'node:net';
import { after, test, type TestContext } from 'node:test';
import type { InboxPage } from '../../src/protocol/inbox.js';
import type { ListenAnswer } from '../../src/protocol.js';
import { RedisClient } from '../../src/gateway/redis/redis-client.js';
import { PushChannels } from '../../src/gateway/inbox/push-channels.js';
import { FairQueue } from '../../src/gateway/topics/fair-queue.js';
import { endpointProblem } from '../../src/gateway/web-push/endpoint.js';
import { connect, type Client } from './support/client.js';
import { keyOf, passwordOf, post, startGateway, testApp, userOf } from './support/gateway.js';
import { startRedis } from './support/redis-server.js';
import { until } from './support/until.js';

const ADMIN_KEY = 'admin-key-of-the-shop';
const inbox = { events: ['alert'], categories: [{ id: 'orders', critical: true }] };
const redis = await startRedis({ after });

async function ask(url: string, route: string, key: string, body?: unknown) {
  const [method, path] = route.split(' ') as [string, string];
  const response = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    id: response.headers.get('x-request-id'),
    body: JSON.parse(text) as Answer,
  };
}

interface Answer {
  error?: string;
  field?: string;
  alerts?: unknown[];
  answers?: { field?: string }[];
}

test('an address that cannot be read, and a method that has no route, get a sentence and a request id like all else', async (t) => {
  const { url } = await startGateway(t, { apps: [testApp('shop', { adminKey: ADMIN_KEY, inbox })] });
  const paths = [
    '/push/%',
    '/push/%E0%A4%A',
    '/push/%ED%A0%80',
    '/inbox/%FF',
    '/topics/%c0%80',
    '/console/%',
  ];
  for (const path of paths) {
    const { status, id, body } = await ask(url, `GET ${path}`, keyOf('shop'));
    assert.deepEqual([status, Object.keys(body)], [400, ['error']], path);
    assert.match(body.error!, /^The address cannot be read/);
    assert.match(id!, /^[0-9a-f-]{36}$/);
  }
  for (const route of [
    'PUT /push',
    'PATCH /push',
    'PURGE /metrics',
    'PROPFIND /inbox/alice',
    'POST /users/alice',
  ]) {
    const { status, body } = await ask(url, route, ADMIN_KEY);
    assert.deepEqual([status, body], [404, { error: 'There is nothing at this address.' }], route);
  }
  const { body } = await ask(url, 'POST /push/batch', keyOf('shop'), [[], null]);
  assert.deepEqual(
    body.answers!.map((answer) => 'field' in answer),
    [false, false],
  );
});

test('a name of another app, a path that climbs, and a key of the wrong kind open nothing of what is kept of people', async (t) => {
  const apps = ['shop', 'blog'].map((id) => testApp(id, { adminKey: `admin-key-of-the-${id}`, inbox }));
  const { url, push } = await startGateway(t, { apps });
  await push('shop', { userID: 'alice', eventName: 'alert', message: 'private', id: 'one' });
  await push('shop', { userID: 'alice', eventName: 'alert', message: 'private', id: 'two', delay: 600 });
  const foreign = 'admin-key-of-the-blog';
  assert.deepEqual((await ask(url, 'GET /inbox/alice', foreign)).body.alerts, []);
  for (const climbing of ['blog/../shop/alice', '..%2Fshop%2Falice', '%2e%2e/alice', 'shop:alice', 'u:alice'])
    assert.equal(
      JSON.stringify((await ask(url, `GET /inbox/${climbing}`, foreign)).body).includes('private'),
      false,
    );
  for (const route of ['GET /push/one', 'GET /push/two', 'DELETE /push/two', 'GET /push/shop:two'])
    assert.equal((await ask(url, route, keyOf('blog'))).status, 404, route);
  for (const route of [
    'GET /inbox/alice',
    'PATCH /inbox/alice',
    'DELETE /users/alice',
    'GET /inbox/alice/preferences',
  ])
    assert.equal((await ask(url, route, keyOf('shop'))).status, 401, route);
  for (const route of [
    'POST /push',
    'POST /topics/revoke',
    'GET /console/connections',
    'GET /push/one',
    'GET /metrics',
  ])
    assert.equal((await ask(url, route, ADMIN_KEY)).status, 401, route);
  assert.equal((await ask(url, 'GET /push/two', keyOf('shop'))).status, 200);
});

test('requests whose bodies never end take the slots of their address only, and other addresses are answered', async (t) => {
  const limits = { connectionsPerAddress: 5 };
  const { url } = await startGateway(t, { apps: [testApp('shop', { anonymous: true })], limits, proxies: 1 });
  const { hostname, port } = new URL(url);
  const sockets: Socket[] = [];
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  const answers: string[] = [];
  const open = async (from: string): Promise<Socket> => {
    const socket = connectTcp(Number(port), hostname);
    sockets.push(socket);
    socket.on('error', () => undefined).on('data', (data: Buffer) => answers.push(data.toString()));
    await once(socket, 'connect');
    socket.write(
      `POST /good/api/v5/auth HTTP/1.1\r\nHost: ${hostname}:${port}\r\nX-Forwarded-For: ${from}\r\nContent-Type: application/json\r\n` +
        'Transfer-Encoding: chunked\r\n\r\n10\r\n{"appID":"shop",\r\n',
    );
    return socket;
  };
  const slow = [];
  for (let count = 0; count < 5; count += 1) slow.push(await open('10.0.0.1'));
  const check = (from: string) =>
    fetch(`${url}/good/api/v5/auth/check?appID=shop&sessionID=x`, { headers: { 'x-forwarded-for': from } });
  await until(async () => (await check('10.0.0.1')).status === 429, 'the address to have no slot left');
  assert.equal((await check('10.0.0.2')).status, 200);
  assert.deepEqual(answers, []);
  slow[0]!.destroy();
  await until(async () => (await check('10.0.0.1')).status === 200, 'a slot to be free again');
});

test('names of push services that can be read in two ways are refused, and what browsers give is not', () => {
  const good = 'https://fcm.googleapis.com/fcm/send/abc:APA91_-x';
  assert.equal(endpointProblem(good, []), null);
  const odd = [
    'https:fcm.googleapis.com/a',
    'https:\\\\fcm.googleapis.com/a',
    'https://fcm.googleapis.com\\@10.0.0.1/',
    'https://FCM.googleapis.com/a',
    ' https://fcm.googleapis.com/a',
    'https://fcm.googleapis.com/a\u0000b',
    'https://fcm.googleapis.com/\ud800',
    'https://fcm.goo\tgleapis.com/a',
    'https://fcm.googleapis.com:443/a',
    'https://fcm.googleapis.com',
  ];
  for (const endpoint of odd)
    assert.equal(endpointProblem(endpoint, []), 'must be written as browsers give it');
});

test('what is remembered of pushes to lists is bounded by their receivers, and the newest are known', () => {
  const channels = new PushChannels(10);
  for (let push = 1; push <= 5; push += 1)
    for (const user of ['a', 'b', 'c', 'd', 'a']) channels.add(`push ${push}`, `u:${user}`);
  const known = [1, 2, 3, 4, 5].map((push) => channels.of(`push ${push}`).length);
  assert.deepEqual(known, [0, 0, 0, 4, 4]);
  channels.add('single', 'u:a');
  channels.add('single', 'u:b');
  assert.deepEqual([channels.of('push 4').length, channels.of('single')], [4, ['u:a', 'u:b']]);
  channels.add('another', 'u:a');
  assert.deepEqual([channels.of('push 4').length, channels.of('push 5').length], [0, 4]);
});

test('of those who wait for their turn each has one after the other, and what nobody waits for is not done', async () => {
  const queue = new FairQueue(1, 3);
  const done: string[] = [];
  let start: () => void = () => undefined;
  const started = new Promise<void>((resolve) => (start = resolve));
  const patience = new AbortController();
  const run = (asker: string, what: string, signal = patience.signal) =>
    queue.run(asker, () => Promise.resolve(void done.push(what)), signal);
  const first = queue.run('mallory', () => started, patience.signal);
  const given = new AbortController();
  const waiting = [run('mallory', 'm1'), run('mallory', 'm2', given.signal), run('mallory', 'm3')];
  await assert.rejects(run('mallory', 'm4'), /Too much waits/);
  waiting.push(run('alice', 'a1'), run('bob', 'b1'));
  given.abort();
  start();
  const [, gone] = await Promise.allSettled([first, waiting[1]!]);
  assert.equal(gone.status, 'rejected');
  await Promise.allSettled(waiting);
  assert.deepEqual(done, ['m1', 'a1', 'b1', 'm3']);
  await run('alice', 'a2');
  assert.equal(done.at(-1), 'a2');
});

test('one person who asks for many topics that an address decides on holds up nobody else', async (t) => {
  const held: (() => void)[] = [];
  let isSlow = true;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const answer = () => response.setHeader('content-type', 'application/json').end('{"allowed":true}');
      if (isSlow && body.includes('mallory')) held.push(answer);
      else answer();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  const check = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const app = testApp('shop', { topics: { '*': { check } }, users: [userOf('mallory'), userOf('alice')] });
  const { url, login } = await startGateway(t, { apps: [app] });
  const mallory = await connect(t, url, {
    app: 'shop',
    session: await login('shop', 'mallory'),
    tracked: true,
  });
  const alice = await connect(t, url, { app: 'shop', session: await login('shop', 'alice'), tracked: true });
  const topics = Array.from({ length: 100 }, (_, index) => ({ topic: `t:${index}` }));
  const asked = mallory.socket.emitWithAck('dx:listen', { topics }) as Promise<ListenAnswer>;
  await until(() => held.length === 50, 'all questions that may be on their way');
  const answered = alice.socket.emitWithAck('dx:listen', {
    topics: [{ topic: 'mine' }],
  }) as Promise<ListenAnswer>;
  // One of fifty is answered: whose turn it is then is the question.
  await alice.socket.emitWithAck('dx:sync', { channels: [] });
  held.shift()!();
  await until(() => held.length === 50, 'the next question');
  held.shift()!();
  assert.equal((await answered).channels.length, 1);
  isSlow = false;
  held.forEach((answer) => answer());
  assert.equal((await asked).channels.length, 100);
});

test('what a person says on many connections at once is told at the pace of a person, and all of it', async (t) => {
  const apps = [testApp('shop', { inbox })];
  const { url, login } = await startGateway(t, { apps });
  const session = await login('shop', 'alice');
  const bob = await connect(t, url, { app: 'shop', session: await login('shop', 'bob'), tracked: true });
  const clients: Client[] = [];
  for (let count = 0; count < 15; count += 1)
    clients.push(await connect(t, url, { app: 'shop', session, tracked: true, transports: ['websocket'] }));
  // The clock stands still: no more than what may come at once is taken.
  let time = Date.now();
  t.mock.method(Date, 'now', () => time);
  let answered = 0;
  const changes = [{ category: 'news', delivery: 'toast', at: time }];
  const all = clients.flatMap(({ socket }) =>
    Array.from({ length: 16 }, () =>
      socket.emitWithAck('dx:preferences', { changes }).then(() => (answered += 1)),
    ),
  );
  await until(() => answered === 200, 'what may come at once');
  const own = (await bob.socket.emitWithAck('dx:preferences', { changes })) as { choices: unknown[] };
  assert.deepEqual([answered, own.choices.length], [200, 1]);
  time += 10_000;
  await Promise.all(all);
  assert.equal(answered, 240);
});

for (const kind of ['memory', 'Redis']) {
  test(`categories, ids and marks of hostile clients change nothing of others and break nothing: ${kind}`, async (t) => {
    const apps = [testApp('shop', { adminKey: ADMIN_KEY, inbox })];
    const { url, login, push } = await startGateway(t, {
      apps,
      ...(kind === 'Redis' && { redis: redis.url }),
    });
    const [alice, bob] = [
      await connect(t, url, { app: 'shop', session: await login('shop', 'alice'), tracked: true }),
      await connect(t, url, { app: 'shop', session: await login('shop', 'bob'), tracked: true }),
    ];
    await push('shop', { userID: 'bob', eventName: 'alert', message: 'for bob' });
    const pageOf = async ({ socket }: Client) =>
      (await socket.emitWithAck('dx:inbox', { cursor: null })) as InboxPage;
    const [{ channel, epoch, offset }] = (await pageOf(bob)).alerts as [InboxPage['alerts'][number]];
    const refused: [string, unknown][] = [
      ['dx:inbox', { cursor: 'x'.repeat(301) }],
      ['dx:inbox', { cursor: { length: 1 } }],
      ['dx:inbox-mark', { ids: Array(201).fill('x'), mark: 'read' }],
      ['dx:inbox-mark', { ids: ['x'], mark: 'gone' }],
      ['dx:preferences', { changes: [{ category: '\ud800', delivery: 'none', at: 1 }] }],
      ['dx:preferences', { changes: [{ category: 'a\u0000b', delivery: 'none', at: 1 }] }],
      ['dx:preferences', { changes: [{ category: 'a', delivery: 'constructor', at: 1 }] }],
      ['dx:preferences', { changes: Array(201).fill({ category: 'a', delivery: null, at: 1 }) }],
    ];
    for (const [packet, value] of refused) {
      const answer = (await alice.socket.emitWithAck(packet, value)) as object;
      assert.deepEqual(Object.keys(answer), ['error'], `${packet} ${JSON.stringify(value).slice(0, 80)}`);
    }
    const marks = { ids: [`${channel} ${epoch} ${offset}`, '__proto__', '* x 1'], mark: 'read' };
    assert.deepEqual(await alice.socket.emitWithAck('dx:inbox-mark', marks), { states: [] });
    assert.equal((await pageOf(bob)).alerts[0]!.states, undefined);
    const odd = { cursor: '__proto__:1 constructor:9' };
    assert.deepEqual(((await alice.socket.emitWithAck('dx:inbox', odd)) as InboxPage).alerts, []);
    const later = { changes: [{ category: 'news', delivery: 'none', at: 1e308 }] };
    const { choices } = (await alice.socket.emitWithAck('dx:preferences', later)) as {
      choices: { at: number }[];
    };
    assert.equal(choices[0]!.at <= Date.now(), true);
    const wrong = { preferences: { '\ud800': 'none' } };
    assert.equal((await ask(url, 'PATCH /inbox/alice/preferences', ADMIN_KEY, wrong)).status, 422);
  });
}

test('two databases of one Redis are two gateways: what is said in one is not heard in the other', async (t: TestContext) => {
  const apps = [testApp('shop', { anonymous: true, inbox })];
  const nodes = [];
  for (const database of [0, 1, 1])
    nodes.push(await startGateway(t, { apps, redis: `${redis.url}/${database}` }));
  const [zero, one, other] = nodes as [(typeof nodes)[0], (typeof nodes)[0], (typeof nodes)[0]];
  const session = await one.login('shop', 'alice');
  const client = await connect(t, one.url, { app: 'shop', session, tracked: true });
  const first = await connect(t, zero.url, {
    app: 'shop',
    session: await zero.login('shop', 'alice'),
    tracked: true,
  });
  await zero.push('shop', { userID: 'alice', eventName: 'alert', message: 'staging' });
  await zero.push('shop', { userID: '*', eventName: 'alert', message: 'staging' });
  const { alerts } = (await first.socket.emitWithAck('dx:inbox', { cursor: null })) as InboxPage;
  const { channel, epoch, offset } = alerts[0]!;
  await first.socket.emitWithAck('dx:inbox-mark', { ids: [`${channel} ${epoch} ${offset}`], mark: 'read' });
  await other.push('shop', { userID: 'alice', eventName: 'alert', message: 'production' });
  await client.next('alert');
  const heard = client.received.filter(([name]) => name !== 'dx:hello');
  assert.deepEqual(
    heard.map(([name, message]) => [name, message]),
    [['alert', 'production']],
  );
});

test('no id of a session, no key and no password passes through Redis, not even while somebody signs in and out', async (t) => {
  const { url, login } = await startGateway(t, { apps: [testApp('shop', { inbox })], redis: redis.url });
  const client = new RedisClient(redis.url);
  t.after(() => client.disconnect());
  const monitor = await client.monitor();
  t.after(() => monitor.disconnect());
  const seen: string[] = [];
  monitor.on('monitor', (_time: string, given: string[]) => seen.push(given.join(' ')));
  const session = await login('shop', 'alice');
  const other = await login('shop', 'alice');
  const alice = await connect(t, url, { app: 'shop', session, tracked: true });
  await alice.socket.emitWithAck('dx:inbox', { cursor: null });
  const wrong = { appID: 'shop', username: 'alice', password: 'wrong guess of somebody' };
  await post(`${url}/good/api/v5/auth`, wrong);
  await fetch(`${url}/good/api/v5/auth/check?appID=shop&sessionID=made-up-session-id`);
  await fetch(`${url}/good/api/v5/auth/logout?appID=shop&sessionID=${session}`);
  await post(`${url}/revoke`, { sessionID: other }, { authorization: `Bearer ${keyOf('shop')}` });
  await client.set('the end of this test', '1');
  await until(() => seen.some((line) => line.includes('the end of this test')), 'all commands');
  const all = seen.join('\n');
  assert.ok(seen.length > 10, `${seen.length} commands`);
  for (const secret of [
    session,
    other,
    keyOf('shop'),
    passwordOf('alice'),
    'wrong guess',
    'made-up-session-id',
  ])
    assert.equal(all.includes(secret), false, secret);
});
