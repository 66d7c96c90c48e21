import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import test, { type TestContext } from 'node:test';
import { faultIn, follow, type Follower } from './support/follower.js';
import { get, keyOf, startGateway, testApp } from './support/gateway.js';
import { startProxy, type ProxyChoice, type TcpProxy } from './support/tcp-proxy.js';
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

interface SceneChoice extends ProxyChoice {
  heartbeat?: { interval: number; timeout: number };
  polling?: boolean;
}

/** One gateway behind a proxy, with clients over WebSocket and over polling. */
async function startScene(
  t: TestContext,
  { heartbeat = HEARTBEAT, idle = 0, polling = true, hold }: SceneChoice = {},
): Promise<Scene> {
  const apps = [testApp('shop', { anonymous: true })];
  const { gateway, url } = await startGateway(t, { apps, heartbeat, position: 0.5 });
  const proxy = await startProxy(t, url, { idle, ...(hold && { hold }) });
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

test('the client is gone and the gateway does not know: the new socket gets all, the old one ends', async (t) => {
  const scene = await startScene(t, { polling: false });
  await scene.push(1, 5);
  await scene.complete(5);
  scene.proxy.dropClients();
  await scene.push(6, 20);
  await scene.complete(20);
  await until(async () => (await scene.connected()) === 3, 'the sockets without a client to end');
});

test('the gateway is gone and the client does not know: it notices, comes back and gets all', async (t) => {
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

test('heartbeats keep a connection that a proxy would cut for idleness', async (t) => {
  const idle = 3000;
  const scene = await startScene(t, { heartbeat: { interval: 0.3, timeout: 30 }, idle });
  let pings = 0;
  scene.followers[0]!.socket.io.on('ping', () => (pings += 1));
  const started = performance.now();
  await until(() => pings > 0 && performance.now() > started + idle * 1.3, 'longer than an idle time');
  assert.deepEqual(connectionsOf(scene.followers), [1, 1, 1]);
});

test('a stall shorter than the heartbeat ends nothing and keeps the order', async (t) => {
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

test('bytes that come late, as TCP makes of lost packets, lose and double nothing', async (t) => {
  // A lost packet holds up all that follows it until it is sent again, 200 ms later at the earliest.
  let pieces = 0;
  const hold = () => ((pieces += 1) % 3 === 0 ? 200 : 0);
  const scene = await startScene(t, { heartbeat: { interval: 2, timeout: 30 }, hold });
  await scene.push(1, 100);
  await scene.complete(100);
  assert.ok(pieces >= 3, 'no piece was held');
});

test('cut again and again while messages flow and syncs run, nothing is lost or doubled', async (t) => {
  const scene = await startScene(t);
  for (let round = 0; round < 8; round += 1) {
    await scene.push(round * 10 + 1, round * 10 + 5);
    await until(() => scene.followers.some(({ isLive }) => isLive), 'a client to be back');
    scene.proxy.cut();
    await scene.push(round * 10 + 6, round * 10 + 10);
  }
  await scene.complete(80);
});
