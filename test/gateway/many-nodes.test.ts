import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { connect, disconnection, refusalOf, type Client } from './support/client.js';
import { get, keyOf, passwordOf, post, startGateway, testApp, type TestGateway } from './support/gateway.js';
import { startRedis, type TestRedis } from './support/redis-server.js';
import { until } from './support/until.js';

const countsOf = async ({ url }: TestGateway) => {
  const { body } = await get(`${url}/console/connections`, { authorization: `Bearer ${keyOf('shop')}` });
  return { nodes: body.nodes, total: body.total, onThisNode: body.onThisNode };
};

describe('two nodes', () => {
  let redis: TestRedis;
  const endings: (() => Promise<void>)[] = [];
  before(async () => {
    redis = await startRedis({ after: (act) => void endings.push(act) });
  });
  after(async () => {
    for (const end of endings) await end();
  });

  test('count each other in the console and for the limit of an app, and no longer once one has stopped', async (t) => {
    const configuration = {
      apps: [testApp('shop', { anonymous: true })],
      limits: { connectionsPerApp: 3 },
      redis: redis.url,
    };
    const one = await startGateway(t, configuration);
    const other = await startGateway(t, configuration);
    const clients = [
      await connect(t, one.url, { app: 'shop' }),
      await connect(t, other.url, { app: 'shop' }),
      await connect(t, other.url, { app: 'shop' }),
    ];
    await until(async () => {
      const counts = await Promise.all([countsOf(one), countsOf(other)]);
      return counts.every(({ nodes, total }) => nodes === 2 && total === 3);
    }, 'both nodes to know of all three');
    assert.equal((await countsOf(one)).onThisNode, 1);
    for (const { url } of [one, other]) {
      assert.equal((await refusalOf(t, url, { app: 'shop' })).data?.code, 'limit');
    }
    await other.gateway.close();
    await until(async () => {
      const { nodes, total } = await countsOf(one);
      return nodes === 1 && total === 1;
    }, 'the stopped node to be forgotten');
    await connect(t, one.url, { app: 'shop' });
    assert.equal(clients[0]!.socket.connected, true);
  });

  for (const [kind, nodes] of [
    ['in memory', 1],
    ['on every node', 2],
  ] as const) {
    test(`a user who is removed or changed by a new configuration is cut ${kind}, the others are not`, async (t) => {
      const shared = { ...(nodes === 2 && { redis: redis.url }), position: 3600 };
      const users = ['alice', 'bob', 'carol', 'dave'].map((id) => ({ id, password: passwordOf(id) }));
      const configuration = { apps: [testApp('shop', { users })], ...shared };
      const one = await startGateway(t, configuration);
      const other = nodes === 2 ? await startGateway(t, configuration) : one;
      const sessions = new Map<string, string>();
      const clients = new Map<string, Client>();
      for (const { id } of users) {
        sessions.set(id, await one.login('shop', id));
        clients.set(
          id,
          await connect(t, other.url, { app: 'shop', session: sessions.get(id)!, tracked: true }),
        );
      }
      const changed = [users[1]!, { ...users[2]!, password: 'another' }, { ...users[3]!, role: 'chief' }];
      const cuts = ['alice', 'carol', 'dave'].map((id) => disconnection(clients.get(id)!));
      // The other node has the former configuration still.
      await one.gateway.reload({ ...configuration, apps: [testApp('shop', { users: changed })] });
      assert.deepEqual(new Set(await Promise.all(cuts)), new Set(['io server disconnect']));
      assert.deepEqual(clients.get('alice')!.received.at(-1), ['dx:bye', { code: 'session-ended' }]);
      assert.equal(clients.get('bob')!.socket.connected, true);
      for (const id of ['alice', 'carol', 'dave']) {
        const choice = { app: 'shop', session: sessions.get(id)! };
        assert.equal((await refusalOf(t, other.url, choice)).data?.code, 'unauthorised', id);
      }
      await connect(t, other.url, { app: 'shop', session: sessions.get('bob')! });
      const login = { appID: 'shop', username: 'alice', password: passwordOf('alice') };
      assert.equal((await post(`${one.url}/good/api/v5/auth`, login)).status, 401);
    });
  }

  test('a session whose user the configuration lost while no gateway ran is none', async (t) => {
    const first = await startGateway(t, { redis: redis.url });
    const session = await first.login('shop', 'alice');
    await first.gateway.close();
    const users = [{ id: 'bob', password: passwordOf('bob') }];
    const second = await startGateway(t, { redis: redis.url, apps: [testApp('shop', { users })] });
    assert.equal((await refusalOf(t, second.url, { app: 'shop', session })).data?.code, 'unauthorised');
  });
});
