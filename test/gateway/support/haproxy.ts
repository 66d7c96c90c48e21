import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';
import { freePort } from './redis-server.js';
import { until } from './until.js';

/** Where HAProxy speaks TLS too. */
export interface SecureAddress {
  port: number;
  /** A file with certificate and key. */
  certificate: string;
}

/** That of the deployment, with the addresses of a test: names of containers exist only beside them. */
function configurationOf(port: number, nodes: readonly number[], secure?: SecureAddress): string {
  const servers = nodes.map(
    (node, index) => `  server node${index} 127.0.0.1:${node} check inter 200 fall 2 rise 1\n`,
  );
  const tls = secure ? `  bind 127.0.0.1:${secure.port} ssl crt ${secure.certificate}\n` : '';
  return readFileSync('deploy/haproxy.cfg', 'utf8')
    .replace(/^resolvers containers\n {2}parse-resolv-conf\n/m, '')
    .replace(' resolvers containers', '')
    .replace('  bind :8080\n', `  bind 127.0.0.1:${port}\n${tls}`)
    .replaceAll(/(?:^ {2}server .*\n)+/gm, servers.join(''));
}

/** Starts HAProxy in front of gateways and ends it after the test. @returns its URL */
export async function startHaproxy(
  test: Pick<TestContext, 'after'>,
  nodes: readonly number[],
  secure?: SecureAddress,
): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const folder = await mkdtemp(join(tmpdir(), 'dx-haproxy-'));
  const file = join(folder, 'haproxy.cfg');
  await writeFile(file, configurationOf(port, nodes, secure));
  const path = [process.env.PATH, '/usr/sbin'].join(delimiter);
  // With as few descriptors as a process has where nobody gave it more.
  const limited = 'ulimit -n 1024; exec haproxy -db -q -f "$0"';
  const child = spawn('sh', ['-c', limited, file], {
    env: { ...process.env, PATH: path },
    stdio: 'ignore',
  });
  test.after(async () => {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  const backends = new Set<string>();
  await until(async () => {
    const page = Math.random().toString(36);
    const { ok } = await fetch(`${url}/readyz?dx-origin=${page}`).catch(() => ({ ok: false }));
    if (ok) backends.add(page);
    return backends.size >= nodes.length * 8;
  }, 'HAProxy to reach every gateway');
  return url;
}
