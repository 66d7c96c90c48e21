import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test, type TestContext } from 'node:test';
import { categoriesOf } from '../../src/gateway/preferences/message-categories.js';
import { createGateway } from '../../src/gateway/index.js';
import { deliveryOf, type CategoryChoice, type PreferencesKept } from '../../src/protocol/preferences.js';
import type { Hello } from '../../src/protocol.js';
import { connect, type Client } from './support/client.js';
import { keyOf, passwordOf, startGateway, testApp, type TestGateway } from './support/gateway.js';
import { startRedis } from './support/redis-server.js';
import { until } from './support/until.js';

const ADMIN = 'the-admin-key-of-the-shop';
const CATEGORIES = [
  { id: 'orders', label: { en: 'Orders', de: 'Bestellungen' }, delivery: 'toast' as const },
  { id: 'security', label: 'Security', critical: true },
];
const inbox = { events: ['alert'], categories: CATEGORIES };
/** Two for each test, so that all of a kind share a gateway. */
const users = Array.from({ length: 24 }, (_, index) => ({
  id: `p${index}`,
  password: passwordOf(`p${index}`),
}));
const configuration = () => ({
  apps: [
    testApp('shop', { adminKey: ADMIN, inbox, users }),
    testApp('blog', { adminKey: 'the-admin-key-of-the-blog', inbox: { events: ['alert'] }, users }),
  ],
  limits: { loginsPerMinute: 1_000 },
});

const folder = mkdtempSync(join(tmpdir(), 'dx-preferences-'));
after(() => rmSync(folder, { recursive: true }));

/** Ends with all tests of this file. */
const ALL = { after } as unknown as Pick<TestContext, 'after'>;

interface Started {
  /** Where a back end asks. */
  one: TestGateway;
  /** Another node, where there is one. */
  other: TestGateway;
}

const KINDS: Record<string, () => Promise<Started>> = {
  'in memory': async () => {
    const one = await startGateway(ALL, configuration());
    return { one, other: one };
  },
  'in a file': async () => {
    const one = await startGateway(ALL, { ...configuration(), data: join(folder, 'data.db') });
    return { one, other: one };
  },
  'over Redis': async () => {
    const shared = { ...configuration(), redis: (await startRedis({ after })).url };
    return { one: await startGateway(ALL, shared), other: await startGateway(ALL, shared) };
  },
};

const choose = async ({ socket }: Client, changes: CategoryChoice[]): Promise<CategoryChoice[]> =>
  ((await socket.emitWithAck('dx:preferences', { changes })) as PreferencesKept).choices;
const told = ({ received }: Client): CategoryChoice[][] =>
  received.flatMap(([name, payload]) =>
    name === 'dx:preferences-changed' ? [(payload as PreferencesKept).choices] : [],
  );

