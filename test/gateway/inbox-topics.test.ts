import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { connect, type Client } from './support/client.js';
import { get, post } from './support/gateway.js';
import {
  handlesOf,
  idOf,
  KINDS,
  listen,
  mark,
  members,
  nextOf,
  pageOf,
  texts,
  tokenFor,
} from './support/topic-inbox.js';
import { until } from './support/until.js';

for (const [kind, start] of Object.entries(KINDS)) {
  describe(`alerts of topics, kept by a gateway ${kind}`, () => {
    const begin = async (t: TestContext) => handlesOf(t, await start(t));

    test('who comes later and listens gets what came meanwhile, each person with a state of their own', async (t) => {
      const { one, device, push } = await begin(t);
      const topic = nextOf('club');
      await push(topic, 'first');
      await push(topic, 'only now', { ttl: 0 });
      await one.push('shop', { topic, eventName: 'refresh', message: 'no alert' });
      const [phone, desk, bob] = [await device('alice'), await device('alice'), await device('bob')];
      for (const client of [phone, desk, bob]) assert.ok(await listen(client, topic));
      const page = await pageOf(phone, topic);
      assert.deepEqual([texts(page), page.states, page.more], [['first'], [], false]);
      const { states } = await mark(phone, page.alerts.map(idOf), 'read');
      assert.equal(states.length, 1);
      assert.deepEqual(await desk.next('dx:inbox-marked'), [{ states }]);
      const [alert] = (await pageOf(desk, topic)).alerts;
      assert.equal(alert!.states!.read, states[0]!.read);
      assert.equal((await pageOf(bob, topic)).alerts[0]!.states, undefined);
      // What became of it is told with the list of the person, to devices without that topic too.
      assert.deepEqual((await pageOf(await device('alice'), null)).states, states);
    });

    test('a cursor of a topic gets what is new, of too many the oldest is gone, and other lists have none of it', async (t) => {
      const { device, push } = await begin(t);
      const topic = nextOf('news');
      const alice = await device('alice');
      await listen(alice, topic);
      assert.deepEqual(texts(await pageOf(alice, topic)), []);
      for (let count = 1; count <= 5; count += 1) await push(topic, count);
      const before = await pageOf(alice, topic);
      await push(topic, 6);
      const next = await pageOf(alice, topic, before.cursor);
      assert.deepEqual([texts(next), next.states.map(({ id }) => id)], [[6], [idOf(before.alerts[0]!)]]);
      assert.deepEqual(texts(await pageOf(alice, topic)), [2, 3, 4, 5, 6]);
      assert.deepEqual((await pageOf(alice, null)).alerts, []);
    });

    test('nobody lists or marks what they do not listen to, whatever they ask', async (t) => {
      const { other, device, push } = await begin(t);
      const [team, club, news] = [nextOf('team'), nextOf('club'), nextOf('news')];
      members.add(`alice ${team}`);
      await push(club, 'of the club');
      const [alice, bob] = [await device('alice'), await device('bob')];
      assert.ok((await listen(alice, team)) && !(await listen(bob, team)));
      assert.deepEqual(texts(await pageOf(alice, team)), []);
      await push(team, 'of the team');
      const page = await pageOf(alice, team);
      assert.deepEqual(texts(page), ['of the team']);
      for (const topic of [team, club, `t:${team}`, '*', 'u:alice', '', '__proto__'])
        for (const cursor of [null, page.cursor, `${page.cursor.split(':')[0]!}:0`])
          assert.deepEqual((await pageOf(bob, topic, cursor)).alerts, [], topic);
      assert.deepEqual((await mark(bob, page.alerts.map(idOf), 'read')).states, []);
      const elsewhere = await device('alice', 'blog');
      assert.ok(await listen(elsewhere, team));
      assert.deepEqual(texts(await pageOf(elsewhere, team, page.cursor)), []);
      assert.deepEqual((await mark(elsewhere, page.alerts.map(idOf), 'read')).states, []);
      assert.equal((await pageOf(alice, team)).alerts[0]!.states, undefined);
      const nobody = await connect(t, other.url, { app: 'shop', tracked: true });
      const plain = await device('alice', 'shop', false);
      let answers = 0;
      for (const client of [nobody, plain]) {
        await listen(client, news);
        client.socket.emit('dx:inbox', { cursor: null, topic: news }, () => (answers += 1));
      }
      await push(news, 'marker');
      await until(
        () => [nobody, plain].every(({ received }) => received.some(([, text]) => text === 'marker')),
        'both',
      );
      assert.equal(answers, 0);
    });

    test('a right that has ended shows nothing, and what came until it is given again is never shown', async (t) => {
      const { device, push, revoke } = await begin(t);
      const [order, club] = [nextOf('order'), nextOf('club')];
      const alice = await device('alice');
      assert.ok(await listen(alice, order, tokenFor(order, { user: 'alice' })));
      await pageOf(alice, order);
      await push(order, 'before');
      const page = await pageOf(alice, order);
      assert.deepEqual(texts(page), ['before']);
      assert.equal((await revoke('alice', order)).status, 200);
      await alice.next('dx:refused');
      await push(order, 'in between');
      for (const cursor of [null, page.cursor])
        assert.deepEqual((await pageOf(alice, order, cursor)).alerts, []);
      assert.deepEqual((await mark(alice, page.alerts.map(idOf), 'dismissed')).states, []);
      const again = await device('alice');
      assert.ok(await listen(again, order, tokenFor(order, { user: 'alice' })));
      await push(order, 'after');
      assert.deepEqual(texts(await pageOf(again, order)), ['after']);
      // Of all people at once.
      await listen(again, club);
      await push(club, 'of the club');
      assert.deepEqual(texts(await pageOf(again, club)), ['of the club']);
      await revoke('*', club);
      await until(async () => (await pageOf(again, club)).alerts.length === 0, 'the end of the right');
    });

    test('who has listened before finds what came while they were away; who is new nothing from before', async (t) => {
      const { device, push } = await begin(t);
      const [order, team] = [nextOf('order'), nextOf('team')];
      for (const user of ['alice', 'bob']) members.add(`${user} ${team}`);
      const first = await device('alice');
      assert.ok((await listen(first, order, tokenFor(order))) && (await listen(first, team)));
      for (const topic of [order, team]) assert.deepEqual(texts(await pageOf(first, topic)), []);
      first.socket.disconnect();
      for (const topic of [order, team]) await push(topic, 'while away');
      const [alice, bob] = [await device('alice'), await device('bob')];
      for (const topic of [order, team]) {
        for (const client of [alice, bob]) assert.ok(await listen(client, topic, tokenFor(order)));
        assert.deepEqual(texts(await pageOf(alice, topic)), ['while away'], topic);
        assert.deepEqual(texts(await pageOf(bob, topic)), [], topic);
      }
    });

    test('whom the app denied a topic finds nothing of what came until it said yes again', async (t) => {
      const { device, push } = await begin(t);
      const team = nextOf('team');
      members.add(`alice ${team}`);
      const first = await device('alice');
      assert.ok(await listen(first, team));
      await pageOf(first, team);
      first.socket.disconnect();
      members.delete(`alice ${team}`);
      assert.ok(!(await listen(await device('alice'), team)));
      await push(team, 'not for alice');
      members.add(`alice ${team}`);
      const again = await device('alice');
      assert.ok(await listen(again, team));
      await push(team, 'for alice');
      assert.deepEqual(texts(await pageOf(again, team)), ['for alice']);
    });

    test('back ends list a topic for a person, learn what became of a push and take it back', async (t) => {
      const { one, device, push, headers, admin } = await begin(t);
      const topic = nextOf('club');
      const id = `push ${topic}`;
      await push(topic, { key: 'order 7', text: 'one' }, { id });
      const clients = [await device('alice'), await device('bob')] as const;
      for (const client of clients) await listen(client, topic);
      const ids = (await pageOf(clients[0], topic)).alerts.map(idOf);
      await mark(clients[0], ids, 'read');
      await mark(clients[1], ids, 'seen');
      const outcome = await get(`${one.url}/push/${encodeURIComponent(id)}`, headers);
      assert.deepEqual(outcome.body, {
        ...{ id, taken: 1, delivered: 0, shown: 2, read: 1, dismissed: 0, acted: 0, users: [] },
      });
      const listOf = async (user: string, query = `?topic=${encodeURIComponent(topic)}`) =>
        (await get(`${one.url}/inbox/${user}${query}`, admin)).body as unknown as {
          total: number;
          unread: number;
          topic?: string;
        };
      assert.deepEqual(
        [await listOf('alice'), await listOf('bob')].map(({ total, unread }) => [total, unread]),
        [
          [1, 0],
          [1, 1],
        ],
      );
      assert.equal((await listOf('alice', '')).total, 0);
      assert.equal((await get(`${one.url}/inbox/alice?topic=a*`, admin)).status, 422);
      const taken = await post(`${one.url}/push/take-back`, { topic, key: 'order 7' }, headers);
      assert.deepEqual(taken.body, { taken: 1 });
      for (const client of clients)
        await until(
          () => client.received.some(([, payload]) => /"gone"/.test(JSON.stringify(payload))),
          'word that it is gone',
        );
      assert.deepEqual((await pageOf(clients[0], topic)).alerts, []);
      for (const wrong of [{ id }, { topic, userID: 'alice', id }, { topic: 'a,b', id }])
        assert.equal((await post(`${one.url}/push/take-back`, wrong, headers)).status, 422);
    });

    test('erasing a person forgets what became of the alerts of topics for that person, and of nobody else', async (t) => {
      const { one, device, push, admin } = await begin(t);
      const topic = nextOf('club');
      await push(topic, 'one');
      const [alice, bob] = [await device('alice'), await device('bob')];
      for (const client of [alice, bob]) await listen(client, topic);
      const ids = (await pageOf(alice, topic)).alerts.map(idOf);
      for (const client of [alice, bob]) await mark(client, ids, 'read');
      await fetch(`${one.url}/users/alice`, { method: 'DELETE', headers: admin });
      const again = await device('alice');
      await listen(again, topic);
      const of = async (client: Client) =>
        (await pageOf(client, topic)).alerts.map(({ states }) => states?.read ?? 0);
      assert.deepEqual(await of(again), [0]);
      assert.ok((await of(bob))[0]! > 0);
    });
  });
}
