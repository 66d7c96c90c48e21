import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { ChannelReplay } from '../../src/protocol.js';
import type { BoxPage } from '../../src/gateway/inbox/inbox-store.js';
import { openDatabase } from '../../src/gateway/store/database.js';
import type { Operation, OperationName, Outcome } from '../../src/gateway/store/operations.js';
import { prepareLog } from '../../src/gateway/store/log-statements.js';
import { StoreThread } from '../../src/gateway/store/store-thread.js';

const NOW = 1_000_000;

/** The thread of a data file, asked in the same thread. */
const openThread = (...given: Parameters<typeof openFile>): StoreThread => openFile(...given).thread;

function openFile(t: TestContext, bounds: { maxMessages?: number; maxTotalBytes?: number } = {}) {
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
  return { database, thread: new StoreThread(database, { path: '', retention: { shop: retention } }) };
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

const inBox = (name: OperationName, channel: string, more: object, now = NOW): Operation => ({
  ...{ name, now },
  ask: { app: 'shop', channel, maxMessages: 5, ...more },
});
const keepIn = (channel: string, ends: number): Operation => {
  const alert = { channel, epoch: 'e', offset: 1, at: NOW, eventName: 'alert', message: 'm', ends };
  return inBox('keepAlert', channel, { alert });
};

test('channels in which nothing is left leave the file, a thousand at a time, and no others; who reads on gets all that comes', (t) => {
  const { database, thread } = openFile(t);
  const boxes = () =>
    (database.prepare('SELECT name FROM box ORDER BY id').all() as { name: string }[]).map(
      ({ name }) => name,
    );
  const [soon, late] = [NOW + 1_000, NOW + 1_000_000];
  const marks = [{ id: 't:a e 1', ends: late, names: ['seen'] }];
  thread.run([keepIn('first', late), inBox('markAlerts', 'marked', { marks })]);
  thread.run(Array.from({ length: 2_500 }, (_, index) => keepIn(`t:${index}`, soon)));
  thread.run([keepIn('last', late)]);
  assert.equal(boxes().length, 2_503);
  const [before] = thread.run([
    inBox('alertsSince', 't:7', { cursor: null, size: { entries: 9, bytes: 999 } }),
  ]);
  const cursor = (before as { answer: BoxPage }).answer;
  assert.equal(cursor.alerts.length, 1);

  const tidy: Operation = { name: 'tidy', now: NOW + 2_000, ask: null };
  const left = [1, 2, 3].map(() => {
    thread.run([tidy]);
    return boxes().length;
  });
  assert.deepEqual(left, [1_505, 505, 3]);
  assert.deepEqual(boxes(), ['first', 'marked', 'last']);
  const given = { cursor, size: { entries: 9, bytes: 999 } };
  const [, after] = thread.run([keepIn('t:7', late), inBox('alertsSince', 't:7', given, NOW + 2_000)]);
  assert.deepEqual(
    (after as { answer: BoxPage }).answer.alerts.map(({ ends }) => ends),
    [late],
  );
  // At the end it begins anew.
  for (let count = 0; count < 3; count += 1) thread.run([{ ...tidy, now: late }]);
  assert.deepEqual(boxes(), []);
});

const logAlert = (id: string | null, more: { app?: string; digest?: string } = {}): Operation<'append'> => {
  const { ask } = append('u:a') as Operation<'append'>;
  const keeping = { ttl: 50, pushId: `push ${id}`, delivered: 2, maxMessages: 3 };
  const { app = 'shop', digest = 'd' } = more;
  return { name: 'append', now: NOW, ask: { app, message: { ...ask.message, id, digest }, keeping } };
};
const pageOf = (thread: StoreThread): BoxPage => {
  const given = { cursor: null, size: { entries: 99, bytes: 9_999 } };
  const [page] = thread.run([inBox('alertsSince', 'u:a', given)]);
  return (page as { answer: BoxPage }).answer;
};

test('an alert is kept in the step in which its message is logged: once for an id, none of another message, of too many the newest', (t) => {
  const thread = openThread(t);
  const outcomes = thread.run([logAlert('1'), logAlert('1'), logAlert('1', { digest: 'other' })]);
  assert.equal(outcomes.filter((one) => 'answer' in one).length, 3);
  const first = pageOf(thread);
  const { epoch } = first.alerts[0]!;
  const kept = {
    channel: 'u:a',
    epoch,
    at: NOW,
    eventName: 'n',
    message: 'm',
    ends: NOW + 50_000,
    delivered: 2,
  };
  assert.deepEqual(first.alerts, [{ ...kept, offset: 1, pushId: 'push 1' }]);
  thread.run([logAlert('1'), ...['2', '3', '4', '5'].map((id) => logAlert(id))]);
  const page = pageOf(thread);
  assert.deepEqual(
    page.alerts.map(({ offset, pushId }) => [offset, pushId]),
    [3, 4, 5].map((offset) => [offset, `push ${offset}`]),
  );
  assert.deepEqual(
    page.states.map(({ id, gone }) => [id, gone]),
    [1, 2].map((offset) => [`u:a ${epoch} ${offset}`, NOW]),
  );
  thread.run([logAlert('6')]);
  assert.deepEqual(
    pageOf(thread).alerts.map(({ offset }) => offset),
    [4, 5, 6],
  );
});

test('of an id whose message was not kept another message is no alert, and the same one is kept then', (t) => {
  const thread = openThread(t);
  const { app, message } = logAlert('1').ask;
  thread.run([{ ...logAlert('1'), ask: { app, message } }, logAlert('1', { digest: 'other' })]);
  assert.deepEqual(pageOf(thread).alerts, []);
  thread.run([logAlert('1')]);
  assert.deepEqual(
    pageOf(thread).alerts.map(({ offset, pushId }) => [offset, pushId]),
    [[1, 'push 1']],
  );
});

test('where something beside it cannot be written, an alert is kept by itself, as if the other had never come', (t) => {
  const thread = openThread(t);
  const impossible = { name: 'top', now: NOW, ask: { app: null, channel: 'x' } } as unknown as Operation;
  const outcomes = thread.run([logAlert(null), impossible, logAlert(null)]);
  assert.deepEqual(
    outcomes.map((one) => 'answer' in one),
    [true, false, true],
  );
  thread.run([logAlert(null)]);
  const { alerts, states, revision } = pageOf(thread);
  assert.deepEqual([alerts.map(({ offset }) => offset), states, revision], [[1, 2, 3], [], 3]);
});

test('what the file could not write once it writes later: a channel, an inbox, and what is beside them', (t) => {
  const thread = openThread(t);
  const nobody = { app: null, channel: 'x' };
  const impossible = [
    { name: 'top', now: NOW, ask: nobody },
    { name: 'keepAlert', now: NOW, ask: { ...keepIn('x', NOW + 9).ask, ...nobody } },
  ] as unknown as Operation[];
  for (const one of impossible) assert.ok('error' in thread.run([one])[0]!);
  const outcomes = thread.run([append('first'), ...impossible, keepIn('second', NOW + 9), append('third')]);
  assert.deepEqual(
    outcomes.map((one) => 'answer' in one),
    [true, false, false, true, true],
  );
});
