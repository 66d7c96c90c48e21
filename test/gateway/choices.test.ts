import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import test, { type TestContext } from 'node:test';
import type {
  AppConfiguration,
  GatewayConfiguration,
  GatewayParts,
  ScenarioContext,
} from '../../src/gateway/index.js';
import { connect, type Client } from './support/client.js';
import { startGateway, testApp } from './support/gateway.js';
import { startRedis } from './support/redis-server.js';
import { until } from './support/until.js';

const FIRST = 'a'.repeat(28);
const SECOND = 'b'.repeat(28);

/** A back end that says how often it was asked to approve, and answers when it is told to. */
function approvals(): { app: AppConfiguration; taken: unknown[]; release: () => void; hold: () => void } {
  const taken: unknown[] = [];
  let wait = Promise.resolve();
  let release = (): void => undefined;
  const approve = async ({ choice, data }: ScenarioContext<unknown>) => {
    taken.push(choice ?? data);
    await wait;
    return choice === SECOND ? { error: 'You may not.' } : { approved: taken.length };
  };
  const fail = ({ choice }: ScenarioContext<unknown>) => {
    taken.push(choice);
    throw new Error('secret detail');
  };
  return {
    app: testApp('shop', { scenarios: { events: { approve, fail } } }),
    taken,
    hold: () => {
      wait = new Promise((resolve) => (release = resolve));
    },
    release: () => release(),
  };
}

interface Started {
  url: string;
  close: () => Promise<void>;
  of: (user: string) => Promise<Client>;
}

async function start(
  t: TestContext,
  app: AppConfiguration,
  more: Partial<GatewayConfiguration> = {},
  parts: GatewayParts = {},
): Promise<Started> {
  const { url, login, gateway } = await startGateway(t, { apps: [app], ...more }, parts);
  return {
    url,
    close: () => gateway.close(),
    of: async (user) => connect(t, url, { app: 'shop', session: await login('shop', user) }),
  };
}

const choose = ({ socket }: Client, choice: unknown, event = 'approve'): Promise<unknown> =>
  socket.emitWithAck(event, { id: 'refund-7', choice });

async function fileFor(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dx-choices-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'data.db');
}

test('a choice that is sent again, also while the first is at work, runs its handler once and gets its answer', async (t) => {
  const { app, taken, hold, release } = approvals();
  const { of } = await start(t, app);
  const alice = await of('alice');
  hold();
  const answers = [choose(alice, FIRST), choose(await of('alice'), FIRST)];
  await alice.socket.emitWithAck('unknown');
  release();
  assert.deepEqual(await Promise.all([...answers, choose(alice, FIRST)]), Array(3).fill({ approved: 1 }));
  assert.deepEqual(taken, [FIRST]);
});

test('another choice, another person and another event are handled each; a refusal is repeated', async (t) => {
  const { app, taken } = approvals();
  const { of } = await start(t, app);
  const [alice, bob] = [await of('alice'), await of('bob')];
  assert.deepEqual(await choose(alice, FIRST), { approved: 1 });
  assert.deepEqual(await choose(bob, FIRST), { approved: 2 });
  assert.deepEqual(await choose(alice, SECOND), { error: 'You may not.' });
  assert.deepEqual(await choose(alice, SECOND), { error: 'You may not.' });
  const failures = [await choose(alice, FIRST, 'fail'), await choose(alice, FIRST, 'fail')];
  assert.deepEqual(failures, Array(2).fill({ error: 'The scenario of "fail" failed.' }));
  assert.deepEqual(taken, [FIRST, FIRST, SECOND, FIRST]);
});

test('what is no id of a choice is data: it is handled each time', async (t) => {
  const { app, taken } = approvals();
  const alice = await (await start(t, app)).of('alice');
  for (const choice of ['red', 'red', 7, 'x y'.repeat(20)]) await choose(alice, choice);
  assert.equal(taken.length, 4);
});

test('a choice that was taken is answered after a restart with the same file, and not handled again', async (t) => {
  const { app, taken } = approvals();
  const data = await fileFor(t);
  const first = await start(t, app, { data });
  await choose(await first.of('alice'), FIRST);
  await first.close();
  const second = await start(t, app, { data });
  assert.deepEqual(await choose(await second.of('alice'), FIRST), { approved: 1 });
  assert.deepEqual(taken, [FIRST]);
});

test('nodes over one Redis handle a choice once, also where both get it at once', async (t) => {
  const { app, taken, hold, release } = approvals();
  const redis = await startRedis(t);
  const nodes = [await start(t, app, { redis: redis.url }), await start(t, app, { redis: redis.url })];
  const clients = await Promise.all(nodes.map(({ of }) => of('alice')));
  hold();
  const answers = clients.map((client) => choose(client, FIRST));
  // Both nodes have read the choice when each has answered something that came after it.
  await Promise.all(clients.map(({ socket }) => socket.emitWithAck('unknown')));
  release();
  assert.deepEqual(await Promise.all(answers), [{ approved: 1 }, { approved: 1 }]);
  assert.deepEqual(taken, [FIRST]);
});

test('where nobody can say whether a choice was taken it is not answered, so that the page keeps its id', async (t) => {
  const { app, taken } = approvals();
  const redis = await startRedis(t);
  const logStream = new PassThrough({ encoding: 'utf8' });
  let log = '';
  logStream.on('data', (line: string) => (log += line));
  const more = { redis: redis.url, logLevel: 'warn' } as const;
  const alice = await (await start(t, app, more, { logStream })).of('alice');
  await redis.kill();
  const answers: unknown[] = [];
  choose(alice, FIRST).then(
    (answer) => answers.push(answer),
    () => undefined,
  );
  await until(() => log.includes('a choice could not be looked up'), 'the gateway to give up');
  // Answers come in order: had the choice one, it would be there.
  assert.deepEqual(await choose(alice, 'red'), { approved: 1 });
  assert.deepEqual(answers, []);
  assert.deepEqual(taken, [{ id: 'refund-7', choice: 'red' }]);
});
