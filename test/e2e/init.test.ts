import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { after, before, type TestContext } from 'node:test';
import { until } from '../gateway/support/until.js';
import { collectProblems, launchBrowser } from './support.js';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
/** Beside nothing of the repository, so that nothing is found there by chance. */
const PROJECT = mkdtempSync(join(tmpdir(), 'dx-project-'));
const PROGRAM = join(PROJECT, 'node_modules/dx-realtime/bin/dx-realtime.js');

before(() => {
  const npm = (cwd: string, ...given: string[]) =>
    execFileSync('npm', [...given, '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], {
      cwd,
      stdio: 'pipe',
    });
  const packed = join(PROJECT, 'packed');
  mkdirSync(packed);
  npm(PACKAGE, 'pack', '--pack-destination', packed);
  writeFileSync(join(PROJECT, 'package.json'), '{ "private": true, "type": "module" }');
  npm(PROJECT, 'install', join(packed, readdirSync(packed)[0]!));
});
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
  assert.match(init.output(), /npx dx-realtime gateway --config gateway\.config\.mjs --pages pages/);
  const gateway = run(
    t,
    folder,
    ...['gateway', '--config', 'gateway.config.mjs', '--pages', 'pages', '--port', '0'],
  );
  const url = await until(() => /listening on (http:\S+),/.exec(gateway.output())?.[1], 'the address');
  assert.equal((await fetch(`${url}/push-key.txt`)).status, 404);

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
  // Chromium asks for an icon by itself; the page has none.
  assert.deepEqual(
    problems.filter((problem) => !/404/.test(problem)),
    [],
  );
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
