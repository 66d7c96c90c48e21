import assert from 'node:assert/strict';
import test from 'node:test';
import { startNode, type Node } from './support/fleet.js';
import { faultIn, follow } from './support/follower.js';
import { keyOf, post, testApp } from './support/gateway.js';
import { startHaproxy } from './support/haproxy.js';
import { makeCertificate } from './support/certificate.js';
import { killWhilePushing, startProxied } from './support/proxied.js';
import { freePort } from './support/redis-server.js';
import { until } from './support/until.js';

test('behind HAProxy, polling, upgrading and WebSocket clients survive kill -9 of a node', async (t) => {
  const proxied = await startProxied(t, startHaproxy, 8);
  const { nodes, followers } = proxied;
  // A polling attempt that a client gave up is counted until its heartbeat is missed.
  const [first, second] = await Promise.all([connectionsOf(nodes[0]), connectionsOf(nodes[1])]);
  assert.ok(first + second >= followers.length, `${first} and ${second} connections`);
  assert.ok(first > 0 && second > 0, `${first} and ${second} connections`);

  await killWhilePushing(proxied, 60, 20);
  await until(
    async () => (await connectionsOf(nodes[0])) >= followers.length,
    'all to be at the node that is left',
  );
});

test('over TLS, which HAProxy ends, clients of every transport hear everything', async (t) => {
  const apps = [testApp('shop', { anonymous: true })];
  const node = await startNode(t, { apps, proxies: 1 });
  const { file, certificate } = makeCertificate(t);
  const port = await freePort();
  const url = await startHaproxy(t, [node.port], { port, certificate: file });
  const urls = [`https://127.0.0.1:${port}`];
  const followers = [['polling'], ['polling', 'websocket'], ['websocket']].map((transports) =>
    follow(t, { app: 'shop', urls, transports, certificate }),
  );
  await until(() => followers.every(({ isLive }) => isLive), 'all clients to be connected');
  for (let number = 1; number <= 5; number += 1) {
    const body = { userID: '*', eventName: 'n', message: number };
    const { status } = await post(`${url}/push`, body, { authorization: `Bearer ${keyOf('shop')}` });
    assert.equal(status, 202);
  }
  await until(() => followers.every(({ messages }) => messages.at(-1) === 5), 'the last message');
  for (const { messages, connections } of followers) {
    assert.equal(faultIn(messages, 5), null);
    assert.equal(connections, 1);
  }
});

async function connectionsOf({ url }: Node): Promise<number> {
  const response = await fetch(`${url}/console/connections`, {
    headers: { authorization: `Bearer ${keyOf('shop')}` },
  });
  return ((await response.json()) as { total: number }).total;
}
