import assert from 'node:assert/strict';
import { after, before, describe, test, type TestContext } from 'node:test';
import type { TopicRules } from '../../src/gateway/index.js';
import type { Hello, ListenAnswer, SyncAnswer } from '../../src/protocol.js';
import type { InboxPage } from '../../src/protocol/inbox.js';
import { connect, open, refusalOf, type Client } from './support/client.js';
import { get, keyOf, post, startGateway, testApp, userOf, type TestGateway } from './support/gateway.js';
import { startRedis, type TestRedis } from './support/redis-server.js';
import { until } from './support/until.js';

let redis: TestRedis;
const ODD = ['__proto__', 'user:x', 'u:alice', 'ALICE', 'аlice', 'alice\u200b', '{alice}', '**'];
const USERS = ['alice', 'bob', ...ODD].map(userOf);

/** Pushes go through `one`, clients are on `other`; in memory both are the same gateway. */
interface Pair {
  one: TestGateway;
  other: TestGateway;
  t: TestContext;
}

const KINDS: Record<string, (t: TestContext) => Promise<Omit<Pair, 't'>>> = {
  'one gateway in memory': async (t) => {
    const gateway = await startGateway(t, configuration());
    return { one: gateway, other: gateway };
  },
  'two gateways over Redis': async (t) => {
    const shared = { ...configuration(), redis: redis.url };
    return { one: await startGateway(t, shared), other: await startGateway(t, shared) };
  },
};

function configuration() {
  const topics = {
    'news:*': 'anyone',
    'mine:*': ({ user, topic }) => topic === `mine:${user?.id ?? ''}`,
  } satisfies TopicRules;
  const apps = [
    testApp('shop', { users: USERS, anonymous: true, topics, inbox: { events: ['kept'] } }),
    testApp('blog', { users: USERS, topics, inbox: { events: ['kept'] } }),
  ];
  return { apps, limits: { loginsPerMinute: 1000 } };
}

/** Logs in at `one` and connects to `other`. */
async function loginTo({ one, other, t }: Pair, app: string, user: string, choice = {}): Promise<Client> {
  return connect(t, other.url, { app, session: await one.login(app, user), ...choice });
}

const eventsOf = ({ received }: Client) => received.filter(([name]) => !String(name).startsWith('dx:'));

/** Waits until everything that was pushed before has arrived wherever it goes. */
async function allHeard({ one }: Pair, ...clients: Client[]): Promise<void> {
  for (const app of ['shop', 'blog']) await one.push(app, { userID: '*', eventName: 'marker' });
  for (const client of clients) await client.next('marker');
}

