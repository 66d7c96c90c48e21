/**
 * Two versions of the gateway on one Redis, as during an upgrade: the last release, or where there is none yet a state of
 * some weeks of work ago, beside the one of now. The former one is taken from the history and runs as it was.
 */
import assert from 'node:assert/strict';
import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { InboxPage } from '../../src/protocol/inbox.js';
import type { SyncAnswer } from '../../src/protocol.js';
import { connect, disconnection, type Client } from './support/client.js';
import { keyOf, passwordOf, post, startGateway, testApp } from './support/gateway.js';
import { startRedis } from './support/redis-server.js';
import { until } from './support/until.js';

/** How many changes ago the former version was, where no release is in the history. */
const CHANGES_AGO = 40;

const git = (...given: string[]): string => execFileSync('git', given, { encoding: 'utf8', stdio: 'pipe' });

/** Null where there is no history, as in what npm installs. */
function formerVersion(): string | null {
  try {
    const [release] = git('tag', '--list', 'v*', '--sort=-v:refname', '--merged', 'HEAD').split('\n');
    return release || git('rev-list', 'HEAD', '--max-count=1', `--skip=${CHANGES_AGO}`).trim() || null;
  } catch {
    return null;
  }
}

const former = formerVersion();
const redis = await startRedis({ after });
const apps = [
  testApp('shop', {
    anonymous: true,
    adminKey: 'admin-key-of-the-shop',
    inbox: { events: ['alert'] },
    topics: { '*': 'signed-in' },
  }),
];

