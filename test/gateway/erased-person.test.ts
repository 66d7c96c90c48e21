import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { connect as openFile } from '../../src/gateway/store/database.js';
import { RedisClient } from '../../src/gateway/redis/redis-client.js';
import type { InboxPage } from '../../src/protocol/inbox.js';
import { connect } from './support/client.js';
import { startGateway, testApp, userOf } from './support/gateway.js';
import { startRedis } from './support/redis-server.js';
import { until } from './support/until.js';

const ADMIN = 'the-admin-key-of-the-shop';
const PERSON = 'erased-person';
const configuration = () => ({
  apps: [
    testApp('shop', {
      adminKey: ADMIN,
      inbox: { events: ['alert'], maxMessages: 3, categories: [{ id: 'news' }] },
      users: [userOf(PERSON), userOf('bob')],
    }),
  ],
});

/** Lets a person have all that a gateway keeps of people, and forgets them. */
async function eraseOne(t: TestContext, storage: object): Promise<void> {
  const { url, login, push } = await startGateway(t, { ...configuration(), ...storage });
  const device = await connect(t, url, {
    app: 'shop',
    session: await login('shop', PERSON),
    tracked: true,
  });
  const send = async (more: object): Promise<void> => {
    const { status } = await push('shop', { userID: PERSON, eventName: 'alert', message: 'x', ...more });
    assert.equal(status, 202);
  };
  // More than are kept: what fell out of the inbox is forgotten, too.
  for (let index = 0; index < 6; index += 1) await send({ id: `order-${index}` });
  await send({ userID: [PERSON, 'bob'], id: 'of-two' });
  await send({ delay: 600, id: 'later' });
  await send({ digest: { key: 'orders', window: 600 }, id: 'together' });
  await send({ userID: [PERSON, 'bob'], delay: 600, id: 'later-of-two' });
  const { alerts } = (await device.socket.emitWithAck('dx:inbox', { cursor: null })) as InboxPage;
  const ids = alerts.map(({ channel, epoch, offset }) => `${channel} ${epoch} ${offset}`);
  assert.equal(ids.length, 3);
  await device.socket.emitWithAck('dx:inbox-mark', { ids, mark: 'read' });
  const changes = [{ category: 'news', delivery: 'none', at: 1 }];
  await device.socket.emitWithAck('dx:preferences', { changes });
  const response = await fetch(`${url}/users/${PERSON}`, {
    method: 'DELETE',
    headers: { Authorization: `Bearer ${ADMIN}` },
  });
  assert.equal(response.status, 200, await response.text());
  await until(() => !device.socket.connected, 'the device is sent away');
}

/** For how long it is known which pushes came, by the channel that names the person, in milliseconds. */
const PUSH_IDS_FOR = 600_000;

/** All keys of a Redis with their values, as texts. */
async function allOf(redis: RedisClient): Promise<{ key: string; value: string }[]> {
  const read: Record<string, (key: string) => Promise<unknown>> = {
    string: (key) => redis.get(key),
    hash: (key) => redis.hgetall(key),
    zset: (key) => redis.zrange(key, '0', '-1'),
    set: (key) => redis.smembers(key),
    list: (key) => redis.lrange(key, 0, -1),
    stream: (key) => redis.xrange(key, '-', '+'),
  };
  const keys = await redis.keys('*');
  return Promise.all(
    keys.map(async (key) => ({ key, value: JSON.stringify(await read[await redis.type(key)]!(key)) })),
  );
}

test('of a person who is erased nothing is left in Redis, but for ten minutes which pushes came', async (t) => {
  const { url } = await startRedis(t);
  await eraseOne(t, { redis: url });
  const redis = new RedisClient(url);
  t.after(() => redis.disconnect());
  const all = await allOf(redis);
  const theirs = all.filter(({ key, value }) => `${key} ${value}`.includes(PERSON));
  const isPushId = ({ key }: { key: string }): boolean => /:id:[\w-]+$/.test(key);
  assert.deepEqual(
    theirs.filter((one) => !isPushId(one)),
    [],
  );
  for (const { key } of theirs) {
    const left = await redis.pttl(key);
    assert.ok(left > 0 && left <= PUSH_IDS_FOR, `${key} ${left}`);
  }
  assert.ok(
    all.some(({ key }) => key.includes('bob')),
    'what others have is left',
  );
});

test('of a person who is erased nothing is left in the data file, not even their id', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'dx-erased-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const data = join(folder, 'data.db');
  await eraseOne(t, { data });
  const file = openFile(data);
  t.after(() => file.close());
  const tables = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as {
    name: string;
  }[];
  const rows = tables.flatMap(({ name }) =>
    (file.prepare(`SELECT * FROM ${name}`).all() as object[]).map((row) => `${name} ${JSON.stringify(row)}`),
  );
  assert.deepEqual(
    rows.filter((row) => row.includes(PERSON)),
    [],
  );
  assert.ok(
    rows.some((row) => row.includes('bob')),
    'what others have is left',
  );
});
