import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import type { ScenarioContext } from '../../src/gateway/index.js';
import { RedisClient } from '../../src/gateway/redis/redis-client.js';
import { RedisSchedule } from '../../src/gateway/schedule/redis-schedule.js';
import { connect } from './support/client.js';
import { keyOf, startGateway, testApp } from './support/gateway.js';
import { startRedis } from './support/redis-server.js';
import { until } from './support/until.js';

const ADMIN_KEY = 'admin-key-of-the-shop';
const APPS = [testApp('shop', { anonymous: true, adminKey: ADMIN_KEY, inbox: { events: ['alert'] } })];
const HOUR = 3_600;
const redis = await startRedis({ after });

/** What the answers of these routes hold; a test asserts what it reads. */
interface Answer {
  status: number;
  body: {
    id: string;
    at: number;
    state: string;
    count: number;
    error: string;
    field?: string;
    channel?: string;
    taken: number;
    erased: object;
    digests: { userID?: string; id: string; at: number; count: number }[];
    answers: { status: number; id: string; error?: string; field?: string; offset?: number; at?: number }[];
  };
}

/** Asks a gateway with a key of the app. */
async function ask(url: string, route: string, body?: unknown, key = keyOf('shop')): Promise<Answer> {
  const [method, path] = route.split(' ') as [string, string];
  const response = await fetch(url + path, {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** Turns the clock of this process, which is that of the gateway, and has the gateway look at it. */
function clockOf(t: TestContext, url: () => string): (seconds: number) => Promise<void> {
  const real = Date.now.bind(Date);
  let turned = 0;
  t.mock.method(Date, 'now', () => real() + turned);
  return async (seconds) => {
    turned += seconds * 1_000;
    await ask(url(), 'POST /push', { userID: 'nobody', eventName: 'wake', at: real() });
  };
}

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'dx-schedule-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const STORES: Record<string, (t: TestContext) => object> = {
  memory: () => ({}),
  'a file': (t) => ({ data: join(folderFor(t), 'data.db') }),
  Redis: () => ({ redis: redis.url }),
};

for (const [kind, choice] of Object.entries(STORES)) {
  test(`a push with a delay comes at its time and once, however often it is sent, and says where it is: ${kind}`, async (t) => {
    const turnClock = clockOf(t, () => url);
    const { url, login } = await startGateway(t, { apps: APPS, ...choice(t) });
    const session = await login('shop', 'alice');
    const client = await connect(t, url, { app: 'shop', session, tracked: true });
    const id = `order 7 ${kind}`;
    const path = `/push/${encodeURIComponent(id)}`;
    const push = { userID: 'alice', eventName: 'alert', message: 'Order 7', id, delay: 60 };
    const before = Date.now();
    const first = await ask(url, 'POST /push', push);
    assert.equal(first.status, 202);
    assert.deepEqual(Object.keys(first.body), ['id', 'at']);
    assert.ok(first.body.at >= before + 60_000 && first.body.at <= Date.now() + 60_000);
    assert.deepEqual(await ask(url, 'POST /push', push), first);
    const other = await ask(url, 'POST /push', { ...push, message: 'Order 8' });
    assert.deepEqual([other.status, other.body.field], [409, 'id']);
    assert.equal((await ask(url, `GET ${path}`)).body.state, 'scheduled');
    const atOnce = { ...push, delay: undefined };
    const early = await ask(url, 'POST /push', atOnce);
    assert.deepEqual([early.status, early.body.field], [409, 'id']);
    assert.match(early.body.error, /stands for a push that waits for its time/);
    await turnClock(60);
    const [message, meta] = (await client.next('alert')) as [string, { at: number }];
    assert.equal(message, 'Order 7');
    assert.ok(meta.at >= first.body.at, `${meta.at} is before ${first.body.at}`);
    await until(async () => (await ask(url, `GET ${path}`)).body.taken === 1, 'the outcome');
    assert.equal((await ask(url, 'POST /push', atOnce)).status, 202);
    assert.deepEqual(await ask(url, 'POST /push', push), first);
    assert.equal((await ask(url, `DELETE ${path}`)).status, 409);
    await ask(url, 'POST /push', { userID: 'alice', eventName: 'last' });
    await client.next('last');
    assert.equal(client.received.filter(([name]) => name === 'alert').length, 1);
  });

  test(`a push that waits is shown, cancelled for good and erased with its person: ${kind}`, async (t) => {
    const { url } = await startGateway(t, { apps: APPS, ...choice(t) });
    const at = new Date(Date.now() + HOUR * 1_000).toISOString();
    const id = `later:${kind.replace(' ', '-')}`;
    const push = { userID: ['bob', 'alice'], eventName: 'alert', id, at };
    const { body } = await ask(url, 'POST /push', push);
    assert.deepEqual(body, { id, at: Date.parse(at) });
    const status = { id, state: 'scheduled', at: Date.parse(at), count: 1 };
    assert.deepEqual((await ask(url, `GET /push/${id}`)).body, status);
    const erased = await ask(url, 'DELETE /users/bob', undefined, ADMIN_KEY);
    assert.deepEqual(erased.body.erased, {
      alerts: 0,
      preferences: 0,
      messages: 0,
      scheduled: 1,
      subscriptions: 0,
      sessions: 'ended',
    });
    for (let times = 0; times < 2; times += 1) {
      const cancelled = await ask(url, `DELETE /push/${id}`);
      assert.deepEqual([cancelled.status, cancelled.body], [200, { ...status, state: 'cancelled' }]);
    }
    const again = await ask(url, 'POST /push', push);
    assert.deepEqual([again.status, /was cancelled/.test(again.body.error)], [409, true]);
    assert.equal((await ask(url, 'DELETE /push/unknown')).status, 404);
    assert.equal((await ask(url, `DELETE /push/${id}`, undefined, ADMIN_KEY)).status, 401);
  });

  test(`pushes of a digest become one message with their number, a single one comes as it is: ${kind}`, async (t) => {
    const turnClock = clockOf(t, () => url);
    const { url, login } = await startGateway(t, { apps: APPS, ...choice(t) });
    const client = await connect(t, url, { app: 'shop', session: await login('shop', 'alice') });
    const digest = {
      key: 'orders',
      window: 600,
      message: { title: '{count} new orders', n: 3, of: ['{count}'] },
    };
    const send = (userID: unknown, message: string, id?: string) =>
      ask(url, 'POST /push', { userID, eventName: `digest ${kind}`, message, id, digest });
    const first = await send('alice', 'Order 1', 'one');
    assert.equal(first.status, 202);
    const { id, at } = first.body.digests[0]!;
    assert.deepEqual(first.body, { id: 'one', digests: [{ userID: 'alice', id, at, count: 1 }] });
    const list = await send(['alice', '*'].slice(0, 1).concat('bob'), 'Order 2');
    assert.deepEqual(
      list.body.digests.map(({ userID, count }) => [userID, count]),
      [
        ['alice', 2],
        ['bob', 1],
      ],
    );
    assert.equal(list.body.digests[0]!.at, at);
    // Counted once, however often it comes.
    assert.equal((await send('alice', 'Order 1', 'one')).body.digests[0]!.count, 2);
    assert.equal((await send('alice', 'Order 9', 'one')).status, 409);
    const everybody = await send('*', 'Order 3');
    assert.equal(everybody.body.digests[0]!.count, 1);
    await turnClock(601);
    await until(() => client.received.length === 2, 'both messages');
    const messages = client.received.map(([, message]) => message);
    const several = { title: '2 new orders', n: 3, of: ['2'] };
    assert.deepEqual(new Set(messages), new Set([several, 'Order 3']));
    await until(
      async () => (await ask(url, `GET /push/${id}`)).body.state === 'sent',
      'the end of the digest',
    );
    assert.equal((await ask(url, `GET /push/${id}`)).body.count, 2);
  });
}

test('a push that cannot be read when its time comes is refused with a sentence, and stops no other', async (t) => {
  const client = new RedisClient(redis.url);
  t.after(() => client.disconnect());
  const store = new RedisSchedule(client);
  const kept = { app: 'shop', group: null, member: null, print: '', at: Date.now() };
  const most = { pushes: 10, bytes: 1_000 };
  // As another version of the gateway may have written it.
  const unknown = JSON.stringify({ userID: '*', eventName: 'n', priority: 'high' });
  await store.add({ ...kept, id: 'unknown', push: unknown }, most, kept.at);
  await store.add(
    { ...kept, id: 'known', push: JSON.stringify({ userID: '*', eventName: 'n' }) },
    most,
    kept.at,
  );
  const { url } = await startGateway(t, { apps: APPS, redis: redis.url });
  const stateOf = async (id: string) => (await ask(url, `GET /push/${id}`)).body;
  await until(async () => (await stateOf('known')).state === 'sent', 'the other one is sent');
  await until(async () => (await stateOf('unknown')).state === 'refused', 'it is refused');
  assert.match((await stateOf('unknown')).error, /"priority"/);
});

test('pushes that take too many bytes together are refused with 429 until one is cancelled', async (t) => {
  const { url } = await startGateway(t, { apps: APPS, limits: { scheduledBytes: 1_000 } });
  const wait = (id: string) =>
    ask(url, 'POST /push', { userID: 'bob', eventName: 'e', id, delay: 60, message: 'x'.repeat(500) });
  assert.equal((await wait('1')).status, 202);
  const { status, body } = await wait('2');
  assert.equal(status, 429);
  assert.match(body.error, /wait for their time already: 10000, or 1000 bytes together/);
  await ask(url, 'DELETE /push/1');
  assert.equal((await wait('2')).status, 202);
});

test('a wrong time, or too many that wait, are refused with a sentence that names the field', async (t) => {
  const limits = { scheduledPushes: 2, scheduleSeconds: HOUR };
  const { url } = await startGateway(t, { apps: APPS, limits });
  const now = Date.now();
  const digest = { key: 'k', window: 5 };
  const wrong: [object, string, RegExp][] = [
    [{ at: Math.round(now / 1000) }, 'at', /in milliseconds since 1970/],
    [{ at: '2026-12-24T18:00:00' }, 'at', /with its zone/],
    [{ at: '2026-13-24T18:00:00Z' }, 'at', /with its zone/],
    [{ at: now + 2 * HOUR * 1_000 }, 'at', /at most 3600 seconds ahead/],
    [{ delay: HOUR + 1 }, 'delay', /at most 3600 seconds ahead/],
    [{ delay: -1 }, 'delay', /at least 0/],
    [{ delay: 1, at: now + 1_000 }, 'delay', /either "at" or "delay", not both/],
    [{ digest, delay: 1 }, 'digest', /either "delay" or "digest", not both/],
    [{ digest: { ...digest, window: 0 } }, 'digest.window', /at least 1/],
    [{ digest: { window: 5 } }, 'digest.key', /is missing/],
  ];
  for (const [more, field, sentence] of wrong) {
    const { status, body } = await ask(url, 'POST /push', { userID: 'bob', eventName: 'e', ...more });
    assert.deepEqual([status, body.field], [422, field], JSON.stringify(more));
    assert.match(body.error, sentence);
  }
  const wait = (id: string) => ask(url, 'POST /push', { userID: 'bob', eventName: 'e', id, delay: 60 });
  assert.deepEqual([(await wait('1')).status, (await wait('2')).status], [202, 202]);
  const full = await wait('3');
  assert.deepEqual([full.status, /Too many pushes of this app wait/.test(full.body.error)], [429, true]);
  assert.equal((await wait('2')).status, 202);
  await ask(url, 'DELETE /push/1');
  assert.equal((await wait('3')).status, 202);
  const past = await ask(url, 'POST /push', { userID: 'bob', eventName: 'e', id: 'past', at: now - 1_000 });
  assert.equal(past.status, 429);
  const once = await ask(url, 'POST /push', { userID: 'bob', eventName: 'e', delay: 0 });
  assert.deepEqual([once.status, once.body.channel], [202, 'u:bob']);
});

test('a list of pushes is answered one by one and in order; a wrong one stops no other, a repeated list nothing', async (t) => {
  const { url } = await startGateway(t, { apps: APPS });
  const client = await connect(t, url, { app: 'shop' });
  const push = (message: string) => ({ userID: '*', eventName: 'n', message, id: message });
  const list = [
    push('one'),
    { ...push('two'), ttl: 'long' },
    push('three'),
    { ...push('one'), message: 'other' },
    'no push',
    { ...push('later'), delay: 60 },
  ];
  const { status, body } = await ask(url, 'POST /push/batch', list);
  assert.equal(status, 200);
  assert.deepEqual(
    body.answers.map((answer) => answer.status),
    [202, 422, 202, 409, 422, 202],
  );
  const [first, wrong, third, other, none, later] = body.answers;
  assert.deepEqual([first!.id, first!.offset, third!.id, third!.offset], ['one', 1, 'three', 2]);
  assert.deepEqual([wrong!.field, wrong!.error], ['ttl', '"ttl" must be a number.']);
  assert.deepEqual([other!.field, none!.error], ['id', 'The push must be an object.']);
  assert.ok(later!.at! > Date.now());
  assert.deepEqual((await ask(url, 'POST /push/batch', list)).body, body);
  await ask(url, 'POST /push', push('last'));
  await until(() => client.received.length === 3, 'the messages');
  assert.deepEqual(
    client.received.map(([, message]) => message),
    ['one', 'three', 'last'],
  );
  for (const [wrongBody, sentence] of [
    [push('alone'), 'The body must be a list of pushes.'],
    [[], 'The list of pushes must not be empty.'],
    [Array.from({ length: 101 }, () => push('x')), 'The list of pushes must have at most 100 entries.'],
  ] as const) {
    const refused = await ask(url, 'POST /push/batch', wrongBody);
    assert.deepEqual([refused.status, refused.body.error], [422, sentence]);
  }
  assert.equal((await ask(url, 'POST /push/batch', list, 'unknown-key')).status, 401);
});

test('a scenario schedules a push, and is told when it comes', async (t) => {
  const scenarios = {
    events: {
      remind: ({ push }: ScenarioContext<unknown>) =>
        push({ userID: '*', eventName: 'reminder', delay: 0.2 }),
    },
  };
  const { url } = await startGateway(t, { apps: [testApp('shop', { anonymous: true, scenarios })] });
  const client = await connect(t, url, { app: 'shop' });
  const { id, at } = (await client.socket.emitWithAck('remind', {})) as { id: string; at: number };
  assert.deepEqual([typeof id, at > Date.now() - 60_000], ['string', true]);
  await client.next('reminder');
});
