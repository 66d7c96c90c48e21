import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { LOADER } from './support/program.js';
import { startCluster } from './support/redis-cluster.js';

/** Closes the connections while they ask which machines there are, and does nothing more. */
const CLOSES_WHILE_IT_ASKS = `
  const { connectRedis } = await import(process.argv[1]);
  const cluster = connectRedis(process.argv[2]);
  await new Promise((resolve) => cluster.once('ready', resolve));
  const ask = cluster.refreshSlotsCache.bind(cluster);
  cluster.refreshSlotsCache = (answered) => {
    ask(answered);
    cluster.disconnect();
    console.log('asked');
  };
`;

test('a process ends that closes its connections to a Redis Cluster while they ask for its machines', async (t) => {
  const { url } = await startCluster(t, 1, 0);
  const client = new URL('../../src/gateway/redis/redis-client.ts', import.meta.url).href;
  const child = spawn(
    process.execPath,
    [...LOADER, '--input-type=module', '--eval', CLOSES_WHILE_IT_ASKS, client, url],
    { stdio: ['ignore', 'pipe', 'inherit'], timeout: 30_000 },
  );
  const said: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => said.push(part));
  assert.deepEqual(await once(child, 'close'), [0, null]);
  assert.equal(Buffer.concat(said).toString(), 'asked\n');
});
