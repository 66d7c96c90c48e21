/**
 * Whether a gateway stays as it is: two nodes over Redis with clients that come and go, minute after minute, and an
 * attacker beside them. Run after `npm run build`; prints a table and writes bench/results/soak.md. Ends by itself, with 1
 * where a message was lost or came twice, or where a node needed more and more memory.
 *
 * `--minutes 10` says how long; CLIENTS=300 and RATE=20 (messages a second to everybody) say how much.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
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
/** How much more resident memory a node may have in the last third than in the second. */
const LEVEL = 1.15;
const FEWEST_ROWS = 6;
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

/** Whether memory is level: the mean of the last third against that of the second, of each node. A few rows say nothing. */
function isLevel(memory) {
  if (memory.length < FEWEST_ROWS) return true;
  const third = Math.floor(memory.length / 3);
  const mean = (part, node) => part.reduce((sum, row) => sum + row[node], 0) / part.length;
  return memory[0].every(
    (_, node) => mean(memory.slice(-third), node) <= LEVEL * mean(memory.slice(third, 2 * third), node),
  );
}

function aboutMemory(memory) {
  if (memory.length < FEWEST_ROWS) return 'Too short to say whether memory is level.';
  return isLevel(memory) ? 'Memory is level.' : 'Memory is NOT level.';
}

async function soak({ nodes, clients, attacker }) {
  await untilAll(clients, { about: 'live' });
  const started = Date.now();
  const elapsed = () => (Date.now() - started) / 1000;
  const rows = [];
  const memory = [];
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
      memory.push((await Promise.all(nodes.map(figuresOf))).map(({ resident }) => resident));
      console.error(rows.at(-1).join('\t'));
    }
  }
  await untilAll(clients, { about: 'complete', expected: pushed });
  rows.push(await rowOf(elapsed(), nodes, clients, pushed));
  attacker.send('counts');
  const [attacks] = await once(attacker, 'message');
  return { rows, pushed, memory, attacks, counts: await clients.ask({ about: 'counts', expected: pushed }) };
}

const before = load();
const redis = await startRedis();
const nodes = [await startNode(redis.url), await startNode(redis.url)];
const urls = nodes.map(({ url }) => url);
const clients = await startClients({ count: CLIENTS, urls, tracked: true });
const attacker = fork(new URL('soak/attacker.js', import.meta.url), [JSON.stringify({ urls })]);
const { rows, pushed, counts, memory, attacks } = await soak({ nodes, clients, attacker }).finally(
  async () => {
    attacker.kill('SIGKILL');
    await clients.end();
    await Promise.all(nodes.map((node) => node.kill()));
    await redis.kill();
  },
);

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
turn; every ${CUT_EVERY} s the links of ${CUT_SHARE * 100} % of the clients are cut, and they come back and sync. From another address an attacker does all the
time what it should not.

${table}

**${(pushed * CLIENTS).toLocaleString('en')} deliveries expected: ${counts.lost} lost, ${counts.doubled} doubled, ${counts.turned} out of order. ${aboutMemory(memory)}**

The attacker: ${Object.entries(attacks)
  .map(([kind, count]) => `${kind} ${count}`)
  .join(', ')}.

- Date: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${MINUTES} minutes
- Node: ${process.version}; ${cpus().length} cores for nodes, Redis and clients together
- Load of the machine: ${before} before, ${load()} after
- Command: \`npm run soak -- --minutes ${MINUTES}\`
`;
writeFileSync(RESULT, await format(text, { parser: 'markdown' }));
console.log(text);
process.exitCode = counts.lost + counts.doubled + counts.turned === 0 && isLevel(memory) ? 0 : 1;
