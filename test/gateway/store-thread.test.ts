import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { ChannelReplay } from '../../src/protocol.js';
import { openDatabase } from '../../src/gateway/store/database.js';
import type { Operation, Outcome } from '../../src/gateway/store/operations.js';
import { prepareLog } from '../../src/gateway/store/log-statements.js';
import { StoreThread } from '../../src/gateway/store/store-thread.js';

const NOW = 1_000_000;

/** The thread of a data file, asked in the same thread. */
function openThread(t: TestContext, bounds: { maxMessages?: number; maxTotalBytes?: number } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'dx-thread-'));
  const { database, unlock } = openDatabase(join(folder, 'data.db'));
  t.after(() => {
    database.close();
    unlock();
    rmSync(folder, { recursive: true });
  });
  const retention = {
    maxMessages: 100,
    maxBytes: 1_000_000,
    maxTotalBytes: 1_000_000,
    maxAge: 10,
    ...bounds,
  };
  return new StoreThread(database, { path: '', retention: { shop: retention } });
}

test('no statement of the log sorts messages: what a push costs does not grow with what is kept', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'dx-thread-'));
  const { database, unlock } = openDatabase(join(folder, 'data.db'));
  t.after(() => {
    database.close();
    unlock();
    rmSync(folder, { recursive: true });
  });
  const texts: string[] = [];
  prepareLog({
    prepare: (text: string) => {
      texts.push(text);
      return database.prepare(text);
    },
  } as unknown as typeof database);
  assert.ok(texts.some((text) => text.includes('ORDER BY seq')));
  for (const text of texts.filter((one) => one.startsWith('SELECT') && !one.includes('GROUP BY'))) {
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${text}`).all() as { detail: string }[];
    assert.doesNotMatch(plan.map(({ detail }) => detail).join(), /TEMP B-TREE/, text);
  }
});

test('beyond its bytes an app loses its own oldest messages, also after all that were older are gone', (t) => {
  const thread = openThread(t, { maxTotalBytes: 100 });
  const fill = (channel: string) =>
    thread.run(Array.from({ length: 6 }, () => append(channel, { bytes: 50 })));
  fill('one');
  fill('two');
  const kept = (channel: string) =>
    replayOf(thread.run([after(channel, { epoch: '', offset: 0 })])).messages.map(({ offset }) => offset);
  assert.deepEqual([kept('one'), kept('two')], [[], [5, 6]]);
  // Nothing is left, and what comes counts from the first again.
  thread.run([append('one', { bytes: 500 })]);
  assert.deepEqual([kept('one'), kept('two')], [[], []]);
  fill('one');
  assert.deepEqual(kept('one'), [12, 13]);
});

const append = (channel: string, more: { bytes?: number; ends?: number; now?: number } = {}): Operation => ({
  name: 'append',
  now: more.now ?? NOW,
  ask: {
    app: 'shop',
    message: {
      ...{ channel, id: null, about: { at: NOW }, eventName: 'n', message: 'm', bytes: more.bytes ?? 1 },
      ...{ ends: more.ends ?? NOW + 10_000, endsByWish: false },
    },
  },
});
const after = (channel: string, cursor: { epoch: string; offset: number }, now = NOW): Operation => ({
  name: 'after',
  now,
  ask: { app: 'shop', cursor: { channel, ...cursor }, maxBytes: Infinity },
});
const replayOf = ([outcome]: Outcome[]): ChannelReplay => (outcome as { answer: ChannelReplay }).answer;

test('the 50,001st channel that is used is kept within its bounds like the first', (t) => {
  const thread = openThread(t, { maxMessages: 2 });
  thread.run([append('first'), append('first')]);
  const tops = Array.from({ length: 49_999 }, (_, index): Operation => ({
    name: 'top',
    now: NOW,
    ask: { app: 'shop', channel: `u:${index}` },
  }));
  thread.run(tops);
  thread.run([append('first'), append('another')]);
  const { messages, top } = replayOf(thread.run([after('first', { epoch: '', offset: 0 })]));
  assert.deepEqual([messages.map(({ offset }) => offset), top], [[2, 3], 3]);
});

test('messages that ended before the first count are not taken off it: an app keeps no more than its bytes', (t) => {
  const thread = openThread(t, { maxTotalBytes: 1000 });
  thread.run(Array.from({ length: 20 }, () => append('old', { bytes: 50, ends: NOW + 1 })));
  const later = NOW + 100;
  thread.run([{ name: 'tidy', now: later, ask: null }]);
  thread.run(
    Array.from({ length: 100 }, () => append('new', { bytes: 50, now: later, ends: later + 10_000 })),
  );
  const { messages } = replayOf(thread.run([after('new', { epoch: '', offset: 0 }, later)]));
  assert.equal(messages.length, 20);
});
