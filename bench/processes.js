/** Processes that a benchmark starts and measures. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** Processor time in /proc counts in these, in milliseconds; Linux has them as a constant. */
const TICK = 10;

/**
 * Starts a module in a process of its own that answers each message with one of its own, beginning with one unasked.
 *
 * @param {URL} file
 * @param {string[]} given
 * @param {string[]} [execArgv] options of Node
 */
export function startChild(file, given, execArgv = []) {
  const child = fork(file, given, { execArgv });
  const answer = async () => (await once(child, 'message'))[0];
  const ask = (question) => {
    const answered = answer();
    child.send(question);
    return answered;
  };
  /** @param {object} [farewell] asks it to end by itself; default: it is killed */
  const end = async (farewell) => {
    const ended = once(child, 'exit');
    if (farewell === undefined) child.kill('SIGKILL');
    else child.send(farewell);
    await ended;
  };
  return { ready: answer(), ask, end };
}

/** Milliseconds of processor time that a process has used; null where the system does not tell. */
export function cpuOf(pid) {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return (Number(afterName[11]) + Number(afterName[12])) * TICK;
  } catch {
    return null;
  }
}

/** A port of this machine on which nobody listens. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
