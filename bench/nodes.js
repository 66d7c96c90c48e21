/**
 * What a push costs each of several nodes on one Redis: the one that takes it, those that have nobody who listens, and the one
 * that delivers it. Run after `npm run build`; writes bench/results/nodes.md.
 *
 * SECONDS=5 says how long each rate is kept up, ROUNDS=3 how often; the median is shown.
 */
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuOf, startChild } from './processes.js';
import { startRedis } from './recovery/servers.js';
import { circumstances, load, median, printTable, progress, writeMarkdown } from './report.js';

const SECONDS = Number(process.env.SECONDS ?? 5);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const RATE = 1_000;
/** Topics of each node, to each of which one client of that node listens. */
const TOPICS = 100;
const RESULT = new URL('results/nodes.md', import.meta.url);

const start = (file, ...given) => startChild(new URL(`nodes/${file}`, import.meta.url), given.map(String));
const topicsOf = (name) => Array.from({ length: TOPICS }, (_, index) => `${name}-${index}`);

/** Processor time of each node and of Redis, in milliseconds. */
async function used({ nodes, redis }) {
  const ofNodes = await Promise.all(nodes.map((node) => node.ask({ about: 'cpu' })));
  return [...ofNodes, cpuOf(redis.pid())];
}

async function spent(servers, act) {
  const before = await used(servers);
  await act();
  const after = await used(servers);
  return after.map((time, index) => time - before[index]);
}

/** Processor time for each push, in microseconds, beyond that of the same time without pushes. */
async function measurePushes(servers, topics) {
  const idle = await spent(servers, () => pause(SECONDS * 1_000));
  const count = RATE * SECONDS;
  const busy = await spent(servers, () => servers.nodes[0].ask({ about: 'push', topics, count, rate: RATE }));
  return busy.map((time, index) => ((time - idle[index]) * 1_000) / count);
}

async function withServers(count, act) {
  const redis = await startRedis();
  const nodes = Array.from({ length: count }, (_, index) => start('node.js', redis.url, index));
  const ports = await Promise.all(nodes.map(({ ready }) => ready));
  const clients = ports.map((port, index) =>
    start('clients.js', port, JSON.stringify(topicsOf(`n${index}`))),
  );
  await Promise.all(clients.map(({ ready }) => ready));
  try {
    return await act({ redis, nodes });
  } finally {
    await Promise.all([...clients, ...nodes].map((child) => child.end()));
    await redis.kill();
    redis.remove();
  }
}

const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);

/** @param {number} count of nodes */
const measure = (count) =>
  withServers(count, async (servers) => {
    // Runs code that has not been compiled yet.
    await servers.nodes[0].ask({ about: 'push', topics: topicsOf(`n${count - 1}`), count: RATE, rate: RATE });
    const silent = await measurePushes(servers, topicsOf('nobody'));
    const heard = await measurePushes(servers, topicsOf(`n${count - 1}`));
    return {
      taking: silent[0],
      unconcerned: count === 1 ? null : mean(silent.slice(1, -1)),
      redis: silent.at(-1),
      delivering: heard[count - 1] - (count === 1 ? silent[0] : 0),
      redisHeard: heard.at(-1),
    };
  });

const loadBefore = load();
const table = [];
for (const count of [1, 2, 4]) {
  const rounds = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    progress(`${count} nodes: round ${round} of ${ROUNDS} …`);
    rounds.push(await measure(count));
  }
  const of = (key) => (rounds[0][key] === null ? '–' : median(rounds.map((one) => one[key])).toFixed(1));
  table.push({
    nodes: String(count),
    'node that takes the push': of('taking'),
    'node where nobody listens': of('unconcerned'),
    'node that delivers it, for that': of('delivering'),
    'Redis, heard by nobody': of('redis'),
    'Redis, heard by one node': of('redisHeard'),
  });
}
progress('');
printTable(table);
await writeMarkdown(RESULT, {
  title: 'What a push costs each node',
  text: `Nodes in processes of their own, one Redis without persistence. ${TOPICS} clients of each node listen to a topic each. One node is
given ${RATE.toLocaleString('en')} pushes a second of 100 bytes of text to topics in turn: first to some to which nobody listens, then to those of the last
node. Processor time for each push in microseconds, less what the same process uses in the same time without pushes.`,
  table,
  facts: circumstances(
    'bench:nodes',
    { loadBefore },
    {
      Cores: `${cpus().length} for all nodes, clients and Redis`,
      Rounds: `${ROUNDS}, ${SECONDS} s each; medians. Redis is counted in steps of 10 ms of processor time, ${(10_000 / (RATE * SECONDS)).toFixed(0)} µs a push`,
    },
  ),
});
