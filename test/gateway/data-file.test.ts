import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { promisify } from 'node:util';
import Database from 'libsql';
import { LOADER } from './support/program.js';
import { runCommand } from './support/run-command.js';
import type { UserConfiguration } from '../../src/gateway/index.js';
import type { ListenAnswer } from '../../src/protocol.js';
import type { InboxPage } from '../../src/protocol/inbox.js';
import { get, keyOf, post, startGateway, testApp, userOf } from './support/gateway.js';
import { until } from './support/until.js';
import { connect } from './support/client.js';

async function folderFor(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dx-data-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const START = {
  apps: [testApp('shop', { anonymous: true })],
};
const toEverybody = { userID: '*', eventName: 'n', message: 'kept' };

test('a file that is closed while it writes answers first, and then lets the process end by itself', async (t) => {
  const { href } = new URL('../../src/gateway/store/file-store.ts', import.meta.url);
  const closes = `import { openFileStore } from '${href}';
    const store = openFileStore('data.db', {});
    await store.opened();
    const kept = store.keepSecret('name', 'offered');
    // It has gone to the thread, and is not answered.
    await null;
    const closed = store.close();
    console.log(await kept);
    await closed;
    console.log('closed');`;
  const node = [...LOADER, '--input-type=module', '--eval', closes];
  const options = { cwd: await folderFor(t), timeout: 60_000 };
  // Rejects where it ends otherwise than with 0, such as with 13: nothing more to do, and something still awaited.
  const { stdout } = await promisify(execFile)(process.execPath, node, options);
  assert.equal(stdout, 'offered\nclosed\n');
});

test('a restart with the same file keeps epochs, offsets, ids, sessions and the ids of persons', async (t) => {
  const data = join(await folderFor(t), 'data.db');
  const first = await startGateway(t, { data });
  const session = await first.login('shop', 'alice');
  const revoked = await first.login('shop', 'alice');
  await get(`${first.url}/good/api/v4/auth/logout?appID=shop&sessionID=${revoked}`);
  const helloOf = async (url: string): Promise<unknown> => {
    const client = await connect(t, url, { app: 'shop', session, tracked: true });
    const [hello] = await client.next('dx:hello');
    return (hello as { person: unknown }).person;
  };
  const person = await helloOf(first.url);
  const push = { userID: 'alice', eventName: 'n', message: 1, id: 'once' };
  const before = (await first.push('shop', push)).body;
  await first.gateway.close();

  const second = await startGateway(t, { data });
  const repeated = (await second.push('shop', push)).body;
  assert.deepEqual([repeated.epoch, repeated.offset], [before.epoch, before.offset]);
  assert.equal((await second.push('shop', { ...push, id: 'other' })).body.offset, before.offset + 1);
  assert.equal(await helloOf(second.url), person);
  const check = (id: string) => get(`${second.url}/good/api/v4/auth/check?appID=shop&sessionID=${id}`);
  assert.equal((await check(session)).body.result.result, true);
  assert.equal((await check(revoked)).body.result.result, false);
});

test('a password or a role that was changed while no gateway ran ends the sessions of that user, and of no other', async (t) => {
  const data = join(await folderFor(t), 'data.db');
  const [alice, bob] = [userOf('alice'), userOf('bob')];
  const start = (users: UserConfiguration[]) => startGateway(t, { apps: [testApp('shop', { users })], data });
  const first = await start([alice, bob]);
  const sessions = [await first.login('shop', 'alice'), await first.login('shop', 'bob')];
  await first.gateway.close();
  const { url } = await start([{ ...alice, role: 'auditor' }, bob]);
  const isValid = async (id: string) =>
    (await get(`${url}/good/api/v4/auth/check?appID=shop&sessionID=${id}`)).body.result.result;
  assert.deepEqual(await Promise.all(sessions.map(isValid)), [false, true]);
});

test('the data file is for its owner only and holds no session id and no key', async (t) => {
  const folder = await folderFor(t);
  const data = join(folder, 'data.db');
  const { login, push } = await startGateway(t, { data });
  const session = await login('shop', 'alice');
  await push('shop', { userID: 'alice', eventName: 'n' });
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    assert.equal(statSync(file).mode & 0o077, 0, name);
    const text = readFileSync(file, 'latin1');
    assert.ok(!text.includes(session) && !text.includes(keyOf('shop')), name);
  }
});

test('a file that a second gateway wants is refused with a sentence, and the first goes on', async (t) => {
  const data = join(await folderFor(t), 'data.db');
  const { push } = await startGateway(t, { ...START, data });
  await assert.rejects(startGateway(t, { ...START, data }), /is used by another gateway/);
  assert.equal((await push('shop', toEverybody)).status, 202);
});

