import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { FileInbox } from '../../src/gateway/inbox/file-inbox.js';
import { IMPLIED, type BoxPage, type InboxStore } from '../../src/gateway/inbox/inbox-store.js';
import { MemoryInbox } from '../../src/gateway/inbox/memory-inbox.js';
import { RedisInbox } from '../../src/gateway/inbox/redis-inbox.js';
import { RedisClient } from '../../src/gateway/redis/redis-client.js';
import { openFileStore } from '../../src/gateway/store/file-store.js';
import type { KeptAlert } from '../../src/protocol/inbox.js';
import { startRedis } from './support/redis-server.js';

const MAX = 5;
const SIZE = { entries: 100, bytes: 1_000 };
/** A real time, so that what Redis forgets by its own clock is still there. */
const NOW = 1_000_000;
const ENDS = NOW + 100_000;

const server = await startRedis({ after });
const redis = new RedisClient(server.url);
after(() => redis.disconnect());
const folder = mkdtempSync(join(tmpdir(), 'dx-inbox-'));
const file = openFileStore(join(folder, 'data.db'), {});
after(async () => {
  await file.close();
  rmSync(folder, { recursive: true });
});

let apps = 0;
let counted = 0;
const nextApp = (): string => `app:${(apps += 1)}`;
const STORES: Record<string, () => InboxStore> = {
  memory: () => new MemoryInbox(MAX),
  'a file': () => new FileInbox(file.ask, nextApp(), MAX),
  Redis: () => new RedisInbox(redis, nextApp(), MAX),
};

const alert = (offset: number, more: Partial<KeptAlert> = {}): KeptAlert => ({
  ...{ channel: 'u:a b', epoch: 'e', offset, at: NOW, eventName: 'alert', message: `m${offset}`, ends: ENDS },
  ...more,
});
const id = (offset: number): string => `u:a b e ${offset}`;
const offsets = ({ alerts }: BoxPage): number[] => alerts.map(({ offset }) => offset);

