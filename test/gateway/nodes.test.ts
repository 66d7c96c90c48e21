import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { startNode, type Node } from './support/fleet.js';
import { faultIn, follow, type Follower } from './support/follower.js';
import { get, keyOf, post, passwordOf, testApp } from './support/gateway.js';
import { startRedis, type TestRedis } from './support/redis-server.js';
import { connect, disconnection, refusalOf } from './support/client.js';
import { until } from './support/until.js';

const CLIENTS = 20;
const KEY = keyOf('shop');

interface Fleet {
  redis: TestRedis;
  nodes: Node[];
  followers: Follower[];
  /** Pushes the next numbers, through the node that `choose` returns, until each is taken. */
  push(
    count: number,
    choose?: (number: number) => Node,
    during?: Partial<Record<number, () => unknown>>,
  ): Promise<void>;
  /** Waits until each follower has every number, once and in order. */
  complete(): Promise<void>;
}

async function startFleet(t: TestContext, size: number, position = 1): Promise<Fleet> {
  const redis = await startRedis(t);
  const apps = [testApp('shop', { anonymous: true })];
  const configuration = { apps, redis: redis.url, position };
  const nodes = await Promise.all(Array.from({ length: size }, () => startNode(t, configuration)));
  const urls = nodes.map(({ url }) => url);
  const followers = Array.from({ length: CLIENTS }, (_, first) => follow(t, { app: 'shop', urls, first }));
  await until(() => followers.every(({ isLive }) => isLive), 'all clients to be connected');
  let pushed = 0;

  const pushOne = async (choose: (number: number) => Node) => {
    pushed += 1;
    const id = `id-${pushed}`;
    // As a pusher should: the same id until the push is taken, through whichever node answers.
    await until(async () => {
      const body = { userID: '*', eventName: 'n', message: pushed, id };
      return (await choose(pushed).push(KEY, body)).status === 202;
    }, `push ${pushed} to be taken`);
  };

  return {
    redis,
    nodes,
    followers,
    push: async (count, choose = () => nodes[0]!, during = {}) => {
      for (let step = 0; step < count; step += 1) {
        await during[step]?.();
        await pushOne(choose);
      }
    },
    complete: async () => {
      await until(
        () => followers.every(({ messages }) => messages.at(-1) === pushed),
        'every client to have the last message',
      ).catch(() => undefined);
      const faults = followers
        .map(({ messages }) => faultIn(messages, pushed))
        .filter((fault) => fault !== null);
      assert.deepEqual(faults, []);
    },
  };
}

const gapsOf = (followers: Follower[]) => followers.reduce((sum, { gaps }) => sum + gaps, 0);

test('kill -9 of one of two nodes loses and doubles nothing', async (t) => {
  const fleet = await startFleet(t, 2);
  const [survivor, victim] = fleet.nodes as [Node, Node];
  await fleet.push(60, () => survivor, { 20: () => victim.kill() });
  await fleet.complete();
  assert.equal(gapsOf(fleet.followers), 0);
  assert.equal(
    fleet.followers.some(({ connections }) => connections > 1),
    true,
  );
});

test('restarting three nodes one after the other, pushes going to all, loses and doubles nothing', async (t) => {
  const fleet = await startFleet(t, 3);
  const restart = (index: number) => async () => {
    await fleet.nodes[index]!.stop();
    await fleet.nodes[index]!.start();
  };
  let turn = 0;
  const anyNode = () => fleet.nodes[(turn += 1) % 3]!;
  await fleet.push(60, anyNode, { 10: restart(0), 25: restart(1), 40: restart(2) });
  await fleet.complete();
  assert.equal(gapsOf(fleet.followers), 0);
});

test('pushes through all nodes at once arrive in the order of the log everywhere', async (t) => {
  const fleet = await startFleet(t, 3);
  const answers = await Promise.all(
    Array.from({ length: 90 }, (_, index) =>
      fleet.nodes[index % 3]!.push(KEY, { userID: '*', eventName: 'n', message: index }),
    ),
  );
  assert.equal(
    answers.every(({ status }) => status === 202),
    true,
  );
  await until(() => fleet.followers.every(({ messages }) => messages.length >= 90), 'all messages');
  for (const { messages, gaps } of fleet.followers) {
    assert.deepEqual(messages, fleet.followers[0]!.messages);
    assert.equal(new Set(messages).size, 90);
    assert.equal(gaps, 0);
  }
});

