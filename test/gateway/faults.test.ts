import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import test, { type TestContext } from 'node:test';
import { connect } from './support/client.js';
import { faultIn, follow, type Follower } from './support/follower.js';
import { get, keyOf, startGateway, testApp } from './support/gateway.js';
import { startProxy, type TcpProxy } from './support/tcp-proxy.js';
import { until } from './support/until.js';

const HEARTBEAT = { interval: 0.3, timeout: 0.3 };
const bearer = { authorization: `Bearer ${keyOf('shop')}` };

interface Scene {
  proxy: TcpProxy;
  followers: Follower[];
  push(from: number, to: number): Promise<void>;
  complete(count: number): Promise<void>;
  connected(): Promise<number>;
}

/** One gateway behind a proxy, with clients over WebSocket and over polling. */
async function startScene(
  t: TestContext,
  { heartbeat = HEARTBEAT, idle = 0, polling = true } = {},
): Promise<Scene> {
  const apps = [testApp('shop', { anonymous: true })];
  const { gateway, url } = await startGateway(t, { apps, heartbeat, position: 0.5 });
  const proxy = await startProxy(t, url, idle);
  const followers = [['websocket'], ['websocket'], [polling ? 'polling' : 'websocket']].map((transports) =>
    follow(t, { app: 'shop', urls: [proxy.url], transports }),
  );
  await until(() => followers.every(({ isLive }) => isLive), 'all clients to be connected');
  return {
    proxy,
    followers,
    push: async (from, to) => {
      for (let number = from; number <= to; number += 1) {
        await gateway.push('shop', { userID: '*', eventName: 'n', message: number });
      }
    },
    complete: async (count) => {
      await until(() => followers.every(({ messages }) => messages.at(-1) === count), `message ${count}`);
      for (const { messages, gaps } of followers) {
        assert.equal(faultIn(messages, count), null);
        assert.equal(gaps, 0);
      }
    },
    connected: async () => (await get(`${url}/console/connections`, bearer)).body.total,
  };
}

const connectionsOf = (followers: Follower[]) => followers.map(({ connections }) => connections);

test('fault 4: the client is gone and the gateway does not know: the new socket gets all, the old one ends', async (t) => {
  const scene = await startScene(t, { polling: false });
  await scene.push(1, 5);
  await scene.complete(5);
  scene.proxy.dropClients();
  await scene.push(6, 20);
  await scene.complete(20);
  await until(async () => (await scene.connected()) === 3, 'the sockets without a client to end');
});

test('fault 5: the gateway is gone and the client does not know: it notices, comes back and gets all', async (t) => {
  const scene = await startScene(t, { polling: false });
  await scene.push(1, 5);
  await scene.complete(5);
  scene.proxy.blackhole();
  await scene.push(6, 20);
  await scene.complete(20);
  assert.equal(
    connectionsOf(scene.followers).every((count) => count >= 2),
    true,
  );
});

test('fault 6: heartbeats keep a connection that a proxy would cut for idleness', async (t) => {
  const idle = 3000;
  const scene = await startScene(t, { heartbeat: { interval: 0.3, timeout: 30 }, idle });
  let pings = 0;
  scene.followers[0]!.socket.io.on('ping', () => (pings += 1));
  const started = performance.now();
  await until(() => pings > 0 && performance.now() > started + idle * 1.3, 'longer than an idle time');
  assert.deepEqual(connectionsOf(scene.followers), [1, 1, 1]);
});

test('fault 7: a stall shorter than the heartbeat ends nothing and keeps the order', async (t) => {
  const scene = await startScene(t, { heartbeat: { interval: 2, timeout: 30 } });
  await scene.push(1, 5);
  scene.proxy.stall();
  await scene.push(6, 20);
  // The length of the injected fault; nothing is waited for.
  await delay(500);
  scene.proxy.flow();
  await scene.complete(20);
  assert.deepEqual(connectionsOf(scene.followers), [1, 1, 1]);
});

test('fault 15, 16, 20: cut again and again while messages flow and syncs run, nothing is lost or doubled', async (t) => {
  const scene = await startScene(t);
  for (let round = 0; round < 8; round += 1) {
    await scene.push(round * 10 + 1, round * 10 + 5);
    await until(() => scene.followers.some(({ isLive }) => isLive), 'a client to be back');
    scene.proxy.cut();
    await scene.push(round * 10 + 6, round * 10 + 10);
  }
  await scene.complete(80);
});

test('fault 21, security 17: a paused reader is cut within five seconds with a reason, the others get everything', async (t) => {
  const apps = [testApp('shop', { anonymous: true })];
  const { gateway, url } = await startGateway(t, { apps, metricsKey: 'metrics-key' });
  const slow = await connect(t, url, { app: 'shop', transports: ['websocket'] });
  const quick = await connect(t, url, { app: 'shop', transports: ['websocket'] });
  (slow.socket.io.engine.transport as unknown as { ws: { pause(): void } }).ws.pause();
  const message = 'x'.repeat(100_000);
  for (let sent = 0; sent < 120; sent += 1) {
    await gateway.push('shop', { userID: '*', eventName: 'bulk', message });
    await until(() => quick.received.length > sent, 'the quick reader to read');
  }
  const started = Date.now();
  const figures = async () =>
    (await fetch(`${url}/metrics`, { headers: { authorization: 'Bearer metrics-key' } })).text();
  await until(async () => (await figures()).includes('dx_cuts_total{reason="slow"} 1'), 'the cut');
  assert.equal(Date.now() - started < 5000, true);
  assert.match(await figures(), /dx_connections\{app="shop"\} 1/);
});

test('fault 22: 10,000 messages to one user leave the log bounded and the other users served', async (t) => {
  const { gateway, url, login } = await startGateway(t);
  const bob = await connect(t, url, { app: 'shop', session: await login('shop', 'bob') });
  const alice = await connect(t, url, {
    app: 'shop',
    session: await login('shop', 'alice'),
    transports: ['websocket'],
    tracked: true,
  });
  for (let count = 1; count <= 10_000; count += 1) {
    await gateway.push('shop', { userID: 'alice', eventName: 'n', message: count });
    if (count === 5000) await gateway.push('shop', { userID: 'bob', eventName: 'private' });
  }
  await bob.next('private');
  await until(() => alice.received.at(-1)?.[1] === 10_000, 'the last of the flood');
  const [hello] = alice.received[0]!.slice(1) as [{ channels: { channel: string }[] }];
  const cursor = hello.channels.find(({ channel }) => channel === 'u:alice');
  const answer = (await alice.socket.emitWithAck('dx:sync', { channels: [cursor] })) as {
    channels: { messages: unknown[]; recovered: boolean }[];
  };
  assert.deepEqual([answer.channels[0]!.messages.length, answer.channels[0]!.recovered], [1000, false]);
});