for (const [kind, start] of Object.entries(KINDS)) {
  const check = (name: string, act: (pair: Pair, t: TestContext) => Promise<void>) =>
    void test(name, async (t) => {
      await act({ ...(await start(t)), t }, t);
    });

  describe(`isolation, ${kind}`, () => {
    // Here, not around all: the process would wait for Redis to end before it ends Redis.
    const endings: (() => Promise<void>)[] = [];
    before(async () => {
      redis = await startRedis({ after: (act) => void endings.push(act) });
    });
    after(async () => {
      for (const end of endings) await end();
    });

    check('the same user id in another app hears nothing, live or by sync', async (pair) => {
      const shop = await loginTo(pair, 'shop', 'alice', { tracked: true });
      const blog = await loginTo(pair, 'blog', 'alice', { tracked: true });
      await pair.one.push('shop', { userID: 'alice', eventName: 'private', message: 'of shop' });
      await pair.one.push('shop', { userID: '*', eventName: 'public', message: 'of shop' });
      await allHeard(pair, shop, blog);
      assert.deepEqual(
        eventsOf(shop).map(([name]) => name),
        ['private', 'public', 'marker'],
      );
      assert.deepEqual(
        eventsOf(blog).map(([name]) => name),
        ['marker'],
      );
      const [hello] = (await shop.next('dx:hello')) as [Hello];
      const cursors = hello.channels.map((position) => ({ ...position, offset: 0 }));
      const answer = (await blog.socket.emitWithAck('dx:sync', { channels: cursors })) as SyncAnswer;
      assert.doesNotMatch(JSON.stringify(answer), /of shop/);
    });

    check('forged cursors, channels, users and apps of a client are ignored', async (pair) => {
      const bob = await loginTo(pair, 'shop', 'bob', { tracked: true, query: { dx: '1', app_id: 'blog' } });
      await pair.one.push('shop', { userID: 'alice', eventName: 'private', message: 'of alice' });
      const names = ['u:alice', 'u:bob:alice', '{shop:u:alice}', 'blog:*', '__proto__', 'u:*', ''];
      const channels = names.map((channel) => ({ channel, epoch: 'x', offset: 0 }));
      assert.deepEqual(await bob.socket.emitWithAck('dx:sync', { channels }), { channels: [] });
      for (const name of ['dx:hello', 'dx:position', 'dx:bye', 'dx:logged', 'dx:join']) {
        bob.socket.emit(name, 'shop', 'u:alice', 'x', 1, { eventName: 'forged', message: 1 });
      }
      await allHeard(pair, bob);
      assert.deepEqual(
        eventsOf(bob).map(([name]) => name),
        ['marker'],
      );
    });

    check('odd user ids are nobody but themselves', async (pair) => {
      const clients = new Map<string, Client>();
      for (const { id } of USERS) clients.set(id, await loginTo(pair, 'shop', id));
      for (const id of ODD) {
        const { status } = await pair.one.push('shop', { userID: id, eventName: 'private', message: id });
        assert.equal(status, 202);
      }
      await allHeard(pair, ...clients.values());
      for (const [id, client] of clients) {
        const heard = eventsOf(client).filter(([name]) => name === 'private');
        assert.deepEqual(
          heard.map(([, message]) => message),
          ODD.includes(id) ? [id] : [],
        );
      }
    });

    check('an empty, a huge and a broken user id are refused', async (pair) => {
      for (const userID of ['', 'x'.repeat(10_000), '\ud800', ['alice', ''], ['alice', '*'], null, 5, {}]) {
        assert.equal((await pair.one.push('shop', { userID, eventName: 'n' })).status, 422);
      }
    });

    check('the key decides the app, whatever the body says', async (pair) => {
      const client = await loginTo(pair, 'blog', 'alice');
      for (const more of [{ app_id: 'blog' }, { appID: 'blog' }, { app: 'blog' }, { channel: 'u:alice' }]) {
        const answer = await pair.one.push('shop', { userID: 'alice', eventName: 'n', ...more });
        assert.equal(answer.status, 422);
      }
      await pair.one.push('shop', { userID: 'alice', eventName: 'n' });
      await allHeard(pair, client);
      assert.equal(eventsOf(client).length, 1);
    });

    check('anonymous clients hear what goes to everybody and can ask for nothing else', async (pair, t) => {
      const client = await connect(t, pair.other.url, { app: 'shop', tracked: true });
      await pair.one.push('shop', { userID: 'alice', eventName: 'private' });
      const channels = [{ channel: 'u:alice', epoch: 'x', offset: 0 }];
      assert.deepEqual(await client.socket.emitWithAck('dx:sync', { channels }), { channels: [] });
      await allHeard(pair, client);
      assert.deepEqual(
        eventsOf(client).map(([name]) => name),
        ['marker'],
      );
      const { data } = await refusalOf(t, pair.other.url, { app: 'blog' });
      assert.equal(data?.code, 'unauthorised');
    });

    check('after a logout the old session gets a refusal and no event', async (pair, t) => {
      const session = await pair.one.login('shop', 'alice');
      const before = await connect(t, pair.other.url, { app: 'shop', session, tracked: true });
      await get(`${pair.one.url}/good/api/v4/auth/logout?appID=shop&sessionID=${session}`);
      await until(() => !before.socket.connected, 'the socket to be cut');
      await pair.one.push('shop', { userID: 'alice', eventName: 'private' });
      const auth = { app_id: 'shop', session_id: session, pid: 'x', offset: '0-0' };
      const again = open(t, pair.other.url, { app: 'shop', session, tracked: true, auth });
      await until(() => !again.socket.active, 'the refusal');
      assert.deepEqual(again.received, []);
      assert.deepEqual(eventsOf(before), []);
    });

    check(
      'topics reach only who may listen to them in this app, live or by a forged sync',
      async (pair, t) => {
        const alice = await loginTo(pair, 'shop', 'alice', { tracked: true });
        const bob = await loginTo(pair, 'shop', 'bob', { tracked: true });
        const blog = await loginTo(pair, 'blog', 'alice', { tracked: true });
        const nobody = await connect(t, pair.other.url, { app: 'shop' });
        const listen = async ({ socket }: Client, ...topics: string[]): Promise<string[]> => {
          const request = { topics: topics.map((topic) => ({ topic })) };
          const answer = (await socket.emitWithAck('dx:listen', request)) as ListenAnswer;
          return answer.channels.map(({ topic }) => topic);
        };
        const wanted = ['news:1', 'mine:alice', 'mine:bob', 'mine:', 't:mine:alice', 'u:alice', '__proto__'];
        assert.deepEqual(await listen(alice, ...wanted), ['news:1', 'mine:alice']);
        assert.deepEqual(await listen(bob, ...wanted), ['news:1', 'mine:bob']);
        assert.deepEqual(await listen(blog, ...wanted), ['news:1', 'mine:alice']);
        assert.deepEqual(await listen(nobody, 'mine:alice', 'mine:'), []);
        for (const topic of ['news:1', 'mine:alice', 'mine:bob']) {
          await pair.one.push('shop', { topic, eventName: 'private', message: `shop ${topic}` });
          await pair.one.push('blog', { topic, eventName: 'private', message: `blog ${topic}` });
        }
        await allHeard(pair, alice, bob, blog, nobody);
        const heardBy = (client: Client) =>
          eventsOf(client)
            .filter(([name]) => name === 'private')
            .map(([, message]) => message);
        assert.deepEqual(heardBy(alice), ['shop news:1', 'shop mine:alice']);
        assert.deepEqual(heardBy(bob), ['shop news:1', 'shop mine:bob']);
        assert.deepEqual(heardBy(blog), ['blog news:1', 'blog mine:alice']);
        assert.deepEqual(heardBy(nobody), []);
        const names = ['t:mine:alice', 't:news:1', 'mine:alice', 'T:mine:alice', 't:', 't:__proto__'];
        const channels = names.map((channel) => ({ channel, epoch: 'x', offset: 0 }));
        const forged = (await bob.socket.emitWithAck('dx:sync', { channels })) as SyncAnswer;
        assert.deepEqual(
          forged.channels.map(({ channel }) => channel),
          ['t:news:1'],
        );
        await bob.socket.emitWithAck('dx:leave', { topics: ['news:1'] });
        assert.deepEqual(await bob.socket.emitWithAck('dx:sync', { channels }), { channels: [] });
      },
    );

    check('what is kept of people and topics is listed for nobody else, in no other app', async (pair) => {
      const alice = await loginTo(pair, 'shop', 'alice', { tracked: true });
      const bob = await loginTo(pair, 'shop', 'bob', { tracked: true });
      const blog = await loginTo(pair, 'blog', 'alice', { tracked: true });
      const own = ['news:1', 'mine:alice', 'mine:bob'];
      for (const { socket } of [alice, bob, blog])
        await socket.emitWithAck('dx:listen', { topics: own.map((topic) => ({ topic })) });
      for (const topic of own)
        await pair.one.push('shop', { topic, eventName: 'kept', message: `shop ${topic}` });
      await pair.one.push('shop', { userID: 'alice', eventName: 'kept', message: 'shop alice' });
      const listed = async ({ socket }: Client): Promise<string[]> => {
        const asked = [null, ...own, 't:mine:alice', 'u:alice', '*', '__proto__'].map(async (topic) => {
          const request = { topic, cursor: 'e:0' };
          const { alerts } = (await socket.emitWithAck('dx:inbox', request)) as InboxPage;
          return alerts.map(({ message }) => String(message));
        });
        return (await Promise.all(asked)).flat();
      };
      assert.deepEqual(await listed(alice), ['shop alice', 'shop news:1', 'shop mine:alice']);
      assert.deepEqual(await listed(bob), ['shop news:1', 'shop mine:bob']);
      assert.deepEqual(await listed(blog), []);
    });

    check('a forged tab id gives nothing but a label', async (pair) => {
      const query = { dx: '1', 'dx-origin': 'tab-of-alice' };
      const bob = await loginTo(pair, 'shop', 'bob', { tracked: true, query });
      await pair.one.push('shop', { userID: 'alice', eventName: 'private', origin: 'tab-of-alice' });
      await allHeard(pair, bob);
      assert.deepEqual(
        eventsOf(bob).map(([name]) => name),
        ['marker'],
      );
    });
  });
}

test('a connection has no id by which another could resume it', async (t) => {
  const { url } = await startGateway(t, { apps: [testApp('shop', { anonymous: true })] });
  const { socket } = await connect(t, url, { app: 'shop' });
  assert.equal((socket as unknown as { _pid?: string })._pid, undefined);
});

test('keys of one app open nothing of another', async (t) => {
  const { url } = await startGateway(t);
  const { body } = await get(`${url}/console/connections`, { authorization: `Bearer ${keyOf('blog')}` });
  assert.equal(body.app, 'blog');
  const answer = await post(`${url}/revoke`, { sessionID: 'x' }, { authorization: 'Bearer nobody' });
  assert.equal(answer.status, 401);
});
