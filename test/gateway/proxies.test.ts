import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import test from 'node:test';
import { startNode } from './support/fleet.js';
import { connect } from './support/client.js';
import { faultIn, follow } from './support/follower.js';
import { keyOf, post, testApp } from './support/gateway.js';
import { startCaddy, startNginx } from './support/proxies.js';
import { startRedis } from './support/redis-server.js';
import { until } from './support/until.js';

const PATH = [process.env.PATH, '/usr/sbin'].join(delimiter);
const isInstalled = (name: string): boolean =>
  spawnSync(name, ['--help'], { env: { ...process.env, PATH } }).error === undefined;

const EACH = 3;
const MESSAGES = 40;
const authorization = `Bearer ${keyOf('shop')}`;

for (const [name, start] of [['nginx', startNginx] as const, ['caddy', startCaddy] as const]) {
  const skip = isInstalled(name) ? false : `${name} is not installed`;

  test(
    `behind ${name}, clients of every transport hear everything while one of two gateways is killed`,
    { skip },
    async (t) => {
      const redis = await startRedis(t);
      const apps = [testApp('shop', { anonymous: true })];
      const configuration = { apps, redis: redis.url, position: 1, proxies: 1 };
      const nodes = await Promise.all([startNode(t, configuration), startNode(t, configuration)]);
      const url = await start(
        t,
        nodes.map(({ port }) => port),
      );
      const transports = [['polling'], ['polling', 'websocket'], ['websocket']];
      const followers = transports.flatMap((choice) =>
        Array.from({ length: EACH }, () => follow(t, { app: 'shop', urls: [url], transports: choice })),
      );
      await until(() => followers.every(({ isLive }) => isLive), 'all clients to be connected');
      for (let number = 1; number <= MESSAGES; number += 1) {
        if (number === 15) await nodes[1].kill();
        await until(async () => {
          const body = { userID: '*', eventName: 'n', message: number, id: `n-${number}` };
          const answer = await post(`${url}/push`, body, { authorization }).catch(() => null);
          return answer?.status === 202;
        }, `push ${number} to be taken`);
      }
      await until(
        () => followers.every(({ messages }) => messages.at(-1) === MESSAGES),
        'every client to have the last message',
      );
      for (const { messages, gaps } of followers) {
        assert.equal(faultIn(messages, MESSAGES), null);
        assert.equal(gaps, 0);
      }
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
