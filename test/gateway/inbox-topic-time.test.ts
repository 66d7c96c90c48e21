import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LISTING_LIFE } from '../../src/gateway/inbox/topic-listings.js';
import { RedisClient } from '../../src/gateway/redis/redis-client.js';
import { get, keyOf, post, startGateway } from './support/gateway.js';
import { startRedis } from './support/redis-server.js';
import { replaceClock } from './support/replace-clock.js';
import {
  configuration,
  handlesOf,
  idOf,
  KINDS,
  LASTING_KINDS,
  listen,
  mark,
  members,
  nextOf,
  pageOf,
  texts,
  tokenFor,
} from './support/topic-inbox.js';

const DAY = 24 * 60 * 60 * 1000;

for (const [kind, start] of Object.entries(KINDS)) {
  describe(`alerts of topics in the course of time, kept by a gateway ${kind}`, () => {
    test('what was pushed without a right is not shown after a month either, when the right is given again', async (t) => {
      const turnClock = replaceClock(t);
      const nodes = await start(t);
      const { device, push, revoke } = handlesOf(t, nodes);
      const [order, other] = [nextOf('order'), nextOf('order')];
      const alice = await device('alice');
      assert.ok(await listen(alice, order, tokenFor(order)));
      await pageOf(alice, order);
      await push(order, 'with a right');
      assert.deepEqual(texts(await pageOf(alice, order)), ['with a right']);
      assert.equal((await revoke('alice', order)).status, 200);
      turnClock(2 * DAY);
      await push(order, 'without a right');
      turnClock(31 * DAY);
      // What is over is dropped at the next occasion.
      const later = handlesOf(t, await nodes.restart());
      await later.revoke('bob', other);
      const again = await later.device('alice');
      assert.ok(await listen(again, order, tokenFor(order)));
      assert.deepEqual(texts(await pageOf(again, order)), []);
      await later.push(order, 'with a right again');
      assert.deepEqual(texts(await pageOf(again, order)), ['with a right again']);
    });

    test('whom a topic for all who are signed in was denied for a week sees nothing of that week, and what comes then', async (t) => {
      const turnClock = replaceClock(t);
      const nodes = await start(t);
      const { push, revoke } = handlesOf(t, nodes);
      const club = nextOf('club');
      await push(club, 'before');
      assert.equal((await revoke('alice', club)).status, 200);
      turnClock(6 * DAY);
      await push(club, 'denied');
      assert.ok(!(await listen(await handlesOf(t, nodes).device('alice'), club)));
      turnClock(8 * DAY);
      const later = handlesOf(t, await nodes.restart());
      await later.push(club, 'after');
      const [alice, bob] = [await later.device('alice'), await later.device('bob')];
      for (const client of [alice, bob]) assert.ok(await listen(client, club));
      assert.deepEqual(texts(await pageOf(alice, club)), ['after']);
      assert.deepEqual(texts(await pageOf(bob, club)), ['before', 'denied', 'after']);
    });

    test('who lists a topic again and again finds what came while they were away, also after a year', async (t) => {
      const turnClock = replaceClock(t);
      let nodes = await start(t);
      const order = nextOf('order');
      for (const days of [0, 200, 400]) {
        turnClock((days - 1) * DAY);
        await handlesOf(t, nodes).push(order, `day ${days - 1}`);
        turnClock(days * DAY);
        nodes = { ...(await nodes.restart()), restart: nodes.restart };
        const alice = await handlesOf(t, nodes).device('alice');
        assert.ok(await listen(alice, order, tokenFor(order)));
        assert.deepEqual(texts(await pageOf(alice, order)), days === 0 ? [] : [`day ${days - 1}`]);
        alice.socket.disconnect();
      }
    });

    test('who lists many topics forgets nothing of what was read, and who reads much since when they list none', async (t) => {
      const { one, device, push } = handlesOf(t, await start(t));
      const [first, ...others] = Array.from({ length: 20 }, () => nextOf('order')) as [string, ...string[]];
      const alice = await device('alice');
      await one.push('shop', { userID: 'alice', eventName: 'alert', message: 'own' });
      const { states } = await mark(alice, (await pageOf(alice, null)).alerts.map(idOf), 'read');
      for (const topic of [first, ...others]) {
        assert.ok(await listen(alice, topic, tokenFor(topic)));
        assert.deepEqual(texts(await pageOf(alice, topic)), []);
      }
      const page = await pageOf(alice, null);
      assert.deepEqual([page.alerts.map((alert) => alert.states), page.states], [states, states]);
      const reader = await device('alice');
      for (let round = 0; round < 4; round += 1) {
        for (let count = 0; count < 5; count += 1)
          await one.push('shop', { userID: '*', eventName: 'alert', message: `${round} ${count}` });
        const { alerts } = await pageOf(reader, null);
        assert.ok((await mark(reader, alerts.map(idOf), 'read')).states.length >= 5);
      }
      for (const { socket } of [alice, reader]) socket.disconnect();
      await push(first, 'while away');
      const again = await device('alice');
      assert.ok(await listen(again, first, tokenFor(first)));
      assert.deepEqual(texts(await pageOf(again, first)), ['while away']);
    });

    test('who was erased is new to a topic: nothing is known of when they listed it', async (t) => {
      const { one, device, push, admin } = handlesOf(t, await start(t));
      const order = nextOf('order');
      const alice = await device('alice');
      assert.ok(await listen(alice, order, tokenFor(order)));
      await pageOf(alice, order);
      const erased = await fetch(`${one.url}/users/alice`, { method: 'DELETE', headers: admin });
      assert.equal(erased.status, 200);
      await push(order, 'before she came again');
      const again = await device('alice');
      assert.ok(await listen(again, order, tokenFor(order)));
      assert.deepEqual(texts(await pageOf(again, order)), []);
    });
  });
}

