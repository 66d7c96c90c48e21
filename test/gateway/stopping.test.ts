import assert from 'node:assert/strict';
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { pauseBetween } from '../../src/gateway/sockets/send-away.js';
import { connect, disconnection } from './support/client.js';
import { get, keyOf, post, startGateway, testApp, type Answer, type TestGateway } from './support/gateway.js';
import { until } from './support/until.js';
import { LOADER } from './support/program.js';

/** A scenario that answers when it is told to. */
function createGate() {
  let open = (): void => undefined;
  let begun = 0;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const handle = async () => {
    begun += 1;
    await opened;
    return [{ number: 7 }];
  };
  return { handle, open: () => open(), begun: () => begun };
}

const anybody = (gate: ReturnType<typeof createGate>) =>
  testApp('shop', {
    anonymous: true,
    scenarios: { data: { 'orders/create': gate.handle }, events: { order: gate.handle } },
  });

const call = ({ url }: TestGateway): Promise<Answer> =>
  get(`${url}/good/api/v5/data/orders/create?appID=shop`);

test('a gateway that stops answers what it was asked before, over HTTP and Socket.IO, and is not ready', async (t) => {
  const gate = createGate();
  const running = await startGateway(t, { apps: [anybody(gate)] });
  const client = await connect(t, running.url, { app: 'shop', tracked: true });
  const idle = await connect(t, running.url, { app: 'shop', tracked: true });
  const asked = [call(running).then(({ body }) => body.payload), client.socket.emitWithAck('order', {})];
  await until(() => gate.begun() === 2, 'both to be under way');
  const cut = disconnection(idle);
  const closing = running.gateway.close();
  // Whoever waits for nothing goes; whoever waits for an answer stays.
  await cut;
  const { status, body } = await get(`${running.url}/readyz`);
  assert.deepEqual([status, body], [503, { ready: false, problem: 'The gateway stops.' }]);
  assert.equal(client.socket.connected, true);
  gate.open();
  assert.deepEqual(await Promise.all(asked), [[{ number: 7 }], [{ number: 7 }]]);
  await closing;
});

test('a gateway that stops waits no longer than it is told for a scenario that never answers', async (t) => {
  const gate = createGate();
  const running = await startGateway(t, { apps: [anybody(gate)], shutdown: { requests: 0.1 } });
  const cut = call(running).then(
    () => 'answered',
    () => 'cut',
  );
  await until(() => gate.begun() === 1, 'the call to be under way');
  await running.gateway.close();
  assert.equal(await cut, 'cut');
});

for (const { where, data, expected } of [
  { where: 'in memory refuses pushes, with their id', data: 'memory', expected: 503 },
  { where: 'with a data file goes on taking pushes', data: 'file', expected: 202 },
])
  test(`a gateway that stops ${where}`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'dx-stopping-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const gate = createGate();
    const file = data === 'file' ? join(folder, 'gateway.db') : data;
    const running = await startGateway(t, { apps: [anybody(gate)], data: file });
    const held = call(running);
    await until(() => gate.begun() === 1, 'the call to be under way');
    const closing = running.gateway.close();
    const answer = await running.push('shop', { id: 'mine', userID: 'alice', eventName: 'order' });
    assert.equal(answer.status, expected);
    assert.equal(answer.body.id, 'mine');
    const own = running.gateway.push('shop', { userID: '*', eventName: 'order' });
    if (expected === 503) await assert.rejects(own, /would forget the push/);
    else await own;
    gate.open();
    await Promise.all([held, closing]);
  });

test('during the delay of a shutdown clients stay, newcomers are admitted, and only the readiness says no', async (t) => {
  const running = await startGateway(t, { apps: [anybody(createGate())], shutdown: { delay: 1 } });
  const client = await connect(t, running.url, { app: 'shop' });
  const closing = running.gateway.close();
  assert.equal((await get(`${running.url}/readyz`)).status, 503);
  const newcomer = await connect(t, running.url, { app: 'shop' });
  assert.equal(client.socket.connected, true);
  const cuts = [client, newcomer].map(disconnection);
  await closing;
  await Promise.all(cuts);
});

