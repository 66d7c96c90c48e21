import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test, type TestContext } from 'node:test';
import type { Hello } from '../../src/protocol.js';
import type { InboxMarked, InboxPage, KeptAlert } from '../../src/protocol/inbox.js';
import { connect, errorOf, type Client } from './support/client.js';
import { startGateway, testApp, type TestGateway } from './support/gateway.js';
import { startRedis } from './support/redis-server.js';
import { until } from './support/until.js';

const INBOX = { events: ['alert'], maxMessages: 50 };
const configuration = () => ({
  apps: [testApp('shop', { anonymous: true, inbox: INBOX }), testApp('blog', { inbox: INBOX })],
  limits: { loginsPerMinute: 1_000 },
});

const folder = mkdtempSync(join(tmpdir(), 'dx-inbox-'));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

/** Pushes go through `one`, clients are on `one` and `other`; in memory both are the same gateway. */
const KINDS: Record<string, (t: TestContext) => Promise<{ one: TestGateway; other: TestGateway }>> = {
  'in memory': async (t) => {
    const gateway = await startGateway(t, configuration());
    return { one: gateway, other: gateway };
  },
  'in a file': async (t) => {
    const data = join(folder, `${(files += 1)}.db`);
    const gateway = await startGateway(t, { ...configuration(), data });
    return { one: gateway, other: gateway };
  },
  'over Redis': async (t) => {
    const shared = { ...configuration(), redis: (await startRedis(t)).url };
    return { one: await startGateway(t, shared), other: await startGateway(t, shared) };
  },
};

const pageOf = ({ socket }: Client, cursor: string | null = null): Promise<InboxPage> =>
  socket.emitWithAck('dx:inbox', { cursor }) as Promise<InboxPage>;
const mark = ({ socket }: Client, ids: string[], name: string): Promise<InboxMarked> =>
  socket.emitWithAck('dx:inbox-mark', { ids, mark: name }) as Promise<InboxMarked>;
const idOf = ({ channel, epoch, offset }: KeptAlert): string => `${channel} ${epoch} ${offset}`;
const texts = ({ alerts }: InboxPage): unknown[] => alerts.map(({ message }) => message).sort();

