import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { runCommand } from '../gateway/support/run-command.js';
import { get, keyOf, post, startGateway, testApp } from '../gateway/support/gateway.js';
import { until } from '../gateway/support/until.js';

async function configurationFile(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dx-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'gateway.json'), JSON.stringify({ apps: [testApp('shop')] }));
  return join(folder, 'gateway.json');
}

test('the command starts a gateway, and a signal ends it', async (t) => {
  const config = await configurationFile(t);
  const { child, ended, output } = runCommand(t, ['gateway', '--port', '0'], { DX_CONFIG: config });
  const url = await until(() => /listening on (http:\S+),/.exec(output())?.[1], 'the address');
  assert.equal((await get(`${url}/readyz`)).status, 200);
  child.kill('SIGTERM');
  assert.equal(await ended, 0);
});

test('a changed configuration file is taken over while the gateway runs; a wrong one is not', async (t) => {
  const config = await configurationFile(t);
  const { child, output } = runCommand(t, ['gateway', '--port', '0', '--config', config]);
  const url = await until(() => /listening on (http:\S+),/.exec(output())?.[1], 'the address');
  const statusWith = async (key: string) => {
    const push = { userID: '*', eventName: 'n' };
    return (await post(`${url}/push`, push, { authorization: `Bearer ${key}` })).status;
  };
  assert.equal(await statusWith('second-push-key-of-tests'), 401);
  await writeFile(
    config,
    JSON.stringify({ apps: [testApp('shop', { pushKeys: ['second-push-key-of-tests'] })] }),
  );
  child.kill('SIGHUP');
  await until(async () => (await statusWith('second-push-key-of-tests')) === 202, 'the new key to be known');
  assert.equal(await statusWith(keyOf('shop')), 401);
  await writeFile(config, '{"apps":[]}');
  child.kill('SIGHUP');
  await until(() => /stays as it was\. "apps" must not be empty/.test(output()), 'the mistake to be told');
  assert.equal(await statusWith('second-push-key-of-tests'), 202);
});

test('--help of each command lists its options with variable and default, and exits with 0', async (t) => {
  const wanted: [name: string, line: RegExp][] = [
    [
      'gateway',
      /^Usage: dx-realtime gateway --config FILE \[OPTIONS\]$[^]*^ {2}--port NUMBER +.*; default 8080 \(or PORT\)$/m,
    ],
    [
      'push',
      /^Usage: dx-realtime push USER EVENT \[MESSAGE\] \| push --topic TOPIC EVENT \[MESSAGE\] \| push --cancel ID \[OPTIONS\]$[^]*^ {2}--json +MESSAGE is JSON$/m,
    ],
    [
      'doctor',
      /^Usage: dx-realtime doctor URL \| doctor --page ADDRESS \[OPTIONS\]$[^]*^ {2}--origin ORIGIN  +\S/m,
    ],
    ['init', /^Usage: dx-realtime init \[FOLDER\]$[^]*^ {2}--help {2}show this text$/m],
  ];
  for (const [name, line] of wanted) {
    const { ended, output } = runCommand(t, [name, '--help']);
    assert.equal(await ended, 0);
    assert.match(output(), line);
  }
});

test('--version prints the version of the package and nothing else', async (t) => {
  const { ended, output } = runCommand(t, ['--version']);
  assert.equal(await ended, 0);
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  assert.equal(output(), `${version}\n`);
});

test('what cannot be done ends with 1 and a sentence', async (t) => {
  const config = await configurationFile(t);
  const { url } = await startGateway(t);
  const attempts: [sentence: RegExp, commandLine: string[]][] = [
    [/^Usage: dx-realtime COMMAND/, []],
    [/^There is no command "gatewya"/, ['gatewya']],
    [/"nowhere" of --pages is not there/, ['gateway', '--config', config, '--pages', 'nowhere']],
    [
      /^The configuration ".*" is in the folder ".*" of --pages, whose files everybody can read/,
      ['gateway', '--config', config, '--pages', join(config, '..')],
    ],
    [/^"--config FILE" is missing/, ['gateway']],
    [/^"--port" must be a number/, ['gateway', '--config', config, '--port', '80x']],
    [/^"redis" must be a URL/, ['gateway', '--config', config, '--redis', 'localhost']],
    [/^"8080" is no option/, ['gateway', '8080', '--config', config]],
    [/Unknown option '--prot'/, ['gateway', '--prot', '1']],
    [/cannot be read/, ['gateway', '--config', '/nowhere.json']],
    [/^The port is taken/, ['gateway', '--config', config, '--port', new URL(url).port]],
  ];
  await Promise.all(
    attempts.map(async ([sentence, commandLine]) => {
      const { ended, output } = runCommand(t, commandLine);
      assert.equal(await ended, 1, commandLine.join(' '));
      assert.match(output(), sentence);
      assert.doesNotMatch(output(), /^ +at /m);
    }),
  );
});

test('check-config says whether a gateway could use a configuration, and what is wrong with it otherwise', async (t) => {
  const config = await configurationFile(t);
  const good = runCommand(t, ['check-config', config]);
  assert.equal(await good.ended, 0);
  assert.match(good.output(), /^".*gateway\.json" can be used\. Its apps: shop\.$/m);
  await writeFile(
    config,
    JSON.stringify({ apps: [testApp('shop', { pushKeys: ['twice-the-same-key', 'twice-the-same-key'] })] }),
  );
  const wrong = runCommand(t, ['check-config', config]);
  assert.equal(await wrong.ended, 1);
  assert.match(wrong.output(), /push keys/);
  const none = runCommand(t, ['check-config']);
  assert.equal(await none.ended, 1);
  assert.match(none.output(), /^One FILE is needed/);
});

test('hash-password makes a hash with which the user signs in, and takes no password of the command line', async (t) => {
  const { child, ended, output } = runCommand(t, ['hash-password']);
  child.stdin!.end('a long password\n');
  assert.equal(await ended, 0);
  const { url } = await startGateway(t, {
    apps: [testApp('shop', { users: [{ id: 'alice', passwordHash: output().trim() }] })],
  });
  const statusWith = async (password: string) =>
    (await post(`${url}/good/api/v5/auth`, { appID: 'shop', username: 'alice', password })).status;
  assert.deepEqual([await statusWith('a long password'), await statusWith('a long passwor')], [200, 401]);
  const told = runCommand(t, ['hash-password', 'a long password']);
  assert.equal(await told.ended, 1);
  assert.match(told.output(), /^The password comes from standard input/);
});