for (const [kind, start] of Object.entries(LASTING_KINDS)) {
  describe(`alerts of topics and restarts of a gateway ${kind}`, () => {
    test('an alert that was listed before a restart is marked, counted and taken back after it, and a cursor goes on', async (t) => {
      const nodes = await start(t);
      const before = handlesOf(t, nodes);
      const club = nextOf('club');
      const id = `push ${club}`;
      await before.push(club, 'one', { id });
      const phone = await before.device('alice');
      assert.ok(await listen(phone, club));
      const page = await pageOf(phone, club);
      const ids = page.alerts.map(idOf);
      const between = handlesOf(t, await nodes.restart());
      await between.push(club, 'two');
      const desk = await between.device('alice');
      assert.ok(await listen(desk, club));
      assert.deepEqual(texts(await pageOf(desk, club, page.cursor)), ['two']);
      assert.deepEqual(
        (await mark(desk, ids, 'read')).states.map((state) => state.id),
        ids,
      );
      const { one, device, headers } = handlesOf(t, await nodes.restart());
      const again = await device('alice');
      assert.ok(await listen(again, club));
      const kept = (await pageOf(again, club)).alerts;
      assert.deepEqual(
        kept.map(({ message, states }) => [message, states?.read !== undefined]),
        [
          ['one', true],
          ['two', false],
        ],
      );
      const outcome = await get(`${one.url}/push/${encodeURIComponent(id)}`, headers);
      assert.deepEqual(outcome.body, {
        ...{ id, taken: 1, delivered: 0, shown: 1, read: 1, dismissed: 0, acted: 0, users: [] },
      });
      const taken = await post(`${one.url}/push/take-back`, { topic: club, id }, headers);
      assert.deepEqual(taken.body, { taken: 1 });
      assert.deepEqual(texts(await pageOf(again, club)), ['two']);
    });

    test('a right that ends between restarts shows nothing of what came meanwhile: taken back, or denied by the app', async (t) => {
      const nodes = await start(t);
      const before = handlesOf(t, nodes);
      const [order, team] = [nextOf('order'), nextOf('team')];
      members.add(`alice ${team}`);
      const alice = await before.device('alice');
      assert.ok((await listen(alice, order, tokenFor(order))) && (await listen(alice, team)));
      for (const topic of [order, team]) assert.deepEqual(texts(await pageOf(alice, topic)), []);
      assert.equal((await before.revoke('alice', order)).status, 200);
      members.delete(`alice ${team}`);
      const between = handlesOf(t, await nodes.restart());
      assert.ok(!(await listen(await between.device('alice'), team)));
      for (const topic of [order, team]) await between.push(topic, 'without a right');
      members.add(`alice ${team}`);
      const after = handlesOf(t, await nodes.restart());
      const again = await after.device('alice');
      assert.ok((await listen(again, order, tokenFor(order))) && (await listen(again, team)));
      for (const topic of [order, team]) {
        await after.push(topic, 'with a right');
        assert.deepEqual(texts(await pageOf(again, topic)), ['with a right'], topic);
      }
    });
  });
}

test('Redis keeps that a right was taken back for longer than that somebody lists the topic', async (t) => {
  const redis = (await startRedis(t)).url;
  const { url } = await startGateway(t, { ...configuration(), redis });
  const headers = { authorization: `Bearer ${keyOf('shop')}` };
  assert.equal(
    (await post(`${url}/topics/revoke`, { userID: 'alice', topic: 'order:1' }, headers)).status,
    200,
  );
  const client = new RedisClient(redis);
  t.after(() => client.disconnect());
  const [key, ...others] = await client.keys('*revoked*');
  assert.deepEqual(others, []);
  assert.ok((await client.pttl(key!)) > LISTING_LIFE + 7 * DAY);
});
