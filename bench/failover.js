/**
 * What a Redis primary takes with it when it dies: pushes that were answered and that no replica had. Run after
 * `npm run build`; writes bench/results/failover.md.
 *
 * ROUNDS=5 says how often.
 */
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { createGateway } from '../dist/gateway/index.js';
import { DEAD_AFTER, startCluster } from './failover/cluster.js';
import { circumstances, load, printTable, progress, writeMarkdown } from './report.js';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const RESULT = new URL('results/failover.md', import.meta.url);
/** So many that some lie on each machine; each has one push under way. */
const TOPICS = Array.from({ length: 24 }, (_, index) => `topic-${index}`);
const BEFORE = 2_000;
const AFTER = 1_000;

const startNode = async (redis) => {
  const gateway = createGateway({
    apps: [
      {
        id: 'bench',
        pushKeys: ['push-key-of-benchmarks'],
        anonymous: true,
        topics: { '*': 'anyone' },
        log: { maxMessages: 1_000_000, maxBytes: 1_000_000_000 },
      },
    ],
    logLevel: 'silent',
    position: 1,
    redis,
  });
  const { url } = await gateway.listen({ port: 0 });
  return { gateway, url };
};

/** Everything that the log has of the topics. */
async function readLogs(url) {
  const socket = io(url, { auth: { app_id: 'bench' }, query: { dx: '1' }, transports: ['websocket'] });
  const topics = TOPICS.map((topic) => ({ topic }));
  const { channels } = await socket.emitWithAck('dx:listen', { topics });
  const kept = new Set();
  for (const { channel } of channels) {
    let cursor = { channel, epoch: '', offset: 0 };
    for (let more = true; more;) {
      const answer = await socket.emitWithAck('dx:sync', { channels: [cursor] });
      const [page] = answer.channels;
      for (const { message } of page.messages) kept.add(message);
      cursor = { channel, epoch: page.epoch, offset: page.top };
      more = page.more === true;
    }
  }
  socket.disconnect();
  return kept;
}

async function measure() {
  const cluster = await startCluster(3);
  const { gateway, url } = await startNode(cluster.url);
  const answered = [];
  let [number, refused, isRunning, killedAt] = [0, 0, true, Infinity];
  const backAt = new Map();
  const pushTo = async (topic) => {
    while (isRunning) {
      number += 1;
      const message = number;
      const begun = performance.now();
      try {
        await gateway.push('bench', { topic, eventName: 'n', message, id: `n-${message}` });
        answered.push(message);
        if (begun > killedAt && !backAt.has(topic)) backAt.set(topic, performance.now());
      } catch {
        refused += 1;
        backAt.delete(topic);
        await pause(20);
      }
    }
  };
  const pushing = TOPICS.map(pushTo);
  await pause(BEFORE);
  const rate = (answered.length * 1_000) / BEFORE;
  killedAt = performance.now();
  await cluster.primaries[0].kill();
  while (backAt.size < TOPICS.length || performance.now() < killedAt + 2 * DEAD_AFTER) await pause(20);
  await pause(AFTER);
  isRunning = false;
  await Promise.all(pushing);
  const kept = await readLogs(url);
  const lost = answered.filter((message) => !kept.has(message)).length;
  await gateway.close();
  await cluster.end();
  return { rate, lost, refused, answered: answered.length, back: Math.max(...backAt.values()) - killedAt };
}

const loadBefore = load();
const table = [];
for (let round = 1; round <= ROUNDS; round += 1) {
  progress(`round ${round} of ${ROUNDS} …`);
  const { rate, lost, refused, answered, back } = await measure();
  table.push({
    round: String(round),
    'pushes a second before': rate.toFixed(0),
    'answered with success': answered.toLocaleString('en'),
    'of these lost': String(lost),
    'which are the last, ms': ((lost * 1_000) / (rate / 3)).toFixed(1),
    refused: String(refused),
    'all topics take pushes again after, ms': back.toFixed(0),
  });
}
progress('');
printTable(table);
await writeMarkdown(RESULT, {
  title: 'What a Redis primary takes with it',
  text: `A Redis Cluster of three primaries with a replica each on one machine, without persistence, \`cluster-node-timeout\` ${DEAD_AFTER} ms. One
gateway pushes to ${TOPICS.length} topics, one push to each under way; after two seconds a primary gets a kill -9. Lost is what was answered with success
and is not in the log afterwards. The window is what the dead primary, a third of the whole, had answered in so much time.`,
  table,
  facts: circumstances(
    'bench:failover',
    { loadBefore },
    { Cores: `${cpus().length} for everything together` },
  ),
});
process.exit();
