import assert from 'node:assert/strict';
import { after, before, describe, test, type TestContext } from 'node:test';
import { Redis } from 'ioredis';
import { RedisLog } from '../../src/gateway/log/redis-log.js';
import { RedisClient } from '../../src/gateway/redis/redis-client.js';
import { liveChannel } from '../../src/gateway/redis/redis-keys.js';
import type { ListenAnswer } from '../../src/protocol.js';
import { connect, type Client } from './support/client.js';
import { get, keyOf, startGateway, testApp, type TestGateway } from './support/gateway.js';
import { startCluster } from './support/redis-cluster.js';
import { startRedis, type TestRedis } from './support/redis-server.js';
import { startProxy } from './support/tcp-proxy.js';
import { until } from './support/until.js';

const RETENTION = { maxMessages: 1000, maxBytes: 1_000_000, maxTotalBytes: 1_000_000, maxAge: 300 };

const configuration = (redis: string) => ({
  apps: [testApp('shop', { anonymous: true, topics: { 'news:*': 'anyone' } })],
  redis,
  // No position check comes in the life of a test.
  position: 3600,
  limits: { loginsPerMinute: 1000 },
});

const heard = ({ received }: Client): unknown[] =>
  received.filter(([name]) => name === 'n').map(([, message]) => message);

async function listen(client: Client, topic: string): Promise<void> {
  const answer = (await client.socket.emitWithAck('dx:listen', { topics: [{ topic }] })) as ListenAnswer;
  assert.deepEqual(answer.refused, []);
}

const push = (gateway: TestGateway, to: object, message: unknown) =>
  gateway.push('shop', { ...to, eventName: 'n', message });

async function pushed(gateway: TestGateway, to: object, message: unknown): Promise<void> {
  await until(async () => (await push(gateway, to, message)).status === 202, 'the push to be taken');
}

describe('nodes of one Redis', () => {
  const endings: (() => Promise<void>)[] = [];
  let redis: TestRedis;
  let admin: Redis;
  before(async () => {
    redis = await startRedis({ after: (act) => void endings.push(act) });
    admin = new Redis(redis.url);
  });
  after(async () => {
    admin.disconnect();
    for (const end of endings) await end();
  });

  const nodesThatHear = async (channel: string): Promise<number> =>
    Number(((await admin.call('PUBSUB', 'SHARDNUMSUB', liveChannel('shop', channel))) as unknown[])[1]);
  const hearing = (count: number, channel: string) =>
    until(async () => (await nodesThatHear(channel)) === count, `${count} nodes to hear ${channel}`);

  test('a node hears a channel while one of its sockets listens, and no other', async (t) => {
    const one = await startGateway(t, configuration(redis.url));
    const other = await startGateway(t, configuration(redis.url));
    const alice = await connect(t, one.url, { app: 'shop', session: await one.login('shop', 'alice') });
    const again = await connect(t, one.url, { app: 'shop', session: await one.login('shop', 'alice') });
    const bob = await connect(t, other.url, { app: 'shop', session: await one.login('shop', 'bob') });
    await listen(alice, 'news:1');
    assert.deepEqual(
      await Promise.all(['*', 'u:alice', 'u:bob', 't:news:1', 't:news:2'].map(nodesThatHear)),
      [2, 1, 1, 1, 0],
    );
    await push(other, { userID: 'alice' }, 'to alice');
    await push(one, { userID: 'bob' }, 'to bob');
    await push(other, { topic: 'news:1' }, 'news');
    await until(() => heard(alice).length === 2 && heard(bob).length === 1, 'the messages');
    assert.deepEqual(
      [heard(alice), heard(again), heard(bob)],
      [['to alice', 'news'], ['to alice'], ['to bob']],
    );
    await alice.socket.emitWithAck('dx:leave', { topics: ['news:1'] });
    await hearing(0, 't:news:1');
    assert.equal(await nodesThatHear('u:alice'), 1);
    alice.socket.disconnect();
    again.socket.disconnect();
    await hearing(0, 'u:alice');
    await hearing(1, '*');
    const back = await connect(t, one.url, { app: 'shop', session: await one.login('shop', 'alice') });
    await push(other, { userID: 'alice' }, 'again');
    await until(() => heard(back).length === 1, 'the message after all had left');
  });

  test('what pub/sub lost is delivered before the next message, in order, to plain clients too', async (t) => {
    const gateway = await startGateway(t, configuration(redis.url));
    const client = await connect(t, gateway.url, { app: 'shop' });
    const plain = new RedisClient(redis.url);
    t.after(() => plain.disconnect());
    const silent = new RedisLog(plain, 'shop', RETENTION);
    await push(gateway, { userID: '*' }, 1);
    for (const message of [2, 3])
      await silent.append('*', { eventName: 'n', message, bytes: 1, at: Date.now() });
    await push(gateway, { userID: '*' }, 4);
    await until(() => heard(client).length >= 4, 'all messages');
    await push(gateway, { userID: '*' }, 5);
    await until(() => heard(client).includes(5), 'the last message');
    assert.deepEqual(heard(client), [1, 2, 3, 4, 5]);
  });

  test('a node that is cut off delivers what it missed as soon as it is back, once and in order', async (t) => {
    const proxy = await startProxy(t, redis.url);
    const whole = await startGateway(t, configuration(redis.url));
    const apart = await startGateway(t, configuration(proxy.url.replace('http', 'redis')));
    const client = await connect(t, apart.url, { app: 'shop', session: await whole.login('shop', 'bob') });
    const witness = await connect(t, whole.url, { app: 'shop', session: await whole.login('shop', 'bob') });
    await listen(client, 'news:3');
    await push(whole, { userID: 'bob' }, 1);
    await until(() => heard(client).length === 1, 'the first message');
    proxy.cut();
    await push(whole, { userID: 'bob' }, 2);
    await push(whole, { topic: 'news:3' }, 'news');
    await push(whole, { userID: 'bob' }, 3);
    await until(() => heard(client).length === 4, 'what was missed');
    await push(whole, { userID: 'bob' }, 4);
    await until(() => heard(client).includes(4), 'the last message');
    assert.deepEqual(
      heard(client).filter((message) => message !== 'news'),
      [1, 2, 3, 4],
    );
    assert.deepEqual(heard(witness), [1, 2, 3, 4]);
  });

  test('a push to a topic is spread by how many listen to that topic on all nodes', async (t) => {
    const apps = [{ ...configuration('').apps[0]!, refreshesPerSecond: 10 }];
    const shared = { ...configuration(redis.url), apps };
    const nodes = [await startGateway(t, shared), await startGateway(t, shared)];
    const clients = await Promise.all(
      [0, 1, 1, 0].map((node) => connect(t, nodes[node]!.url, { app: 'shop', tracked: true })),
    );
    for (const client of clients.slice(0, 3)) await listen(client, 'news:4');
    await listen(clients[3]!, 'news:5');
    const spreadOf = async (topic: string, client: Client) => {
      client.received.length = 0;
      await push(nodes[0]!, { topic }, 'news');
      const [, meta] = (await client.next('n')) as [unknown, { spread?: number }];
      return meta.spread;
    };
    // Nodes know of each other a moment after they have begun, and count at most once a second.
    await until(async () => (await spreadOf('news:4', clients[1]!)) === 300, 'the spread of three');
    assert.equal(await spreadOf('news:5', clients[3]!), undefined);
  });

  test('a push while Redis is away is refused, and nobody hears anything twice when it is back', async (t) => {
    const own = await startRedis(t);
    const nodes = [
      await startGateway(t, configuration(own.url)),
      await startGateway(t, configuration(own.url)),
    ];
    const clients = await Promise.all(nodes.map(({ url }) => connect(t, url, { app: 'shop' })));
    await pushed(nodes[0]!, { userID: '*' }, 1);
    await until(() => clients.every((client) => heard(client).length === 1), 'the first message');
    await own.kill();
    assert.equal((await push(nodes[0]!, { userID: '*' }, 'never')).status, 503);
    await own.start();
    for (const message of [2, 3]) await pushed(nodes[message % 2]!, { userID: '*' }, message);
    await until(() => clients.every((client) => heard(client).includes(3)), 'the last message');
    for (const client of clients) assert.deepEqual(heard(client), [1, 2, 3]);
  });
});

