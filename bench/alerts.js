/* global inbox -- of the page */
/**
 * Alerts under load: 10,000 in 10 s, how long tabs take to agree on what is read, and scrolling 5,000 of them.
 * Prints a table and writes bench/results/alerts.md.
 */
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import { createGateway } from '../dist/gateway/index.js';
import { launchBrowser, metricsOf } from './browser.js';
import { circumstances, load, median, printTable, progress, writeMarkdown } from './report.js';

const FLOOD = 10_000;
const FLOOD_TIME = 10_000;
const LISTED = 5_000;
const ROUNDS = 20;
const TABS = 4;
const APP = 'bench';
const RESULT = new URL('results/alerts.md', import.meta.url);
const pause = (duration) => new Promise((resolve) => setTimeout(resolve, duration));

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
  <script src="/dist/dx-realtime.js" data-url="" data-app-id="${APP}"></script>
  <dx-inbox event-name="alert" limit="5000"></dx-inbox><dx-alert-toast event-name="alert"></dx-alert-toast>
  <script>
    const inbox = document.querySelector('dx-inbox');
    const longTasks = [];
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask' });
    const live = dxRealtime.connect();
  </script>`;

const loadBefore = load();
const gateway = createGateway({
  logLevel: 'silent',
  limits: { pushesPerSecond: 100_000 },
  apps: [{ id: APP, pushKeys: ['push-key-of-benchmarks'], anonymous: true }],
});
const root = fileURLToPath(new URL('../dist', import.meta.url));
await gateway.http.register(staticFiles, { root, prefix: '/dist/' });
gateway.http.get('/page', (_, reply) => reply.type('text/html').send(PAGE));
const { url } = await gateway.listen({ port: 0 });
const push = (text) => gateway.push(APP, { userID: '*', eventName: 'alert', message: { text } });
const browser = await launchBrowser();
const open = async (context) => {
  const page = await context.newPage();
  await page.goto(`${url}/page`);
  await page.waitForFunction("live.state === 'live'");
  return page;
};
const heapOf = async (devtools) => (await metricsOf(devtools)).JSHeapUsedSize / 1_000;
const longest = async (page) => Math.max(0, ...(await page.evaluate('longTasks.splice(0)')));

/** @returns rows of the table */
async function measureFlood() {
  const context = await browser.newContext();
  const page = await open(context);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  await push('the first');
  await page.waitForFunction('inbox.unread === 1');
  await pause(1_000);
  await page.evaluate('longTasks.splice(0)');
  const before = await heapOf(devtools);
  const started = Date.now();
  for (let sent = 0; sent < FLOOD;) {
    const due = Math.min(FLOOD, ((Date.now() - started) / FLOOD_TIME) * FLOOD);
    for (; sent < due; sent += 1) await push(`alert ${sent}`);
    await pause(1);
  }
  const ended = Date.now();
  await page.waitForFunction(`inbox.unread >= ${LISTED}`, undefined, { timeout: 60_000 });
  const counted = Date.now() - ended;
  const toasts = await page.locator('.dx-alerts li:not(.leaving) [part~=toast]').count();
  await pause(3_000);
  const after = await heapOf(devtools);
  const rows = [
    [
      `${FLOOD.toLocaleString('en')} alerts in ${FLOOD_TIME / 1_000} s: longest task of the page`,
      `${(await longest(page)).toFixed(0)} ms`,
    ],
    ['toasts on the screen at its end', String(toasts)],
    ['counted in the inbox after the last', `${counted} ms`],
    ['heap before and after', `${before.toFixed(0)} kB, ${after.toFixed(0)} kB`],
  ];
  rows.push(...(await measureScrolling(page)));
  await context.close();
  return rows;
}

async function measureScrolling(page) {
  await page.locator('dx-inbox .bell').click();
  await page.locator('dx-inbox li').first().waitFor();
  await page.evaluate('longTasks.splice(0)');
  const { steps, slowest } = await page.evaluate(async () => {
    const list = document.querySelector('dx-inbox').shadowRoot.querySelector('.list');
    let slowest = 0;
    let steps = 0;
    let before = performance.now();
    for (let last = -1; list.scrollTop !== last || steps < 50; steps += 1) {
      last = list.scrollTop;
      list.scrollTop += 600;
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      slowest = Math.max(slowest, performance.now() - before);
      before = performance.now();
      if (steps > 5_000) break;
    }
    return { steps, slowest };
  });
  return [
    [
      `scrolling through ${LISTED.toLocaleString('en')}: longest task in ${steps} steps`,
      `${(await longest(page)).toFixed(0)} ms`,
    ],
    ['longest step of two frames', `${slowest.toFixed(0)} ms`],
  ];
}

/** From a click in one tab to the count of the last of the others. */
async function measureAgreement() {
  const context = await browser.newContext();
  const pages = [];
  for (let index = 0; index < TABS; index += 1) pages.push(await open(context));
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await push(`round ${round}`);
    for (const page of pages) await page.waitForFunction('inbox.unread === 1');
    const seen = pages.slice(1).map((page) =>
      page.evaluate(
        () =>
          new Promise((resolve) => {
            const look = () => {
              if (inbox.unread === 0) resolve(performance.timeOrigin + performance.now());
              else setTimeout(look, 1);
            };
            look();
          }),
      ),
    );
    const at = await pages[0].evaluate(() => {
      const at = performance.timeOrigin + performance.now();
      inbox.markAllRead();
      return at;
    });
    times.push(Math.max(...(await Promise.all(seen))) - at);
  }
  await context.close();
  return [
    [`all read in one of ${TABS} tabs, until the last tab says so: median`, `${median(times).toFixed(0)} ms`],
    [`longest of ${ROUNDS}`, `${Math.max(...times).toFixed(0)} ms`],
  ];
}

progress('a flood of alerts …\n');
const rows = await measureFlood();
progress('several tabs …\n');
rows.push(...(await measureAgreement()));
const chromiumVersion = browser.version();
await browser.close();
await gateway.close();

const table = rows.map(([what, figure]) => ({ what, figure }));
printTable(table);
await writeMarkdown(RESULT, {
  title: 'Alerts under load',
  text: 'One page with a toast and an inbox; then several tabs of one browser.',
  table,
  facts: circumstances('bench:alerts', { browser: chromiumVersion, loadBefore }),
});
