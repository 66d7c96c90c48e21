/**
 * From a push to fresh content in the page: dx-refresher beside the code that one would write by hand, Turbo and
 * htmx, with lists of several lengths of which all, few or none of the texts change. Prints tables and writes
 * bench/results/refresh.md.
 *
 * ROUNDS=60 and STORMS=3 say how often each kind is measured.
 */
import {
  isCorrect,
  measureLatency,
  measureListening,
  measureStorm,
  measureSurvival,
  openPage,
} from './refresh/measure.js';
import { LISTS } from './refresh/lists.js';
import { measureMemory } from './refresh/memory.js';
import { KINDS } from './refresh/pages.js';
import { makeListTable, makeTable } from './refresh/table.js';
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

/** Single events, the kinds in turn. @returns for each kind its page, its times and whether it showed what it should */
async function measureList(list) {
  servers.show(list);
  const measured = [];
  for (const kind of kinds) measured.push({ kind, page: await openPage(browser, servers, kind), times: [] });
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    if (round % 10 === 0) progress(`${LISTS[list].name}: round ${round} of ${ROUNDS} …`);
    // Whoever comes first after the pause finds the machine at rest: each in its turn.
    const first = (round + WARM_UP) % measured.length;
    for (const one of [...measured.slice(first), ...measured.slice(0, first)]) {
      const { version, time } = await measureLatency(one.page, servers);
      if (round >= 0) one.times.push(time);
      one.version = version;
      // What one page still does after it has shown the event must not slow the next one down.
      await pause(PAUSE / kinds.length);
    }
  }
  for (const one of measured) one.isCorrect = await isCorrect(one.page.page, servers.list(), one.version);
  return measured;
}

const byList = {};
for (const list of Object.keys(LISTS).filter((name) => name !== 'all')) {
  byList[list] = await measureList(list);
  for (const { page } of byList[list]) await page.close();
}
byList.all = await measureList('all');

const measured = byList.all.map(({ kind, page, times }) => ({
  page,
  name: KINDS[kind].name,
  times,
  kept: {},
  storms: [],
}));
for (const { page, storms } of measured) {
  for (let storm = 1; storm <= STORMS; storm += 1) {
    progress(`1,000 events, ${page.kind}: ${storm} of ${STORMS} …`);
    storms.push(await measureStorm(page, servers));
  }
}
const listening = [];
const idlePage = await openPage(browser, servers, 'idle');
for (let storm = 0; storm < STORMS; storm += 1) listening.push(await measureListening(idlePage, servers));
progress('a person types …\n');
for (const one of measured) one.kept = await measureSurvival(one.page, servers);
progress('memory …\n');
const memory = await measureMemory(browser, servers);

const chromiumVersion = browser.version();
await browser.close();
await servers.close();

const table = makeTable(measured);
const listTable = makeListTable(byList);
printTable(table);
printTable(listTable);
await writeMarkdown(RESULT, {
  title: 'From a push to a fresh page',
  text: 'Same page for all (200 rows, all of which change, and a text field), same machine, the kinds in turn.',
  table,
  more: {
    text: 'The same with other lists: median, 95th percentile, and how many times the hand-written code, which replaces all of it.',
    table: listTable,
  },
  facts: circumstances(
    'bench:refresh',
    { browser: chromiumVersion, loadBefore },
    {
      'Of the busy time': `a page that listens to the 1,000 events and does nothing is busy for ${median(listening).toFixed(0)} ms, the median of ${STORMS} storms`,
      'Memory that refreshing keeps': `${memory.toFixed(2)} times the HTML: what the page with 5,000 rows grew by in three refreshes, its document among it, less what the one with 200 rows did`,
      Rounds: `${ROUNDS} single events per kind and list after ${WARM_UP} to warm up; ${STORMS} storms per kind, median of fetches and of busy time, worst of the rest`,
    },
  ),
});