for (const [kind, start] of Object.entries(KINDS)) {
  const started = await start();
  describe(`preferences of a person ${kind}`, () => {
    let persons = 0;

    const begin = (t: TestContext) => {
      const { one, other } = started;
      const [alice, bob] = [`p${(persons += 1)}`, `p${(persons += 1)}`] as const;
      const device = async (user: string, on = one, app = 'shop'): Promise<Client> =>
        connect(t, on.url, { app, session: await one.login(app, user), tracked: true });
      const ask = async (method: string, path: string, body?: unknown, key = ADMIN) => {
        const response = await fetch(`${one.url}${path}`, {
          method,
          headers: {
            Authorization: `Bearer ${key}`,
            ...(body !== undefined && { 'Content-Type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        return { status: response.status, body: (await response.json()) as Record<string, unknown> };
      };
      const alert = (userID: string, message: unknown) =>
        one.push('shop', { userID, eventName: 'alert', message });
      return { alice, bob, other, device, ask, alert };
    };

    test('what is chosen on one device is told to the others, and to one that comes later', async (t) => {
      const { alice, other, device } = begin(t);
      const [phone, desk] = [await device(alice), await device(alice, other)];
      const [hello] = (await phone.next('dx:hello')) as [Hello];
      assert.deepEqual(hello.inbox, inbox);
      assert.deepEqual(await choose(phone, []), []);
      const choices = [{ category: 'orders', delivery: 'silent' as const, at: Date.now() }];
      assert.deepEqual(await choose(phone, choices), choices);
      assert.deepEqual(await desk.next('dx:preferences-changed'), [{ choices }]);
      assert.deepEqual(await choose(await device(alice, other), []), choices);
    });

    test('of two devices the later choice counts, whichever is told first', async (t) => {
      const { alice, device } = begin(t);
      const phone = await device(alice);
      const now = Date.now();
      const later: CategoryChoice = { category: 'news', delivery: 'none', at: now - 1_000 };
      await choose(phone, [later]);
      const earlier: CategoryChoice = { category: 'news', delivery: 'toast', at: now - 2_000 };
      assert.deepEqual(await choose(phone, [earlier]), [later]);
      const undone: CategoryChoice = { ...later, delivery: null, at: now - 500 };
      assert.deepEqual(await choose(phone, [undone]), [undone]);
    });

    test('a clock that is ahead does not outdo every later choice', async (t) => {
      const { alice, device } = begin(t);
      const phone = await device(alice);
      const [kept] = await choose(phone, [
        { category: 'news', delivery: 'none', at: Date.now() + 86_400_000 },
      ]);
      assert.ok(kept!.at <= Date.now());
      const [next] = await choose(phone, [{ category: 'news', delivery: 'toast', at: Date.now() }]);
      assert.equal(next!.delivery, 'toast');
    });

    test('of more than 200 categories the oldest choices are forgotten', async (t) => {
      const { alice, device } = begin(t);
      const phone = await device(alice);
      const at = Date.now() - 10_000;
      const named = (from: number): CategoryChoice[] =>
        Array.from({ length: 150 }, (_, index) => ({
          ...{ category: `c${from + index}`, at: at + from + index },
          delivery: 'silent' as const,
        }));
      await choose(phone, named(0));
      const kept = await choose(phone, named(150));
      assert.equal(kept.length, 200);
      assert.equal(Math.min(...kept.map((one) => one.at)), at + 100);
    });

    test('another person and another app hear and see nothing of it', async (t) => {
      const { alice, bob, device, ask } = begin(t);
      const [phone, ofBob] = [await device(alice), await device(bob)];
      const elsewhere = await device(alice, undefined, 'blog');
      await choose(phone, [{ category: 'orders', delivery: 'none', at: Date.now() }]);
      for (const one of [ofBob, elsewhere]) {
        assert.deepEqual(await choose(one, []), []);
        assert.deepEqual(told(one), []);
      }
      const { body } = await ask('GET', `/inbox/${bob}/preferences`);
      assert.deepEqual(
        (body.categories as { chosen: unknown }[]).map(({ chosen }) => chosen),
        [null, null],
      );
    });

    test('a critical category cannot be muted, by a page or by a back end', async (t) => {
      const { alice, device, ask } = begin(t);
      const phone = await device(alice);
      assert.deepEqual(await choose(phone, [{ category: 'security', delivery: 'none', at: Date.now() }]), []);
      const refused = await ask('PATCH', `/inbox/${alice}/preferences`, {
        preferences: { security: 'silent' },
      });
      assert.deepEqual([refused.status, refused.body.field], [422, 'preferences.security']);
      const taken = await ask('PATCH', `/inbox/${alice}/preferences`, { preferences: { security: 'toast' } });
      assert.equal(taken.status, 200);
    });

    test('a back end reads them, and sets them on all devices', async (t) => {
      const { alice, other, device, ask } = begin(t);
      const desk = await device(alice, other);
      const path = `/inbox/${alice}/preferences`;
      const { status, body } = await ask('PATCH', path, {
        preferences: { orders: 'none', 'my news': 'silent' },
      });
      assert.equal(status, 200);
      assert.deepEqual(body, {
        userID: alice,
        categories: [
          { ...CATEGORIES[0], critical: false, delivery: 'none', chosen: 'none' },
          { ...CATEGORIES[1], delivery: 'push', chosen: null },
          { id: 'my news', critical: false, delivery: 'silent', chosen: 'silent' },
        ],
      });
      const [{ choices }] = (await desk.next('dx:preferences-changed')) as [PreferencesKept];
      assert.deepEqual(
        choices.map(({ category, delivery }) => [category, delivery]),
        [
          ['my news', 'silent'],
          ['orders', 'none'],
        ],
      );
      await ask('PATCH', path, { preferences: { orders: null, 'my news': null } });
      assert.deepEqual((await ask('GET', path)).body.categories, [
        { ...CATEGORIES[0], critical: false, chosen: null },
        { ...CATEGORIES[1], delivery: 'push', chosen: null },
      ]);
      // A person may be called as it pleases, and is nobody else.
      const odd = `/inbox/${encodeURIComponent(`${alice}/preferences/${'ü'.repeat(230)}`)}/preferences`;
      assert.equal((await ask('PATCH', odd, { preferences: { orders: 'none' } })).status, 200);
      assert.deepEqual(
        ((await ask('GET', odd)).body.categories as { chosen: unknown }[]).map(({ chosen }) => chosen),
        ['none', null],
      );
    });

    test('what a person wants nothing of is neither listed nor counted, until they want it again', async (t) => {
      const { alice, device, ask, alert } = begin(t);
      await alert(alice, { text: 'a', category: 'orders' });
      await alert(alice, { text: 'b', parameters: { category: 'orders' } });
      await alert(alice, [{ text: 'c', category: 'orders' }, { text: 'd' }]);
      await alert(alice, { text: 'e', category: 'security' });
      await alert(alice, 'f');
      const phone = await device(alice);
      const counts = async (): Promise<unknown[]> => {
        const { body } = await ask('GET', `/inbox/${alice}`);
        return [body.total, body.unread, (body.alerts as unknown[]).length];
      };
      assert.deepEqual(await counts(), [5, 5, 5]);
      await choose(phone, [{ category: 'orders', delivery: 'none', at: Date.now() }]);
      assert.deepEqual(await counts(), [3, 3, 3]);
      await ask('PATCH', `/inbox/${alice}`, { all: true, mark: 'read' });
      assert.deepEqual(await counts(), [3, 0, 3]);
      await choose(phone, [{ category: 'orders', delivery: 'silent', at: Date.now() }]);
      assert.deepEqual(await counts(), [5, 2, 5]);
    });

    test('erasing a person forgets what was chosen, says so, and tells the devices; others keep theirs', async (t) => {
      const { alice, bob, device, ask } = begin(t);
      const [phone, ofBob] = [await device(alice), await device(bob)];
      const at = Date.now();
      await choose(phone, [
        { category: 'orders', delivery: 'none', at },
        { category: 'news', delivery: 'silent', at },
      ]);
      const kept = await choose(ofBob, [{ category: 'news', delivery: 'none', at }]);
      const { body } = await ask('DELETE', `/users/${alice}`);
      assert.equal((body.erased as { preferences: number }).preferences, 2);
      await until(() => told(phone).at(-1)?.length === 0, 'the device is told');
      assert.deepEqual(await choose(await device(alice), []), []);
      assert.deepEqual(await choose(ofBob, []), kept);
      const again = await ask('DELETE', `/users/${alice}`);
      assert.equal((again.body.erased as { preferences: number }).preferences, 0);
    });

    test('a push key reads and sets none, nor does the key of another app', async (t) => {
      const { alice, ask } = begin(t);
      const set = { preferences: { orders: 'none' } };
      for (const [method, body] of [['GET'], ['PATCH', set]] as const)
        assert.equal((await ask(method, `/inbox/${alice}/preferences`, body, keyOf('shop'))).status, 401);
      await ask('PATCH', `/inbox/${alice}/preferences`, set, 'the-admin-key-of-the-blog');
      const { body } = await ask('GET', `/inbox/${alice}/preferences`);
      assert.equal((body.categories as { chosen: unknown }[])[0]!.chosen, null);
    });
  });
}

test('what was chosen outlives a restart on a file', async (t) => {
  const data = join(folder, 'restart.db');
  const first = await startGateway(t, { ...configuration(), data });
  const session = await first.login('shop', 'p1');
  const choices = [{ category: 'orders', delivery: 'none' as const, at: Date.now() }];
  await choose(await connect(t, first.url, { app: 'shop', session, tracked: true }), choices);
  await first.gateway.close();
  const second = await startGateway(t, { ...configuration(), data });
  const alice = await connect(t, second.url, { app: 'shop', session, tracked: true });
  assert.deepEqual(await choose(alice, []), choices);
});

test('a page that sends what makes no sense gets an error, and nothing is kept', async (t) => {
  const { url, login } = await startGateway(t, configuration());
  const session = await login('shop', 'p1');
  const { socket, ...alice } = await connect(t, url, { app: 'shop', session, tracked: true });
  for (const changes of [
    null,
    [{ category: '', delivery: 'none', at: 1 }],
    [{ category: 'orders', delivery: 'loud', at: 1 }],
    [{ category: 'orders', delivery: 'none', at: -1 }],
    Array.from({ length: 201 }, (_, index) => ({ category: `c${index}`, delivery: 'none', at: 1 })),
  ])
    assert.ok(((await socket.emitWithAck('dx:preferences', { changes })) as { error?: string }).error);
  assert.deepEqual(await choose({ socket, ...alice }, []), []);
});

test('categories that make no sense stop the start with a sentence', () => {
  const start = (categories: unknown) => () =>
    createGateway({
      logLevel: 'silent',
      apps: [testApp('shop', { inbox: { events: ['alert'], categories: categories as never } })],
    });
  assert.throws(start([{ id: 'a', critical: true, delivery: 'none' }]), /delivery.*"push" or "toast"/);
  assert.throws(start([{ id: 'a' }, { id: 'a' }]), /categories.*different ids/);
  assert.throws(start([{ id: '' }]), /categories/);
  assert.throws(start([{ id: 'a', delivery: 'loud' }]), /delivery/);
});

test('a critical category is delivered as a toast where it was muted before it was critical', () => {
  const muted = [{ category: 'a', delivery: 'none' as const, at: 1 }];
  assert.equal(deliveryOf('a', [{ id: 'a', critical: true }], muted), 'toast');
  assert.equal(deliveryOf('a', [{ id: 'a' }], muted), 'none');
  assert.equal(deliveryOf('a', [{ id: 'a', delivery: 'silent' }], []), 'silent');
  assert.equal(deliveryOf('b', [{ id: 'a', delivery: 'silent' }], muted), 'push');
  assert.equal(deliveryOf(null, [], muted), 'push');
});

test('the categories of a message are read as elements read them', () => {
  assert.deepEqual(categoriesOf('a text'), [null]);
  assert.deepEqual(categoriesOf({ category: ' orders ' }), ['orders']);
  assert.deepEqual(categoriesOf({ category: '', parameters: { category: 7 } }), ['7']);
  assert.deepEqual(categoriesOf('[{ "category": "a" }, "text"]'), ['a', null]);
  assert.deepEqual(categoriesOf('{ not json'), [null]);
  for (const nothing of [null, undefined, [], { category: {} }, { parameters: 'x' }])
    assert.deepEqual(categoriesOf(nothing), [null]);
});
