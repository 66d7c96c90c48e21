import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { FileLog } from '../../src/gateway/log/file-log.js';
import { openFileStore } from '../../src/gateway/store/file-store.js';
import type { NewMessage, MessageLog } from '../../src/gateway/log/message-log.js';
import { MemoryLog } from '../../src/gateway/log/memory-log.js';
import { RedisLog } from '../../src/gateway/log/redis-log.js';
import { RedisClient } from '../../src/gateway/redis/redis-client.js';
import { startRedis } from './support/redis-server.js';

const RETENTION = { maxMessages: 10, maxBytes: 100, maxTotalBytes: 1000, maxAge: 10 };
const message = (bytes: number, more: Partial<NewMessage> = {}): NewMessage => ({
  ...{ eventName: 'e', message: 'm', bytes, at: 0 },
  ...more,
});

/** A real time, so that what Redis forgets by its own clock is still there. */
const START = 1_000_000;

const server = await startRedis({ after });
const redis = new RedisClient(server.url);
after(() => redis.disconnect());
let apps = 0;

const folder = mkdtempSync(join(tmpdir(), 'dx-log-'));
const appIds = Array.from({ length: 100 }, (_, index) => `app:${index}`);
const file = openFileStore(join(folder, 'data.db'), Object.fromEntries(appIds.map((id) => [id, RETENTION])));
after(async () => {
  await file.close();
  rmSync(folder, { recursive: true });
});

const LOGS: Record<string, (clock: { now: number }) => MessageLog> = {
  memory: (clock) => new MemoryLog(RETENTION, () => clock.now),
  'a file': (clock) => new FileLog(file.ask, `app:${(apps += 1)}`, RETENTION, () => clock.now),
  Redis: (clock) => new RedisLog(redis, `app:${(apps += 1)}`, RETENTION, { now: () => clock.now }),
};

