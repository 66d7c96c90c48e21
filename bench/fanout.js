/**
 * What a push costs: to everybody and to single users, through the gateway with its log, offsets and isolation, beside
 * bare Socket.IO, bare ws and nchan. Run after `npm run build`; writes bench/results/fanout.md.
 *
 * SIZES=1000,5000,10000 says how many clients, ROUNDS=3 how often each is measured; the median is shown.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { format } from 'prettier';
import { hasNchan } from './fanout/nchan.js';
import { startChild } from './processes.js';
import { makeTable } from './recovery/table.js';
import { load, median } from './report.js';

const SIZES = (process.env.SIZES ?? '1000,5000,10000').split(',').map(Number);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const RESULT = new URL('results/fanout.md', import.meta.url);
/** Deliveries a second in the paced runs, and in all of one run at full speed. */
const PACE = 20_000;
const FULL = 200_000;
const SECONDS = 4;
const USER_RATE = 5_000;
const PATIENCE = 120_000;
const KINDS = [
  { name: 'ws', kind: 'ws' },
  { name: 'Socket.IO', kind: 'socket.io' },
  { name: 'nchan', kind: 'nchan' },
  { name: 'gateway, plain clients', kind: 'gateway' },
  { name: 'gateway, clients with offsets', kind: 'gateway', tracked: true },
].filter(({ kind }) => kind !== 'nchan' || hasNchan());
const BARE = KINDS.findIndex(({ kind }) => kind === 'socket.io');
const ABOUT_NCHAN = hasNchan()
  ? `nchan: one worker of nginx. Its pushes come by HTTP from the process that pushes, over 16 connections, which its
  processor time does not contain, while the others are pushed to in their own process. It keeps the last 100 messages of a
  channel and gives them ids; who may listen is not checked. Its memory contains what it shares between its processes`
  : 'nchan is not in the table: nginx with its module is not installed (`apt-get install nginx libnginx-mod-nchan`)';

const start = (file, given, execArgv) =>
  startChild(new URL(`fanout/${file}`, import.meta.url), given, execArgv);

async function pushAndWait(server, clients, pushes, rate, toUsers, deliveries) {
  const before = [await server.ask({ about: 'cpu' }), await clients.ask({ about: 'cpu' })];
  const started = Date.now();
  await server.ask({ about: 'push', pushes, rate, toUsers });
  while ((await clients.ask({ about: 'received' })) < deliveries) {
    if (Date.now() > started + PATIENCE) throw new Error('deliveries are missing');
    await pause(20);
  }
  const report = await clients.ask({ about: 'report' });
  const took = report.lastAt - started;
  const [serverCpu, clientCpu] = [
    (await server.ask({ about: 'cpu' })) - before[0],
    (await clients.ask({ about: 'cpu' })) - before[1],
  ];
  const cost = (serverCpu * 1000) / deliveries;
  const shareOf = (cpu) => Math.round((100 * cpu) / took);
  return {
    ...report,
    rate: (deliveries * 1000) / took,
    cost,
    server: shareOf(serverCpu),
    clients: shareOf(clientCpu),
  };
}

async function measure({ kind, tracked = false }, count) {
  const server = start('server.js', [kind, String(count)], ['--expose-gc']);
  const port = await server.ready;
  const before = await server.ask({ about: 'memory' });
  const clients = start('clients.js', [JSON.stringify({ kind, port, count, tracked })]);
  await clients.ready;
  const bytes = ((await server.ask({ about: 'memory' })) - before) / count;
  const broadcast = (deliveries, rate) => {
    const pushes = Math.ceil(deliveries / count);
    return pushAndWait(server, clients, pushes, rate, false, pushes * count);
  };
  // The first ones run code that has not been compiled yet.
  await broadcast(FULL / 4, 0);
  const full = await broadcast(FULL, 0);
  const paced = await broadcast(PACE * SECONDS, PACE / count);
  const users = await pushAndWait(server, clients, USER_RATE * SECONDS, USER_RATE, true, USER_RATE * SECONDS);
  await clients.end();
  await server.end({ about: 'end' });
  return {
    full: full.rate,
    'full clients': full.clients,
    cost: full.cost,
    'user cost': users.cost,
    p50: paced.p50,
    p99: paced.p99,
    server: paced.server,
    clients: paced.clients,
    'user p50': users.p50,
    'user p99': users.p99,
    bytes,
  };
}

async function measureSize(count) {
  const rounds = KINDS.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, kind] of KINDS.entries()) {
      console.error(`${count} clients, round ${round + 1}: ${kind.name} …`);
      rounds[index].push(await measure(kind, count));
    }
  }
  const medians = rounds.map((all) =>
    Object.fromEntries(Object.keys(all[0]).map((key) => [key, median(all.map((one) => one[key]))])),
  );
  const bare = medians[BARE];
  return medians.map((one, index) => [
    KINDS[index].name,
    Math.round(one.full).toLocaleString('en'),
    (one.full / bare.full).toFixed(2),
    one.cost.toFixed(1),
    (bare.cost / one.cost).toFixed(2),
    `${one['full clients']} %`,
    `${one.p50.toFixed(0)} / ${one.p99.toFixed(0)}`,
    `${one.server} % / ${one.clients} %`,
    `${one['user p50'].toFixed(0)} / ${one['user p99'].toFixed(0)}`,
    `${one['user cost'].toFixed(0)} µs`,
    `${(one.bytes / 1000).toFixed(1)} kB`,
    (one.bytes / bare.bytes).toFixed(2),
  ]);
}

const COLUMNS = [
  'server',
  'at full speed, deliveries/s',
  'of Socket.IO',
  'processor time of the server for each, µs',
  'deliveries for the same processor time, of Socket.IO',
  'CPU of clients there',
  `${PACE.toLocaleString('en')} deliveries/s: p50 / p99, ms`,
  'CPU of server / clients there',
  `${USER_RATE.toLocaleString('en')} pushes/s to single users: p50 / p99, ms`,
  'processor time for each',
  'memory per connection',
  'of Socket.IO',
];

const before = load();
const sections = [];
for (const count of SIZES) {
  const rows = await measureSize(count);
  sections.push(`## ${count.toLocaleString('en')} clients\n\n${makeTable(COLUMNS, rows)}`);
}
const text = `# Pushes to many clients

One server process and one process with all clients, WebSocket only, 100 bytes of text and the time in each message, no
TLS. The gateway checks each push, gives it an offset and keeps it in its log in memory; every client has a session of a
user of its own. Socket.IO and ws only send, nchan keeps messages. Open loop: latency counts from the time at which a push was due.

${sections.join('\n\n')}

- Date: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC
- Node: ${process.version}; ${cpus().length} cores for server and clients together
- Load of the machine: ${before} before, ${load()} after
- Medians of rounds: ${ROUNDS}, the kinds in turn. Processor time does not depend on what else the machine does; the rates and
  times do. Where the clients use most of a core, the figure says more of them than of
  the server
- ${ABOUT_NCHAN}
- Command: \`npm run bench:fanout\`
`;
writeFileSync(RESULT, await format(text, { parser: 'markdown' }));
console.log(text);
