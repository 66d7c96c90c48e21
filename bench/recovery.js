/**
 * What gets lost, doubled or turned when a part of a gateway of two nodes fails: our client's rule beside a plain
 * socket.io-client. Writes bench/results/recovery.md.
 *
 * CLIENTS=500, CONTROLS=100, MESSAGES=400 and STORM=2000 say how many.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { format } from 'prettier';
import { FAULTS, pushUntilTaken, pushWithFault } from './recovery/faults.js';
import { startClients, startNode, startRedis } from './recovery/servers.js';
import { makeTable } from './recovery/table.js';

const CLIENTS = Number(process.env.CLIENTS ?? 500);
const CONTROLS = Number(process.env.CONTROLS ?? 100);
const MESSAGES = Number(process.env.MESSAGES ?? 400);
const STORM = Number(process.env.STORM ?? 2000);
const MISSED = 50;
const RESULT = new URL('results/recovery.md', import.meta.url);
const PATIENCE = 120_000;

const load = () =>
  loadavg()
    .map((number) => number.toFixed(1))
    .join(', ');

async function until(reached, what) {
  const deadline = Date.now() + PATIENCE;
  while (!(await reached())) {
    if (Date.now() > deadline) return console.error(`waited in vain for ${what}`);
    await pause(100);
  }
}

const everyone = (clients, count, question) => async () => (await clients.ask(question)) === count;

async function withFleet(act) {
  const redis = await startRedis();
  const nodes = [await startNode(redis.url), await startNode(redis.url)];
  try {
    return await act({ redis, nodes, urls: nodes.map(({ url }) => url) });
  } finally {
    await Promise.all(nodes.map((node) => node.kill()));
    await redis.kill();
    redis.remove();
  }
}

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** @returns a row of the table */
async function measureFault(name, causeFault) {
  return withFleet(async (fleet) => {
    const ours = await startClients({ count: CLIENTS, urls: fleet.urls, tracked: true });
    const control = await startClients({ count: CONTROLS, urls: fleet.urls, tracked: false });
    await until(everyone(ours, CLIENTS, { about: 'live' }), 'our clients');
    await until(everyone(control, CONTROLS, { about: 'live' }), 'the control');
    const refused = await pushWithFault(fleet, MESSAGES, causeFault);
    await until(everyone(ours, CLIENTS, { about: 'complete', expected: MESSAGES }), 'everything to arrive');
    const { lost, doubled, turned, gaps, latencies } = await ours.ask({
      about: 'report',
      expected: MESSAGES,
    });
    const plain = await control.ask({ about: 'report', expected: MESSAGES });
    latencies.sort((one, other) => one - other);
    await Promise.all([ours.end(), control.end()]);
    const times = [0.5, 0.99, 1].map((share) => percentile(latencies, share));
    const ofControl = `${plain.lost} of ${CONTROLS * MESSAGES}`;
    return [name, CLIENTS * MESSAGES, lost, doubled, turned, gaps, ...times, refused, ofControl];
  });
}

/** Everybody is on one node, which dies. @returns milliseconds until all have everything, and what is wrong */
async function measureStorm() {
  return withFleet(async ({ nodes, urls }) => {
    const clients = await startClients({ count: STORM, urls, first: 1, tracked: true });
    await until(everyone(clients, STORM, { about: 'live' }), 'the clients');
    const killedAt = Date.now();
    await nodes[1].kill();
    for (let number = 1; number <= MISSED; number += 1) await pushUntilTaken([nodes[0]], number, Date.now());
    await until(everyone(clients, STORM, { about: 'complete', expected: MISSED }), 'everything to arrive');
    const { lastAt, ...report } = await clients.ask({ about: 'report', expected: MISSED });
    await clients.end();
    return [STORM, STORM * MISSED, report.lost, report.doubled, report.turned, lastAt - killedAt];
  });
}

const before = load();
const rows = [];
for (const [name, causeFault] of Object.entries(FAULTS)) {
  console.error(`${name} …`);
  rows.push(await measureFault(name, causeFault));
}
console.error(`${STORM} clients, kill -9 …`);
const storm = await measureStorm();

const faultTable = makeTable(
  ['fault', 'deliveries expected', 'lost', 'doubled', 'out of order', 'gaps told'].concat([
    'p50, ms',
    'p99, ms',
    'longest, ms',
    'pushes tried again',
    'plain socket.io-client lost',
  ]),
  rows,
);
const stormTable = makeTable(
  ['clients', 'deliveries expected', 'lost', 'doubled', 'out of order', 'all complete after, ms'],
  [storm],
);
const text = `# What a failing part of a gateway loses

Two gateway nodes in processes of their own, one Redis without persistence, ${CLIENTS} clients with this package's rule
(offset, sync, position) and ${CONTROLS} plain \`socket.io-client\`s beside them as the control; 20 messages a second to
everybody, ${MESSAGES} in all, through both nodes in turn. The pusher sends a push again with the same \`id\` until it is
taken. The fault comes after a quarter. Times are from the moment at which the push was due, so a refused push counts.

${faultTable}

All clients on one node, kill -9 of it, then ${MISSED} messages at once through the other while they come back:

${stormTable}

- Date: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC
- Node: ${process.version}; ${cpus().length} cores for nodes, Redis and clients together
- Load of the machine: ${before} before, ${load()} after
- One run each: that nothing was lost is a count, the times are no rates
- Command: \`npm run bench:recovery\`
`;
writeFileSync(RESULT, await format(text, { parser: 'markdown' }));
console.log(text);