for (const [name, create] of Object.entries(LOGS)) {
  const make = () => {
    const clock = { now: START };
    return { clock, log: create(clock) };
  };

  describe(`log in ${name}`, () => {
    test('a message comes back as it was, with contiguous offsets', async () => {
      const { log } = make();
      const start = await log.top('u:alice');
      assert.equal(start.offset, 0);
      const value = { text: '🙂\u0000', list: [1, null, 1.5, 9_007_199_254_740_991], empty: {}, none: [] };
      const given = message(9, { message: value, at: 1_732_484_542_123, origin: 'tab', spread: 250 });
      const { meta, repeated } = await log.append('u:alice', given);
      assert.equal(repeated, false);
      assert.deepEqual(meta, { ...start, offset: 1, at: given.at, origin: 'tab', spread: 250 });
      await log.append('u:alice', message(1));
      const replay = await log.after(start);
      assert.deepEqual(replay.messages[0], { ...meta, eventName: 'e', message: value });
      const { channel, epoch } = start;
      assert.deepEqual(replay.messages[1], {
        ...{ channel, epoch, offset: 2, at: 0, eventName: 'e', message: 'm' },
      });
      assert.deepEqual([replay.recovered, replay.top, replay.messages.length], [true, 2, 2]);
    });

    test('channels do not know of each other', async () => {
      const { log } = make();
      const names = ['*', 'u:*', 'u:a', 'u:a:log', 'u:a}', '{u:a', 'u:', 'u:__proto__', 'u: ', 'u:🙂'];
      for (const channel of names) await log.append(channel, message(1, { message: channel }));
      const epochs = new Set<string>();
      for (const channel of names) {
        const { messages, top, epoch } = await log.after({ channel, epoch: '', offset: 0 });
        assert.deepEqual([top, messages.map((logged) => logged.message)], [1, [channel]]);
        epochs.add(epoch);
      }
      assert.equal(epochs.size, names.length);
    });

    test('the same id is logged once in a channel, and again after ten minutes', async () => {
      const { clock, log } = make();
      const first = await log.append('a', message(1, { id: 'x', origin: 'first' }));
      clock.now += 599_999;
      const again = await log.append('a', message(1, { id: 'x', origin: 'second' }));
      assert.deepEqual(again, { meta: first.meta, repeated: true });
      assert.equal((await log.append('b', message(1, { id: 'x' }))).repeated, false);
      assert.equal((await log.append('a', message(1, { id: 'y' }))).meta.offset, 2);
      clock.now += 1;
      await log.after(first.meta);
      assert.equal((await log.append('a', message(1, { id: 'x' }))).meta.offset, 3);
    });

    test('the same id with another message is told apart from a repeat, at once and after it was written', async () => {
      const { log } = make();
      const given = (digest: string) => log.append('a', message(1, { id: 'x', digest }));
      const [first, other] = await Promise.all([given('one'), given('two')]);
      assert.deepEqual([first.repeated, other.repeated, other.isOther], [false, true, true]);
      const repeated = await given('one');
      assert.deepEqual(repeated, { meta: first.meta, repeated: true });
      assert.deepEqual(await given('two'), { meta: first.meta, repeated: true, isOther: true });
    });

    test('at most so many messages are kept, and what is gone is a flagged loss', async () => {
      const { log } = make();
      const start = await log.top('a');
      for (let count = 0; count < 12; count += 1) await log.append('a', message(1));
      const offsets = Array.from({ length: 10 }, (_, index) => index + 3);
      for (const offset of [0, 1]) {
        const replay = await log.after({ ...start, offset });
        assert.deepEqual([replay.recovered, replay.messages.map((one) => one.offset)], [false, offsets]);
      }
      const replay = await log.after({ ...start, offset: 2 });
      assert.deepEqual([replay.recovered, replay.messages.map((one) => one.offset)], [true, offsets]);
    });

    test('at most so many bytes of a channel are kept', async () => {
      const { log } = make();
      const start = await log.top('a');
      for (let count = 0; count < 3; count += 1) await log.append('a', message(40));
      const replay = await log.after(start);
      assert.deepEqual([replay.recovered, replay.top, replay.messages.length], [false, 3, 2]);
      await log.append('a', message(101));
      const empty = await log.after({ ...start, offset: 3 });
      assert.deepEqual([empty.recovered, empty.top, empty.messages.length], [false, 4, 0]);
      assert.equal((await log.after({ ...start, offset: 4 })).recovered, true);
      assert.equal((await log.append('a', message(40))).meta.offset, 5);
      assert.equal((await log.after({ ...start, offset: 4 })).messages.length, 1);
    });

    test('messages are forgotten by age, which is a loss', async () => {
      const { clock, log } = make();
      const start = await log.top('a');
      await log.append('a', message(1));
      clock.now += 9_999;
      assert.deepEqual((await log.after(start)).recovered, true);
      clock.now += 1;
      const replay = await log.after(start);
      assert.deepEqual([replay.recovered, replay.top, replay.messages], [false, 1, []]);
      assert.equal((await log.after({ ...start, offset: 1 })).recovered, true);
    });

    test('a ttl that is over is no loss, wherever the message stands', async () => {
      const { clock, log } = make();
      const start = await log.top('a');
      await log.append('a', message(1, { ttl: 0 }));
      await log.append('a', message(1, { ttl: 3600 }));
      await log.append('a', message(1, { ttl: 1 }));
      const offsets = async () => (await log.after(start)).messages.map(({ offset }) => offset);
      assert.deepEqual(await offsets(), [2, 3]);
      clock.now += 1000;
      assert.deepEqual(await offsets(), [2]);
      assert.equal((await log.after(start)).recovered, true);
      await log.append('a', message(1));
      clock.now += 10_000;
      assert.deepEqual(await offsets(), [2]);
      assert.equal((await log.after(start)).recovered, false);
      clock.now += 3_600_000;
      assert.deepEqual(await offsets(), []);
      assert.equal((await log.after({ ...start, offset: 4 })).recovered, true);
    });

    test('a message whose time is over makes room before one that lives', async () => {
      const { clock, log } = make();
      const start = await log.top('a');
      await log.append('a', message(40, { ttl: 3600 }));
      await log.append('a', message(40, { ttl: 1 }));
      clock.now += 1000;
      await log.append('a', message(40));
      const replay = await log.after(start);
      assert.deepEqual([replay.recovered, replay.messages.map(({ offset }) => offset)], [true, [1, 3]]);
    });

    test('an unknown epoch and a cursor ahead of the log get the whole window', async () => {
      const { log } = make();
      const start = await log.top('a');
      for (let count = 0; count < 3; count += 1) await log.append('a', message(1));
      for (const cursor of [
        { ...start, offset: 4 },
        { ...start, epoch: 'other', offset: 2 },
      ]) {
        const replay = await log.after(cursor);
        assert.deepEqual([replay.recovered, replay.messages.length, replay.top], [false, 3, 3]);
      }
    });

    test('pushes at the same time get offsets without a hole', async () => {
      const { log } = make();
      const appended = await Promise.all(Array.from({ length: 300 }, () => log.append('a', message(1))));
      const offsets = appended.map(({ meta }) => meta.offset);
      assert.deepEqual(
        offsets,
        Array.from({ length: 300 }, (_, index) => index + 1),
      );
    });
  });
}