for (const [kind, start] of Object.entries(KINDS)) {
  describe(`inbox of a gateway ${kind}`, () => {
    /** A gateway, and a way to open devices of people on it. */
    const begin = async (t: TestContext) => {
      const { one, other } = await start(t);
      const device = async (user: string, on = one, app = 'shop') =>
        connect(t, on.url, { app, session: await one.login(app, user), tracked: true });
      const push = (userID: string | string[], message: unknown, more = {}) =>
        one.push('shop', { userID, eventName: 'alert', message, ...more });
      return { one, other, device, push };
    };

    test('a device that was away gets the alerts of its person and of everybody, and no other events', async (t) => {
      const { one, device, push } = await begin(t);
      await push('alice', 'mine', { ttl: 60 });
      await push('*', 'all');
      await push(['bob', 'alice'], 'both');
      await push('alice', 'only now', { ttl: 0 });
      await one.push('shop', { userID: 'alice', eventName: 'refresh', message: 'no alert' });
      const alice = await device('alice');
      const [hello] = (await alice.next('dx:hello')) as [Hello];
      assert.deepEqual(hello.inbox, { events: ['alert'], categories: [] });
      const page = await pageOf(alice);
      assert.deepEqual([texts(page), page.states, page.more], [['all', 'both', 'mine'], [], false]);
      const mine = page.alerts.find(({ message }) => message === 'mine')!;
      assert.equal(mine.ends, mine.at + 60_000);
      assert.deepEqual(texts(await pageOf(alice, page.cursor)), []);
    });

    test('what is read on one device is told to the other, and to one that comes later', async (t) => {
      const { other, device, push } = await begin(t);
      await push('alice', 'a');
      await push('*', 'b');
      const [phone, desk] = [await device('alice'), await device('alice', other)];
      const page = await pageOf(desk);
      const ids = page.alerts.map(idOf);
      const { states } = await mark(phone, ids, 'read');
      assert.deepEqual(states.map(({ id }) => id).sort(), [...ids].sort());
      assert.ok(states.every(({ seen, read, dismissed }) => seen! > 0 && read === seen && !dismissed));
      assert.deepEqual(await desk.next('dx:inbox-marked'), [{ states }]);
      const news = await pageOf(desk, page.cursor);
      assert.deepEqual([news.alerts, news.states.map(({ id }) => id).sort()], [[], [...ids].sort()]);
      const later = await pageOf(await device('alice', other));
      assert.deepEqual(
        later.alerts.map((alert) => alert.states?.read),
        states.map(({ read }) => read),
      );
    });

    test('each alert of a list is read by itself, told to the other devices and to one that comes later', async (t) => {
      const { device, push } = await begin(t);
      await push('alice', [{ title: 'one' }, { title: 'two' }]);
      const [phone, desk] = [await device('alice'), await device('alice')];
      const [whole] = (await pageOf(desk)).alerts.map(idOf);
      const { states } = await mark(phone, [`${whole} 1`], 'read');
      assert.deepEqual(
        states.map(({ id }) => id),
        [`${whole} 1`],
      );
      assert.deepEqual(await desk.next('dx:inbox-marked'), [{ states }]);
      const later = await pageOf(await device('alice'));
      assert.deepEqual([later.alerts[0]!.states, later.states], [undefined, states]);
      for (const id of [
        `${whole} 0`,
        `${whole} 100`,
        `${whole} 1 1`,
        `${whole}1`,
        whole!.replace(/ \d+$/, ' 77 1'),
      ])
        assert.deepEqual((await mark(phone, [id], 'read')).states, [], id);
    });

    test('dismissed outdoes read, and read seen, in whatever order devices tell', async (t) => {
      const { device, push } = await begin(t);
      await push('alice', 'a');
      const alice = await device('alice');
      const ids = (await pageOf(alice)).alerts.map(idOf);
      const [first] = (await mark(alice, ids, 'dismissed')).states;
      for (const name of ['seen', 'read', 'dismissed'])
        assert.deepEqual((await mark(alice, ids, name)).states, [first]);
      assert.ok(first!.seen! > 0 && first!.read! > 0 && first!.dismissed! > 0);
      assert.equal((await mark(alice, ids, 'acted')).states[0]!.read, first!.read);
    });

    test('everybody has an alert for everybody, and each person reads it alone', async (t) => {
      const { device, push } = await begin(t);
      await push('*', 'all');
      const [alice, bob] = [await device('alice'), await device('bob')];
      const ids = (await pageOf(alice)).alerts.map(idOf);
      assert.equal((await mark(alice, ids, 'read')).states.length, 1);
      const ofBob = await pageOf(bob);
      assert.deepEqual([ofBob.alerts.map(({ states }) => states), ofBob.states], [[undefined], []]);
      await mark(bob, ids, 'seen');
      const [told] = (await bob.next('dx:inbox-marked')) as [InboxMarked];
      assert.equal(told.states[0]!.read, undefined);
    });

    test('nobody reads or marks what is of another person or app, whatever ids they name', async (t) => {
      const { one, other, device, push } = await begin(t);
      await push('alice', 'of alice');
      await push('*', 'of shop');
      const alice = await device('alice');
      const page = await pageOf(alice);
      const ids = page.alerts.map(idOf);
      const [own] = ids.filter((id) => id.startsWith('u:alice'));
      const bob = await device('bob', other);
      assert.deepEqual(
        (await mark(bob, [own!, 'u:alice e 1', '__proto__', '', '* ', 'u:bob e 1'], 'read')).states,
        [],
      );
      for (const cursor of [page.cursor.split(' ').reverse().join(' '), null])
        assert.deepEqual(texts(await pageOf(bob, cursor)), ['of shop']);
      const elsewhere = await device('alice', other, 'blog');
      assert.deepEqual((await mark(elsewhere, ids, 'dismissed')).states, []);
      assert.deepEqual(texts(await pageOf(elsewhere, page.cursor)), []);
      const after = await pageOf(alice);
      assert.deepEqual(
        after.alerts.map(({ states }) => states),
        [undefined, undefined],
      );
      await one.push('shop', { userID: 'alice', eventName: 'marker' });
      await alice.next('marker');
      assert.ok(!alice.received.some(([name]) => name === 'dx:inbox-marked'));
    });

    test('who is not signed in, and a plain client, are offered no inbox and get no answer', async (t) => {
      const { one, push } = await begin(t);
      await push('*', 'all');
      const nobody = await connect(t, one.url, { app: 'shop', tracked: true });
      const [hello] = (await nobody.next('dx:hello')) as [Hello];
      assert.equal(hello.inbox, undefined);
      const plain = await connect(t, one.url, { app: 'shop', session: await one.login('shop', 'alice') });
      let answers = 0;
      for (const { socket } of [nobody, plain]) {
        for (const name of ['dx:inbox', 'dx:inbox-mark'])
          socket.emit(name, { cursor: null, ids: ['x'], mark: 'read' }, () => (answers += 1));
      }
      await push('*', 'second');
      await until(
        () => [nobody, plain].every(({ received }) => received.some(([, text]) => text === 'second')),
        'both',
      );
      assert.equal(answers, 0);
    });

    test('a repeated push is one alert', async (t) => {
      const { device, push } = await begin(t);
      for (let count = 0; count < 3; count += 1) await push('alice', 'once', { id: 'order-7' });
      assert.deepEqual(texts(await pageOf(await device('alice'))), ['once']);
    });

    test('requests that make no sense are refused with a sentence, and the next one is answered', async (t) => {
      const { device, push } = await begin(t);
      await push('alice', 'a');
      const alice = await device('alice');
      const tooMany = Array.from({ length: 201 }, (_, index) => `u:alice e ${index}`);
      for (const wrong of [
        undefined,
        5,
        {},
        { ids: 'x', mark: 'read' },
        { ids: tooMany, mark: 'read' },
        { ids: [], mark: 'gone' },
      ])
        assert.equal(await errorOf(alice, 'dx:inbox-mark', wrong), 'The inbox could not be asked.');
      assert.equal(await errorOf(alice, 'dx:inbox', { cursor: 5 }), 'The inbox could not be asked.');
      for (const cursor of ['', 'x', 'a:1 b:999999999999', '__proto__:1 x:1'])
        assert.deepEqual(texts(await pageOf(alice, cursor)), ['a']);
    });

    test('many alerts come in pages, each once', async (t) => {
      const { device, push } = await begin(t);
      const text = 'x'.repeat(30_000);
      for (let count = 0; count < 10; count += 1) await push('alice', `${count} ${text}`);
      const alice = await device('alice');
      const found: string[] = [];
      let pages = 0;
      for (let page = await pageOf(alice); ; page = await pageOf(alice, page.cursor)) {
        pages += 1;
        found.push(...page.alerts.map(({ message }) => (message as string).slice(0, 1)));
        if (!page.more) break;
      }
      assert.deepEqual([found.join(''), pages], ['0123456789', 3]);
    });
  });
}