/** The sources of the former version, which load the libraries of this one. */
function formerSources(version: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'dx-former-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const names = ['src', 'scripts', 'package.json', 'tsconfig.json'];
  const archive = execFileSync('git', ['archive', version, ...names], { maxBuffer: 1e9 });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function startFormer(folder: string, address: string): Promise<{ url: string; process: ChildProcess }> {
  const port = await freePort();
  const configuration = JSON.stringify({ apps, redis: address, logLevel: 'silent' });
  const index = pathToFileURL(join(folder, 'src/gateway/index.ts')).href;
  const program = new URL('support/node-process.js', import.meta.url);
  const child = fork(program, [index, String(port), configuration], {
    cwd: folder,
    execArgv: ['--import', join(folder, 'scripts/typescript.js')],
  });
  after(() => void child.kill('SIGKILL'));
  const [said] = (await once(child, 'message')) as [string];
  assert.equal(said, 'listening');
  return { url: `http://127.0.0.1:${port}`, process: child };
}

const push = async (url: string, body: object) =>
  (await post(`${url}/push`, body, { authorization: `Bearer ${keyOf('shop')}` })).body;
const login = async (url: string, username: string) => {
  const credentials = { appID: 'shop', username, password: passwordOf(username) };
  return (await post(`${url}/good/api/v5/auth`, credentials)).body.result.token;
};
const namesIn = ({ received }: Client) =>
  received.map(([name]) => name).filter((name) => !String(name).startsWith('dx:'));

// Databases of one Redis share its channels of pub/sub: nodes name them by the database.
for (const database of [0, 3])
  test(
    `a former version and this one in database ${database} of a Redis are one gateway: messages, ids, sessions, topics and inboxes go both ways`,
    { skip: former === null && 'there is no history here' },
    async (t) => {
      const address = `${redis.url}/${database}`;
      const old = await startFormer(formerSources(former!), address);
      const now = await startGateway(t, { apps, redis: address });
      for (const [from, to] of [
        [old.url, now.url],
        [now.url, old.url],
      ] as const) {
        const session = await login(from, 'alice');
        const there = await connect(t, to, { app: 'shop', session, tracked: true });
        const here = await connect(t, from, { app: 'shop', session, tracked: true });
        const plain = await connect(t, to, { app: 'shop', session });
        await until(
          () => [here, there].every(({ received }) => received[0]?.[0] === 'dx:hello'),
          'both greetings',
        );
        const [hello, other] = [here, there].map(({ received }) => received[0]![1] as { person: string });
        assert.equal(hello!.person, other!.person);

        // Live, to both nodes, and once for an id.
        const id = `order of ${from}`;
        const first = await push(from, { userID: 'alice', eventName: 'alert', message: 'private', id });
        const again = await push(to, { userID: 'alice', eventName: 'alert', message: 'private', id });
        assert.deepEqual([again.epoch, again.offset], [first.epoch, first.offset]);
        await push(to, { userID: '*', eventName: 'end' });
        for (const client of [here, there, plain]) {
          await client.next('end');
          assert.deepEqual(namesIn(client), ['alert', 'end']);
        }

        // A page that moves finds what it missed.
        const cursor = { channel: 'u:alice', epoch: first.epoch, offset: first.offset - 1 };
        const { channels } = (await there.socket.emitWithAck('dx:sync', {
          channels: [cursor],
        })) as SyncAnswer;
        assert.deepEqual(
          channels[0]!.messages.map(({ message }) => message),
          ['private'],
        );
        assert.equal(channels[0]!.recovered, true);

        // A topic.
        await there.socket.emitWithAck('dx:listen', {
          topics: [{ topic: `order:${to}`.replace(/\W+/g, '-') }],
        });
        await push(from, { topic: `order:${to}`.replace(/\W+/g, '-'), eventName: 'topical' });
        await there.next('topical');

        // What is read at one node is read at the other.
        const page = (await there.socket.emitWithAck('dx:inbox', { cursor: null })) as InboxPage;
        const alert = page.alerts.find(({ offset }) => offset === first.offset)!;
        const ids = [`${alert.channel} ${alert.epoch} ${alert.offset}`];
        await there.socket.emitWithAck('dx:inbox-mark', { ids, mark: 'read' });
        const [marked] = (await here.next('dx:inbox-marked')) as [
          { states: { id: string; read?: number }[] },
        ];
        assert.deepEqual([marked.states[0]!.id, typeof marked.states[0]!.read], [ids[0], 'number']);

        // What one schedules the other shows and cancels.
        const later = { userID: 'alice', eventName: 'alert', id: `later ${from}`, delay: 900 };
        await push(from, later);
        const path = `${to}/push/${encodeURIComponent(later.id)}`;
        const cancelled = await fetch(path, {
          method: 'DELETE',
          headers: { authorization: `Bearer ${keyOf('shop')}` },
        });
        assert.equal(((await cancelled.json()) as { state: string }).state, 'cancelled');

        // A session that one ends ends at the other.
        const cut = disconnection(there);
        await fetch(`${from}/good/api/v5/auth/logout?appID=shop&sessionID=${session}`);
        assert.equal(await cut, 'io server disconnect');
      }
    },
  );

test(
  'the last node of the former version ends: pages that come to this one have the session and miss nothing',
  { skip: former === null && 'there is no history here' },
  async (t) => {
    const old = await startFormer(formerSources(former!), redis.url);
    const session = await login(old.url, 'bob');
    const client = await connect(t, old.url, { app: 'shop', session, tracked: true });
    const { epoch, offset } = await push(old.url, { userID: 'bob', eventName: 'n', message: 1 });
    await client.next('n');
    old.process.kill('SIGTERM');
    await once(old.process, 'exit');
    const now = await startGateway(t, { apps, redis: redis.url });
    await push(now.url, { userID: 'bob', eventName: 'n', message: 2 });
    const moved = await connect(t, now.url, { app: 'shop', session, tracked: true });
    const request = { channels: [{ channel: 'u:bob', epoch, offset }] };
    const { channels } = (await moved.socket.emitWithAck('dx:sync', request)) as SyncAnswer;
    assert.deepEqual(
      channels.map(({ recovered, messages }) => [recovered, messages.map(({ message }) => message)]),
      [[true, [2]]],
    );
  },
);
