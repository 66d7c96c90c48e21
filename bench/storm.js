/**
 * A page under 10,000 events a second for 10 s: does it stay usable, and does it give its memory back? The page is
 * that of bench:refresh, 200 rows that change with every event. Prints a table and writes
 * bench/results/storm.md.
 *
 * RATE=10000 events a second, DURATION=10 s.
 */
import { openPage } from './refresh/measure.js';
import { startServers } from './refresh/servers.js';
import { launchBrowser, metricsOf } from './browser.js';
import { circumstances, load, printTable, progress, writeMarkdown } from './report.js';

const RATE = Number(process.env.RATE ?? 10_000);
const DURATION = Number(process.env.DURATION ?? 10) * 1_000;
const RESULT = new URL('results/storm.md', import.meta.url);
const pause = (duration) => new Promise((resolve) => setTimeout(resolve, duration));

const loadBefore = load();
const servers = await startServers();
const browser = await launchBrowser();
const { page, devtools } = await openPage(browser, servers, 'dx');

const heap = async () => (await metricsOf(devtools)).JSHeapUsedSize;

await page.evaluate(() => {
  window.longTasks = [];
  new PerformanceObserver((list) =>
    window.longTasks.push(...list.getEntries().map(({ duration }) => duration)),
  ).observe({
    type: 'longtask',
  });
});
// The first events compile and load what the storm uses; that is no part of it.
for (let index = 0; index < 50; index += 1) await servers.publish('dx');
await pause(2_000);
await page.evaluate(() => (window.longTasks.length = 0));
/** Sends as many events as are due, whether the page keeps up or not. */
async function storm() {
  const started = Date.now();
  let sent = 0;
  let version = 0;
  while (Date.now() - started < DURATION) {
    const due = Math.floor(((Date.now() - started) / 1_000) * RATE);
    // Not more than a few in one go: the server shares its process with the sender.
    for (let step = 0; step < 200 && sent < due; step += 1) {
      ({ version } = await servers.publish('dx'));
      sent += 1;
    }
    await pause(0);
  }
  return { rate: sent / ((Date.now() - started) / 1_000), version };
}

/** How long until the page shows a version, in milliseconds; null = not within 30 s. */
const shownAfter = (version) =>
  page.evaluate(
    (wanted) =>
      new Promise((resolve) => {
        const started = performance.now();
        const look = () => {
          if (Number(document.querySelector('#version').textContent) === wanted)
            resolve(performance.now() - started);
          else if (performance.now() - started > 30_000) resolve(null);
          else setTimeout(look, 5);
        };
        look();
      }),
    version,
  );

// The second one tells what is kept: in the first the browser still compiles what the storm uses.
const table = [];
for (const name of ['first', 'second']) {
  await page.evaluate(() => (window.longTasks.length = 0));
  const heapBefore = await heap();
  const fetchesBefore = servers.requests.dx;
  progress(`${name} storm: ${RATE} events a second for ${DURATION / 1_000} s …`);
  const { rate, version } = await storm();
  const shown = await shownAfter(version);
  await pause(2_000);
  const longTasks = await page.evaluate(() => window.longTasks);
  table.push({
    storm: name,
    'events sent a second': rate.toFixed(0),
    fetches: String(servers.requests.dx - fetchesBefore),
    'long tasks over 50 ms': String(longTasks.length),
    'longest, ms': Math.max(0, ...longTasks).toFixed(0),
    'last event shown after, ms': shown === null ? 'never' : shown.toFixed(0),
    'heap before, kB': (heapBefore / 1_000).toFixed(0),
    'heap after, kB': ((await heap()) / 1_000).toFixed(0),
  });
}
const chromiumVersion = browser.version();
await browser.close();
await servers.close();

progress('');
printTable(table);
await writeMarkdown(RESULT, {
  title: 'A storm of events',
  text: `A page with one refresher and 200 rows, under ${RATE.toLocaleString('en')} events a second for ${DURATION / 1_000} s, twice.`,
  table,
  facts: circumstances('bench:storm', { browser: chromiumVersion, loadBefore }),
});
