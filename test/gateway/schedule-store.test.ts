import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { RedisClient } from '../../src/gateway/redis/redis-client.js';
import { FileSchedule } from '../../src/gateway/schedule/file-schedule.js';
import { MemorySchedule } from '../../src/gateway/schedule/memory-schedule.js';
import { RedisSchedule } from '../../src/gateway/schedule/redis-schedule.js';
import {
  REMEMBER_ENDED,
  type NewScheduledPush,
  type ScheduleStore,
} from '../../src/gateway/schedule/schedule-store.js';
import { openFileStore } from '../../src/gateway/store/file-store.js';
import { startRedis } from './support/redis-server.js';

const NOW = 1_000_000;
const LEASE = 500;
const MOST = { pushes: 3, bytes: 100_000 };

const server = await startRedis({ after });
const redis = new RedisClient(server.url);
after(() => redis.disconnect());
const folder = mkdtempSync(join(tmpdir(), 'dx-schedule-'));
const path = join(folder, 'data.db');
const file = openFileStore(path, {});
after(async () => {
  await file.close();
  rmSync(folder, { recursive: true });
});

const STORES: Record<string, () => ScheduleStore> = {
  memory: () => new MemorySchedule(),
  'a file': () => new FileSchedule(file.ask),
  Redis: () => new RedisSchedule(redis),
};

let apps = 0;
/** An app of its own for each test. */
const nextApp = (): string => `app:${(apps += 1)}`;
const pushTo = (userID: string | string[]): string => JSON.stringify({ userID, eventName: 'alert' });
const later = (app: string, id: string, more: Partial<NewScheduledPush> = {}): NewScheduledPush => ({
  ...{ app, id, at: NOW + 1_000, push: pushTo('alice'), print: `print of ${id}`, group: null, member: null },
  ...more,
});
const claim = async (store: ScheduleStore, app: string, now: number, most = 10) => {
  const { due, next } = await store.claim({ apps: [app], lease: LEASE, most }, now);
  return [due.map(({ id, state }) => `${id} ${state}`), next];
};

