import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './redis-server.js';
import { until } from './until.js';

/** A Redis of a cluster or of a group that Sentinels watch. */
export interface Machine {
  port: number;
  /** To ask it itself. */
  admin: Redis;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
}

interface Test {
  after(act: () => Promise<void>): void;
}

/** A real Redis Cluster on this machine. */
export interface TestCluster {
  /** As `redis` of the configuration. */
  url: string;
  primaries: Machine[];
  replicas: Machine[];
}

/** Starts a program of Redis with its own folder, and ends it after the test. */
async function startMachine(
  test: Test,
  options: (port: number, folder: string) => string[] | Promise<string[]>,
): Promise<Machine> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'dx-redis-'));
  const common = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  const given = await options(port, folder);
  const isFile = given[0]?.startsWith('/') === true;
  const child: ChildProcess = spawn(
    'redis-server',
    isFile ? [given[0]!, ...common, ...given.slice(1)] : [...common, '--appendonly', 'no', ...given],
    { stdio: 'ignore' },
  );
  const admin = new Redis(port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null });
  admin.on('error', () => undefined);
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  test.after(async () => {
    admin.disconnect();
    await kill();
    await rm(folder, { recursive: true, force: true });
  });
  await admin.ping();
  return { port, admin, kill };
}

/** How long a machine may say nothing before the others take it for dead, in milliseconds. */
const DEAD_AFTER = 1_000;

/**
 * Starts a cluster whose slots are divided evenly.
 *
 * @param replicas of each primary
 */
export async function startCluster(test: Test, primaries: number, replicas: number): Promise<TestCluster> {
  const options = async () => [
    ...['--cluster-enabled', 'yes', '--cluster-node-timeout', String(DEAD_AFTER)],
    ...['--cluster-port', String(await freePort()), '--cluster-announce-ip', '127.0.0.1'],
    ...['--repl-diskless-sync-delay', '0'],
  ];
  const machines = await Promise.all(
    Array.from({ length: primaries * (1 + replicas) }, () => startMachine(test, options)),
  );
  const first = machines.slice(0, primaries);
  for (const [index, { admin }] of first.entries()) {
    const from = Math.ceil((index * 16_384) / primaries);
    const to = Math.ceil(((index + 1) * 16_384) / primaries) - 1;
    await admin.call('CLUSTER', 'ADDSLOTSRANGE', from, to);
    await admin.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
  }
  await meet(machines);
  for (const [index, { admin }] of machines.slice(primaries).entries()) {
    const primary = await first[index % primaries]!.admin.call('CLUSTER', 'MYID');
    await until(
      () =>
        admin.call('CLUSTER', 'REPLICATE', String(primary)).then(
          () => true,
          () => false,
        ),
      'a replica to know its primary',
    );
  }
  await until(async () => (await Promise.all(machines.map(isWhole))).every(Boolean), 'a whole cluster');
  const url = `redis+cluster://${first.map(({ port }) => `127.0.0.1:${port}`).join()}`;
  return { url, primaries: first, replicas: machines.slice(primaries) };
}

async function meet(machines: readonly Machine[]): Promise<void> {
  const [first, ...others] = machines;
  for (const { admin } of others) {
    const bus = String((await admin.config('GET', 'cluster-port'))[1]);
    await first!.admin.call('CLUSTER', 'MEET', '127.0.0.1', admin.options.port ?? 0, bus);
  }
  await until(
    async () =>
      (await Promise.all(machines.map(({ admin }) => admin.call('CLUSTER', 'NODES')))).every(
        (nodes) =>
          String(nodes).trim().split('\n').length === machines.length && !/handshake/.test(String(nodes)),
      ),
    'the machines to know each other',
  );
}

async function isWhole({ admin }: Machine): Promise<boolean> {
  const info = String(await admin.call('CLUSTER', 'INFO'));
  const replication = await admin.info('replication');
  const isFollowing = /role:master/.test(replication) || /master_link_status:up/.test(replication);
  return /cluster_state:ok/.test(info) && isFollowing;
}

/** A primary, a replica and three Sentinels that watch them. */
export async function startSentinels(
  test: Test,
): Promise<{ url: string; primary: Machine; replica: Machine }> {
  const primary = await startMachine(test, () => []);
  const replica = await startMachine(test, () => [
    ...['--replicaof', '127.0.0.1', String(primary.port), '--repl-diskless-sync-delay', '0'],
  ]);
  const sentinels = await Promise.all(
    [1, 2, 3].map(() =>
      startMachine(test, async (_, folder) => {
        const file = join(folder, 'sentinel.conf');
        const { writeFile } = await import('node:fs/promises');
        await writeFile(file, `sentinel monitor shop 127.0.0.1 ${primary.port} 2\n`);
        return [file, '--sentinel'];
      }),
    ),
  );
  for (const { admin } of sentinels) {
    await admin.call('SENTINEL', 'SET', 'shop', 'down-after-milliseconds', DEAD_AFTER);
    await admin.call('SENTINEL', 'SET', 'shop', 'failover-timeout', '5000');
  }
  await until(async () => {
    const known = await Promise.all(sentinels.map(({ admin }) => admin.call('SENTINEL', 'MASTER', 'shop')));
    return known.every((answer) => {
      const fields = (answer as unknown[]).map(String);
      const of = (name: string) => fields[fields.indexOf(name) + 1];
      return of('num-slaves') === '1' && of('num-other-sentinels') === '2';
    });
  }, 'the Sentinels to know each other and the replica');
  const hosts = sentinels.map(({ port }) => `127.0.0.1:${port}`).join();
  return { url: `redis+sentinel://${hosts}/shop`, primary, replica };
}
