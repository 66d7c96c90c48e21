import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import type { GatewayConfiguration } from '../../../src/gateway/index.js';
import { post, type Answer } from './gateway.js';
import { LOADER, usesBuild } from './program.js';
import { freePort } from './redis-server.js';

/** One gateway in a process of its own. */
export interface Node {
  url: string;
  port: number;
  process: ChildProcess;
  /** `POST /push` to this node. Status 0 where it does not answer. */
  push(key: string, body: unknown): Promise<Answer | { status: 0 }>;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
  /** Ends it in order, as a restart does. */
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
}

const PROGRAM = new URL('./node-process.js', import.meta.url);
const GATEWAY = usesBuild ? '../../../dist/gateway/index.js' : '../../../src/gateway/index.ts';

/** Starts a gateway in a process of its own and ends it after the test. */
export async function startNode(
  test: Pick<TestContext, 'after'>,
  configuration: Omit<GatewayConfiguration, 'logLevel'>,
): Promise<Node> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = JSON.stringify({ logLevel: 'silent', ...configuration });

  const start = async () => {
    const index = new URL(GATEWAY, import.meta.url).href;
    node.process = fork(PROGRAM, [index, String(port), settings], { execArgv: usesBuild ? [] : LOADER });
    const [message] = (await once(node.process, 'message')) as [unknown];
    if (message !== 'listening') throw new Error(String(message));
  };
  const end = async (signal: NodeJS.Signals) => {
    const child = node.process;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };

  const node = {
    url,
    port,
    process: undefined as unknown as ChildProcess,
    push: (key: string, body: unknown) =>
      post(`${url}/push`, body, { authorization: `Bearer ${key}` }).catch(() => ({ status: 0 as const })),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    start,
  };
  await start();
  test.after(() => end('SIGKILL'));
  return node;
}
