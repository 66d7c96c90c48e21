/** A Redis Cluster on this machine: primaries with a replica each. */
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from '../processes.js';
import { startRedis } from '../recovery/servers.js';

/** How long a machine may say nothing before the others take it for dead, in milliseconds; Redis has 15,000 by default. */
export const DEAD_AFTER = 1_000;
const SLOTS = 16_384;

async function startMachine() {
  const redis = await startRedis([
    ...['--cluster-enabled', 'yes', '--cluster-node-timeout', String(DEAD_AFTER)],
    ...['--cluster-announce-ip', '127.0.0.1', '--cluster-port', String(await freePort())],
  ]);
  const admin = new Redis(redis.url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  admin.on('error', () => undefined);
  return { ...redis, admin };
}

async function until(condition) {
  while (!(await condition())) await pause(20);
}

const infoOf = async ({ admin }) =>
  `${await admin.call('CLUSTER', 'INFO')}${await admin.info('replication')}`;

/** @returns how to reach it, its primaries, and the way to end it */
export async function startCluster(primaries) {
  const machines = [];
  for (let count = 0; count < primaries * 2; count += 1) machines.push(await startMachine());
  const first = machines.slice(0, primaries);
  for (const [index, { admin }] of first.entries()) {
    const border = (place) => Math.ceil((place * SLOTS) / primaries);
    await admin.call('CLUSTER', 'ADDSLOTSRANGE', border(index), border(index + 1) - 1);
    await admin.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
  }
  for (const { admin } of machines.slice(1)) {
    const [, bus] = await admin.config('GET', 'cluster-port');
    await first[0].admin.call('CLUSTER', 'MEET', '127.0.0.1', admin.options.port, bus);
  }
  const knowAll = async ({ admin }) =>
    String(await admin.call('CLUSTER', 'NODES'))
      .trim()
      .split('\n').length === machines.length;
  await until(async () => (await Promise.all(machines.map(knowAll))).every(Boolean));
  for (const [index, { admin }] of machines.slice(primaries).entries()) {
    const primary = await first[index].admin.call('CLUSTER', 'MYID');
    await until(() => admin.call('CLUSTER', 'REPLICATE', primary).then(Boolean, () => false));
  }
  const isWhole = async (machine) =>
    /cluster_state:ok[^]*(role:master|master_link_status:up)/.test(await infoOf(machine));
  await until(async () => (await Promise.all(machines.map(isWhole))).every(Boolean));
  return {
    url: first[0].url.replace('redis:', 'redis+cluster:'),
    primaries: first,
    end: async () => {
      for (const { admin, kill, remove } of machines) {
        admin.disconnect();
        await kill();
        remove();
      }
    },
  };
}