for (const [name, create] of Object.entries(STORES)) {
  describe(`inbox in ${name}`, () => {
    test('an alert comes back as it was, once however often it was given', async () => {
      const store = create();
      const given = alert(1, { message: { text: '🙂 "x"', none: null }, origin: 'tab' });
      await store.keep('u:a b', given, NOW);
      await store.keep('u:a b', given, NOW + 1);
      const page = await store.since('u:a b', null, SIZE, NOW);
      assert.deepEqual([page.alerts, page.states, page.more], [[given], [], false]);
      assert.deepEqual([...(await store.endsOf('u:a b', [id(1), id(2)], NOW))], [[id(1), ENDS]]);
      assert.equal((await store.endsOf('u:a', [id(1)], NOW)).size, 0);
    });

    test('what is said of an alert keeps its first time, whatever is said later', async () => {
      const store = create();
      await store.keep('u:a b', alert(1), NOW);
      const first = await store.mark('u:a b', [{ id: id(1), ends: ENDS, names: IMPLIED.seen }], NOW + 1);
      assert.deepEqual(first, [{ id: id(1), seen: NOW + 1 }]);
      const both = [{ id: id(1), ends: ENDS, names: IMPLIED.dismissed }];
      const all = { id: id(1), seen: NOW + 1, read: NOW + 2, dismissed: NOW + 2 };
      assert.deepEqual(await store.mark('u:a b', both, NOW + 2), [all]);
      const late = [{ id: id(1), ends: ENDS, names: IMPLIED.read }];
      assert.deepEqual(await store.mark('u:a b', late, NOW + 3), [all]);
      assert.deepEqual(await store.statesOf('u:a b', [id(1), id(2)], NOW + 3), [all]);
      assert.deepEqual(await store.statesOf('u:b', [id(1)], NOW + 3), []);
    });

    test('a cursor gets what changed since, in pages, and one of another epoch everything', async () => {
      const store = create();
      for (const offset of [1, 2, 3]) await store.keep('u:a b', alert(offset), NOW);
      const first = await store.since('u:a b', null, { entries: 2, bytes: 1_000 }, NOW);
      assert.deepEqual([offsets(first), first.more], [[1, 2], true]);
      await store.mark('u:a b', [{ id: id(1), ends: ENDS, names: ['seen'] }], NOW);
      const second = await store.since('u:a b', first, SIZE, NOW);
      assert.deepEqual(
        [offsets(second), second.states, second.more],
        [[3], [{ id: id(1), seen: NOW }], false],
      );
      const none = await store.since('u:a b', second, SIZE, NOW);
      assert.deepEqual([none.alerts, none.states, none.revision], [[], [], second.revision]);
      await store.mark('u:a b', [{ id: id(1), ends: ENDS, names: ['seen'] }], NOW + 1);
      assert.equal((await store.since('u:a b', second, SIZE, NOW)).states.length, 0);
      for (const cursor of [
        { ...second, epoch: 'x' },
        { ...second, revision: 99 },
      ])
        assert.deepEqual(offsets(await store.since('u:a b', cursor, SIZE, NOW)), [1, 2, 3]);
    });

    test('a page has at most so many bytes, and at least one alert', async () => {
      const store = create();
      for (const offset of [1, 2, 3])
        await store.keep('u:a b', alert(offset, { message: 'x'.repeat(600) }), NOW);
      const page = await store.since('u:a b', null, SIZE, NOW);
      assert.deepEqual([offsets(page), page.more], [[1], true]);
      assert.deepEqual(offsets(await store.since('u:a b', page, SIZE, NOW)), [2]);
    });

    test('of too many the oldest is gone, which those who had it are told', async () => {
      const store = create();
      for (let offset = 1; offset <= MAX; offset += 1) await store.keep('u:a b', alert(offset), NOW);
      const before = await store.since('u:a b', null, SIZE, NOW);
      await store.keep('u:a b', alert(6), NOW + 1);
      const page = await store.since('u:a b', before, SIZE, NOW + 1);
      assert.deepEqual([offsets(page), page.states], [[6], [{ id: id(1), gone: NOW + 1 }]]);
      await store.keep('u:a b', alert(1), NOW + 2);
      assert.deepEqual(offsets(await store.since('u:a b', null, SIZE, NOW + 2)), [2, 3, 4, 5, 6]);
    });

    test('what has ended is gone, with what became of it', async () => {
      const store = create();
      await store.keep('u:a b', alert(1, { ends: NOW + 10 }), NOW);
      await store.keep('u:a b', alert(2), NOW);
      await store.mark('u:a b', [{ id: id(1), ends: NOW + 10, names: ['seen'] }], NOW);
      const page = await store.since('u:a b', null, SIZE, NOW + 10);
      assert.deepEqual([offsets(page), page.states], [[2], []]);
      assert.equal((await store.endsOf('u:a b', [id(1)], NOW + 10)).size, 0);
    });

    test('what is said ends with its alert, and is kept longer where it is said again with a later end', async () => {
      const store = create();
      const mark = (ends: number, now: number) =>
        store.mark('u:a b', [{ id: id(1), ends, names: ['seen'] }], now);
      await store.keep('u:a b', alert(9), NOW);
      await mark(NOW + 10, NOW);
      assert.deepEqual(await store.statesOf('u:a b', [id(1)], NOW + 9), [{ id: id(1), seen: NOW }]);
      assert.deepEqual(await store.statesOf('u:a b', [id(1)], NOW + 10), []);
      assert.deepEqual(await mark(NOW + 20, NOW + 10), [{ id: id(1), seen: NOW + 10 }]);
      assert.deepEqual(await mark(NOW + 30, NOW + 11), [{ id: id(1), seen: NOW + 10 }]);
      assert.deepEqual(await mark(NOW + 25, NOW + 12), [{ id: id(1), seen: NOW + 10 }]);
      assert.deepEqual(await store.statesOf('u:a b', [id(1)], NOW + 29), [{ id: id(1), seen: NOW + 10 }]);
      assert.deepEqual(await store.statesOf('u:a b', [id(1)], NOW + 30), []);
    });

    test('what people do with an alert for all is counted once for each of them, also within one moment', async () => {
      const store = create();
      const all = `* e ${(counted += 1)}`;
      const mark = (user: string, names: (typeof IMPLIED)[keyof typeof IMPLIED], now = NOW) =>
        store.mark(user, [{ id: all, ends: ENDS, names }], now);
      for (const user of ['u:a', 'u:a', 'u:b']) await mark(user, IMPLIED.seen);
      await mark('u:a', IMPLIED.dismissed);
      await mark('u:b', IMPLIED.read, NOW + 1);
      await mark('u:b', IMPLIED.read, NOW + 2);
      assert.deepEqual(await store.counts(all), { seen: 2, read: 2, dismissed: 1, acted: 0 });
    });

    test('an alert is found by its push for as long as it is kept, whatever became of later ones', async () => {
      const store = create();
      const found = async (pushId: string): Promise<number[]> =>
        (await store.ofPush(pushId, NOW)).map(({ offset }) => offset);
      const keep = (offset: number, pushId: string): Promise<void> =>
        store.keep('u:a b', { ...alert(offset), pushId }, NOW);
      await keep(1, 'first');
      for (let offset = 2; offset <= 9; offset += 1) {
        await keep(offset, `later-${offset}`);
        await store.mark('u:a b', [{ id: id(offset), ends: ENDS, names: ['gone'] }], NOW);
      }
      assert.deepEqual([await found('first'), await found('later-9')], [[1], []]);
      // The id of a push may come again when it is forgotten that it came.
      await keep(10, 'again');
      for (const offset of [11, 12, 13]) await keep(offset, `more-${offset}`);
      await keep(14, 'again');
      await keep(15, 'last');
      assert.ok((await found('again')).includes(14));
    });

    test('what is said is bounded however many alerts for everybody there were', async () => {
      const store = create();
      for (let offset = 1; offset <= 20; offset += 1)
        await store.mark('u:a b', [{ id: `* e ${offset}`, ends: ENDS, names: ['seen'] }], NOW);
      const { states } = await store.since('u:a b', null, SIZE, NOW);
      assert.deepEqual([states.length, states.at(-1)?.id], [15, '* e 20']);
    });
  });
}