describe('log in Redis, shared', () => {
  const clients = Array.from({ length: 3 }, () => new RedisClient(server.url));
  after(() => clients.forEach((client) => client.disconnect()));
  const shared = (appId: string) =>
    clients.map((client) => new RedisLog(client, appId, { ...RETENTION, maxMessages: 1000, maxBytes: 1e6 }));

  test('three nodes that push at once share contiguous offsets and one epoch', async () => {
    const logs = shared('three');
    const appended = await Promise.all(
      Array.from({ length: 600 }, (_, index) => logs[index % 3]!.append('a', message(1, { message: index }))),
    );
    const sorted = appended.map(({ meta }) => meta.offset).sort((one, other) => one - other);
    assert.deepEqual(
      sorted,
      Array.from({ length: 600 }, (_, index) => index + 1),
    );
    assert.equal(new Set(appended.map(({ meta }) => meta.epoch)).size, 1);
    const replay = await logs[0]!.after({ ...appended[0]!.meta, offset: 0 });
    for (const [index, { meta }] of appended.entries()) {
      assert.equal(replay.messages[meta.offset - 1]!.message, index);
    }
  });

  test('the same id pushed through three nodes at once is logged once', async () => {
    const logs = shared('retries');
    const appended = await Promise.all(logs.map((log) => log.append('a', message(1, { id: 'x' }))));
    assert.deepEqual(appended.map(({ repeated }) => repeated).sort(), [false, true, true]);
    assert.deepEqual(new Set(appended.map(({ meta }) => meta.offset)), new Set([1]));
  });

  test('an evicted stream is a flagged loss, an evicted hash another epoch', async () => {
    const [log] = shared('evicted');
    const { meta } = await log!.append('a', message(1, { ttl: 60 }));
    await redis.del('dx:{evicted:a}:log');
    const replay = await log!.after({ ...meta, offset: 0 });
    assert.deepEqual([replay.recovered, replay.top, replay.messages], [false, 1, []]);
    await log!.append('a', message(1));
    await redis.del('dx:{evicted:a}:channel');
    const fresh = await log!.append('a', message(1));
    assert.equal(fresh.meta.offset, 1);
    assert.notEqual(fresh.meta.epoch, meta.epoch);
    const window = await log!.after(meta);
    assert.deepEqual([window.recovered, window.messages.length], [false, 1]);
  });

  test('every key expires', async () => {
    const [log] = shared('expiring');
    await log!.append('a', message(1, { id: 'x' }));
    await log!.top('b');
    const keys = await redis.keys('dx:{expiring*');
    assert.equal(keys.length, 4);
    for (const key of keys) assert.ok((await redis.pttl(key)) > 0, key);
  });

  test('looking at a channel that is used writes nothing until half of its time is over', async () => {
    const [log] = shared('looked-at');
    await log!.append('a', message(1));
    await log!.top('b');
    const written = async () => {
      const found = /^rdb_changes_since_last_save:(\d+)/m.exec(await redis.info('persistence'));
      return Number(found![1]);
    };
    const before = await written();
    for (const channel of ['a', 'b']) {
      const { epoch, offset } = await log!.top(channel);
      await log!.after({ channel, epoch, offset });
    }
    assert.equal(await written(), before);
    const [key] = await redis.keys('dx:{looked-at*b*channel');
    await redis.pexpire(key!, 1_000);
    await log!.top('b');
    assert.ok((await redis.pttl(key!)) > 60_000);
  });

  test('a log that cannot be reached rejects at once', async () => {
    const client = new RedisClient('redis://127.0.0.1:1');
    try {
      const log = new RedisLog(client, 'nowhere', RETENTION);
      await assert.rejects(log.append('a', message(1)));
      await assert.rejects(log.top('a'));
    } finally {
      client.disconnect();
    }
  });
});
