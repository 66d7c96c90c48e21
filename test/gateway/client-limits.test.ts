import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import test from 'node:test';
import WebSocket from 'ws';
import { limitKeyOf } from '../../src/gateway/client-address.js';
import { ConnectionSlots } from '../../src/gateway/sockets/connection-slots.js';
import type { SyncAnswer } from '../../src/protocol.js';
import { connect, open, refusalOf } from './support/client.js';
import { get, keyOf, startGateway, testApp } from './support/gateway.js';
import { openPolling } from './support/polling.js';
import { startRedis } from './support/redis-server.js';
import { inTime, until } from './support/until.js';

const APPS = [testApp('shop', { anonymous: true })];

const totalOf = async (url: string): Promise<number> => {
  const headers = { authorization: `Bearer ${keyOf('shop')}` };
  return (await get(`${url}/console/connections`, headers)).body.total;
};

/** Opens a WebSocket whose reader stops after the greeting, and sends packets by hand. */
async function openMute(url: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket&dx=1`);
  socket.on('error', () => undefined);
  await inTime((done) => {
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text.startsWith('0')) socket.send('40{"app_id":"shop"}');
      if (text.startsWith('42["dx:hello"')) done(undefined);
    });
  }, 'the greeting');
  (socket as unknown as { pause(): void }).pause();
  return socket;
}

test('one transport that asks to be admitted many times at once becomes no connection and is cut off', async (t) => {
  const { url, push } = await startGateway(t, {
    apps: APPS,
    limits: { connectionsPerApp: 20, connectionsPerAddress: 5 },
  });
  const polling = await openPolling(url);
  await polling.send(Array.from({ length: 1000 }, () => '40{"app_id":"shop"}').join('\x1e'));
  await push('shop', { userID: '*', eventName: 'e', message: 'm' });
  assert.doesNotMatch(await polling.poll(), /"e"/);
  await until(async () => (await totalOf(url)) === 0, 'the transport to be gone');
  // Its slots are free again.
  await connect(t, url, { app: 'shop' });
});

test('a client that stops polling is cut off for what its packets cost, however little is in them', async (t) => {
  const { gateway, url } = await startGateway(t, { apps: APPS, limits: { maxQueueBytes: 100_000 } });
  const polling = await openPolling(url);
  await polling.send('40{"app_id":"shop"}');
  await until(async () => (await totalOf(url)) === 1, 'the connection');
  // Some 10 bytes each, a tenth of the bound in all.
  for (let count = 0; count < 1000; count += 1)
    await gateway.push('shop', { userID: '*', eventName: 'e', message: 1, ttl: 0 });
  await until(async () => (await totalOf(url)) === 0, 'the connection to be cut');
});

test('a client may ask again after a refusal, with another session', async (t) => {
  const { url, login } = await startGateway(t);
  const { socket } = open(t, url, { app: 'shop', session: 'none' });
  await inTime((done) => socket.once('connect_error', done), 'the refusal');
  socket.auth = { app_id: 'shop', session_id: await login('shop', 'alice') };
  socket.connect();
  await until(() => socket.connected, 'the connection');
});

test('many connections at once keep within the bounds of app and address', async (t) => {
  const { url } = await startGateway(t, {
    apps: APPS,
    limits: { connectionsPerApp: 20, connectionsPerAddress: 5 },
  });
  const clients = Array.from({ length: 40 }, () => open(t, url, { app: 'shop', transports: ['websocket'] }));
  let refused = 0;
  for (const { socket } of clients) socket.on('connect_error', () => (refused += 1));
  const admitted = () => clients.filter(({ socket }) => socket.connected);
  await until(() => refused + admitted().length === 40, 'all to be decided');
  assert.equal(admitted().length, 5);
  admitted()[0]!.socket.disconnect();
  await until(async () => (await totalOf(url)) === 4, 'the place to be free');
  await connect(t, url, { app: 'shop' });
  assert.equal((await refusalOf(t, url, { app: 'shop' })).data?.code, 'limit');
});

test('the bounds of app and address hold over all nodes, to the connection, however many come at once', async (t) => {
  const redis = await startRedis(t);
  const limits = { connectionsPerApp: 7, connectionsPerAddress: 100 };
  const nodes = await Promise.all(
    [1, 2].map(() => startGateway(t, { apps: APPS, redis: redis.url, limits })),
  );
  const clients = Array.from({ length: 40 }, (_, index) =>
    open(t, nodes[index % 2]!.url, { app: 'shop', transports: ['websocket'] }),
  );
  let refused = 0;
  for (const { socket } of clients) socket.on('connect_error', () => (refused += 1));
  const admitted = () => clients.filter(({ socket }) => socket.connected);
  await until(() => refused + admitted().length === 40, 'all to be decided');
  assert.ok(admitted().length <= 7, `${admitted().length} were admitted`);
  // Two that claim the last place at the same moment may both lose it; what is free is given to the next.
  await until(async () => {
    const { socket } = open(t, nodes[0]!.url, { app: 'shop', transports: ['websocket'] });
    return inTime(
      (done) => socket.once('connect', () => done(false)).once('connect_error', () => done(true)),
      'it',
    );
  }, 'the app to be full');
  await nodes[1]!.gateway.close();
  await until(async () => {
    const { socket } = open(t, nodes[0]!.url, { app: 'shop', transports: ['websocket'] });
    return inTime(
      (done) => socket.once('connect', () => done(true)).once('connect_error', () => done(false)),
      'it',
    );
  }, 'the slots of a node that is gone to be free');
});

test('a client that syncs without end and does not read costs a few pages at most', async (t) => {
  const { url, push } = await startGateway(t, { apps: APPS });
  for (let count = 0; count < 100; count += 1) {
    await push('shop', { userID: '*', eventName: 'e', message: 'x'.repeat(9900) });
  }
  const socket = await openMute(url);
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().heapUsed)), 1);
  t.after(() => clearInterval(watch));
  const sync = '["dx:sync",{"channels":[{"channel":"*","epoch":"","offset":0}]}]';
  for (let id = 0; id < 800; id += 1) socket.send(`42${id}${sync}`);
  const other = await connect(t, url, { app: 'shop', tracked: true });
  // Every page is asked for by another, who reads: by then the gateway has looked at all that the first one sent.
  let cursor = { channel: '*', epoch: '', offset: 0 };
  let more: boolean | undefined = true;
  while (more === true) {
    const answer = (await other.socket.emitWithAck('dx:sync', { channels: [cursor] })) as SyncAnswer;
    const replay = answer.channels[0]!;
    more = replay.more;
    cursor = { channel: '*', epoch: replay.epoch, offset: replay.top };
  }
  assert.equal(cursor.offset, 100);
  assert.ok((peak - before) / 1e6 < 30, `the heap grew by ${Math.round((peak - before) / 1e6)} MB`);
  socket.terminate();
});

test('syncs beyond those that may wait are refused, and the others are answered in turn', async (t) => {
  const { url, push } = await startGateway(t, { apps: APPS });
  await push('shop', { userID: '*', eventName: 'e', message: 'm' });
  const { socket } = await connect(t, url, { app: 'shop', tracked: true });
  const request = { channels: [{ channel: '*', epoch: '', offset: 0 }] };
  const answers = (await Promise.all(
    Array.from({ length: 20 }, () => socket.emitWithAck('dx:sync', request)),
  )) as (SyncAnswer & { error?: string })[];
  const refused = answers.filter(({ error }) => error !== undefined);
  assert.match(refused[0]!.error!, /^Syncs come too fast/);
  const answered = answers.filter(
    ({ error, channels }) => error === undefined && channels[0]?.messages.length === 1,
  );
  assert.ok(answered.length >= 1 && answered.length + refused.length === 20);
});

test('a window larger than a page is replayed in pages, in order and whole, from memory and from Redis', async (t) => {
  const redis = await startRedis(t);
  for (const choice of [{}, { redis: redis.url }]) {
    const { url, push } = await startGateway(t, { apps: APPS, ...choice });
    for (let count = 1; count <= 30; count += 1) {
      await push('shop', { userID: '*', eventName: 'e', message: `${count} ${'x'.repeat(20_000)}` });
    }
    const { socket } = await connect(t, url, { app: 'shop', tracked: true });
    const seen: number[] = [];
    let pages = 0;
    let cursor = { channel: '*', epoch: 'another', offset: 3 };
    for (let more: boolean | undefined = true; more === true; pages += 1) {
      const { channels } = (await socket.emitWithAck('dx:sync', { channels: [cursor] })) as SyncAnswer;
      const replay = channels[0]!;
      assert.equal(replay.recovered, pages > 0);
      const bytes = JSON.stringify(replay.messages).length;
      assert.ok(bytes < 300_000, `a page has ${bytes} bytes`);
      seen.push(...replay.messages.map(({ offset }) => offset));
      more = replay.more;
      cursor = { channel: '*', epoch: replay.epoch, offset: replay.top };
    }
    assert.deepEqual(
      seen,
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
    assert.ok(pages >= 3);
  }
});

test('a proxy that the configuration does not know of is said once, with what to set', async (t) => {
  const lines = new PassThrough();
  const { url } = await startGateway(t, { apps: APPS, logLevel: 'warn' }, { logStream: lines });
  const headers = { 'x-forwarded-for': '203.0.113.7' };
  for (const transports of [['websocket'], ['polling']]) {
    await connect(t, url, { app: 'shop', transports, extraHeaders: headers });
  }
  await fetch(`${url}/good/api/v5/auth/check?appID=shop&sessionID=x`, { headers });
  const said = String(lines.read()).match(/how many \\"proxies\\" there are/g);
  assert.equal(said?.length, 1);
});

test('Slots: an address has a bound of its own where nobody sets one, unless many share it', async () => {
  const slots = new ConnectionSlots({ perApp: 1000, perAddress: undefined }, null);
  const from = (isClients: boolean) => ({ address: 'a', limitKey: 'a', isClients });
  for (let count = 0; count < 100; count += 1) assert.notEqual(await slots.reserve('shop', from(true)), null);
  assert.equal(await slots.reserve('shop', from(true)), null);
  const release = await slots.reserve('shop', from(false));
  assert.equal(slots.countOf('shop'), 101);
  release!();
  release!();
  assert.equal(slots.countOf('shop'), 100);
});

test('limitKeyOf: the network of a customer counts as one client', () => {
  assert.equal(limitKeyOf('203.0.113.7'), '203.0.113.7');
  assert.equal(limitKeyOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
  assert.equal(limitKeyOf('2001:0DB8:1:2::6'), '2001:db8:1:2::/64');
  assert.equal(limitKeyOf('2001:db8::6'), '2001:db8:0:0::/64');
  assert.equal(limitKeyOf('::1'), '0:0:0:0::/64');
  assert.equal(limitKeyOf('fe80::1%eth0'), 'fe80:0:0:0::/64');
  assert.equal(limitKeyOf('::ffff:203.0.113.7'), '::ffff:203.0.113.7');
});
