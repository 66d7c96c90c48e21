/**
 * What a page costs that listens with 1, 100 and 1,000 refreshers and a toast, beside a page that does the same by
 * hand, one socket.on() and a loop over the widgets, and one that does it with Turbo. Prints a table and writes
 * bench/results/page.md.
 *
 * ROUNDS=3 says how often each page is opened, EVENTS=10 how many events it gets.
 */
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import { createGateway } from '../dist/gateway/index.js';
import { launchBrowser, metricsOf } from './browser.js';
import { addCable } from './cable.js';
import { APP, KINDS, renderPage } from './page/kinds.js';
import { circumstances, load, median, printTable, progress, quantile, writeMarkdown } from './report.js';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const EVENTS = Number(process.env.EVENTS ?? 10);
const UNHEARD = 1_000;
const COUNTS = [1, 100, 1_000];
/** Longer than the interval after which a refresher takes an event for a first one. */
const PAUSE = 600;
const RESULT = new URL('results/page.md', import.meta.url);
const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
const pause = (duration) => new Promise((resolve) => setTimeout(resolve, duration));

const gateway = createGateway({
  logLevel: 'silent',
  limits: { pushesPerSecond: 100_000 },
  apps: [{ id: APP, pushKeys: ['push-key-of-benchmarks'], anonymous: true }],
});
const libraries = { root: folder('../node_modules'), prefix: '/libraries/', decorateReply: false };
await gateway.http.register(staticFiles, { root: folder('../dist'), prefix: '/dist/' });
await gateway.http.register(staticFiles, libraries);
// Turbo takes the fresh page from here, too.
let version = 0;
gateway.http.get('/page/:kind/:count', ({ params }, reply) =>
  reply.type('text/html').send(renderPage(params.kind, Number(params.count), (version += 1))),
);
const cable = addCable(gateway.http.server);
const push = (eventName, message) => gateway.push(APP, { userID: '*', eventName, message });
const { url } = await gateway.listen({ port: 0 });
const browser = await launchBrowser();

async function metrics(devtools) {
  const { TaskDuration, ScriptDuration, JSHeapUsedSize } = await metricsOf(devtools);
  return { busy: TaskDuration * 1_000, script: ScriptDuration * 1_000, heap: JSHeapUsedSize };
}

/** Opens a page anew, sends it events and says what it cost. */
async function measurePage(kind, count) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  await page.goto(`${url}/page/${kind}/${count}`);
  await page.waitForFunction(() => window.connectedAt !== undefined);
  const loaded = await metrics(devtools);
  const connectedAfter = await page.evaluate(() => window.connectedAt);
  const event = async (index) => {
    if (kind === 'turbo') cable.publish();
    else await push('changed', index);
    await page.waitForFunction((wanted) => window.done >= wanted, count * (index + 1), { polling: 20 });
    await pause(PAUSE);
  };
  await event(0);
  const before = await metrics(devtools);
  for (let index = 1; index <= EVENTS; index += 1) await event(index);
  const after = await metrics(devtools);
  // What nobody listens to.
  for (let index = 0; index < UNHEARD; index += 1) await push('unheard', index);
  await pause(PAUSE);
  const unheard = await metrics(devtools);
  await context.close();
  return {
    load: loaded.busy,
    script: loaded.script,
    heap: loaded.heap,
    connectedAfter,
    perEvent: (after.script - before.script) / EVENTS,
    busyPerEvent: (after.busy - before.busy) / EVENTS,
    unheard: unheard.busy - after.busy,
    unheardHeap: unheard.heap - after.heap,
  };
}

const loadBefore = load();
const table = [];
for (const count of COUNTS) {
  const measured = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    progress(`${count} widgets: round ${round + 1} of ${ROUNDS} …`);
    for (const kind of Object.keys(KINDS)) measured[kind].push(await measurePage(kind, count));
  }
  for (const [kind, all] of Object.entries(measured)) {
    const { name, hearsEverything } = KINDS[kind];
    const of = (key, digits = 1) => median(all.map((one) => one[key])).toFixed(digits);
    table.push({
      page: `${count} × ${name}`,
      'main thread until connected, ms': of('load'),
      'of it script, ms': of('script'),
      'connected after, ms': of('connectedAfter', 0),
      'heap, kB': median(all.map(({ heap }) => heap / 1_000)).toFixed(0),
      'main thread per event, ms': of('busyPerEvent', 2),
      'of it script': of('perEvent', 2),
      'p95 of rounds': quantile(
        all.map(({ busyPerEvent }) => busyPerEvent),
        0.95,
      ).toFixed(2),
      '1,000 events nobody listens to, ms': hearsEverything ? of('unheard', 0) : '–',
      'heap after them, kB': hearsEverything
        ? median(all.map(({ unheardHeap }) => unheardHeap / 1_000)).toFixed(0)
        : '–',
    });
  }
}
const chromiumVersion = browser.version();
await browser.close();
cable.close();
await gateway.close();
progress('');
printTable(table);
await writeMarkdown(RESULT, {
  title: 'What a page costs',
  text: `Each widget has a refresher of its own beside it; by hand one loop refreshes all. The dx page has a toast, too. With Turbo
the event is a \`<turbo-stream action="refresh">\`, upon which it fetches the page and merges it: the time of an event has
that in it, while the others' widgets need no server. All have the same markup around each widget.`,
  table,
  facts: circumstances(
    'bench:page',
    { browser: chromiumVersion, loadBefore },
    {
      Rounds: `${ROUNDS} pages of each kind in turn, ${EVENTS} events each, medians`,
    },
  ),
});
