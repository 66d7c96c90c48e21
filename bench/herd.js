/**
 * The thundering herd: many pages hear one message and each fetches. Simulated time with the rules of the package
 * itself: the gateway's spread and the refresher's plan. Run after `npm run build`; writes bench/results/herd.md.
 *
 * CLIENTS=10000 and BEARS=500 (refreshes a second) say how much, ROUNDS=20 how often; the worst round is shown.
 */
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { spreadFor } from '../dist/gateway/jitter.js';
import { planRefresh } from '../dist/refresh/schedule.js';
import { makeTable } from './recovery/table.js';

const CLIENTS = Number(process.env.CLIENTS ?? 10_000);
const BEARS = Number(process.env.BEARS ?? 500);
const ROUNDS = Number(process.env.ROUNDS ?? 20);
const RESULT = new URL('results/herd.md', import.meta.url);
/** Until a message has reached a page: some milliseconds more for those that a broadcast reaches last. */
const ARRIVAL = 200;

const TIMING = { minInterval: 500, debounce: 0, maxWait: 0, whileHidden: false, maxHold: 30_000 };

/** When a page that hears a message at `heardAt` starts its refresh, in milliseconds. */
function startOf(heardAt, spread) {
  const state = {
    ...{ firstRequestAt: heardAt, lastRequestAt: heardAt, lastStartAt: -Infinity, streak: 0, notBefore: 0 },
    ...{
      spreadDelay: Math.random() * spread,
      heldSince: null,
      running: false,
      hidden: false,
      disturbs: () => false,
    },
  };
  let now = heardAt;
  for (;;) {
    const plan = planRefresh(state, TIMING, now);
    if (plan.start) return now;
    now = plan.at;
  }
}

/** The most requests in any one second, whenever it begins. */
function peakOf(times) {
  const sorted = times.toSorted((one, other) => one - other);
  let peak = 0;
  let first = 0;
  for (let last = 0; last < sorted.length; last += 1) {
    while (sorted[last] - sorted[first] >= 1000) first += 1;
    peak = Math.max(peak, last - first + 1);
  }
  return peak;
}

function simulate(spread) {
  const times = Array.from({ length: CLIENTS }, () => startOf(Math.random() * ARRIVAL, spread));
  const perSecond = new Array(Math.ceil(Math.max(...times) / 1000 + 0.001)).fill(0);
  for (const time of times) perSecond[Math.floor(time / 1000)] += 1;
  return { peak: peakOf(times), last: Math.max(...times), perSecond };
}

function worstOf(spread) {
  const rounds = Array.from({ length: ROUNDS }, () => simulate(spread));
  return {
    ...rounds[0],
    peak: Math.max(...rounds.map(({ peak }) => peak)),
    last: Math.max(...rounds.map(({ last }) => last)),
  };
}

/** Requests of each second as bars. */
function figureOf(name, perSecond) {
  const widest = 50;
  const bars = perSecond.map((count, second) => {
    const bar = '█'.repeat(Math.max(count > 0 ? 1 : 0, Math.round((count / CLIENTS) * widest)));
    return `${String(second).padStart(3)} s ${String(count).padStart(6)} ${bar}`;
  });
  return [`${name}:`, '', '```text', ...bars, '```'].join('\n');
}

const window = spreadFor(CLIENTS, BEARS);
const without = worstOf(0);
const withHint = worstOf(window);
const row = (name, { peak, last }, spread) => [
  name,
  spread,
  peak.toLocaleString('en'),
  (peak / BEARS).toFixed(2),
  Math.round(last).toLocaleString('en'),
];
const table = makeTable(
  [
    'pages',
    'spread, ms',
    'most requests in one second',
    'of what the server bears',
    'last request after, ms',
  ],
  [row('without the hint', without, 0), row('with the hint', withHint, window)],
);
const text = `# One message, ${CLIENTS.toLocaleString('en')} pages that fetch

The app says that its server bears ${BEARS} refreshes a second (\`refreshesPerSecond\`). The message reaches all pages within
${ARRIVAL} ms. Any second counts, whenever it begins.

${table}

${figureOf('Requests of each second, without the hint', without.perSecond)}

${figureOf('With it', withHint.perSecond)}

- Simulated time with the package's own code: \`spreadFor\` of the gateway, \`planRefresh\` of the refresher
- Worst of ${ROUNDS} rounds; the bars are the first
- Command: \`npm run bench:herd\`
`;
writeFileSync(RESULT, await format(text, { parser: 'markdown' }));
console.log(text);
