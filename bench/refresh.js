/**
 * From a push to fresh content in the page: dx-refresher beside the code that one would write by hand, Turbo and
 * htmx. Prints a table and writes bench/results/refresh.md.
 *
 * ROUNDS=60 and STORMS=3 say how often each kind is measured.
 */
import {
  measureLatency,
  measureListening,
  measureStorm,
  measureSurvival,
  openPage,
} from './refresh/measure.js';
import { KINDS } from './refresh/pages.js';
import { makeTable } from './refresh/table.js';
import { launchBrowser } from './browser.js';
import { circumstances, load, median, printTable, progress, writeMarkdown } from './report.js';
import { startServers } from './refresh/servers.js';

const ROUNDS = Number(process.env.ROUNDS ?? 60);
const STORMS = Number(process.env.STORMS ?? 3);
/** The first ones run code that has not been compiled yet. */
const WARM_UP = 10;
/** From one event to the next of a kind: longer than the interval in which the refresher takes it for steady fire. */
const PAUSE = 1_000;
const RESULT = new URL('results/refresh.md', import.meta.url);

const pause = (duration) => new Promise((resolve) => setTimeout(resolve, duration));

const loadBefore = load();
const servers = await startServers();
const browser = await launchBrowser();

const kinds = Object.keys(KINDS);
const measured = kinds.map((kind) => ({ kind, name: KINDS[kind].name, times: [], kept: {}, storms: [] }));
const pages = new Map();
for (const kind of kinds) pages.set(kind, await openPage(browser, servers, kind));

for (let round = -WARM_UP; round < ROUNDS; round += 1) {
  if (round % 10 === 0) progress(`single events: round ${round} of ${ROUNDS} …`);
  // Whoever comes first after the pause finds the machine at rest: each in its turn.
  const first = (round + WARM_UP) % measured.length;
  for (const { kind, times } of [...measured.slice(first), ...measured.slice(0, first)]) {
    const time = await measureLatency(pages.get(kind), servers);
    if (round >= 0) times.push(time);
    // What one page still does after it has shown the event must not slow the next one down.
    await pause(PAUSE / kinds.length);
  }
}
for (const { kind, storms } of measured) {
  for (let storm = 1; storm <= STORMS; storm += 1) {
    progress(`1,000 events, ${kind}: ${storm} of ${STORMS} …`);
    storms.push(await measureStorm(pages.get(kind), servers));
  }
}
const listening = [];
const idlePage = await openPage(browser, servers, 'idle');
for (let storm = 0; storm < STORMS; storm += 1) listening.push(await measureListening(idlePage, servers));
progress('a person types …\n');
for (const one of measured) one.kept = await measureSurvival(pages.get(one.kind), servers);

const chromiumVersion = browser.version();
await browser.close();
await servers.close();

const table = makeTable(measured);
printTable(table);
await writeMarkdown(RESULT, {
  title: 'From a push to a fresh page',
  text: 'Same page for all (200 rows, all of which change, and a text field), same machine, the kinds in turn.',
  table,
  facts: circumstances(
    'bench:refresh',
    { browser: chromiumVersion, loadBefore },
    {
      'Of the busy time': `a page that listens to the 1,000 events and does nothing is busy for ${median(listening).toFixed(0)} ms, the median of ${STORMS} storms`,
      Rounds: `${ROUNDS} single events per kind after ${WARM_UP} to warm up; ${STORMS} storms per kind, median of fetches and of busy time, worst of the rest`,
    },
  ),
});