interface Others {
  name: string;
  start: (t: TestContext) => Promise<string>;
}

/** Where nodes meet otherwise than on one Redis of today. */
const OTHERS: Others[] = [
  {
    name: 'a Redis without sharded pub/sub',
    start: async (t) => {
      const without = ['SSUBSCRIBE', 'SUNSUBSCRIBE', 'SPUBLISH'].flatMap((name) => [
        '--rename-command',
        name,
        '',
      ]);
      return (await startRedis(t, without)).url;
    },
  },
  // One machine has all slots, and refuses what would need two as any cluster does.
  { name: 'a Redis Cluster', start: async (t) => (await startCluster(t, 1, 0)).url },
];

for (const { name, start } of OTHERS)
  test(`two nodes work over ${name}`, async (t) => {
    const url = await start(t);
    const one = await startGateway(t, configuration(url));
    const other = await startGateway(t, configuration(url));
    const session = await one.login('shop', 'alice');
    const alice = await connect(t, other.url, { app: 'shop', session, tracked: true });
    const nobody = await connect(t, one.url, { app: 'shop' });
    await listen(alice, 'news:1');
    await listen(nobody, 'news:1');
    await pushed(one, { userID: 'alice' }, 1);
    await pushed(one, { userID: '*' }, 2);
    await pushed(other, { topic: 'news:1' }, 3);
    await pushed(one, { userID: ['alice', 'bob'] }, 4);
    await until(() => heard(alice).length === 4 && heard(nobody).length === 2, 'all messages');
    assert.deepEqual(new Set(heard(alice)), new Set([1, 2, 3, 4]));
    assert.deepEqual(new Set(heard(nobody)), new Set([2, 3]));
    const headers = { authorization: `Bearer ${keyOf('shop')}` };
    await until(async () => {
      const { body } = await get(`${one.url}/topics/news:1`, headers);
      return (body as unknown as { listeners: number }).listeners === 2;
    }, 'both listeners to be counted');
    await get(`${one.url}/good/api/v4/auth/logout?appID=shop&sessionID=${session}`);
    await until(() => !alice.socket.connected, 'the end of the session on the other node');
  });
