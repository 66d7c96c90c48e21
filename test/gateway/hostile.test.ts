import assert from 'node:assert/strict';
import test from 'node:test';
import { connect, disconnection, type Client } from './support/client.js';
import { post, startGateway, testApp, userOf } from './support/gateway.js';
import { inTime, until } from './support/until.js';

const ids = ['__proto__', 'constructor', 'u:alice', ':', '["shop"', 'alice ', 'Alice', '{alice}', '🙂'];

test('a user id with the character U+0000, at which a data file would end it, is refused', async (t) => {
  const { push } = await startGateway(t, { apps: [testApp('shop')] });
  const { status, body } = await push('shop', { userID: 'a\u0000b', eventName: 'private' });
  assert.equal(status, 422);
  assert.match(body.error, /U\+0000/);
});

test('user ids with any characters are told apart', async (t) => {
  const users = ['alice', ...ids].map(userOf);
  const { url, push, login } = await startGateway(t, {
    apps: [testApp('shop', { users })],
    limits: { loginsPerMinute: 100 },
  });
  const clients = new Map<string, Client>();
  for (const id of ['alice', ...ids]) {
    clients.set(id, await connect(t, url, { app: 'shop', session: await login('shop', id), tracked: true }));
  }
  for (const id of ids) {
    assert.equal((await push('shop', { userID: id, eventName: 'private', message: id })).body.connected, 1);
  }
  await push('shop', { userID: '*', eventName: 'marker' });
  for (const [id, client] of clients) {
    await client.next('marker');
    const messages = client.received.filter(([name]) => name === 'private');
    assert.deepEqual(
      messages.map(([, message]) => message),
      id === 'alice' ? [] : [id],
    );
  }
});

test('app ids with any characters are told apart', async (t) => {
  const names = ['a', 'a","*', '__proto__', 'a:u:b'];
  const apps = names.map((id, index) =>
    testApp(id, { anonymous: true, pushKeys: [`push-key-of-tests-${index}`] }),
  );
  const { url, gateway } = await startGateway(t, { apps });
  const clients = [];
  for (const app of names) clients.push(await connect(t, url, { app }));
  for (const app of names) await gateway.push(app, { userID: '*', eventName: 'own', message: app });
  for (const [index, { next, received }] of clients.entries()) {
    await next('own');
    assert.deepEqual(received, [['own', names[index]]]);
  }
});

test('dangerous keys in a message change no prototype and arrive as they are', async (t) => {
  const { url, gateway } = await startGateway(t, { apps: [testApp('shop', { anonymous: true })] });
  const { next } = await connect(t, url, { app: 'shop' });
  const message: unknown = JSON.parse(
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  );
  await gateway.push('shop', { userID: '*', eventName: 'odd', message });
  assert.equal(JSON.stringify((await next('odd'))[0]), JSON.stringify(message));
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});

const packets = [
  '2["connect"]',
  '2["disconnecting",1]',
  '2["newListener",1]',
  '20["connect_error"]',
  '2["dx:hello",{}]',
  '20["dx:sync",{"channels":null}]',
  '2["dx:bye"]',
  '20["dx:listen",null]',
  '20["dx:listen",{"topics":[{"topic":{"__proto__":1}}]}]',
  '20["dx:listen",{"topics":[{"topic":"x","token":5}]}]',
  `20["dx:listen",{"topics":[{"topic":"x","token":"${'e30.'.repeat(3000)}"}]}]`,
  '2["dx:listen",{"topics":[{"topic":"__proto__"}]},{"topics":[]}]',
  '20["dx:leave",{"topics":[{}]}]',
  '20["dx:sync",{"channels":[{"channel":"t:x","epoch":"","offset":0}]}]',
  '2["__proto__",1]',
  '2["constructor",1]',
  '2["error",1]',
  '2["",1]',
  '2[5,1]',
  '2[null]',
  '2{}',
  '2',
  '3',
  '30[]',
  '0',
  '0{"app_id":"shop"}',
  '0/other,{}',
  '1',
  '4"text"',
  '5',
  '511-["x",{"_placeholder":true,"num":0}]',
  '51-["x",{"_placeholder":true,"num":9}]',
  'x',
  '',
  `2["deep",${'['.repeat(40_000)}${']'.repeat(40_000)}]`,
  `2["long","${'x'.repeat(200_000)}"]`,
];

test('raw packets of any shape leave the gateway and its other clients unharmed', async (t) => {
  const { url, push } = await startGateway(t, { apps: [testApp('shop', { anonymous: true })] });
  const other = await connect(t, url, { app: 'shop', tracked: true });
  for (const packet of packets) {
    const hostile = await connect(t, url, { app: 'shop', transports: ['websocket'] });
    hostile.socket.io.engine.write(packet);
    hostile.socket.io.engine.write(Buffer.from('stray binary'));
    await push('shop', { userID: '*', eventName: 'marker', message: packet.slice(0, 20) });
    await until(
      () => other.received.at(-1)?.[1] === packet.slice(0, 20),
      `life after ${packet.slice(0, 20)}`,
    );
    hostile.socket.disconnect();
  }
});

test('a socket that leaves the namespace but keeps its transport is closed', async (t) => {
  const { url } = await startGateway(t, { apps: [testApp('shop', { anonymous: true })] });
  const { socket } = await connect(t, url, { app: 'shop', transports: ['websocket'] });
  const closed = inTime((done) => socket.io.engine.once('close', done), 'the transport to close');
  socket.io.engine.write('1');
  await closed;
});

test('too many connections from one address are refused', async (t) => {
  const { url } = await startGateway(t, {
    apps: [testApp('shop', { anonymous: true })],
    limits: { connectionsPerAddress: 2 },
    proxies: 1,
  });
  const from = (address: string) => ({ app: 'shop', extraHeaders: { 'x-forwarded-for': address } });
  const first = await connect(t, url, from('10.0.0.1'));
  await connect(t, url, from('10.0.0.1'));
  await assert.rejects(connect(t, url, from('9.9.9.9, 10.0.0.1')), /too many connections/);
  await connect(t, url, from('10.0.0.2'));
  first.socket.disconnect();
  await until(
    () =>
      connect(t, url, from('10.0.0.1'))
        .then(() => true)
        .catch(() => false),
    'a place to be free again',
  );
});

test('a message larger than allowed ends the connection that sent it', async (t) => {
  const { url } = await startGateway(t, { apps: [testApp('shop', { anonymous: true })] });
  const client = await connect(t, url, { app: 'shop', transports: ['websocket'] });
  const cut = disconnection(client);
  client.socket.emit('large', 'x'.repeat(150_000));
  assert.equal(await cut, 'transport close');
  const login = { appID: 'shop', username: 'x'.repeat(150_000), password: 'x' };
  assert.equal((await post(`${url}/good/api/v5/auth`, login)).status, 413);
});
