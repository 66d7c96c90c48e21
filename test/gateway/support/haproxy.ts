import { spawn } from 'node:child_process';
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

/** As in docs/operations.md: the id of the page keeps polling and its upgrade on one node, plain WebSockets go anywhere. */
function configurationOf(port: number, nodes: readonly number[], secure?: SecureAddress): string {
  const servers = nodes.map(
    (node, index) => `  server node${index} 127.0.0.1:${node} check inter 200 fall 2 rise 1`,
  );
  return [
    'defaults',
    '  mode http',
    '  timeout connect 5s',
    '  timeout check 5s',
    '  timeout client 60s',
    '  timeout server 60s',
    '  timeout tunnel 1h',
    '  option redispatch',
    '  retry-on conn-failure',
    '  option httpchk GET /readyz',
    'frontend pages',
    `  bind 127.0.0.1:${port}`,
    ...(secure ? [`  bind 127.0.0.1:${secure.port} ssl crt ${secure.certificate}`] : []),
    '  acl websocket hdr(Upgrade) -i websocket',
    '  acl upgraded url_param(sid) -m found',
    '  use_backend anywhere if websocket !upgraded',
    '  default_backend sticky',
    'backend anywhere',
    '  balance leastconn',
    ...servers,
    'backend sticky',
    '  http-request set-var(txn.client) url_param(dx-origin)',
    '  http-request set-var(txn.client) src if !{ var(txn.client) -m found }',
    '  balance hash var(txn.client)',
    '  hash-type consistent',
    ...servers,
    '',
  ].join('\n');
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
  const child = spawn('haproxy', ['-db', '-q', '-f', file], {
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
