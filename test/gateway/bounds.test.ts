import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import test from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import WebSocket from 'ws';
import { connect, type Client } from './support/client.js';
import { follow } from './support/follower.js';
import { get, keyOf, startGateway, testApp } from './support/gateway.js';
import { startProxy } from './support/tcp-proxy.js';
import { until } from './support/until.js';

const MEGABYTE = 1_000_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is in use after everything unused was given back, in bytes. */
function memoryInUse(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const pause = ({ socket }: Client) =>
  (socket.io.engine.transport as unknown as { ws: { pause(): void } }).ws.pause();

test('a paused reader costs at most 2 MB and is cut with a reason, the others get everything', async (t) => {
  const apps = [testApp('shop', { anonymous: true, log: { maxMessages: 1 } })];
  let log = '';
  const logStream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log += chunk.toString();
      done();
    },
  });
  const metricsKey = 'metrics-key-of-tests';
  const { gateway, url } = await startGateway(t, { apps, logLevel: 'warn', metricsKey }, { logStream });
  const slow = await connect(t, url, { app: 'shop', transports: ['websocket'] });
  const quick = await connect(t, url, { app: 'shop', transports: ['websocket'] });
  let received = 0;
  quick.socket.offAny().onAny(() => {
    received += 1;
  });
  const message = 'x'.repeat(50_000);
  let sent = 0;
  const push = async () => {
    await gateway.push('shop', { userID: '*', eventName: 'bulk', message });
    sent += 1;
    await until(() => received === sent, 'the quick reader to read');
  };

  for (let count = 0; count < 100; count += 1) await push();
  // Some of what is in use goes only after a turn or two.
  let before = Infinity;
  for (let count = 0; count < 10; count += 1) {
    await push();
    before = Math.min(before, memoryInUse());
  }
  pause(slow);
  let most = 0;
  while (!log.includes('"reason":"slow"')) {
    await push();
    most = Math.max(most, memoryInUse() - before);
    // The kernel takes some megabytes of a connection before anything waits here.
    assert.ok(sent < 1000, 'the paused reader is not cut');
  }
  assert.ok(most > MEGABYTE / 2, `nothing waited: ${most}`);
  assert.ok(most < 2 * MEGABYTE, `a paused reader cost ${most} bytes`);
  const authorization = `Bearer ${metricsKey}`;
  const figures = await (await fetch(`${url}/metrics`, { headers: { authorization } })).text();
  assert.match(figures, /dx_cuts_total\{reason="slow"\} 1/);
  assert.match(figures, /dx_connections\{app="shop"\} 1/);
  assert.equal(quick.socket.connected, true);
});

test('10,000 messages a second to one user leave memory bounded and the other users served', async (t) => {
  const { gateway, url, login } = await startGateway(t);
  const bob = await connect(t, url, { app: 'shop', session: await login('shop', 'bob') });
  const session = await login('shop', 'alice');
  const alice = await connect(t, url, { app: 'shop', session, transports: ['websocket'], tracked: true });
  const [hello] = (await alice.next('dx:hello')) as [{ channels: { channel: string }[] }];
  let last: unknown;
  alice.socket.offAny().onAny((_name: string, message: unknown) => {
    last = message;
  });
  const before = memoryInUse();
  // As fast as one program can push, which is more than 10,000 a second.
  for (let count = 1; count <= 10_000; count += 1) {
    await gateway.push('shop', {
      userID: 'alice',
      eventName: 'n',
      message: { count, text: 'x'.repeat(100) },
    });
    if (count === 5000) {
      await gateway.push('shop', { userID: 'bob', eventName: 'private' });
      // In the middle of the flood, though the pusher waits for nobody.
      await bob.next('private');
    }
  }
  await until(() => (last as { count: number }).count === 10_000, 'the last of the flood');
  const grown = memoryInUse() - before;
  assert.ok(grown < 5 * MEGABYTE, `the flood left ${grown} bytes`);
  const cursor = hello.channels.find(({ channel }) => channel === 'u:alice');
  const answer = (await alice.socket.emitWithAck('dx:sync', { channels: [cursor] })) as {
    channels: { messages: unknown[]; recovered: boolean }[];
  };
  assert.deepEqual([answer.channels[0]!.messages.length, answer.channels[0]!.recovered], [1000, false]);
});

test('a program that pushes without end, waiting for nobody, lets sockets send in between', async (t) => {
  const { gateway, url } = await startGateway(t, { apps: [testApp('shop', { anonymous: true })] });
  const { received } = await connect(t, url, { app: 'shop', transports: ['websocket'] });
  let pushed = 0;
  while (received.length === 0 && pushed < 100_000) {
    await gateway.push('shop', { userID: '*', eventName: 'n', message: pushed });
    pushed += 1;
  }
  assert.ok(pushed < 100_000, 'nothing was sent while the program pushed');
});

test('a client behind a slow line is cut, comes back and has everything, or knows of a gap', async (t) => {
  const apps = [testApp('shop', { anonymous: true })];
  const { gateway, url } = await startGateway(t, { apps });
  // Two megabytes a second, while far more are pushed.
  const proxy = await startProxy(t, url, { hold: (bytes) => bytes / 2000 });
  const behind = follow(t, { app: 'shop', urls: [proxy.url] });
  const beside = follow(t, { app: 'shop', urls: [url] });
  await until(() => behind.isLive && beside.isLive, 'both clients to be connected');
  const text = 'x'.repeat(50_000);
  const pushed = async (number: number) => {
    await gateway.push('shop', { userID: '*', eventName: 'n', message: { number, text } });
    await until(() => beside.messages.length === number, 'the other client to be served');
  };
  const numbersOf = (messages: unknown[]) => messages.map((one) => (one as { number: number }).number);
  let count = 0;
  while (behind.connections < 2) {
    await pushed((count += 1));
    assert.ok(count < 2000, 'the slow client is not cut');
  }
  await until(() => behind.isLive, 'the slow client to be back');
  await pushed((count += 1));
  await until(() => numbersOf(behind.messages).at(-1) === count, 'the last message behind the slow line');
  const numbers = numbersOf(behind.messages);
  assert.deepEqual(
    numbers,
    Array.from(new Set(numbers)).sort((one, other) => one - other),
  );
  assert.equal(numbers.length === count || behind.gaps > 0, true);
  assert.equal(beside.connections, 1);
});

test('messages are not compressed, also where a client offers it', async (t) => {
  const { url } = await startGateway(t, { apps: [testApp('shop', { anonymous: true })] });
  const address = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(address, { perMessageDeflate: true });
  t.after(() => socket.terminate());
  await until(() => socket.readyState === WebSocket.OPEN, 'the WebSocket');
  assert.equal(socket.extensions, '');
  const { body } = await get(`${url}/console/connections`, { authorization: `Bearer ${keyOf('shop')}` });
  assert.equal(body.total, 0);
});
