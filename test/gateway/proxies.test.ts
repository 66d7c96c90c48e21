import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import test from 'node:test';
import { connect } from './support/client.js';
import { keyOf } from './support/gateway.js';
import { startCaddy, startNginx } from './support/proxies.js';
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