test('Redis keeps how many people have done what for as long as the alert of which it is, and no longer', async () => {
  const app = nextApp();
  const store = new RedisInbox(redis, app, MAX);
  await store.mark('u:a', [{ id: 't:x e 1', ends: ENDS, names: ['seen'] }], NOW);
  const [key] = await redis.keys(`*${encodeURIComponent(app)}*inbox-count*`);
  const left = await redis.pttl(key!);
  assert.ok(left > 0 && left <= ENDS - NOW, String(left));
});

/** All keys in which a text stands, in their names or their fields. */
async function keysWith(text: string): Promise<string[]> {
  const keys = await redis.keys('*');
  const values = await Promise.all(
    keys.map(async (key) =>
      (await redis.type(key)) === 'hash' ? JSON.stringify(await redis.hgetall(key)) : '',
    ),
  );
  return keys.filter((key, index) => `${key} ${values[index]}`.includes(text));
}

test('Redis keeps nothing of a channel that is erased, at whichever moment of a push that is', async (t) => {
  for (const moment of ['hset', 'pexpire', 'dxKeepAlert', 'zrange', 'dxEraseAlerts']) {
    const channel = `u:erased-at-${moment}`;
    const app = nextApp();
    const [pushing, erasing] = [new RedisClient(server.url), new RedisClient(server.url)];
    t.after(() => [pushing, erasing].forEach((client) => client.disconnect()));
    const inboxes = [pushing, erasing].map((client) => new RedisInbox(client, app, MAX)) as [
      RedisInbox,
      RedisInbox,
    ];
    const kept = { ...alert(1, { channel }), pushId: 'p' };
    /** Does something right before a client asks for what is named, once. */
    const before = (client: RedisClient, act: () => Promise<unknown>): void => {
      const asks = client as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
      const ask = asks[moment]!.bind(client);
      asks[moment] = async (...given) => {
        asks[moment] = ask;
        await act();
        return ask(...given);
      };
    };
    const isOfPush = ['hset', 'pexpire', 'dxKeepAlert'].includes(moment);
    if (isOfPush) before(pushing, () => inboxes[1].erase(channel));
    else before(erasing, () => inboxes[0].keep(channel, kept, NOW));
    if (isOfPush) await inboxes[0].keep(channel, kept, NOW);
    else await inboxes[1].erase(channel);
    // What was pushed after it was erased is there, and is erased like all else.
    const left = await keysWith(channel);
    const isKept = (await inboxes[0].since(channel, null, SIZE, NOW)).alerts.length > 0;
    if (!isKept)
      assert.deepEqual(
        left.filter((key) => key.includes('inbox-push')),
        [],
        moment,
      );
    await inboxes[1].erase(channel);
    assert.deepEqual(await keysWith(channel), [], moment);
  }
});

test('Redis keeps nothing of a channel for longer than its alerts, also where an alert is kept once more', async () => {
  const channel = 'u:kept-again';
  const store = new RedisInbox(redis, nextApp(), MAX);
  await store.keep(channel, alert(1, { channel }), NOW);
  await store.keep(channel, { ...alert(1, { channel }), pushId: 'p' }, NOW);
  for (const key of await keysWith(encodeURIComponent(channel))) assert.ok((await redis.pttl(key)) > 0, key);
});