test('a file that cannot be read is kept under another name as it was, and the gateway starts', async (t) => {
  const folder = await folderFor(t);
  const data = join(folder, 'data.db');
  const broken = Buffer.alloc(20_000, 'no database');
  writeFileSync(data, broken);
  const { push } = await startGateway(t, { ...START, data });
  assert.equal((await push('shop', toEverybody)).status, 202);
  const kept = readdirSync(folder).find((name) => /\.broken-\w+$/.test(name));
  assert.deepEqual(readFileSync(join(folder, kept!)), broken);
});

test('a file with a torn page is kept under another name, and the gateway starts', async (t) => {
  const folder = await folderFor(t);
  const data = join(folder, 'data.db');
  const first = await startGateway(t, { ...START, data });
  for (let count = 0; count < 50; count += 1)
    await first.push('shop', { ...toEverybody, message: 'x'.repeat(2000) });
  await first.gateway.close();
  const torn = readFileSync(data);
  torn.fill(0xff, 4096, torn.length - 4096);
  writeFileSync(data, torn);
  const { push } = await startGateway(t, { ...START, data });
  assert.equal((await push('shop', toEverybody)).body.offset, 1);
  assert.equal(readdirSync(folder).filter((name) => /\.broken-\w+$/.test(name)).length, 1);
});

test('a file of a later version is refused with a sentence and stays as it is', async (t) => {
  const data = join(await folderFor(t), 'data.db');
  const first = await startGateway(t, { ...START, data });
  await first.gateway.close();
  const database = new Database(data);
  database.exec('PRAGMA user_version = 99');
  database.close();
  await assert.rejects(startGateway(t, { ...START, data }), /written by a later version of dx-realtime/);
  const again = new Database(data);
  assert.deepEqual(again.prepare('PRAGMA user_version').raw().get(), [99]);
  again.close();
});

test('a file of a former version keeps its messages, alerts and revocations, and remembers these as long as new ones', async (t) => {
  const data = join(await folderFor(t), 'data.db');
  const inbox = { events: ['alert'] };
  const apps = [testApp('shop', { inbox, topics: { 'club:*': 'signed-in' } })];
  const first = await startGateway(t, { apps, data });
  const { body } = await first.push('shop', {
    userID: 'alice',
    eventName: 'alert',
    message: 'kept',
    id: 'once',
  });
  const headers = { authorization: `Bearer ${keyOf('shop')}` };
  const revoke = (url: string, topic: string) =>
    post(`${url}/topics/revoke`, { userID: 'alice', topic }, headers);
  await revoke(first.url, 'club:1');
  await first.gateway.close();
  // What version 8 did not have.
  const former = new Database(data);
  former.exec('ALTER TABLE revoked DROP COLUMN ends; PRAGMA user_version = 8');
  former.close();

  const second = await startGateway(t, { apps, data });
  const repeated = await second.push('shop', {
    userID: 'alice',
    eventName: 'alert',
    message: 'kept',
    id: 'once',
  });
  assert.deepEqual([repeated.body.epoch, repeated.body.offset], [body.epoch, body.offset]);
  const client = await connect(t, second.url, {
    ...{ app: 'shop', session: await second.login('shop', 'alice'), tracked: true },
  });
  const ask = async (topic: string) =>
    (await client.socket.emitWithAck('dx:listen', { topics: [{ topic }] })) as ListenAnswer;
  assert.deepEqual(
    (await ask('club:1')).refused.map(({ code }) => code),
    ['revoked'],
  );
  assert.equal((await ask('club:2')).channels.length, 1);
  const { alerts } = (await client.socket.emitWithAck('dx:inbox', { cursor: null })) as InboxPage;
  assert.deepEqual(
    alerts.map(({ message }) => message),
    ['kept'],
  );
  await revoke(second.url, 'club:2');
  await second.gateway.close();
  const now = new Database(data);
  const rows = now.prepare('SELECT topic, ends - at AS life FROM revoked ORDER BY topic').all() as {
    topic: string;
    life: number;
  }[];
  now.close();
  assert.deepEqual(
    rows.map(({ topic }) => topic),
    ['club:1', 'club:2'],
  );
  assert.equal(rows[0]!.life, rows[1]!.life);
});

test('a folder that is not there is named', async (t) => {
  const data = join(await folderFor(t), 'nowhere', 'data.db');
  await assert.rejects(startGateway(t, { ...START, data }), /cannot be written: ENOENT/);
});

test('redis and data together are refused with a sentence', async (t) => {
  await assert.rejects(
    startGateway(t, { ...START, data: 'x.db', redis: 'redis://127.0.0.1:1' }),
    /both "redis" and "data"/,
  );
});

