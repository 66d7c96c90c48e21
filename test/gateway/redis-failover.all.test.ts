import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { startNode, type Node } from './support/fleet.js';
import { faultIn, follow, type Follower } from './support/follower.js';
import { keyOf, testApp } from './support/gateway.js';
import { startCluster, startSentinels, type Machine } from './support/redis-cluster.js';
import { connect, type Client } from './support/client.js';
import { until } from './support/until.js';

/** Topics, so that channels lie on all machines of a cluster. */
const TOPICS = Array.from({ length: 12 }, (_, index) => `news:${index}`);
const KEY = keyOf('shop');

interface Scene {
  nodes: Node[];
  followers: Follower[];
  plain: Client;
  /** Pushes the next numbers to everybody and to each topic, through both nodes in turn, each until it is taken. */
  push(count: number): Promise<void>;
  complete(): Promise<void>;
}

async function startScene(t: TestContext, redis: string): Promise<Scene> {
  const apps = [testApp('shop', { anonymous: true, topics: { 'news:*': 'anyone' } })];
  const nodes = await Promise.all([1, 2].map(() => startNode(t, { apps, redis, position: 3600 })));
  const followers = nodes.flatMap(({ url }) => [1, 2].map(() => follow(t, { app: 'shop', urls: [url] })));
  await until(() => followers.every(({ isLive }) => isLive), 'all clients to be connected');
  const plain = await connect(t, nodes[1]!.url, { app: 'shop' });
  await plain.socket.emitWithAck('dx:listen', { topics: TOPICS.map((topic) => ({ topic })) });
  let pushed = 0;
  const pushOne = (node: Node, body: object) =>
    until(async () => (await node.push(KEY, body)).status === 202, 'a push to be taken');
  const heardOf = (topic: string) =>
    plain.received.filter(([name]) => name === topic).map(([, message]) => message);
  return {
    nodes,
    followers,
    plain,
    push: async (count) => {
      for (let step = 0; step < count; step += 1) {
        pushed += 1;
        const node = nodes[pushed % 2]!;
        await pushOne(node, { userID: '*', eventName: 'n', message: pushed, id: `n-${pushed}` });
        await Promise.all(
          TOPICS.map((topic) =>
            pushOne(node, { topic, eventName: topic, message: pushed, id: `${topic}-${pushed}` }),
          ),
        );
      }
    },
    complete: async () => {
      const isComplete = () =>
        followers.every(({ messages }) => messages.at(-1) === pushed) &&
        TOPICS.every((topic) => heardOf(topic).at(-1) === pushed);
      await until(isComplete, 'every client to have the last message');
      for (const { messages } of followers) assert.equal(faultIn(messages, pushed), null);
      for (const topic of TOPICS) assert.equal(faultIn(heardOf(topic), pushed), null, topic);
    },
  };
}

/** Waits until a replica has everything that its primary has. */
const replicated = ({ admin }: Machine) =>
  until(async () => (await admin.wait(1, 100)) === 1, 'the replica to have everything');

test('a primary of a cluster of three with replicas dies: nothing that its replica had is lost or doubled', async (t) => {
  const cluster = await startCluster(t, 3, 1);
  const scene = await startScene(t, cluster.url);
  await scene.push(10);
  await scene.complete();
  await Promise.all(cluster.primaries.map(replicated));
  await cluster.primaries[0]!.kill();
  await scene.push(10);
  await scene.complete();
});

test('a machine of a cluster changes places with its replica: nothing is lost or doubled', async (t) => {
  const cluster = await startCluster(t, 3, 1);
  const scene = await startScene(t, cluster.url);
  await scene.push(5);
  await Promise.all([scene.push(40), cluster.replicas[1]!.admin.call('CLUSTER', 'FAILOVER')]);
  await until(
    async () => /role:master/.test(await cluster.replicas[1]!.admin.info('replication')),
    'the replica to take over',
  );
  await scene.push(10);
  await scene.complete();
});

test('a primary that Sentinels watch dies: nothing that its replica had is lost or doubled', async (t) => {
  const { url, primary } = await startSentinels(t);
  const scene = await startScene(t, url);
  await scene.push(10);
  await scene.complete();
  await replicated(primary);
  await primary.kill();
  await scene.push(10);
  await scene.complete();
});

test('a node dies while pushes go over a cluster: nothing is lost or doubled', async (t) => {
  const cluster = await startCluster(t, 3, 1);
  const scene = await startScene(t, cluster.url);
  await scene.push(5);
  await scene.nodes[0]!.kill();
  await scene.nodes[0]!.start();
  await scene.push(10);
  await scene.complete();
});