for (const [name, create] of Object.entries(STORES)) {
  describe(`scheduled pushes in ${name}`, () => {
    test('a push waits for its time, is claimed once, and is remembered for ten minutes after it was sent', async () => {
      const store = create();
      const app = nextApp();
      const added = await store.add(later(app, 'a:b {1}'), MOST, NOW);
      const entry = { app, id: 'a:b {1}', at: NOW + 1_000, push: pushTo('alice'), print: 'print of a:b {1}' };
      const waiting = { ...entry, state: 'scheduled', count: 1, error: null };
      assert.deepEqual(added, { outcome: 'added', entry: waiting });
      assert.deepEqual(await store.find(app, 'a:b {1}', NOW), waiting);
      assert.equal(await store.waiting(app, NOW), 1);
      assert.deepEqual(await claim(store, app, NOW + 999), [[], NOW + 1_000]);
      assert.deepEqual(await claim(store, app, NOW + 1_000), [['a:b {1} sending'], NOW + 1_000 + LEASE]);
      assert.deepEqual(await claim(store, app, NOW + 1_001), [[], NOW + 1_000 + LEASE]);
      await store.finish(app, 'a:b {1}', null, NOW + 1_002);
      assert.deepEqual(await claim(store, app, NOW + 9_000), [[], null]);
      const sent = await store.find(app, 'a:b {1}', NOW + 1_002);
      assert.deepEqual([sent?.state, sent?.push], ['sent', '']);
      assert.equal(await store.waiting(app, NOW + 1_002), 0);
      const again = await store.add(later(app, 'a:b {1}'), MOST, NOW + 2_000);
      assert.deepEqual([again.outcome, 'print' in again && again.print], ['known', 'print of a:b {1}']);
      assert.equal(await store.find(app, 'another', NOW), null);
      assert.equal(await store.find('another', 'a:b {1}', NOW), null);
    });

    test('one whose node ended is claimed again when the lease is over, and one that was refused says why', async () => {
      const store = create();
      const app = nextApp();
      await store.add(later(app, 'x'), MOST, NOW);
      await claim(store, app, NOW + 1_000);
      assert.deepEqual(await claim(store, app, NOW + 1_000 + LEASE), [
        ['x sending'],
        NOW + 1_000 + 2 * LEASE,
      ]);
      await store.postpone(app, 'x', NOW + 5_000);
      assert.deepEqual(await claim(store, app, NOW + 4_999), [[], NOW + 5_000]);
      assert.deepEqual((await claim(store, app, NOW + 5_000))[0], ['x sending']);
      await store.finish(app, 'x', 'It is too large.', NOW + 5_000);
      const refused = await store.find(app, 'x', NOW + 5_000);
      assert.deepEqual([refused?.state, refused?.error], ['refused', 'It is too large.']);
    });

    test('what waits is cancelled, what is being sent is not, and the same id does not wait again', async () => {
      const store = create();
      const app = nextApp();
      await store.add(later(app, 'x'), MOST, NOW);
      await store.add(later(app, 'y', { at: NOW }), MOST, NOW);
      await claim(store, app, NOW);
      assert.equal((await store.cancel(app, 'x', NOW))?.state, 'cancelled');
      assert.equal((await store.cancel(app, 'x', NOW + 1))?.state, 'cancelled');
      assert.equal((await store.cancel(app, 'y', NOW))?.state, 'sending');
      assert.equal(await store.cancel(app, 'z', NOW), null);
      const again = await store.add(later(app, 'x'), MOST, NOW + 2);
      assert.deepEqual([again.outcome, 'entry' in again && again.entry.state], ['known', 'cancelled']);
      await store.finish(app, 'y', null, NOW + 1);
      assert.deepEqual(await claim(store, app, NOW + 9_000), [[], null]);
    });

    test('no more wait than may, of each app, and no more are claimed at a time than asked', async () => {
      const store = create();
      const [app, other] = [nextApp(), nextApp()];
      for (const id of ['1', '2', '3']) await store.add(later(app, id, { at: NOW + Number(id) }), MOST, NOW);
      assert.deepEqual(await store.add(later(app, '4'), MOST, NOW), { outcome: 'full' });
      assert.equal((await store.add(later(app, '1'), MOST, NOW)).outcome, 'known');
      assert.equal((await store.add(later(other, '4'), MOST, NOW)).outcome, 'added');
      assert.deepEqual(await claim(store, app, NOW + 5, 2), [['1 sending', '2 sending'], NOW + 3]);
      assert.deepEqual(await store.add(later(app, '4'), MOST, NOW), { outcome: 'full' });
      await store.finish(app, '1', null, NOW + 5);
      assert.equal((await store.add(later(app, '4'), MOST, NOW)).outcome, 'added');
      const both = await store.claim({ apps: [app, other], lease: LEASE, most: 9 }, NOW + 1_000);
      assert.deepEqual(both.due.map(({ id }) => id).sort(), ['2', '3', '4', '4']);
    });

    test('what waits may be so many bytes together, digests and what is erased among them, and no more', async () => {
      const store = create();
      const [app, other] = [nextApp(), nextApp()];
      const most = { pushes: 100, bytes: 1_000 };
      const add = async (id: string, bytes: number, more: Partial<NewScheduledPush> = {}, of = app) => {
        const rest = { userID: ['alice', 'bob'], eventName: 'alert', message: 'é' };
        const size = Buffer.byteLength(JSON.stringify(rest));
        const push = JSON.stringify({ ...rest, message: `é${'x'.repeat(Math.max(0, bytes - size))}` });
        return (await store.add(later(of, id, { push, ...more }), most, NOW)).outcome;
      };
      assert.equal(await add('a', 600), 'added');
      assert.equal(await add('b', 401), 'full');
      assert.equal(await add('b', 401, {}, other), 'added');
      assert.equal(await add('b', 400), 'added');
      await store.cancel(app, 'b', NOW);
      const digest = { group: 'orders', at: NOW + 1 };
      assert.equal(await add('c', 300, digest), 'added');
      assert.equal(await add('c', 401, digest), 'full');
      assert.equal(await add('c', 400, digest), 'joined');
      assert.equal(await add('c', 100, digest), 'joined');
      await store.claim({ apps: [app], lease: LEASE, most: 10 }, NOW + 1);
      assert.equal(await add('d', 301), 'full');
      await store.finish(app, 'c', null, NOW + 1);
      assert.equal(await add('d', 400), 'added');
      assert.equal(await add('e', 16, { push: '{"userID":"bob"}' }), 'full');
      assert.equal(await store.erase(app, 'alice', NOW), 2);
      assert.equal(await add('e', 16, { push: '{"userID":"bob"}' }), 'added');
      assert.equal(await add('f', 1, { push: '{"userID":"bob"}' }), 'full');
    });

    test('pushes of a digest are one, each id counts once, and what comes after it was sent begins another', async () => {
      const store = create();
      const app = nextApp();
      const join = (id: string, member: string | null, at: number, push = pushTo('alice')) =>
        store.add(later(app, id, { group: 'orders', member, at, push }), MOST, NOW);
      assert.equal((await join('first', 'm1', NOW + 100)).outcome, 'added');
      const second = await join('second', 'm2', NOW + 200, pushTo('bob'));
      assert.deepEqual(second, {
        outcome: 'joined',
        entry: {
          ...{ app, id: 'first', at: NOW + 100, push: pushTo('bob'), print: 'print of first' },
          ...{ state: 'scheduled', count: 2, error: null },
        },
      });
      const again = await join('third', 'm2', NOW + 200);
      assert.deepEqual([again.outcome, 'print' in again && again.print], ['known', 'print of second']);
      await join('fourth', null, NOW + 200);
      assert.equal((await store.find(app, 'first', NOW))?.count, 3);
      assert.equal(
        (await store.add(later(app, 'o', { group: 'other', member: 'm1' }), MOST, NOW)).outcome,
        'added',
      );
      await claim(store, app, NOW + 100);
      assert.equal((await join('next', 'm3', NOW + 300)).outcome, 'added');
      await store.finish(app, 'first', null, NOW + 100);
      assert.equal((await join('next', 'm4', NOW + 300)).outcome, 'joined');
      assert.equal((await join('next', 'm1', NOW + 300)).outcome, 'known');
      assert.equal((await store.find(app, 'next', NOW))?.count, 2);
    });

    test('a digest that was erased with its person is known no more: the same id begins another one', async () => {
      const store = create();
      const app = nextApp();
      const join = (id: string) => store.add(later(app, id, { group: 'orders', member: 'm1' }), MOST, NOW);
      assert.equal((await join('first')).outcome, 'added');
      assert.equal((await join('again')).outcome, 'known');
      assert.equal(await store.erase(app, 'alice', NOW), 1);
      assert.equal(await store.waiting(app, NOW), 0);
      assert.equal((await join('second')).outcome, 'added');
      assert.deepEqual(await claim(store, app, NOW + 1_000), [['second sending'], NOW + 1_000 + LEASE]);
    });

    test('a person is taken out of what waits: what was for that person alone is gone, the others get theirs', async () => {
      const store = create();
      const app = nextApp();
      await store.add(later(app, 'alone'), MOST, NOW);
      await store.add(later(app, 'list', { push: pushTo(['bob', 'alice']) }), MOST, NOW);
      await store.add(later(app, 'all', { push: pushTo('*') }), MOST, NOW);
      assert.equal(await store.erase(app, 'alice', NOW), 2);
      assert.equal(await store.erase(app, 'alice', NOW), 0);
      assert.equal(await store.find(app, 'alone', NOW), null);
      const { due } = await store.claim({ apps: [app], lease: LEASE, most: 9 }, NOW + 1_000);
      assert.deepEqual(due.map(({ push }) => push).sort(), [pushTo('*'), pushTo(['bob'])].sort());
    });
  });
}

test('what has ended is forgotten in memory and in the file, and the id waits again', async () => {
  for (const store of [new MemorySchedule(), new FileSchedule(file.ask)]) {
    const app = nextApp();
    await store.add(later(app, 'x', { at: NOW }), MOST, NOW);
    await claim(store, app, NOW);
    await store.finish(app, 'x', null, NOW);
    assert.equal((await store.find(app, 'x', NOW + REMEMBER_ENDED - 1))?.state, 'sent');
    assert.equal(await store.find(app, 'x', NOW + REMEMBER_ENDED), null);
    assert.equal((await store.add(later(app, 'x'), MOST, NOW + REMEMBER_ENDED)).outcome, 'added');
  }
});
