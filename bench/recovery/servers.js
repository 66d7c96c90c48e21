import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureRedis } from '../../scripts/servers.js';
import { freePort } from '../processes.js';

async function end(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** A process that can be ended and started again at the same place. */
async function restartable(start) {
  let child = await start();
  return {
    pid: () => child.pid,
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
    start: async () => {
      child = await start();
    },
  };
}

/**
 * A Redis on a free port, in a folder of its own that goes with it.
 *
 * @param {string[]} [more] options of `redis-server`; default: it writes no file
 */
export async function startRedis(more = []) {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'bench-redis-'));
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const options = [...place, '--save', '', '--appendonly', 'no', ...more];
  const server = await restartable(async () => {
    const child = spawn(ensureRedis(), options, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const chunk of child.stdout) if (String(chunk).includes('Ready to accept')) break;
    child.stdout.resume();
    return child;
  });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  return { ...server, remove, url: `redis://127.0.0.1:${port}` };
}

/** A gateway in a process of its own. */
export async function startNode(redisUrl) {
  const port = await freePort();
  const server = await restartable(async () => {
    const child = fork(new URL('node.js', import.meta.url), [String(port), redisUrl]);
    await once(child, 'message');
    return child;
  });
  return { ...server, url: `http://127.0.0.1:${port}` };
}

/** Clients in a process of their own. @returns a function that asks them something and waits for the answer */
export async function startClients(choice) {
  const child = fork(new URL('clients.js', import.meta.url), [JSON.stringify(choice)]);
  const ask = async (question) => {
    child.send(question);
    const [answer] = await once(child, 'message');
    return answer;
  };
  return { ask, end: () => end(child, 'SIGKILL') };
}