const canMount = (() => {
  try {
    const folder = join(tmpdir(), `dx-mount-${process.pid}`);
    mkdirSync(folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'pipe' });
    execFileSync('umount', [folder]);
    return false;
  } catch (error) {
    return `a small disk cannot be mounted here: ${(error as Error).message}`;
  }
})();

test(
  'a full disk: pushes are 503 and /readyz too; with room again both are well by themselves',
  { skip: canMount },
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'dx-full-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder]);
    t.after(() => {
      execFileSync('umount', ['-l', folder]);
      rmdirSync(folder);
    });
    const filler = join(folder, 'filler');
    const { push, url } = await startGateway(t, { ...START, data: join(folder, 'data.db') });
    assert.equal((await push('shop', toEverybody)).body.offset, 1);
    fill(filler);
    const big = { ...toEverybody, message: 'x'.repeat(50_000) };
    await until(async () => (await push('shop', big)).status === 503, 'a push to be refused');
    await until(async () => (await fetch(`${url}/readyz`)).status === 503, 'the gateway not to be ready');
    await rm(filler);
    await until(async () => (await fetch(`${url}/readyz`)).status === 200, 'the gateway to be ready');
    assert.equal((await push('shop', toEverybody)).status, 202);
  },
);

function fill(path: string): void {
  for (let size = 4_000_000; size > 500; size = Math.floor(size / 2)) {
    try {
      writeFileSync(path, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Full: a smaller piece may fit.
    }
  }
}

test('backup copies the file of a running gateway, and a gateway started with the copy has all of it', async (t) => {
  const folder = await folderFor(t);
  const data = join(folder, 'data.db');
  const copy = join(folder, 'copy.db');
  const first = await startGateway(t, { ...START, data });
  const before = (await first.push('shop', { ...toEverybody, id: 'once' })).body;
  const done = runCommand(t, ['backup', copy], { DX_DATA: data });
  assert.equal(await done.ended, 0, done.output());
  await first.push('shop', toEverybody);
  const second = await startGateway(t, { ...START, data: copy });
  const after = (await second.push('shop', { ...toEverybody, id: 'once' })).body;
  assert.deepEqual([after.epoch, after.offset], [before.epoch, before.offset]);

  const again = runCommand(t, ['backup', copy], { DX_DATA: data });
  assert.equal(await again.ended, 1);
  assert.match(again.output(), /is there already/);
});

test('the command keeps its data in dx-realtime.db of the working directory and names it', async (t) => {
  const folder = await folderFor(t);
  const config = join(await folderFor(t), 'gateway.json');
  writeFileSync(config, JSON.stringify({ apps: [testApp('shop')] }));
  const started = async (...more: string[]) => {
    // Empty is as if it were not set.
    const run = runCommand(
      t,
      ['gateway', '--port', '0', '--config', config, ...more],
      { DX_DATA: '' },
      folder,
    );
    await until(() => run.output().includes('essions'), 'the place of the data to be named');
    return run;
  };
  const first = await started();
  assert.match(first.output(), /kept in \S+\/dx-realtime\.db/);
  const second = await started();
  assert.match(second.output(), /is used by another gateway\. Messages and sessions end with this process/);
  const third = runCommand(
    t,
    ['gateway', '--port', '0', '--config', config, '--data', 'dx-realtime.db'],
    {},
    folder,
  );
  assert.equal(await third.ended, 1);
  assert.match(third.output(), /^The file ".*" is used by another gateway\.$/m);
  const fourth = await started('--pages', folder);
  assert.match(fourth.output(), /Messages and sessions end with this process/);
  const url = /listening on (http:\S+),/.exec(first.output())![1]!;
  assert.equal(
    (await post(`${url}/push`, toEverybody, { authorization: `Bearer ${keyOf('shop')}` })).status,
    202,
  );
});

test('what has ended leaves the file, which shrinks', async (t) => {
  const data = join(await folderFor(t), 'data.db');
  const log = { maxAge: 1, maxBytes: 50_000_000 };
  const { push, gateway } = await startGateway(t, { apps: [testApp('shop', { log })], data });
  for (let count = 0; count < 40; count += 1)
    await push('shop', { userID: 'alice', eventName: 'n', message: 'x'.repeat(100_000), ttl: 0 });
  await gateway.close();
  const full = statSync(data).size;
  assert.ok(full > 3_000_000, `${full} bytes`);
  const again = await startGateway(t, { apps: [testApp('shop', { log })], data });
  await until(async () => {
    await again.push('shop', { userID: 'alice', eventName: 'n' });
    return statSync(data).size < full / 4;
  }, 'the file to be smaller');
});
