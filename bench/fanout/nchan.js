/** nginx with nchan, started on a free port of this machine; Debian: `apt-get install nginx libnginx-mod-nchan`. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { findProgram } from '../../scripts/debian.js';
import { openPostClient } from '../post-client.js';
import { cpuOf, freePort } from '../processes.js';

const MODULE = '/usr/lib/nginx/modules/ngx_nchan_module.so';
/** How many publish at a time. */
const CONNECTIONS = 16;

export const hasNchan = () => findProgram('nginx') !== undefined && existsSync(MODULE);

/** Every client listens to the channel of all and to one of its own; messages are kept as the gateway keeps them. */
const configurationOf = (folder, port, clients) => `
  load_module ${MODULE};
  ${process.getuid() === 0 ? 'user root;' : ''}
  daemon off;
  pid ${folder}/nginx.pid;
  error_log ${folder}/error.log;
  worker_processes 1;
  worker_rlimit_nofile ${clients * 2 + 1_000};
  events { worker_connections ${clients + 1_000}; }
  http {
    access_log off;
    keepalive_requests 1000000000;
    client_body_buffer_size 64k;
    ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
    nchan_shared_memory_size 256M;
    server {
      listen 127.0.0.1:${port} backlog=1024;
      location ~ ^/push/(\\w+)$ {
        nchan_publisher;
        nchan_channel_id $1;
        nchan_message_buffer_length 100;
        nchan_message_timeout 5m;
      }
      location ~ ^/(u\\d+)$ {
        nchan_subscriber websocket;
        nchan_channel_id all $1;
        nchan_subscriber_first_message newest;
      }
    }
  }`;

async function untilListening(port, isGone) {
  for (;;) {
    if (isGone()) throw new Error('nginx with nchan did not start');
    const socket = connect(port, '127.0.0.1');
    const isUp = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isUp) return;
    await pause(20);
  }
}

const childrenOf = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);

/** Bytes of memory that a process has in use. */
const memoryOf = (pid) =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024;

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

export async function startNchan(clients) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-nchan-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  writeFileSync(join(folder, 'nginx.conf'), configurationOf(folder, port, clients));
  const nginx = spawn(
    findProgram('nginx'),
    ['-p', folder, '-e', `${folder}/error.log`, '-c', join(folder, 'nginx.conf')],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  await untilListening(port, () => nginx.exitCode !== null);
  const publisher = await openPostClient({ ports: [port], connections: CONNECTIONS });
  const pids = () => [nginx.pid, ...childrenOf(nginx.pid)];
  return {
    port,
    push: (to, message) =>
      publisher.post(`/push/${to === null ? 'all' : `u${to}`}`, JSON.stringify(['n', message])),
    cpu: () => sum(pids().map(cpuOf)),
    memory: () => sum(pids().map(memoryOf)),
    stop: async () => {
      publisher.close();
      const ended = once(nginx, 'exit');
      nginx.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
