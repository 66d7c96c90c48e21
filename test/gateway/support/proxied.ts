import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { startNode, type Node } from './fleet.js';
import { faultIn, follow } from './follower.js';
import { keyOf, post, testApp } from './gateway.js';
import { startRedis } from './redis-server.js';
import { until } from './until.js';

type Follower = ReturnType<typeof follow>;

/** What clients of the product use, one after the other. */
const TRANSPORTS = [['polling'], ['polling', 'websocket'], ['websocket']];
const authorization = `Bearer ${keyOf('shop')}`;

/** Two gateways on one Redis behind a proxy, and clients that are connected through it. */
export interface Proxied {
  url: string;
  nodes: [Node, Node];
  followers: Follower[];
}

/**
 * @param startProxy starts a proxy in front of gateways on these ports; returns its address
 * @param each how many clients of each transport
 */
export async function startProxied(
  t: TestContext,
  startProxy: (t: TestContext, ports: number[]) => Promise<string>,
  each: number,
): Promise<Proxied> {
  const redis = await startRedis(t);
  const apps = [testApp('shop', { anonymous: true })];
  const configuration = { apps, redis: redis.url, position: 1, proxies: 1 };
  const nodes = await Promise.all([startNode(t, configuration), startNode(t, configuration)]);
  const ports = nodes.map(({ port }) => port);
  const url = await startProxy(t, ports);
  const followers = TRANSPORTS.flatMap((transports) =>
    Array.from({ length: each }, () => follow(t, { app: 'shop', urls: [url], transports })),
  );
  await until(() => followers.every(({ isLive }) => isLive), 'all clients to be connected');
  return { url, nodes, followers };
}

/**
 * Pushes numbers through the proxy, each until it is taken, and kills the second gateway on the way. Every client must hear
 * all of them, once and in order.
 *
 * @param killAt before this number
 */
export async function killWhilePushing(
  { url, nodes, followers }: Proxied,
  count: number,
  killAt: number,
): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    if (number === killAt) await nodes[1].kill();
    await until(async () => {
      const body = { userID: '*', eventName: 'n', message: number, id: `n-${number}` };
      const answer = await post(`${url}/push`, body, { authorization }).catch(() => null);
      return answer?.status === 202;
    }, `push ${number} to be taken`);
  }
  await until(
    () => followers.every(({ messages }) => messages.at(-1) === count),
    'every client to have the last message',
  );
  for (const { messages, gaps } of followers) {
    assert.equal(faultIn(messages, count), null);
    assert.equal(gaps, 0);
  }
}
