import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { after, before, type TestContext } from 'node:test';
import { pack } from '../support/packages.js';
import { until } from '../gateway/support/until.js';
import { collectProblems, launchBrowser } from './support.js';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
/** Beside nothing of the repository, so that nothing is found there by chance. */
const PROJECT = mkdtempSync(join(tmpdir(), 'dx-project-'));
const PROGRAM = join(PROJECT, 'node_modules/dx-realtime/bin/dx-realtime.js');

/** What was seen while the elements were installed, and the gateway was not. */
const alone = { packages: [''], bytes: 0, command: '', import: '' };

// As an author does it, away from this repository and its "overrides".
before(() => {
  writeFileSync(join(PROJECT, 'package.json'), '{ "private": true, "type": "module" }');
  install(PACKAGE);
  const node = (...given: string[]) => spawnSync(process.execPath, given, { cwd: PROJECT, encoding: 'utf8' });
  const list = execFileSync('npm', ['ls', '--all', '--parseable'], { cwd: PROJECT, encoding: 'utf8' });
  alone.packages = list.trim().split('\n').slice(1);
  alone.bytes = sizeOf(join(PROJECT, 'node_modules'));
  alone.command = node(PROGRAM, 'gateway', '--help').stderr;
  alone.import = node('--input-type=module', '-e', "await import('dx-realtime/gateway')").stderr;
  install(join(PACKAGE, 'packages/gateway'));
});

/** Installs what npm would publish; a warning, such as one about the version of Node, is a failure. */
function install(folder: string): void {
  const packed = pack(folder, PROJECT);
  const options = ['--engine-strict', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const told = spawnSync('npm', ['install', ...options, packed], { cwd: PROJECT, encoding: 'utf8' });
  assert.deepEqual([told.status, told.stderr], [0, '']);
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
after(() => rmSync(PROJECT, { recursive: true }));

/** Runs the program of the package, as npm installs it, in a folder, as a person at a shell does. */
function run(t: TestContext, folder: string, ...given: string[]) {
  const child = spawn(process.execPath, [PROGRAM, ...given], { cwd: folder });
  t.after(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { ended, output: () => output };
}

async function emptyFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dx-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

test('the elements alone install at most 20 packages and 12 MB', () => {
  assert.ok(alone.packages.length <= 20, alone.packages.join('\n'));
  assert.ok(alone.bytes <= 12_000_000, `${alone.bytes} bytes`);
});

test('the command and the import of the gateway say what to install where it is not there', () => {
  const sentence = /The gateway is a package of its own.*npm install dx-realtime-gateway/;
  assert.match(alone.command, sentence);
  assert.match(alone.import, sentence);
});

test('a project with nothing else can import all that needs no framework, and nothing is printed', () => {
  const names = ['', '/define', '/gateway', '/builders/plugin', '/builders/grapesjs', '/builders/storybook'];
  const code = names.map((name) => `await import('dx-realtime${name}');`).join('\n');
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  assert.deepEqual([stdout, stderr, status], ['', '', 0]);
});

test('what init writes is a live page: gateway, push from the shell, toast', async (t) => {
  const folder = await emptyFolder(t);
  const init = run(t, folder, 'init');
  assert.equal(await init.ended, 0, init.output());
  assert.match(init.output(), /npx dx-realtime-gateway --config gateway\.config\.mjs --pages pages/);
  const gateway = run(
    t,
    folder,
    ...['gateway', '--config', 'gateway.config.mjs', '--pages', 'pages', '--port', '0'],
  );
  const url = await until(() => /listening on (http:\S+),/.exec(gateway.output())?.[1], 'the address');
  assert.equal((await fetch(`${url}/push-key.txt`)).status, 404);
  const worker = await fetch(`${url}/dx-push.js`);
  assert.match(
    `${worker.status} ${worker.headers.get('Content-Type')}`,
    /^200 (text|application)\/javascript/,
  );

  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage();
  const problems = collectProblems(page);
  await page.goto(url);
  await page.locator('dx-connection-status:state(live)').waitFor();
  const push = run(
    t,
    folder,
    ...['push', '*', 'alert', 'Hello, everybody', '--key-file', 'push-key.txt', '--url', url],
  );
  assert.equal(await push.ended, 0, push.output());
  await page.locator('.dx-alerts').getByText('Hello, everybody').first().waitFor();
  assert.deepEqual(problems, []);
  assert.match(await page.evaluate(() => getComputedStyle(document.body).fontFamily), /^system-ui/);
});

test('init keeps the key for its owner, and overwrites nothing', async (t) => {
  const folder = await emptyFolder(t);
  assert.equal(await run(t, folder, 'init', 'site').ended, 0);
  const key = join(folder, 'site/push-key.txt');
  assert.equal((await stat(key)).mode & 0o777, 0o600);
  const former = await readFile(key, 'utf8');
  assert.match(former, /^[\w-]{32}\n$/);
  const again = run(t, folder, 'init', 'site');
  assert.equal(await again.ended, 1);
  assert.match(again.output(), /^Nothing was written: .*gateway\.config\.mjs.* are there already\./);
  assert.equal(await readFile(key, 'utf8'), former);
  const other = await emptyFolder(t);
  await writeFile(join(other, '.gitignore'), 'mine\n');
  const beside = run(t, other, 'init');
  assert.equal(await beside.ended, 0);
  assert.match(beside.output(), /^Add push-key\.txt to your \.gitignore\./);
  assert.equal(await readFile(join(other, '.gitignore'), 'utf8'), 'mine\n');
});
