import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test, type TestContext } from 'node:test';
import { createGateway } from '../../src/gateway/index.js';
import type { InboxMarked, InboxPage } from '../../src/protocol/inbox.js';
import { connect, refusalOf, type Client } from './support/client.js';
import { keyOf, startGateway, testApp, type TestGateway } from './support/gateway.js';
import { startRedis } from './support/redis-server.js';
import { until } from './support/until.js';

const ADMIN = 'the-admin-key-of-the-shop';
const configuration = () => ({
  apps: [
    testApp('shop', { adminKey: ADMIN, inbox: { events: ['alert'] } }),
    testApp('blog', { adminKey: 'the-admin-key-of-the-blog', inbox: { events: ['alert'] } }),
  ],
  limits: { loginsPerMinute: 1_000 },
});

const folder = mkdtempSync(join(tmpdir(), 'dx-inbox-admin-'));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

const KINDS: Record<string, (t: TestContext) => Promise<TestGateway>> = {
  'in memory': (t) => startGateway(t, configuration()),
  'in a file': (t) => startGateway(t, { ...configuration(), data: join(folder, `${(files += 1)}.db`) }),
  'over Redis': async (t) => startGateway(t, { ...configuration(), redis: (await startRedis(t)).url }),
};

interface Answered {
  status: number;
  body: {
    error?: string;
    total: number;
    unread: number;
    taken: number;
    alerts: { id: string; pushID: string; message: unknown; states: Record<string, number> }[];
    states: { id: string }[];
    erased: unknown;
  };
}

interface Outcome {
  users: { userID: string; delivered: number; states: object }[];
}

const textsOf = ({ body }: Answered): unknown[] => body.alerts.map(({ message }) => message);
const gone = ({ received }: Client): string[] =>
  received.flatMap(([name, payload]) =>
    name === 'dx:inbox-marked'
      ? (payload as InboxMarked).states.flatMap((state) => (state.gone === undefined ? [] : [state.id]))
      : [],
  );

