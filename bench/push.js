/**
 * How many pushes a second the HTTP API takes: one gateway with its log in memory, and two gateways with one Redis, where a
 * push is answered only when the log in Redis has it. Run after `npm run build`; writes bench/results/push.md.
 *
 * SECONDS=5 says how long each rate is kept up, ROUNDS=3 how often; the median is shown.
 */
import { cpus } from 'node:os';
import { cpuOf, startChild } from './processes.js';
import { startRedis } from './recovery/servers.js';
import { circumstances, load, median, printTable, progress, writeMarkdown } from './report.js';

const SECONDS = Number(process.env.SECONDS ?? 5);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const RESULT = new URL('results/push.md', import.meta.url);

const CASES = [
  { name: 'one node, log in memory', nodes: 1, rates: [1_000, 2_500, 5_000, 0] },
  { name: 'two nodes, Redis without persistence', nodes: 2, redis: [], rates: [1_000, 2_500, 0] },
  {
    name: 'two nodes, Redis writes its file every second',
    nodes: 2,
    redis: ['--appendonly', 'yes', '--appendfsync', 'everysec'],
    rates: [1_000, 2_500, 0],
  },
  {
    name: 'two nodes, Redis writes its file before each answer',
    nodes: 2,
    redis: ['--appendonly', 'yes', '--appendfsync', 'always'],
    rates: [1_000, 2_500, 0],
  },
];

const start = (file, given) => startChild(new URL(`push/${file}`, import.meta.url), given);

/** Starts the servers of a case and lets `act` measure with them. */
async function withServers({ nodes: count, redis: options }, act) {
  const redis = options === undefined ? null : await startRedis(options);
  const nodes = Array.from({ length: count }, () => start('node.js', redis === null ? [] : [redis.url]));
  const ports = await Promise.all(nodes.map(({ ready }) => ready));
  const generator = start('generator.js', ports.map(String));
  await generator.ready;
  try {
    return await act({ redis, nodes, generator });
  } finally {
    await generator.end();
    await Promise.all(nodes.map((node) => node.end()));
    await redis?.kill();
    redis?.remove();
  }
}

async function cpuOfServers({ nodes, redis }) {
  const used = await Promise.all(nodes.map((node) => node.ask('cpu')));
  return {
    nodes: used.reduce((sum, { user, system }) => sum + (user + system) / 1_000, 0),
    redis: redis === null ? null : cpuOf(redis.pid()),
  };
}

async function measure(servers, rate) {
  const before = await cpuOfServers(servers);
  const report = await servers.generator.ask({ rate, seconds: SECONDS });
  const after = await cpuOfServers(servers);
  const share = (used) => (100 * used) / report.took;
  return {
    ...report,
    rate: (report.answered * 1_000) / report.took,
    missing: report.due - report.answered,
    cost: ((after.nodes - before.nodes) * 1_000) / report.answered,
    nodesShare: share(after.nodes - before.nodes),
    redisShare: after.redis === null ? null : share(after.redis - before.redis),
    generatorShare: share(report.cpu),
  };
}

/** All rates of a case, on servers that have run some code already. */
const measureCase = (given) =>
  withServers(given, async (servers) => {
    await servers.generator.ask({ rate: 0, seconds: 2 });
    const measured = [];
    for (const rate of given.rates) measured.push(await measure(servers, rate));
    return measured;
  });

function rowOf(name, rate, all) {
  const of = (key, digits = 0) => median(all.map((one) => one[key])).toFixed(digits);
  const sum = (key) => all.reduce((total, one) => total + one[key], 0);
  const percent = (key) => (all[0][key] === null ? '–' : `${of(key)} %`);
  return {
    log: name,
    'pushes due a second': rate === 0 ? 'as many as are answered' : rate.toLocaleString('en'),
    'answered a second': Number(of('rate')).toLocaleString('en'),
    'p50, ms': of('p50', 1),
    'p99, ms': of('p99', 1),
    'longest, ms': Math.max(...all.map(({ longest }) => longest)).toFixed(0),
    'refused, not answered': `${sum('refused')}, ${sum('missing')}`,
    'processor time of the gateway for each, µs': of('cost'),
    'CPU of the gateway': percent('nodesShare'),
    'of Redis': percent('redisShare'),
    'of what pushes': percent('generatorShare'),
  };
}

const loadBefore = load();
const table = [];
for (const given of CASES) {
  const rounds = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    progress(`${given.name}: round ${round} of ${ROUNDS} …`);
    rounds.push(await measureCase(given));
  }
  given.rates.forEach((rate, index) =>
    table.push(
      rowOf(
        given.name,
        rate,
        rounds.map((round) => round[index]),
      ),
    ),
  );
}
progress('');
printTable(table.map((row) => ({ name: `${row.log}, ${row['pushes due a second']}`, ...row })));
await writeMarkdown(RESULT, {
  title: 'Pushes over HTTP',
  text: `Each push is a \`POST /push\` of its own with 100 bytes of text to one of 1,000 users in turn, over 64 kept connections,
to all nodes alike. It is answered with 202 when the log has it, which with Redis means: the script in Redis has run and all
nodes are told. Open loop, a time counts from when the push was due; the last row of each log pushes as fast as it is answered.`,
  table,
  facts: circumstances(
    'bench:push',
    { loadBefore },
    {
      Cores: `${cpus().length} for gateway, Redis and what pushes together; 100 % = one core`,
      Rounds: `${ROUNDS}, each rate for ${SECONDS} s; medians, of what was refused or not answered the sum`,
    },
  ),
});
