import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';
import { freePort } from './redis-server.js';
import { until } from './until.js';

const PATH = [process.env.PATH, '/usr/sbin'].join(delimiter);

/** Starts a proxy in a folder of its own, and ends it after the test. */
async function startProxy(
  test: Pick<TestContext, 'after'>,
  fileName: string,
  configure: (port: number, folder: string) => string,
  commandFor: (file: string, folder: string) => [program: string, ...given: string[]],
): Promise<string> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'dx-proxy-'));
  const file = join(folder, fileName);
  await writeFile(file, configure(port, folder));
  const [program, ...given] = commandFor(file, folder);
  const child = spawn(program, given, {
    env: { ...process.env, PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  test.after(async () => {
    // Its workers end with it.
    child.kill('SIGTERM');
    await until(() => child.exitCode !== null || child.signalCode !== null, `${program} to end`);
    await rm(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`${program} has ended: ${said}`);
    return (await fetch(`${url}/readyz`).catch(() => ({ ok: false }))).ok;
  }, `${program} to reach a gateway: ${said}`);
  return url;
}

/** Puts the addresses of a test in place of the names of containers. */
function withNodes(text: string, nodes: readonly number[]): string {
  const [first, second = first] = nodes;
  return text
    .replaceAll('gateway-2:8080', `127.0.0.1:${second}`)
    .replaceAll('gateway:8080', `127.0.0.1:${first}`);
}

/** Starts nginx with the configuration of the deployment in front of two gateways. @returns its URL */
export function startNginx(test: Pick<TestContext, 'after'>, nodes: readonly number[]): Promise<string> {
  const configure = (port: number, folder: string) => {
    const text = readFileSync('deploy/nginx.conf', 'utf8')
      .replace(/^worker_processes .*$/m, 'worker_processes 1;\ndaemon off;')
      .replace(/^worker_rlimit_nofile .*$/m, `pid ${folder}/nginx.pid;`)
      .replace('worker_connections 32768', 'worker_connections 512')
      .replace('listen 8080', `listen 127.0.0.1:${port}`)
      .replace('access_log /var/log/nginx/access.log path', `access_log ${folder}/access.log path`)
      .replace('http {\n', `http {\n${temporaryFolders(folder)}`);
    return withNodes(text, nodes);
  };
  return startProxy(test, 'nginx.conf', configure, (file, folder) => ['nginx', '-p', folder, '-c', file]);
}

/**
 * Starts nginx with the configuration of the documents, for one gateway on the same machine, without its certificate.
 *
 * @returns its URL, and what it has logged
 */
export async function startDocumentedNginx(
  test: Pick<TestContext, 'after'>,
  node: number,
): Promise<{ url: string; log: () => string }> {
  const [, documented] = /^```nginx\n([^]*?)^```/m.exec(readFileSync('docs/operations.md', 'utf8'))!;
  let log = '';
  const configure = (port: number, folder: string) => {
    log = `${folder}/access.log`;
    const server = documented!
      .replace('listen 443 ssl', `listen 127.0.0.1:${port}`)
      .replaceAll(/^ *ssl_.*\n/gm, '')
      .replace('/var/log/nginx/dx-realtime.log', log)
      .replace('127.0.0.1:8080', `127.0.0.1:${node}`);
    return `worker_processes 1;\ndaemon off;\npid ${folder}/nginx.pid;\nerror_log stderr crit;\nevents {}\nhttp {\n${temporaryFolders(folder)}${server}}\n`;
  };
  const url = await startProxy(test, 'nginx.conf', configure, (file, folder) => [
    ...(['nginx', '-p', folder, '-c', file] as const),
  ]);
  return { url, log: () => readFileSync(log, 'utf8') };
}

/** A user who is not root may not write to those of Debian. */
function temporaryFolders(folder: string): string {
  return ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${folder}/${name};\n`)
    .join('');
}

/** Starts Caddy with the configuration of the deployment in front of two gateways. @returns its URL */
export function startCaddy(test: Pick<TestContext, 'after'>, nodes: readonly number[]): Promise<string> {
  const configure = (port: number) =>
    withNodes(readFileSync('deploy/Caddyfile', 'utf8'), nodes).replace(
      '\n:8080 {',
      `\nhttp://127.0.0.1:${port} {`,
    );
  return startProxy(test, 'Caddyfile', configure, (file) => [
    'caddy',
    'run',
    '--config',
    file,
    '--adapter',
    'caddyfile',
  ]);
}
