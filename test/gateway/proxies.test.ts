import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import test from 'node:test';
import { connect } from './support/client.js';
import { keyOf, startGateway } from './support/gateway.js';
import { startCaddy, startDocumentedNginx, startNginx } from './support/proxies.js';
import { killWhilePushing, startProxied } from './support/proxied.js';

const PATH = [process.env.PATH, '/usr/sbin'].join(delimiter);
const isInstalled = (name: string): boolean =>
  spawnSync(name, ['--help'], { env: { ...process.env, PATH } }).error === undefined;

const authorization = `Bearer ${keyOf('shop')}`;

for (const [name, start] of [['nginx', startNginx] as const, ['caddy', startCaddy] as const]) {
  const skip = isInstalled(name) ? false : `${name} is not installed`;

  test(
    `behind ${name}, clients of every transport hear everything while one of two gateways is killed`,
    { skip },
    async (t) => {
      const proxied = await startProxied(t, start, 3);
      await killWhilePushing(proxied, 40, 15);
      const { url, nodes, followers } = proxied;
      assert.equal((await fetch(`${url}/metrics`, { headers: { authorization } })).status, 404);
      // What a client says of its address counts for nothing.
      await connect(t, url, { app: 'shop', extraHeaders: { 'x-forwarded-for': '203.0.113.9' } });
      const rows = await (
        await fetch(`${nodes[0].url}/console/connections`, { headers: { authorization } })
      ).json();
      const { connections } = rows as { connections: { address: string }[] };
      assert.ok(connections.length > followers.length);
      assert.ok(connections.every(({ address }) => address === '127.0.0.1'));
    },
  );
}

test(
  'behind nginx as the documents have it, pages of the same address connect by every transport, and no session is logged',
  { skip: isInstalled('nginx') ? false : 'nginx is not installed' },
  async (t) => {
    const node = await startGateway(t, { proxies: 1 });
    const { url, log } = await startDocumentedNginx(t, Number(new URL(node.url).port));
    const session = await node.login('shop', 'alice');
    const choice = { app: 'shop', session, extraHeaders: { origin: url, 'x-forwarded-for': '203.0.113.9' } };
    for (const transport of ['websocket', 'polling'] as const) {
      const query = { session_id: session };
      const client = await connect(t, url, { ...choice, query, transports: [transport] });
      const { status } = await node.push('shop', { userID: 'alice', eventName: transport, message: 'a' });
      assert.equal(status, 202);
      assert.deepEqual(await client.next(transport), ['a']);
    }
    const { connections } = (await (
      await fetch(`${node.url}/console/connections`, { headers: { authorization } })
    ).json()) as { connections: { address: string }[] };
    assert.deepEqual(
      connections.map(({ address }) => address),
      ['127.0.0.1', '127.0.0.1'],
    );
    assert.equal((await fetch(`${url}/metrics`, { headers: { authorization } })).status, 404);
    assert.match(log(), /GET \/socket\.io\/ 200/);
    assert.ok(!log().includes(session));
  },
);
