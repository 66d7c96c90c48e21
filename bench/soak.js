/**
 * Whether a gateway stays as it is: two nodes over Redis with clients that come and go, minute after minute. Run after
 * `npm run build`; prints a table and writes bench/results/soak.md. Ends by itself, with 1 where a message was lost or
 * came twice.
 *
 * `--minutes 10` says how long; CLIENTS=300 and RATE=20 (messages a second to everybody) say how much.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { pushUntilTaken } from './recovery/faults.js';
import { startClients, startNode, startRedis } from './recovery/servers.js';
import { makeTable } from './recovery/table.js';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const MINUTES = Math.min(600, Math.max(0.5, Number(values.minutes) || 10));
const CLIENTS = Number(process.env.CLIENTS ?? 300);
const RATE = Number(process.env.RATE ?? 20);
/** Seconds between two rows of the table, and between two cuts. */
const ROW_EVERY = MINUTES > 3 ? 60 : 20;
const CUT_EVERY = 5;
/** Which part of the clients each cut ends; they come back by themselves. */
const CUT_SHARE = 0.05;
const PATIENCE = 120_000;
const RESULT = new URL('results/soak.md', import.meta.url);
const headers = { authorization: 'Bearer metrics-key-of-benchmarks' };

const load = () =>
  loadavg()
    .map((number) => number.toFixed(1))
    .join(', ');
const megabytes = (bytes) => (bytes / 1_000_000).toFixed(0);

async function figuresOf({ url }) {
  const text = await (await fetch(`${url}/metrics`, { headers })).text();
  const read = (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  return {
    resident: read('process_resident_memory_bytes'),
    heap: read('nodejs_heap_size_used_bytes'),
    lag: read('nodejs_eventloop_lag_p99_seconds') * 1000,
  };
}

async function rowOf(seconds, nodes, clients, pushed) {
  const figures = await Promise.all(nodes.map(figuresOf));
  const { doubled, turned, gaps } = await clients.ask({ about: 'counts', expected: pushed });
  const each = (show) => figures.map(show).join(' / ');
  return [
    Math.round(seconds),
    pushed,
    each(({ resident }) => megabytes(resident)),
    each(({ heap }) => megabytes(heap)),
    each(({ lag }) => lag.toFixed(0)),
    doubled,
    turned,
    gaps,
  ];
}

/** Waits until all clients answer a question with yes, or for two minutes. */
async function untilAll(clients, question) {
  const deadline = Date.now() + PATIENCE;
  while ((await clients.ask(question)) < CLIENTS && Date.now() < deadline) await pause(200);
}

async function soak({ nodes, clients }) {
  await untilAll(clients, { about: 'live' });
  const started = Date.now();
  const elapsed = () => (Date.now() - started) / 1000;
  const rows = [];
  let pushed = 0;
  let nextRow = ROW_EVERY;
  let nextCut = CUT_EVERY;
  while (elapsed() < MINUTES * 60) {
    const due = started + (pushed * 1000) / RATE;
    await pause(Math.max(0, due - Date.now()));
    pushed += 1;
    await pushUntilTaken(nodes, pushed, due);
    if (elapsed() >= nextCut) {
      nextCut += CUT_EVERY;
      await clients.ask({ about: 'cut', share: CUT_SHARE });
    }
    if (elapsed() >= nextRow) {
      nextRow += ROW_EVERY;
      rows.push(await rowOf(elapsed(), nodes, clients, pushed));
      console.error(rows.at(-1).join('\t'));
    }
  }
  await untilAll(clients, { about: 'complete', expected: pushed });
  rows.push(await rowOf(elapsed(), nodes, clients, pushed));
  return { rows, pushed, counts: await clients.ask({ about: 'counts', expected: pushed }) };
}

const before = load();
const redis = await startRedis();
const nodes = [await startNode(redis.url), await startNode(redis.url)];
const clients = await startClients({ count: CLIENTS, urls: nodes.map(({ url }) => url), tracked: true });
const { rows, pushed, counts } = await soak({ nodes, clients }).finally(async () => {
  await clients.end();
  await Promise.all(nodes.map((node) => node.kill()));
  await redis.kill();
});

const table = makeTable(
  [
    'second',
    'pushed',
    'resident memory of the nodes, MB',
    'heap in use, MB',
    'event loop lag p99, ms',
    'doubled',
    'out of order',
    'gaps told',
  ],
  rows,
);
const text = `# A gateway minute after minute

Two nodes over Redis, ${CLIENTS} clients with this package's rule, ${RATE} messages a second to everybody through both nodes in
turn; every ${CUT_EVERY} s the links of ${CUT_SHARE * 100} % of the clients are cut, and they come back and sync.

${table}

**${(pushed * CLIENTS).toLocaleString('en')} deliveries expected: ${counts.lost} lost, ${counts.doubled} doubled, ${counts.turned} out of order.**

- Date: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${MINUTES} minutes
- Node: ${process.version}; ${cpus().length} cores for nodes, Redis and clients together
- Load of the machine: ${before} before, ${load()} after
- Command: \`npm run soak -- --minutes ${MINUTES}\`
`;
writeFileSync(RESULT, await format(text, { parser: 'markdown' }));
console.log(text);
process.exitCode = counts.lost + counts.doubled + counts.turned === 0 ? 0 : 1;
