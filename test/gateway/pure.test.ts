import assert from 'node:assert/strict';
import test from 'node:test';
import { MemoryLog } from '../../src/gateway/log/memory-log.js';
import { fingerprintOf } from '../../src/gateway/fingerprint.js';
import { MemorySessionStore } from '../../src/gateway/sessions/memory-sessions.js';
import { clientAddress } from '../../src/gateway/client-address.js';
import { runAt } from '../../src/gateway/timers.js';
import { FairQueue } from '../../src/gateway/topics/fair-queue.js';
import { TokenBucket } from '../../src/gateway/token-bucket.js';

const RETENTION = { maxMessages: 10, maxBytes: 100, maxTotalBytes: 150, maxAge: 10 };
const message = (bytes: number, more = {}) => ({ eventName: 'e', message: 'm', bytes, at: 0, ...more });

function logAt(clock: { now: number }): MemoryLog {
  return new MemoryLog(RETENTION, () => clock.now);
}

test('a log keeps at most so many bytes of all channels, and drops the quietest channel first', async () => {
  const log = logAt({ now: 0 });
  const starts = [await log.top('a'), await log.top('b'), await log.top('c')];
  for (const { channel } of starts) await log.append(channel, message(60));
  const replays = await Promise.all(starts.map((start) => log.after(start)));
  assert.deepEqual(
    replays.map(({ recovered }) => recovered),
    [false, true, true],
  );
  await log.close();
});

test('sessions end at their time, and a revoked one is announced once', async () => {
  const clock = { now: 0 };
  const store = new MemorySessionStore(() => clock.now);
  const revoked: string[] = [];
  store.onEnded((fingerprint) => revoked.push(fingerprint));
  const { id } = await store.create({ id: 'alice', role: 'user' }, 10);
  clock.now = 9_999;
  assert.equal((await store.find(id))?.user.id, 'alice');
  clock.now = 10_000;
  assert.equal(await store.find(id), null);
  await store.revoke(id);
  await store.revoke(id);
  await store.revoke('unknown');
  assert.deepEqual(revoked, [fingerprintOf(id)]);
  const ids = await Promise.all(Array.from({ length: 100 }, () => store.create({ id: 'a', role: '' }, 1)));
  assert.equal(new Set(ids.map((session) => session.id)).size, 100);
});

test('a token bucket allows a burst and then a rate', () => {
  const bucket = new TokenBucket(10, 3, 0);
  const taken = (now: number) => bucket.take(now);
  assert.deepEqual([0, 0, 0, 0].map(taken), [true, true, true, false]);
  assert.deepEqual([99, 100, 100].map(taken), [false, true, false]);
  assert.deepEqual([50, 60_000, 60_000, 60_000, 60_000].map(taken), [false, true, true, true, false]);
});

test('a client address is taken from as many proxies as there are, never from the client', () => {
  const headers = { 'x-forwarded-for': 'spoofed, 10.0.0.1,10.0.0.2' };
  assert.equal(clientAddress('127.0.0.1', headers, 0), '127.0.0.1');
  assert.equal(clientAddress('127.0.0.1', headers, 1), '10.0.0.2');
  assert.equal(clientAddress('127.0.0.1', headers, 2), '10.0.0.1');
  assert.equal(clientAddress('127.0.0.1', {}, 2), '127.0.0.1');
});

test('a timer farther away than setTimeout reaches does not fire at once', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  let fired = 0;
  const days = 24 * 60 * 60 * 1000;
  runAt(30 * days, () => (fired += 1));
  const cancel = runAt(26 * days, () => (fired += 100));
  t.mock.timers.tick(25 * days);
  assert.equal(fired, 0);
  cancel();
  t.mock.timers.tick(5 * days - 1);
  assert.equal(fired, 0);
  t.mock.timers.tick(1);
  assert.equal(fired, 1);
});

test('a timer waits for its time where the clock was turned back', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 7_200_000 });
  let fired = 0;
  runAt(7_200_000 + 1000, () => (fired += 1));
  t.mock.timers.setTime(3_600_000);
  t.mock.timers.tick(3_600_999);
  assert.equal(fired, 0);
  t.mock.timers.tick(1);
  assert.equal(fired, 1);
});

test('a fair queue does so much at a time and takes turns among those who ask; what nobody waits for is not done', async () => {
  const queue = new FairQueue(2, 10);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  let most = 0;
  let running = 0;
  const { signal } = new AbortController();
  const ask = (name: string, waits = signal): Promise<void> =>
    queue.run(
      name[0]!,
      async () => {
        begun.push(name);
        most = Math.max(most, (running += 1));
        await new Promise<void>((resolve) => ends.push(resolve));
        running -= 1;
      },
      waits,
    );
  const asked = ['a1', 'a2', 'a3', 'a4', 'b1'].map((name) => ask(name));
  await assert.rejects(ask('c1', AbortSignal.abort()));
  const late = new AbortController();
  const givenUp = ask('c2', late.signal);
  late.abort();
  await assert.rejects(givenUp, /Nobody waits/);
  // Each is asked for in the moment in which another one ends, when its turn is already given away.
  for (const name of ['d1', 'd2']) void asked[0]!.then(() => asked.push(ask(name)));
  while (ends.length > 0) {
    ends.shift()!();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }
  await Promise.all(asked);
  assert.deepEqual(begun, ['a1', 'a2', 'a3', 'b1', 'a4', 'd1', 'd2']);
  assert.equal(most, 2);
});
