import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { createTopicToken, type TopicRules } from '../../src/gateway/index.js';
import type { ChannelPosition, ListenAnswer, SyncAnswer } from '../../src/protocol.js';
import { connect, type Client } from './support/client.js';
import { get, keyOf, post, startGateway, testApp, userOf, type TestGateway } from './support/gateway.js';
import { startRedis } from './support/redis-server.js';
import { until } from './support/until.js';

const SECRET = 'the topic secret of all tests';
const members = new Set<string>();

const RULES: TopicRules = {
  'news:*': 'anyone',
  'club:*': 'signed-in',
  'order:*': 'signed',
  'team:*': ({ user, topic }) => members.has(`${user?.id ?? 'nobody'} ${topic}`),
  'broken:*': () => {
    throw new Error('The database is away.');
  },
};

/** Something that ends: the last that was begun first. */
interface Ending {
  after(act: () => Promise<void>): void;
}

/** Clients are on `other`, pushes and revocations go through `one`; without Redis both are the same. */
interface Pair {
  one: TestGateway;
  other: TestGateway;
  t: TestContext;
}

function configuration() {
  const users = ['alice', 'bob'].map(userOf);
  const of = (id: string) => testApp(id, { users, anonymous: true, topics: RULES, topicSecret: SECRET });
  return { apps: [of('shop'), of('blog')], limits: { loginsPerMinute: 1000 } };
}

const KINDS: Record<string, (t: Ending) => Promise<Omit<Pair, 't'>>> = {
  'in memory': async (t) => {
    const gateway = await startGateway(t, configuration());
    return { one: gateway, other: gateway };
  },
  'in a file': async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'dx-topics-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const gateway = await startGateway(t, { ...configuration(), data: join(folder, 'dx.db') });
    return { one: gateway, other: gateway };
  },
  'on two nodes over Redis': async (t) => {
    const { url } = await startRedis(t);
    const shared = { ...configuration(), redis: url };
    return { one: await startGateway(t, shared), other: await startGateway(t, shared) };
  },
};

const tokenFor = (topic: string, changes: object = {}): string =>
  createTopicToken({ secret: SECRET, app: 'shop', topic, ...changes });

