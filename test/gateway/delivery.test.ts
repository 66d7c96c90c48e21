import assert from 'node:assert/strict';
import test from 'node:test';
import { spreadFor } from '../../src/gateway/jitter.js';
import { connect } from './support/client.js';
import { startGateway, testApp } from './support/gateway.js';
import { until } from './support/until.js';

test('a push to one user reaches all sockets of that user and nobody else', async (t) => {
  const { url, push, login } = await startGateway(t);
  const session = await login('shop', 'alice');
  const first = await connect(t, url, { app: 'shop', session });
  const second = await connect(t, url, { app: 'shop', session: await login('shop', 'alice') });
  const bob = await connect(t, url, { app: 'shop', session: await login('shop', 'bob') });

  const { status, body } = await push('shop', { userID: 'alice', eventName: 'order', message: { id: 7 } });
  assert.equal(status, 202);
  assert.equal(body.connected, 2);
  await push('shop', { userID: '*', eventName: 'marker' });

  for (const client of [first, second, bob]) await client.next('marker');
  assert.deepEqual(first.received, [
    ['order', { id: 7 }],
    ['marker', null],
  ]);
  assert.deepEqual(second.received, first.received);
  assert.deepEqual(bob.received, [['marker', null]]);
});

test('two apps with the same user ids never hear each other', async (t) => {
  const { url, push, login } = await startGateway(t);
  const shop = await connect(t, url, { app: 'shop', session: await login('shop', 'alice'), tracked: true });
  const blog = await connect(t, url, { app: 'blog', session: await login('blog', 'alice'), tracked: true });

  await push('shop', { userID: 'alice', eventName: 'private' });
  assert.equal((await push('shop', { userID: '*', eventName: 'public' })).body.connected, 1);
  await push('blog', { userID: '*', eventName: 'marker' });

  await shop.next('public');
  await blog.next('marker');
  assert.deepEqual(
    blog.received.map(([name]) => name),
    ['dx:hello', 'marker'],
  );
  assert.equal(
    shop.received.some(([name]) => name === 'marker'),
    false,
  );
});

test('a session of one app does not open another', async (t) => {
  const { url, login } = await startGateway(t);
  const session = await login('shop', 'alice');
  await assert.rejects(connect(t, url, { app: 'blog', session }), /session is unknown/);
});

for (const transports of [['polling', 'websocket'], ['websocket'], ['polling']]) {
  test(`a plain client gets the name and the message, nothing more, over ${transports.join(' then ')}`, async (t) => {
    const { url, push, login } = await startGateway(t);
    const client = await connect(t, url, {
      app: 'shop',
      session: await login('shop', 'alice'),
      transports,
    });
    const last = transports.at(-1);
    await until(() => client.socket.io.engine.transport.name === last, `the transport ${last}`);

    await push('shop', { userID: 'alice', eventName: 'text', message: '{"a":1}' });
    await push('shop', { userID: '*', eventName: 'value', message: [1, null, { b: 'ü' }] });
    await client.next('value');
    assert.deepEqual(client.received, [
      ['text', '{"a":1}'],
      ['value', [1, null, { b: 'ü' }]],
    ]);
  });
}

test('a list of user ids reaches each of them once', async (t) => {
  const { url, push, login } = await startGateway(t);
  const alice = await connect(t, url, { app: 'shop', session: await login('shop', 'alice') });
  const bob = await connect(t, url, { app: 'shop', session: await login('shop', 'bob') });

  const { body } = await push('shop', {
    userID: ['alice', 'bob', 'alice', 'nobody'],
    eventName: 'hi',
    id: 'p1',
  });
  assert.equal(body.id, 'p1');
  assert.deepEqual(
    body.pushed.map(({ userID, connected }: { userID: string; connected: number }) => [userID, connected]),
    [
      ['alice', 1],
      ['bob', 1],
      ['nobody', 0],
    ],
  );
  await push('shop', { userID: '*', eventName: 'marker' });
  for (const client of [alice, bob]) {
    await client.next('marker');
    assert.deepEqual(client.received[0], ['hi', null]);
    assert.equal(client.received.length, 2);
  }
});

test('the same id is pushed once, also when it comes twice at the same time', async (t) => {
  const { url, push, login } = await startGateway(t);
  const alice = await connect(t, url, { app: 'shop', session: await login('shop', 'alice') });
  const request = { userID: 'alice', eventName: 'once', id: 'order-7' };

  const answers = await Promise.all(Array.from({ length: 20 }, () => push('shop', request)));
  for (const { status, body } of answers) {
    assert.equal(status, 202);
    assert.equal(body.offset, 1);
    assert.equal(body.epoch, answers[0]!.body.epoch);
  }
  await push('shop', { userID: 'alice', eventName: 'marker' });
  await alice.next('marker');
  assert.deepEqual(
    alice.received.map(([name]) => name),
    ['once', 'marker'],
  );
});

test('anonymous clients hear only what goes to everybody, and only where the app lets them in', async (t) => {
  const { url, push, gateway } = await startGateway(t, {
    apps: [testApp('shop', { anonymous: true }), testApp('blog')],
  });
  const visitor = await connect(t, url, { app: 'shop' });
  await push('shop', { userID: 'alice', eventName: 'private' });
  const result = await gateway.push('shop', { userID: '*', eventName: 'public', message: 'hello' });
  assert.equal('connected' in result && result.connected, 1);
  await visitor.next('public');
  assert.deepEqual(visitor.received, [['public', 'hello']]);
  await assert.rejects(connect(t, url, { app: 'blog' }), /needs a session_id/);
});

test('what a program changes after a push changes neither log nor message', async (t) => {
  const { gateway, url, login } = await startGateway(t);
  const alice = await connect(t, url, { app: 'shop', session: await login('shop', 'alice'), tracked: true });
  const [hello] = (await alice.next('dx:hello')) as [{ channels: unknown[] }];
  const message = { count: 1 };
  await gateway.push('shop', { userID: 'alice', eventName: 'count', message });
  message.count = 2;
  const answer = await alice.socket.emitWithAck('dx:sync', { channels: hello.channels });
  assert.deepEqual(answer.channels[1].messages[0].message, { count: 1 });
});

test('a push to everybody tells how long to spread for what the server bears, unless it says itself', async (t) => {
  const apps = [testApp('shop', { anonymous: true, refreshesPerSecond: 0.5 })];
  const { url, gateway } = await startGateway(t, { apps });
  const [client] = [
    await connect(t, url, { app: 'shop', tracked: true }),
    await connect(t, url, { app: 'shop' }),
    await connect(t, url, { app: 'shop' }),
  ];
  const spreadOf = async (push: { userID: string; eventName: string; spread?: number }) => {
    await gateway.push('shop', push);
    return ((await client.next(push.eventName))[1] as { spread?: number }).spread;
  };
  assert.equal(await spreadOf({ userID: '*', eventName: 'computed' }), 6000);
  assert.equal(await spreadOf({ userID: '*', eventName: 'given', spread: 5 }), 5);
  assert.equal(spreadFor(2_000_000, 100), 600_000);
  assert.equal(spreadFor(1, 100), undefined);
  assert.equal(spreadFor(1000, undefined), undefined);
});
