/**
 * Pushes over HTTP in a process of its own: `generator.js PORT …`. Obeys `{ rate, seconds }`: open loop, each push has its
 * time, whether those before are answered or not; a `rate` of 0 = closed loop, as many as are answered.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { openPostClient } from '../post-client.js';

const CONNECTIONS = 64;
/** People who are pushed to, in turn. */
const USERS = 1_000;
const TEXT = 'x'.repeat(100);
const ACCEPTED = 202;
/** How long the last answers may take, in milliseconds. */
const PATIENCE = 15_000;

const ports = process.argv.slice(2).map(Number);
const client = await openPostClient({
  ports,
  connections: CONNECTIONS,
  headers: { Authorization: 'Bearer push-key-of-benchmarks', 'Content-Type': 'application/json' },
});

let number = 0;
async function push(record, due) {
  number += 1;
  const body = JSON.stringify({
    userID: `u${number % USERS}`,
    eventName: 'n',
    message: { number, text: TEXT },
  });
  const status = await client.post('/push', body);
  record.latencies.push(performance.now() - due);
  if (status !== ACCEPTED) record.refused += 1;
  record.lastAt = performance.now();
}

/** @returns how many pushes had their time */
async function openLoop(record, rate, seconds) {
  const started = performance.now();
  const count = rate * seconds;
  const pushes = [];
  while (pushes.length < count) {
    const due = started + (pushes.length * 1_000) / rate;
    if (due > performance.now()) await pause(Math.max(1, due - performance.now()));
    else pushes.push(push(record, due));
  }
  await Promise.race([Promise.all(pushes), pause(PATIENCE, undefined, { ref: false })]);
  return count;
}

async function closedLoop(record, seconds) {
  const end = performance.now() + seconds * 1_000;
  let count = 0;
  const pushOn = async () => {
    while (performance.now() < end) {
      count += 1;
      await push(record, performance.now());
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, pushOn));
  return count;
}

process.on('disconnect', () => process.exit());
process.on('message', async ({ rate, seconds }) => {
  const record = { latencies: [], refused: 0, lastAt: 0 };
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  const due = rate === 0 ? await closedLoop(record, seconds) : await openLoop(record, rate, seconds);
  const { user, system } = process.cpuUsage(cpuBefore);
  const took = record.lastAt - started;
  record.latencies.sort((one, other) => one - other);
  const at = (share) => record.latencies[Math.floor((record.latencies.length - 1) * share)];
  process.send({
    ...{ due, took, answered: record.latencies.length, refused: record.refused },
    ...{ p50: at(0.5), p99: at(0.99), longest: at(1), cpu: (user + system) / 1_000 },
  });
});
process.send('connected');