const send = (url: string, method: string, path: string, body: unknown, key: string): Promise<Response> =>
  fetch(`${url}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

for (const [kind, start] of Object.entries(KINDS)) {
  describe(`what back ends do with inboxes ${kind}`, () => {
    const begin = async (t: TestContext) => {
      const { url, login, push } = await start(t);
      const ask = async (method: string, path: string, body?: unknown, key = ADMIN): Promise<Answered> => {
        const response = await send(url, method, path, body, key);
        return { status: response.status, body: (await response.json()) as Answered['body'] };
      };
      const alert = async (userID: string | string[], message: unknown, more = {}): Promise<void> => {
        const { status } = await push('shop', { userID, eventName: 'alert', message, ...more });
        assert.equal(status, 202);
      };
      const device = async (user: string): Promise<Client> =>
        connect(t, url, { app: 'shop', session: await login('shop', user), tracked: true });
      return { url, ask, alert, device, login };
    };

    test('reading lists what a person has, the newest first, with what became of it', async (t) => {
      const { ask, alert } = await begin(t);
      await alert('alice', 'first', { id: 'order-1' });
      await alert('*', 'for everybody');
      await alert('bob', 'of bob');
      const read = await ask('GET', '/inbox/alice');
      assert.deepEqual([read.status, read.body.total, read.body.unread], [200, 2, 2]);
      assert.deepEqual(textsOf(read), ['for everybody', 'first']);
      assert.equal(read.body.alerts[1]!.pushID, 'order-1');
      assert.deepEqual(textsOf(await ask('GET', '/inbox/alice?limit=1')), ['for everybody']);
    });

    test('marking reaches the devices of the person, and nobody else', async (t) => {
      const { ask, alert, device } = await begin(t);
      await alert('alice', 'a');
      await alert('alice', 'b');
      const [alice, bob] = [await device('alice'), await device('bob')];
      const { body } = await ask('GET', '/inbox/alice');
      const [b, a] = body.alerts.map(({ id }) => id);
      const marked = await ask('PATCH', '/inbox/alice', { ids: [a, 'u:bob e 1'], mark: 'read' });
      assert.deepEqual(
        marked.body.states.map(({ id }) => id),
        [a],
      );
      const [told] = (await alice.next('dx:inbox-marked')) as [InboxMarked];
      assert.deepEqual(
        told.states.map(({ id, read }) => [id, read! > 0]),
        [[a, true]],
      );
      assert.equal((await ask('GET', '/inbox/alice')).body.unread, 1);
      const all = await ask('PATCH', '/inbox/alice', { all: true, mark: 'dismissed' });
      assert.deepEqual(all.body.states.map(({ id }) => id).sort(), [a, b].sort());
      assert.equal((await ask('GET', '/inbox/alice')).body.unread, 0);
      assert.ok(!bob.received.some(([name]) => name === 'dx:inbox-marked'));
    });

    test('an alert is taken back by the id of its push or by its key, from all who have it', async (t) => {
      const { ask, alert, device } = await begin(t);
      const [alice, bob] = [await device('alice'), await device('bob')];
      await alert(['alice', 'bob'], 'by id', { id: 'push-7' });
      await alert('alice', { key: 'export', text: 'by key' });
      await alert('*', { key: 'export', text: 'of everybody' });
      await alert('alice', ['one of a list', 'another of it'], { id: 'push-8' });
      await alert('alice', 'stays');
      const take = (body: unknown) => ask('POST', '/push/take-back', body, keyOf('shop'));
      assert.equal((await take({ userID: ['alice', 'bob'], id: 'push-7' })).body.taken, 2);
      assert.equal((await take({ userID: 'alice', key: 'export' })).body.taken, 1);
      assert.equal((await take({ userID: '*', key: 'export' })).body.taken, 1);
      assert.equal((await take({ userID: '*', key: 'export' })).body.taken, 0);
      // Each alert of a list has an id of its own, by which pages know it.
      assert.equal((await take({ userID: 'alice', id: 'push-8' })).body.taken, 2);
      assert.deepEqual(textsOf(await ask('GET', '/inbox/alice')), ['stays']);
      await until(() => gone(alice).length === 5 && gone(bob).length === 2, 'all devices are told');
      const page = (await alice.socket.emitWithAck('dx:inbox', { cursor: null })) as InboxPage;
      assert.deepEqual(
        page.alerts.map(({ message, ...rest }) => [message, 'pushId' in rest]),
        [['stays', false]],
      );
    });

    test('a push says how many had, saw, read, dismissed and acted on it, and of a list who', async (t) => {
      const { ask, alert, device } = await begin(t);
      const [alice, bob] = [await device('alice'), await device('bob')];
      await alert(['alice', 'bob'], 'for two', { id: 'of-a-list' });
      await alert('*', 'for everybody', { id: 'of-everybody' });
      await alert('alice', 'another', { id: 'another' });
      const idsOf = async (of: string): Promise<string[]> => {
        const { body } = await ask('GET', '/inbox/alice');
        return body.alerts.filter(({ pushID }) => pushID === of).map(({ id }) => id);
      };
      const mark = ({ socket }: Client, ids: string[], name: string) =>
        socket.emitWithAck('dx:inbox-mark', { ids, mark: name });
      await mark(alice, await idsOf('of-a-list'), 'read');
      for (const name of ['seen', 'read', 'read', 'dismissed'])
        await mark(alice, await idsOf('of-everybody'), name);
      await mark(bob, await idsOf('of-everybody'), 'seen');
      const outcomeOf = async (id: string) =>
        (await ask('GET', `/push/${id}`, undefined, keyOf('shop'))).body as unknown as Outcome;
      const { users, ...list } = await outcomeOf('of-a-list');
      assert.deepEqual(list, {
        ...{ id: 'of-a-list', taken: 2, delivered: 2, shown: 1, read: 1, dismissed: 0, acted: 0 },
      });
      assert.deepEqual(
        users.map(({ userID, delivered, states }) => [userID, delivered, ...Object.keys(states)]).sort(),
        [
          ['alice', 1, 'seen', 'read'],
          ['bob', 1],
        ],
      );
      assert.deepEqual(await outcomeOf('of-everybody'), {
        ...{
          id: 'of-everybody',
          taken: 1,
          delivered: 2,
          shown: 2,
          read: 1,
          dismissed: 1,
          acted: 0,
          users: [],
        },
      });
      const unknown = await ask('GET', '/push/unknown', undefined, keyOf('shop'));
      assert.equal(unknown.status, 404);
      const ofOther = await ask('GET', '/push/of-a-list', undefined, keyOf('blog'));
      assert.equal(ofOther.status, 404);
    });

    test('erasing a person ends sessions, empties log and inbox, and says so; others keep theirs', async (t) => {
      const { url, ask, alert, device, login } = await begin(t);
      await alert('alice', 'of alice');
      await alert('bob', 'of bob');
      const [alice, session] = [await device('alice'), await login('shop', 'alice')];
      const { body } = await ask('DELETE', '/users/alice');
      assert.deepEqual(body.erased, {
        alerts: 1,
        preferences: 0,
        messages: 1,
        scheduled: 0,
        subscriptions: 0,
        sessions: 'ended',
      });
      await until(() => !alice.socket.connected, 'the device is sent away');
      assert.equal(gone(alice).length, 1);
      assert.equal((await refusalOf(t, url, { app: 'shop', session })).data?.code, 'unauthorised');
      assert.deepEqual(textsOf(await ask('GET', '/inbox/alice')), []);
      assert.deepEqual(textsOf(await ask('GET', '/inbox/bob')), ['of bob']);
      assert.deepEqual((await ask('DELETE', '/users/alice')).body.erased, {
        ...{ alerts: 0, preferences: 0, messages: 0, scheduled: 0, subscriptions: 0, sessions: 'ended' },
      });
      const again = await device('alice');
      await alert('alice', 'after');
      assert.deepEqual((await again.next('alert'))[0], 'after');
    });

    test('a push key reads, marks and erases nothing, nor does the key of another app', async (t) => {
      const { ask, alert } = await begin(t);
      await alert('alice', 'a');
      for (const [method, path, body] of [
        ['GET', '/inbox/alice'],
        ['PATCH', '/inbox/alice', { all: true, mark: 'read' }],
        ['DELETE', '/users/alice'],
      ] as const) {
        assert.equal((await ask(method, path, body, keyOf('shop'))).status, 401, `${method} ${path}`);
        // The same user id in another app is another person.
        assert.equal((await ask(method, path, body, 'the-admin-key-of-the-blog')).status, 200);
      }
      const taken = await ask('POST', '/push/take-back', { userID: 'alice', id: 'x' }, ADMIN);
      assert.equal(taken.status, 401);
      assert.equal((await ask('GET', '/inbox/alice')).body.unread, 1);
    });
  });
}

test('a push says how many connections of all nodes had it', async (t) => {
  const { url: redis } = await startRedis(t);
  const nodes = [
    await startGateway(t, { ...configuration(), redis }),
    await startGateway(t, { ...configuration(), redis }),
  ];
  for (const { url, login } of nodes)
    await connect(t, url, { app: 'shop', session: await login('shop', 'alice'), tracked: true });
  // Nodes hear of each other once a second.
  const delivered = async (userID: string | string[], id: string): Promise<number> => {
    await nodes[0]!.push('shop', { userID, eventName: 'alert', id });
    const response = await send(nodes[1]!.url, 'GET', `/push/${id}`, undefined, keyOf('shop'));
    return ((await response.json()) as { delivered: number }).delivered;
  };
  let number = 0;
  await until(async () => (await delivered('alice', `try-${(number += 1)}`)) === 2, 'both connections');
  assert.deepEqual([await delivered('*', 'all'), await delivered(['alice', 'bob'], 'list')], [2, 2]);
});

test('what makes no sense is refused with a sentence that names the field', async (t) => {
  const { url } = await startGateway(t, {
    apps: [
      testApp('shop', { adminKey: ADMIN, inbox: { events: ['alert'] } }),
      testApp('blog', { adminKey: 'the-admin-key-of-the-blog' }),
    ],
  });
  const refused = async (method: string, path: string, body?: unknown, key = ADMIN): Promise<unknown[]> => {
    const response = await send(url, method, path, body, key);
    const { error, field } = (await response.json()) as { error: string; field?: string };
    assert.ok(error.length > 10);
    return [response.status, field];
  };
  const push = keyOf('shop');
  assert.deepEqual(await refused('GET', '/inbox/alice?limit=0'), [422, 'limit']);
  assert.deepEqual(await refused('GET', '/inbox/*'), [422, 'userID']);
  assert.deepEqual(await refused('PATCH', '/inbox/alice', { mark: 'gone', all: true }), [422, 'mark']);
  assert.deepEqual(await refused('PATCH', '/inbox/alice', { mark: 'read' }), [422, 'ids']);
  assert.deepEqual(await refused('POST', '/push/take-back', { userID: 'alice' }, push), [422, 'id']);
  assert.deepEqual(await refused('POST', '/push/take-back', { userID: '', id: 'x' }, push), [422, 'userID']);
  assert.deepEqual(await refused('DELETE', '/users/*'), [422, 'userID']);
  assert.deepEqual(await refused('GET', '/inbox/alice', undefined, 'the-admin-key-of-the-blog'), [
    404,
    undefined,
  ]);
});

test('an admin key has 16 characters, and is no push key', () => {
  const start = (adminKey: string) => () =>
    createGateway({ logLevel: 'silent', apps: [testApp('shop', { adminKey })] });
  assert.throws(start('short-key-12345'), /adminKey.*16 characters/);
  assert.throws(
    () =>
      createGateway({
        ...{ logLevel: 'silent' },
        apps: [testApp('shop', { adminKey: ADMIN, pushKeys: [ADMIN] })],
      }),
    /push keys and admin keys must be different/,
  );
});
