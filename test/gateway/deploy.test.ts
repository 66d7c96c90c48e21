import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { DockerfileParser } from 'dockerfile-ast';
import { parse } from 'yaml';

const read = (file: string) => readFileSync(`deploy/${file}`, 'utf8');
const PATH = [process.env.PATH, '/usr/sbin'].join(delimiter);

function temporaryFile(t: TestContext, name: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'dx-deploy-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

test('HAProxy takes the configuration of the deployment', (t) => {
  // The names of the containers exist only beside them.
  const local = read('haproxy.cfg').replaceAll(/gateway(-2)?:8080/g, '127.0.0.1:8080');
  const file = temporaryFile(t, 'haproxy.cfg', local);
  const { status, stderr } = spawnSync('haproxy', ['-c', '-f', file], {
    env: { ...process.env, PATH },
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  assert.doesNotMatch(stderr, /WARNING|ALERT/);
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

test('systemd takes the unit', { skip: hasSystemd ? false : 'systemd-analyze is not installed' }, (t) => {
  const unit = read('dx-realtime.service').replace('/usr/bin/node', process.execPath);
  const file = temporaryFile(t, 'dx-realtime.service', unit);
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.equal(stderr.includes('dx-realtime.service'), false, stderr);
});

interface Service {
  image?: string;
  build?: { context: string; dockerfile: string };
  depends_on?: string[];
  volumes?: string[];
}

test('the services of the compose file have what they name', () => {
  const { services } = parse(read('compose.yaml'), { strict: true, merge: true }) as {
    services: Record<string, Service>;
  };
  assert.deepEqual(Object.keys(services), ['redis', 'gateway', 'gateway-2', 'proxy']);
  for (const [name, { image, build, depends_on: needs = [], volumes = [] }] of Object.entries(services)) {
    assert.equal((image === undefined) !== (build === undefined), true, name);
    for (const needed of needs) assert.ok(needed in services, `${name} needs ${needed}`);
    if (build) assert.ok(existsSync(join('deploy', build.context, build.dockerfile)), name);
    for (const volume of volumes) {
      const [source] = volume.split(':') as [string];
      assert.ok(source === './config' || existsSync(join('deploy', source)), `${name}: ${source}`);
    }
  }
  const servers = Array.from(
    read('haproxy.cfg').matchAll(/^ {2}server \S+ ([\w-]+):8080/gm),
    ([, name]) => name!,
  );
  assert.deepEqual(new Set(servers), new Set(['gateway', 'gateway-2']));
});

test('the Dockerfile copies what there is, runs without root and starts the command', () => {
  const file = DockerfileParser.parse(read('Dockerfile'));
  const instructions = file.getInstructions().map((one) => ({
    keyword: one.getKeyword(),
    words: one.getArguments().map((argument) => argument.getValue()),
  }));
  const known = [
    'FROM',
    'WORKDIR',
    'COPY',
    'RUN',
    'ENV',
    'VOLUME',
    'USER',
    'EXPOSE',
    'HEALTHCHECK',
    'ENTRYPOINT',
  ];
  assert.deepEqual(
    instructions.map(({ keyword }) => keyword).filter((keyword) => !known.includes(keyword)),
    [],
  );
  const last = (keyword: string) => instructions.findLast((one) => one.keyword === keyword)!.words;
  assert.deepEqual(last('USER'), ['node']);
  const entry = JSON.parse(last('ENTRYPOINT').join('')) as string[];
  assert.deepEqual(entry.slice(0, 3), ['node', '/app/bin/dx-realtime.js', 'gateway']);
  assert.ok(existsSync(entry[1]!.replace('/app/', '')));
  // The data file lies in the working directory, which outlives the container.
  assert.deepEqual(last('WORKDIR'), last('VOLUME'));
  const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };
  const copied = instructions.filter(({ keyword }) => keyword === 'COPY').map(({ words }) => words.at(-2)!);
  for (const folder of ['bin', 'dist']) {
    assert.ok(files.includes(folder));
    assert.ok(copied.includes(`/app/${folder}`), folder);
  }
});

test('the lock file holds versions without the known holes, and installing runs nothing of ours', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { version: string; integrity?: string; dev?: boolean }>;
  };
  const least = { 'socket.io-parser': '4.2.7', 'socket.io': '4.8.4', 'engine.io': '6.6.12', ws: '8.17.1' };
  for (const [name, version] of Object.entries(least)) {
    const isOurs = ([path, { dev }]: [string, { dev?: boolean }]) =>
      path.endsWith(`node_modules/${name}`) && dev !== true;
    const found = Object.entries(packages).filter(isOurs);
    assert.ok(found.length > 0, name);
    for (const [path, { version: locked, integrity }] of found) {
      assert.ok(locked.localeCompare(version, 'en', { numeric: true }) >= 0, `${path} ${locked}`);
      assert.match(integrity ?? '', /^sha512-/);
    }
  }
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  for (const name of ['preinstall', 'install', 'postinstall', 'prepare'])
    assert.equal(name in scripts, false);
});