test('an inbox in a file is there after a restart, with what was read', async (t) => {
  const data = join(folder, 'restart.db');
  const first = await startGateway(t, { ...configuration(), data });
  await first.push('shop', { userID: 'alice', eventName: 'alert', message: 'a' });
  await first.push('shop', { userID: 'alice', eventName: 'alert', message: 'b' });
  const session = await first.login('shop', 'alice');
  const before = await connect(t, first.url, { app: 'shop', session, tracked: true });
  const page = await pageOf(before);
  await mark(before, [idOf(page.alerts[0]!)], 'read');
  await first.gateway.close();
  const second = await startGateway(t, { ...configuration(), data });
  const again = await connect(t, second.url, { app: 'shop', session, tracked: true });
  const news = await pageOf(again, page.cursor);
  assert.deepEqual([news.alerts, news.states.map(({ id }) => id)], [[], [idOf(page.alerts[0]!)]]);
  assert.deepEqual(texts(await pageOf(again)), ['a', 'b']);
});

test('a client that asks without waiting is refused, and served again when it waits', async (t) => {
  const { url, login, push } = await startGateway(t, configuration());
  await push('shop', { userID: 'alice', eventName: 'alert', message: 'a' });
  const alice = await connect(t, url, { app: 'shop', session: await login('shop', 'alice'), tracked: true });
  const answers = (await Promise.all(Array.from({ length: 60 }, () => pageOf(alice)))) as {
    error?: string;
  }[];
  const refused = answers.filter(({ error }) => /asked too often/.test(error ?? ''));
  assert.ok(refused.length > 0 && refused.length < 60);
  assert.deepEqual(texts(await pageOf(alice)), ['a']);
});