test('Redis restarted empty is one gap, and no push that was taken afterwards is lost', async (t) => {
  const fleet = await startFleet(t, 2);
  await fleet.push(20);
  await fleet.complete();
  await fleet.redis.kill();
  const refused = await fleet.nodes[0]!.push(KEY, { userID: '*', eventName: 'n', message: 'lost' });
  assert.equal(refused.status, 503);
  await fleet.redis.start();
  // The window of the new epoch must be replayed: a first version that jumped to its end lost 51 a client.
  await fleet.push(20, (number) => fleet.nodes[number % 2]!);
  await fleet.complete();
  await until(() => fleet.followers.every(({ gaps }) => gaps >= 1), 'every client to know of the gap');
  // A plain client has no position check: only the live way between the nodes can reach it.
  const plain = await connect(t, fleet.nodes[1]!.url, { app: 'shop' });
  await fleet.nodes[0]!.push(KEY, { userID: '*', eventName: 'live' });
  await plain.next('live');
});

test('while Redis is away pushes are 503, connections stay, readyz says so; then nothing is missing', async (t) => {
  const fleet = await startFleet(t, 2);
  const ready = (node: Node) => get(`${node.url}/readyz`);
  await fleet.push(10);
  await fleet.complete();
  await until(async () => (await ready(fleet.nodes[0]!)).status === 200, 'readyz to be 200');
  const before = fleet.followers.map(({ connections }) => connections);
  await fleet.redis.kill();
  for (const node of fleet.nodes) {
    const answer = await node.push(KEY, { userID: '*', eventName: 'n', message: 0 });
    assert.equal(answer.status, 503);
    assert.equal((await ready(node)).status, 503);
    assert.equal((await get(`${node.url}/healthz`)).status, 200);
    assert.equal((await refusalOf(t, node.url, { app: 'shop' })).message.includes('try again'), true);
  }
  assert.deepEqual(
    fleet.followers.map(({ connections }) => connections),
    before,
  );
  await fleet.redis.start();
  await until(async () => (await ready(fleet.nodes[1]!)).status === 200, 'readyz to be 200 again');
  await fleet.push(10, (number) => fleet.nodes[number % 2]!);
  await fleet.complete();
});

test('Redis stalled for a second delays, in order, and loses nothing', async (t) => {
  const fleet = await startFleet(t, 2);
  const stall = () => {
    fleet.redis.stall();
    setTimeout(() => fleet.redis.resume(), 1000);
  };
  await fleet.push(30, (number) => fleet.nodes[number % 2]!, { 10: stall });
  await fleet.complete();
  assert.equal(gapsOf(fleet.followers), 0);
});

test('a live message that never reached the other node is found by the position check', async (t) => {
  const fleet = await startFleet(t, 2);
  await fleet.push(5);
  await fleet.complete();
  // A push that is in the log and that no node was told of.
  const { RedisClient } = await import('../../src/gateway/redis/redis-client.js');
  const { RedisLog } = await import('../../src/gateway/log/redis-log.js');
  const client = new RedisClient(fleet.redis.url);
  t.after(() => client.disconnect());
  const log = new RedisLog(client, 'shop', { maxMessages: 9, maxBytes: 999, maxTotalBytes: 999, maxAge: 60 });
  await log.append('*', { eventName: 'n', message: 6, bytes: 1, at: Date.now() });
  await until(() => fleet.followers.every(({ messages }) => messages.at(-1) === 6), 'the lost last message');
  for (const { messages } of fleet.followers) assert.equal(faultIn(messages, 6), null);
  assert.equal(gapsOf(fleet.followers), 0);
});

test('a session that one node ends is cut on the other at once, and stays out', async (t) => {
  // No position check comes in the life of this test: only the news of the end itself can cut.
  const { nodes } = await startFleet(t, 2, 3600);
  const [one, other] = nodes as [Node, Node];
  const login = { appID: 'shop', username: 'alice', password: passwordOf('alice') };
  const session = (await post(`${one.url}/good/api/v5/auth`, login)).body.result.token;
  const client = await connect(t, other.url, { app: 'shop', session, tracked: true });
  const cut = disconnection(client);
  await get(`${one.url}/good/api/v4/auth/logout?appID=shop&sessionID=${session}`);
  assert.equal(await cut, 'io server disconnect');
  for (const { url } of nodes) {
    const { data } = await refusalOf(t, url, { app: 'shop', session, tracked: true });
    assert.equal(data?.code, 'unauthorised');
  }
});