/** A token with any content, rightly signed. */
function forge(claims: unknown, secret = SECRET): string {
  const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

async function signIn({ one, other, t }: Pair, user: string, tracked = true): Promise<Client> {
  return connect(t, other.url, { app: 'shop', session: await one.login('shop', user), tracked });
}

async function listen(client: Client, topic: string, token?: string): Promise<ListenAnswer> {
  return (await client.socket.emitWithAck('dx:listen', { topics: [{ topic, token }] })) as ListenAnswer;
}

async function refusalOf(client: Client, topic: string, token?: string): Promise<string> {
  const { channels, refused } = await listen(client, topic, token);
  assert.deepEqual(channels, []);
  assert.match(refused[0]!.reason, /^[A-Z].*\.$/);
  return refused[0]!.code;
}

async function listenTo(client: Client, topic: string, token?: string): Promise<ChannelPosition> {
  const { channels, refused } = await listen(client, topic, token);
  assert.deepEqual(refused, []);
  return channels[0]!;
}

const pushTo = ({ one }: Pair, topic: string, message: unknown) =>
  one.push('shop', { topic, eventName: 'change', message });

function revoke({ one }: Pair, userID: string, topic: string) {
  return post(`${one.url}/topics/revoke`, { userID, topic }, { authorization: `Bearer ${keyOf('shop')}` });
}

const heard = ({ received }: Client): unknown[] =>
  received.filter(([name]) => name === 'change').map(([, message]) => message);

/** Waits until everything that was pushed before has arrived wherever it goes. */
async function allHeard({ one }: Pair, ...clients: Client[]): Promise<void> {
  const eventName = `marker${Math.random()}`;
  await one.push('shop', { userID: '*', eventName });
  for (const client of clients) await client.next(eventName);
}

async function replayed(client: Client, position: ChannelPosition): Promise<SyncAnswer['channels']> {
  const request = { channels: [{ ...position, offset: 0 }] };
  return ((await client.socket.emitWithAck('dx:sync', request)) as SyncAnswer).channels;
}

for (const [kind, start] of Object.entries(KINDS)) {
  let pair: Omit<Pair, 't'>;
  const check = (name: string, act: (pair: Pair) => Promise<void>) =>
    void test(name, (t) => act({ ...pair, t }));

  describe(`topics ${kind}`, () => {
    const endings: (() => Promise<void>)[] = [];
    before(async () => {
      pair = await start({ after: (act) => void endings.unshift(act) });
    });
    after(async () => {
      for (const end of endings) await end();
    });

    check(
      'a push to a topic reaches those who listen to it, plain clients too, and nobody else',
      async (pair) => {
        const [alice, bob] = [await signIn(pair, 'alice'), await signIn(pair, 'bob', false)];
        const other = await signIn(pair, 'bob');
        const position = await listenTo(alice, 'order:42', tokenFor('order:42'));
        await listenTo(bob, 'order:42', tokenFor('order:42', { user: 'bob' }));
        await listenTo(other, 'order:43', tokenFor('order:43'));
        const { status, body } = await pushTo(pair, 'order:42', 'paid');
        assert.equal(status, 202);
        assert.equal(body.offset, 1);
        await allHeard(pair, alice, bob, other);
        const [, message, meta] = alice.received.find(([name]) => name === 'change')!;
        assert.equal(message, 'paid');
        const { channel, epoch } = position;
        assert.deepEqual({ ...(meta as ChannelPosition), at: 0 }, { channel, epoch, offset: 1, at: 0 });
        assert.deepEqual(
          bob.received.find(([name]) => name === 'change'),
          ['change', 'paid'],
        );
        assert.deepEqual(heard(other), []);
      },
    );

    check('a topic that was left is not heard, and can be listened to again', async (pair) => {
      const alice = await signIn(pair, 'alice');
      await listenTo(alice, 'news:2');
      assert.deepEqual(await alice.socket.emitWithAck('dx:leave', { topics: ['news:2', 'unknown'] }), {});
      await pushTo(pair, 'news:2', 1);
      await allHeard(pair, alice);
      const position = await listenTo(alice, 'news:2');
      assert.equal(position.offset, 1);
      await pushTo(pair, 'news:2', 2);
      await allHeard(pair, alice);
      assert.deepEqual(heard(alice), [2]);
    });

    check('each rule refuses with its code and a sentence', async (pair) => {
      const alice = await signIn(pair, 'alice');
      const nobody = await connect(pair.t, pair.other.url, { app: 'shop' });
      const app = 'shop';
      const now = Date.now() / 1000;
      assert.equal(await refusalOf(alice, 'secret'), 'no-rule');
      assert.equal(await refusalOf(nobody, 'club:1'), 'signed-in');
      assert.equal(await refusalOf(alice, 'order:1'), 'token-missing');
      assert.equal(await refusalOf(alice, 'order:1', 'nonsense'), 'token-invalid');
      assert.equal(await refusalOf(alice, 'order:1', tokenFor('order:2')), 'token-invalid');
      assert.equal(await refusalOf(alice, 'order:1', tokenFor('order:1', { user: 'bob' })), 'token-invalid');
      assert.equal(await refusalOf(nobody, 'order:1', tokenFor('order:1', { user: 'bob' })), 'token-invalid');
      assert.equal(await refusalOf(alice, 'order:1', tokenFor('order:1', { app: 'blog' })), 'token-invalid');
      assert.equal(
        await refusalOf(alice, 'order:1', tokenFor('order:1', { secret: `${SECRET}!` })),
        'token-invalid',
      );
      const claims = { app, topic: 'order:1', iat: now - 20, exp: now - 10 };
      assert.equal(await refusalOf(alice, 'order:1', forge(claims)), 'token-expired');
      assert.equal(
        await refusalOf(alice, 'order:1', forge({ ...claims, iat: now + 3600, exp: now + 7200 })),
        'token-invalid',
      );
      assert.equal(await refusalOf(alice, 'order:1', forge({ ...claims, exp: now + 1e9 })), 'token-invalid');
      assert.equal(await refusalOf(alice, 'order:1', forge({ ...claims, iat: undefined })), 'token-invalid');
      assert.equal(await refusalOf(alice, 'order:1', forge('text')), 'token-invalid');
      assert.equal(await refusalOf(alice, 'team:1'), 'denied');
      assert.equal(await refusalOf(alice, 'broken:1'), 'unavailable');
      await pushTo(pair, 'order:1', 1);
      await allHeard(pair, alice, nobody);
      assert.deepEqual([...heard(alice), ...heard(nobody)], []);
    });

    check('a name with another spelling is another topic or none', async (pair) => {
      const alice = await signIn(pair, 'alice');
      const token = tokenFor('order:é');
      await listenTo(alice, 'order:é', token);
      for (const topic of [
        'order:e\u0301',
        'order:é ',
        'order:é\u200b',
        'order:é\u0000',
        'order:*',
        'order:é,x',
      ]) {
        assert.equal(await refusalOf(alice, topic, token), 'name', topic);
        assert.equal((await pushTo(pair, topic, 1)).status, 422, topic);
      }
      for (const topic of ['', 'x'.repeat(129), 5, null, '\ud800']) {
        assert.equal((await pair.one.push('shop', { topic, eventName: 'change' })).status, 422);
      }
      for (const topic of ['ORDER:é', 'order:É', 'rder:é', 'order:', 'order:е']) {
        assert.match(await refusalOf(alice, topic, token), /no-rule|token-invalid/);
        await pushTo(pair, topic, topic);
      }
      await pair.one.push('shop', { userID: 'order:é', eventName: 'change', message: 'of a user' });
      await pair.one.push('shop', { userID: 't:order:é', eventName: 'change', message: 'of a user' });
      await allHeard(pair, alice);
      assert.deepEqual(heard(alice), []);
    });

    check('two apps never share a topic', async (pair) => {
      const session = await pair.one.login('blog', 'alice');
      const blog = await connect(pair.t, pair.other.url, { app: 'blog', session, tracked: true });
      await listenTo(blog, 'news:5');
      const shop = await signIn(pair, 'alice');
      const position = await listenTo(shop, 'news:5');
      await pushTo(pair, 'news:5', 'of shop');
      await allHeard(pair, shop);
      await pair.one.push('blog', { userID: '*', eventName: 'end' });
      await blog.next('end');
      assert.deepEqual(heard(shop), ['of shop']);
      assert.deepEqual(heard(blog), []);
      assert.doesNotMatch(JSON.stringify(await replayed(blog, position)), /of shop/);
    });

    check(
      'a revoked right ends at once, and nothing of the time without it is ever replayed',
      async (pair) => {
        const [alice, bob] = [await signIn(pair, 'alice'), await signIn(pair, 'bob')];
        const old = tokenFor('order:7', { user: 'alice' });
        const position = await listenTo(alice, 'order:7', old);
        await listenTo(bob, 'order:7', tokenFor('order:7'));
        await pushTo(pair, 'order:7', 1);
        await allHeard(pair, alice, bob);
        assert.equal((await revoke(pair, 'alice', 'order:7')).status, 200);
        const [ended] = (await alice.next('dx:refused')) as [{ topics: { topic: string; code: string }[] }];
        assert.deepEqual([ended.topics[0]!.topic, ended.topics[0]!.code], ['order:7', 'revoked']);
        await pushTo(pair, 'order:7', 'secret');
        await allHeard(pair, alice, bob);
        assert.deepEqual([heard(alice), heard(bob)], [[1], [1, 'secret']]);
        assert.deepEqual(await replayed(alice, position), []);
        assert.equal(await refusalOf(alice, 'order:7', old), 'revoked');
        const again = `${tokenFor('order:7')},${old}`;
        await listenTo(alice, 'order:7', again);
        await pushTo(pair, 'order:7', 3);
        await allHeard(pair, alice);
        assert.deepEqual(heard(alice), [1, 3]);
        const [channel] = await replayed(alice, position);
        assert.deepEqual(
          channel!.messages.map(({ message }) => message),
          [1, 3],
        );
        assert.equal(channel!.recovered, false);
      },
    );

    check('a right ends at the time of its token, and a renewed one goes on without a hole', async (pair) => {
      const [alice, bob] = [await signIn(pair, 'alice'), await signIn(pair, 'bob')];
      // Again with a longer one where the machine was too slow.
      for (const lifetime of [1, 5, 25]) {
        const short = tokenFor('order:8', { lifetime });
        const { channels } = await listen(alice, 'order:8', short);
        const second = await listen(bob, 'order:8', short);
        if (channels.length === 0 || second.channels.length === 0) continue;
        assert.ok(channels[0]!.endsIn! > 0 && channels[0]!.endsIn! <= lifetime * 1000);
        await listenTo(bob, 'order:8', tokenFor('order:8'));
        break;
      }
      const [ended] = (await alice.next('dx:refused')) as [{ topics: { code: string }[] }];
      assert.equal(ended.topics[0]!.code, 'token-expired');
      await pushTo(pair, 'order:8', 1);
      await allHeard(pair, alice, bob);
      assert.deepEqual([heard(alice), heard(bob)], [[], [1]]);
      assert.equal(
        bob.received.some(([name]) => name === 'dx:refused'),
        false,
      );
    });

    check(
      'a client that comes back with its former token too gets what was pushed meanwhile',
      async (pair) => {
        const alice = await signIn(pair, 'alice');
        const former = tokenFor('order:9');
        const position = await listenTo(alice, 'order:9', former);
        alice.socket.disconnect();
        await pushTo(pair, 'order:9', 'missed');
        const renewed = tokenFor('order:9');
        const back = await signIn(pair, 'alice');
        await listenTo(back, 'order:9', `${renewed},${former}`);
        const [channel] = await replayed(back, position);
        assert.deepEqual(
          [channel!.messages.map(({ message }) => message), channel!.recovered],
          [['missed'], true],
        );
        const stranger = await signIn(pair, 'bob');
        await listenTo(stranger, 'order:9', renewed);
        const [other] = await replayed(stranger, position);
        assert.deepEqual([other!.messages, other!.recovered], [[], false]);
      },
    );

    check(
      'a rule of the app is asked at each time, and the time between a yes and a no is not replayed',
      async (pair) => {
        const question = 'alice team:1';
        members.add(question);
        const alice = await signIn(pair, 'alice');
        const position = await listenTo(alice, 'team:1');
        await pushTo(pair, 'team:1', 1);
        await allHeard(pair, alice);
        members.delete(question);
        const second = await signIn(pair, 'alice');
        assert.equal(await refusalOf(second, 'team:1'), 'denied');
        await alice.next('dx:refused');
        await pushTo(pair, 'team:1', 'secret');
        members.add(question);
        await listenTo(second, 'team:1');
        await pushTo(pair, 'team:1', 3);
        await allHeard(pair, alice, second);
        assert.deepEqual([heard(alice), heard(second)], [[1], [3]]);
        const [channel] = await replayed(second, position);
        assert.doesNotMatch(JSON.stringify(channel), /secret/);
        members.delete(question);
      },
    );

    check('somebody whose rule still says yes gets what was pushed while away', async (pair) => {
      members.add('bob team:2');
      const bob = await signIn(pair, 'bob');
      const position = await listenTo(bob, 'team:2');
      bob.socket.disconnect();
      await pushTo(pair, 'team:2', 'missed');
      const back = await signIn(pair, 'bob');
      await listenTo(back, 'team:2');
      const [channel] = await replayed(back, position);
      assert.deepEqual(
        [channel!.messages.map(({ message }) => message), channel!.recovered],
        [['missed'], true],
      );
    });

    check('the listeners of all nodes are counted', async (pair) => {
      const clients = [await signIn(pair, 'alice'), await signIn(pair, 'bob', false)];
      const here = await connect(pair.t, pair.one.url, { app: 'shop' });
      for (const client of [...clients, here]) await listenTo(client, 'news:11');
      const headers = { authorization: `Bearer ${keyOf('shop')}` };
      // Nodes know of each other a moment after they have begun.
      await until(async () => {
        const { body } = await get(`${pair.one.url}/topics/news:11`, headers);
        return (body as unknown as { listeners: number }).listeners === 3;
      }, 'three listeners');
      const long = encodeURIComponent('ü'.repeat(128));
      assert.equal((await get(`${pair.one.url}/topics/${long}`, headers)).status, 200);
      assert.equal((await get(`${pair.one.url}/topics/a%20b`, headers)).status, 422);
      assert.equal((await get(`${pair.one.url}/topics/news:11`)).status, 401);
    });

    check('what cannot be revoked or pushed is refused in a sentence', async (pair) => {
      assert.equal((await revoke(pair, 'alice', 'news:12')).status, 422);
      assert.equal((await revoke(pair, '', 'order:1')).status, 422);
      assert.equal((await revoke(pair, 'alice', 'a b')).status, 422);
      const both = await pair.one.push('shop', { userID: '*', topic: 'news:12', eventName: 'change' });
      assert.deepEqual([both.status, both.body.field], [422, 'topic']);
      const none = await pair.one.push('shop', { eventName: 'change' });
      assert.deepEqual([none.status, none.body.field], [422, 'userID']);
    });
  });
}

test('topics of a connection and of a person are bounded, and nonsense ends nothing', async (t) => {
  const limits = { ...configuration().limits, topicsPerConnection: 3, topicsPerPerson: 4 };
  const gateway = await startGateway(t, { ...configuration(), limits });
  const pair = { one: gateway, other: gateway, t };
  const [first, second] = [await signIn(pair, 'alice'), await signIn(pair, 'alice')];
  for (const topic of ['club:1', 'club:2', 'club:3', 'club:3']) await listenTo(first, topic);
  assert.equal(await refusalOf(first, 'club:4'), 'limit');
  await listenTo(second, 'club:1');
  assert.equal(await refusalOf(second, 'club:2'), 'limit');
  first.socket.disconnect();
  await until(async () => (await listen(second, 'club:2')).channels.length === 1, 'the place of the other');
  for (const request of [
    null,
    5,
    {},
    { topics: 'x' },
    { topics: [{}] },
    { topics: Array(101).fill({ topic: 'x' }) },
  ]) {
    const answer = (await second.socket.emitWithAck('dx:listen', request)) as { error: string };
    assert.match(answer.error, /^A request has at most 100 topics/);
    await second.socket.emitWithAck('dx:leave', request);
  }
  second.socket.emit('dx:listen', { topics: [{ topic: 'news:13' }] });
  await pushTo(pair, 'club:1', 1);
  await allHeard(pair, second);
  assert.deepEqual(heard(second), [1]);
});

test('an address is asked who may listen, and one that fails lets nobody in and shuts nobody out for good', async (t) => {
  const asked: unknown[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const question = JSON.parse(body) as { user: { id: string } };
      asked.push(question);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ allowed: question.user.id === 'alice' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const check = `http://127.0.0.1:${(server.address() as AddressInfo).port}/may-listen`;
  const apps = [testApp('shop', { topics: { 'room:*': { check } } })];
  const gateway = await startGateway(t, { apps });
  const pair = { one: gateway, other: gateway, t };
  const [alice, bob] = [await signIn(pair, 'alice'), await signIn(pair, 'bob')];
  await listenTo(alice, 'room:1');
  assert.equal(await refusalOf(bob, 'room:1'), 'denied');
  assert.deepEqual(asked[0], { app: 'shop', user: { id: 'alice', role: 'user' }, topic: 'room:1' });
  status = 500;
  assert.equal(await refusalOf(alice, 'room:2'), 'unavailable');
  status = 200;
  await listenTo(alice, 'room:2');
});

test('revocations outlive a restart of a gateway with a file', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'dx-topics-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const shared = { ...configuration(), data: join(folder, 'dx.db') };
  const token = tokenFor('order:1');
  const first = await startGateway(t, shared);
  await revoke({ one: first, other: first, t }, 'alice', 'order:1');
  await first.gateway.close();
  const second = await startGateway(t, shared);
  assert.equal(
    await refusalOf(await signIn({ one: second, other: second, t }, 'alice'), 'order:1', token),
    'revoked',
  );
});

test('a reload with other rules ends the rights of the former ones', async (t) => {
  const gateway = await startGateway(t, configuration());
  const pair = { one: gateway, other: gateway, t };
  const alice = await signIn(pair, 'alice');
  await listenTo(alice, 'news:16');
  await listenTo(alice, 'club:1');
  const [shop, blog] = configuration().apps;
  const topics: TopicRules = { ...RULES, 'news:*': 'signed' };
  await gateway.gateway.reload({
    ...configuration(),
    apps: [{ ...shop!, topics }, blog!],
    logLevel: 'silent',
  });
  const [ended] = (await alice.next('dx:refused')) as [{ topics: { topic: string }[] }];
  assert.equal(ended.topics[0]!.topic, 'news:16');
  await pushTo(pair, 'news:16', 'not theirs');
  await pushTo(pair, 'club:1', 'theirs');
  await allHeard(pair, alice);
  assert.deepEqual(heard(alice), ['theirs']);
});

test('a signed topic without a secret does not start', async (t) => {
  const apps = [testApp('shop', { topics: { 'order:*': 'signed' } })];
  await assert.rejects(startGateway(t, { apps }), /"signed" topic and no "topicSecret"/);
});
