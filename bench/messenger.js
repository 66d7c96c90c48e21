/**
 * A messenger with a long history: how soon it is there, and whether it scrolls smoothly from its end to its beginning.
 * Prints a table and writes bench/results/messenger.md.
 */
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import { createGateway } from '../dist/gateway/index.js';
import { launchBrowser, metricsOf } from './browser.js';
import { circumstances, load, printTable, progress, quantile, writeMarkdown } from './report.js';

const MESSAGES = 10_000;
/** One notch of a mouse wheel, in pixels, and how long a hand takes for it, in milliseconds. */
const NOTCH = 120;
const NOTCH_TIME = 16;
/** How many at once: a wheel that is spun. */
const NOTCHES = 8;
/** Longer than this, in milliseconds, and a person sees it. */
const LONG_FRAME = 50;
/** The longest that the scrolling may take, in milliseconds. */
const LIMIT = 240_000;
const APP = 'bench';
const RESULT = new URL('results/messenger.md', import.meta.url);
const MINUTE = 60_000;

/** Of several lengths, some with a link, by four people over several days. */
function makeHistory() {
  const from = Date.now() - MESSAGES * 2 * MINUTE;
  return Array.from({ length: MESSAGES }, (_, index) => ({
    id: `message-${index}`,
    user: `user-${(index >> 2) % 4}`,
    name: ['Anna', 'Boris', 'Carla', 'Dmitri'][(index >> 2) % 4],
    text: `${index}: ${'and so the order has left the house '.repeat(index % 5)}${index % 20 === 0 ? 'https://example.com/orders' : ''}`,
    at: from + index * 2 * MINUTE,
  }));
}

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
  <script>
    const longTasks = [];
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask' });
    const frames = [];
    // The list is there when a frame has been drawn with the last message in it.
    const listed = new Promise((resolve) => {
      let former = performance.now();
      const look = (now) => {
        frames.push(now - former);
        former = now;
        const list = document.querySelector('dx-messenger')?.shadowRoot?.querySelector('.list');
        if (list?.querySelector('.message')) setTimeout(() => resolve(performance.now()));
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  </script>
  <script src="/dist/dx-realtime.js" data-url="" data-app-id="${APP}"></script>
  <dx-messenger event-name="chat" send-event="chat" user-id="user-0" history-src="/history"></dx-messenger>`;

const loadBefore = load();
const gateway = createGateway({
  logLevel: 'silent',
  apps: [{ id: APP, pushKeys: ['push-key-of-benchmarks'], anonymous: true }],
});
const root = fileURLToPath(new URL('../dist', import.meta.url));
await gateway.http.register(staticFiles, { root, prefix: '/dist/' });
const history = JSON.stringify(makeHistory());
gateway.http.get('/history', (_, reply) => reply.type('application/json').send(history));
gateway.http.get('/page', (_, reply) => reply.type('text/html').send(PAGE));
const { url } = await gateway.listen({ port: 0 });
const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 800, height: 700 } });
const devtools = await page.context().newCDPSession(page);
await devtools.send('Performance.enable');

const inMilliseconds = (figure) => `${figure.toFixed(0)} ms`;
const heap = async () => `${((await metricsOf(devtools)).JSHeapUsedSize / 1_000).toFixed(0)} kB`;
const takeLongest = async () => Math.max(0, ...(await page.evaluate('longTasks.splice(0)')));

async function measureOpening() {
  await page.goto(`${url}/page`);
  const listed = await page.evaluate('listed');
  return [
    [
      `${MESSAGES.toLocaleString('en')} messages: from the address to the list on the screen`,
      inMilliseconds(listed),
    ],
    ['longest task meanwhile', inMilliseconds(await takeLongest())],
    ['heap then', await heap()],
  ];
}

/** Turns the wheel until the first message is seen. @returns how often it was turned */
async function scrollToStart() {
  await page.locator('dx-messenger .list').hover();
  const isAtStart = () =>
    page.evaluate(() => {
      const list = document.querySelector('dx-messenger').shadowRoot.querySelector('.list');
      const isFirstDrawn = [...list.querySelectorAll('.text')].some(({ textContent }) =>
        textContent.startsWith('0:'),
      );
      return isFirstDrawn && list.scrollHeight - list.clientHeight + list.scrollTop < 5;
    });
  const end = Date.now() + LIMIT;
  let notches = 0;
  while (Date.now() < end) {
    for (let turn = 0; turn < 20; turn += 1) {
      await page.mouse.wheel(0, -NOTCH * NOTCHES);
      await new Promise((resolve) => setTimeout(resolve, NOTCH_TIME));
      notches += NOTCHES;
    }
    if (await isAtStart()) return notches;
  }
  throw new Error('the first message was not reached');
}

async function measureScrolling() {
  await page.evaluate('frames.splice(0), longTasks.splice(0)');
  const notches = await scrollToStart();
  const frames = await page.evaluate('frames.splice(0)');
  const long = frames.filter((duration) => duration > LONG_FRAME);
  return [
    [
      `scrolled to the first message by ${notches.toLocaleString('en')} notches of the wheel: frames`,
      String(frames.length),
    ],
    ['time of a frame: median', `${quantile(frames, 0.5).toFixed(1)} ms`],
    ['95 of 100 frames took at most', `${quantile(frames, 0.95).toFixed(1)} ms`],
    [`frames over ${LONG_FRAME} ms`, String(long.length)],
    ['longest frame', inMilliseconds(Math.max(...frames))],
    ['longest task', inMilliseconds(await takeLongest())],
    ['rows drawn at the end', String(await page.locator('dx-messenger li').count())],
    ['heap at the end', await heap()],
  ];
}

try {
  progress('opening …\n');
  const rows = await measureOpening();
  progress('scrolling …\n');
  rows.push(...(await measureScrolling()));
  const table = rows.map(([what, figure]) => ({ what, figure }));
  printTable(table);
  await writeMarkdown(RESULT, {
    title: 'A messenger with a long history',
    text: 'One page with a `<dx-messenger>` whose `history-src` has 10,000 messages of several lengths; scrolled by the wheel from the newest to the first.',
    table,
    facts: circumstances('bench:messenger', { browser: browser.version(), loadBefore }),
  });
} finally {
  await browser.close();
  await gateway.close();
}