test('clients are sent away a hundred a second, and faster where they are too many for the time', () => {
  assert.equal(pauseBetween(1, 5), 10);
  assert.equal(pauseBetween(400, 5), 10);
  assert.equal(pauseBetween(10_000, 5), 0.5);
  assert.equal(pauseBetween(10_000, 0), 0);
  assert.equal(pauseBetween(0, 5), 10);
});

const COMMAND = new URL('../../src/cli/gateway-command.ts', import.meta.url).href;
const START = `import { runGatewayCommand } from '${COMMAND}'; await runGatewayCommand(process.argv.slice(1));`;

const FAULTY = `
const soon = (act) => setTimeout(act, 1);
export default { apps: [{ id: 'shop', pushKeys: ['${keyOf('shop')}'], anonymous: true, scenarios: { data: {
  'a/timer': () => { soon(() => { throw new Error('thrown in a timer'); }); return []; },
  'a/promise': () => { void Promise.reject(new Error('a promise nobody waits for')); return []; },
  'a/text': () => { void Promise.reject('a text'); return []; },
  'a/emitter': () => { soon(() => process.stdout.emit('error', new Error('a stream'))); return []; },
  'a/answer': () => [1],
} } }] };`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

for (const output of ['a pipe', '/dev/full'])
  test(`the command outlives what scenarios throw and nobody catches, its log on ${output}`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'dx-alive-'));
    t.after(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'gateway.config.mjs'), FAULTY);
    const port = await freePort();
    const to = output === 'a pipe' ? 'pipe' : openSync(output, 'w');
    const given = ['--config', 'gateway.config.mjs', '--port', String(port), '--data', 'memory'];
    const node = [...LOADER, '--input-type=module', '--eval', START, '--'];
    const child = spawn(process.execPath, [...node, ...given], { cwd: folder, stdio: ['ignore', to, to] });
    t.after(() => void child.kill('SIGKILL'));
    let log = '';
    child.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const url = `http://127.0.0.1:${port}`;
    const ask = (path: string) =>
      get(`${url}/good/api/v5/data/${path}?appID=shop`).catch(() => ({ status: 0, body: { payload: [] } }));
    await until(async () => (await ask('a/answer')).status === 200, 'the gateway to answer');
    for (const path of ['a/timer', 'a/promise', 'a/text', 'a/emitter']) await ask(path);
    if (output === 'a pipe') {
      const lines = () => log.match(/an error was caught by nobody/g)?.length;
      await until(() => lines() === 3, 'a line for each error');
      assert.match(log, /thrown in a timer/);
    }
    assert.deepEqual((await ask('a/answer')).body.payload, [1]);
    const key = { authorization: `Bearer ${keyOf('shop')}` };
    assert.equal((await post(`${url}/push`, { userID: '*', eventName: 'x' }, key)).status, 202);
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
  });

test('lines of the log that nobody reads are lost, and hold up nothing', async (t) => {
  const { href } = new URL('../../src/gateway/http/standard-output.ts', import.meta.url);
  const writes = `import { standardOutput } from '${href}';
    for (let line = 0; line < 3_000; line += 1) standardOutput.write('x'.repeat(1_000) + String.fromCharCode(10));
    process.stderr.write('written');`;
  // The reader lives and never reads; what writes does not wait for it for ever.
  const reader = spawn('sleep', ['60'], { stdio: ['pipe', 'ignore', 'ignore'] });
  t.after(() => void reader.kill('SIGKILL'));
  const node = [...LOADER, '--input-type=module', '--eval', writes];
  const child = spawn(process.execPath, node, { stdio: ['ignore', reader.stdin, 'pipe'] });
  t.after(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(() => said.includes('written'), 'all lines to be written or lost');
});
