/**
 * Tabs that share one connection, and the one that has it ends: how long until another one has it, and how long messages
 * are held up for it. Real Chromium, `share="browser"`. Run after `npm run build`; writes
 * bench/results/takeover.md.
 *
 * TABS=10 says how many, ROUNDS=7 how often each way to end is tried.
 */
import { launchBrowser } from './browser.js';
import { circumstances, load, median, printTable, progress, writeMarkdown } from './report.js';
import { startSharingSite } from './takeover/site.js';
import { createTabs, ENDS } from '../scripts/tabs.js';

const TABS = Number(process.env.TABS ?? 10);
const ROUNDS = Number(process.env.ROUNDS ?? 7);
const RESULT = new URL('results/takeover.md', import.meta.url);
/** Milliseconds between two messages. */
const EVERY = 20;
/** Messages before the leading tab ends, and after it. */
const BEFORE = 10;
const AFTER = 200;
/** How long the last message may take, in milliseconds. */
const PATIENCE = 15_000;

const now = () => performance.timeOrigin + performance.now();
const pause = (duration) => new Promise((resolve) => setTimeout(resolve, duration));

async function openTabs(opener, url) {
  const tabs = [];
  for (let count = 0; count < TABS; count += 1) {
    const tab = await opener.open(`${url}/page`);
    if (!(await tab.until("typeof connection === 'object' && connection.state === 'live'", PATIENCE)))
      throw new Error('a tab does not get live');
    tabs.push(tab);
  }
  return tabs;
}

async function findLeader(tabs) {
  for (const tab of tabs) if (await tab.isLeading()) return tab;
  throw new Error('no tab leads');
}

/** Messages with their number and time, at a fixed pace. @returns when each was sent */
async function pushSteadily(site, count, sentAt) {
  const started = now();
  for (let index = 0; index < count; index += 1) {
    const due = started + index * EVERY;
    if (due > now()) await pause(due - now());
    sentAt.push(now());
    await site.push(sentAt.length);
  }
}

/** What a tab heard, against what was sent. */
function judge(heard, sentAt, { endedAt, openedAt }) {
  const numbers = heard.map(([number]) => number);
  const distinct = new Set(numbers);
  const arrivals = heard.map(([, at]) => at);
  return {
    lost: sentAt.length - distinct.size,
    doubled: numbers.length - distinct.size,
    turned: numbers.filter((number, index) => index > 0 && number < numbers[index - 1]).length,
    // The former tab may still have served for a moment: only what comes by the next one counts.
    next: (arrivals.find((at) => at > openedAt) ?? Infinity) - endedAt,
    longest: Math.max(...heard.map(([number, at]) => at - sentAt[number - 1])),
  };
}

/** The tab in front is one that stays, as when somebody looks at it. */
async function measureRound(browser, site, end) {
  const opener = await createTabs(browser);
  try {
    const tabs = await openTabs(opener, site.url);
    const leader = await findLeader(tabs);
    const others = tabs.filter((tab) => tab !== leader);
    await others[0].bringToFront();
    const sentAt = [];
    await pushSteadily(site, BEFORE, sentAt);
    const replaced = site.nextSocket();
    const endedAt = now();
    await Promise.all([end(leader), pushSteadily(site, AFTER, sentAt)]);
    const openedAt = await Promise.race([replaced, pause(PATIENCE).then(() => Infinity)]);
    const results = [];
    for (const tab of others) {
      await tab.until(`heard.at(-1)?.[0] === ${sentAt.length}`, PATIENCE);
      results.push(judge(await tab.evaluate('heard'), sentAt, { endedAt, openedAt }));
    }
    return { led: openedAt - endedAt, results };
  } finally {
    await opener.close();
  }
}

function rowOf(name, rounds) {
  const all = rounds.flatMap(({ results }) => results);
  const sum = (key) => all.reduce((total, one) => total + one[key], 0);
  const worstOf = (key) => rounds.map(({ results }) => Math.max(...results.map((one) => one[key])));
  const medianAndWorst = (numbers) => `${median(numbers).toFixed(0)} / ${Math.max(...numbers).toFixed(0)}`;
  return {
    'the leading tab': name,
    'another one asks for a socket after, median / worst, ms': medianAndWorst(rounds.map(({ led }) => led)),
    'next message in every tab after, ms': medianAndWorst(worstOf('next')),
    'longest way of a message, ms': medianAndWorst(worstOf('longest')),
    'messages expected': String(all.length * (BEFORE + AFTER)),
    lost: String(sum('lost')),
    doubled: String(sum('doubled')),
    'out of order': String(sum('turned')),
  };
}

const loadBefore = load();
const site = await startSharingSite();
const browser = await launchBrowser();
const table = [];
for (const [name, end] of Object.entries(ENDS)) {
  const rounds = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    progress(`The leading tab ${name}: round ${round} of ${ROUNDS} …`);
    rounds.push(await measureRound(browser, site, end));
  }
  table.push(rowOf(name, rounds));
}
const version = browser.version();
await browser.close();
await site.close();
progress('');
printTable(table.map((row) => ({ name: row['the leading tab'], ...row })));
await writeMarkdown(RESULT, {
  title: 'When the tab that has the connection ends',
  text: `${TABS} tabs of one browser share one socket (\`share="browser"\`); a message comes every ${EVERY} ms. Then the tab that has the
socket ends, in one of four ways. The others look at each message: none may be missing or come twice. Of the ${TABS - 1} tabs that
stay the slowest counts in each round.`,
  table,
  facts: circumstances('bench:takeover', { browser: version, loadBefore }, { Rounds: `${ROUNDS} of each` }),
});
