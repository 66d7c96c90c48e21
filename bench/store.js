/**
 * What the data file bears: durable pushes a second, how a gateway starts with a million messages, bytes of an alert in the
 * inbox, and how long "read" on one device takes to the count on another. Writes bench/results/store.md.
 *
 * MESSAGES=1000000 says how many messages the file has at the start.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import { createGateway } from '../dist/gateway/index.js';
import { launchBrowser } from './browser.js';
import { startChild } from './processes.js';
import { circumstances, load, median, printTable, progress, quantile, writeMarkdown } from './report.js';

const MESSAGES = Number(process.env.MESSAGES ?? 1_000_000);
const PUSHES = 30_000;
const ONE_BY_ONE = 5_000;
const ALERTS = 20_000;
const ROUNDS = 3;
const READS = 100;
const APP = 'bench';
const RESULT = new URL('results/store.md', import.meta.url);

const folder = mkdtempSync(join(tmpdir(), 'dx-bench-store-'));
const fileAt = (name) => join(folder, name);
const sizeOf = (path) => statSync(path).size;

/** Starts a gateway on a file and lets `act` measure. */
async function withNode(name, act) {
  const path = fileAt(name);
  const node = startChild(new URL('store/node.js', import.meta.url), [path]);
  const ready = await node.ready;
  const result = await act({
    ...ready,
    push: (order) => node.ask({ users: 1_000, eventName: 'n', ...order }),
    path,
  });
  await node.end({ ends: true });
  return result;
}

const figure = (number, digits = 0) => number.toLocaleString('en', { maximumFractionDigits: digits });

async function measureRates() {
  const rates = { 64: [], 1: [] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    progress(`pushes: round ${round} of ${ROUNDS} …`);
    await withNode(`rate-${round}.db`, async ({ push }) => {
      await push({ count: 20_000, inFlight: 64 });
      for (const [inFlight, count] of [
        [64, PUSHES],
        [1, ONE_BY_ONE],
      ])
        rates[inFlight].push((count * 1_000) / (await push({ count, inFlight })).took);
    });
  }
  return [
    { figure: 'durable pushes a second, 64 in flight', value: figure(median(rates[64])) },
    { figure: 'durable pushes a second, one by one', value: figure(median(rates[1])) },
  ];
}

async function measureStart() {
  progress(`writing ${figure(MESSAGES)} messages …`);
  const empty = await withNode('empty.db', async ({ started, memory }) => ({ started, memory }));
  await withNode('million.db', ({ push }) => push({ count: MESSAGES, inFlight: 256 }));
  const { started, memory, path } = await withNode('million.db', async (node) => node);
  return [
    {
      figure: `start with ${figure(MESSAGES)} messages of 300 bytes, ms`,
      value: `${figure(started)}; with none ${figure(empty.started)}`,
    },
    {
      figure: 'memory after that start, MB',
      value: `${figure(memory / 1e6)}; with none ${figure(empty.memory / 1e6)}`,
    },
    { figure: 'bytes of a message in the file', value: figure(sizeOf(path) / MESSAGES) },
  ];
}

/** The same pushes, as alerts and not: what is more in the file is the inbox. */
async function measureAlerts() {
  progress('alerts …');
  const bytes = {};
  for (const eventName of ['n', 'alert']) {
    const path = await withNode(`${eventName}.db`, async (node) => {
      await node.push({ count: ALERTS, inFlight: 64, eventName });
      return node.path;
    });
    bytes[eventName] = sizeOf(path) / ALERTS;
  }
  return [{ figure: 'bytes of an alert of 300 bytes in the inbox', value: figure(bytes.alert - bytes.n) }];
}

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,">
  <script src="/dist/dx-realtime.js" data-url="" data-app-id="${APP}"></script>
  <dx-inbox event-name="alert"></dx-inbox>
  <script>
    const inbox = document.querySelector('dx-inbox');
    const changes = [];
    inbox.addEventListener('dx-inbox-change', ({ detail }) => changes.push([detail.unread, performance.timeOrigin + performance.now()]));
    const live = dxRealtime.connect();
  </script>`;

async function measureReading() {
  const gateway = createGateway({
    data: fileAt('reading.db'),
    logLevel: 'silent',
    apps: [
      {
        id: APP,
        pushKeys: ['bench-push-key-of-all'],
        inbox: { events: ['alert'] },
        users: [{ id: 'u', password: 'u' }],
      },
    ],
  });
  const root = fileURLToPath(new URL('../dist', import.meta.url));
  await gateway.http.register(staticFiles, { root, prefix: '/dist/' });
  gateway.http.get('/page', (_, reply) => reply.type('text/html').send(PAGE));
  const { url } = await gateway.listen({ port: 0 });
  const browser = await launchBrowser();
  const open = async () => {
    const answer = await fetch(`${url}/good/api/v5/auth`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ appID: APP, provider: 'rest', username: 'u', password: 'u' }),
    });
    const { result } = await answer.json();
    const context = await browser.newContext();
    await context.addInitScript((sid) => localStorage.setItem('sid', sid), result.token);
    const page = await context.newPage();
    await page.goto(`${url}/page`);
    await page.waitForFunction("live.state === 'live'");
    return page;
  };
  const [one, other] = [await open(), await open()];
  const times = [];
  for (let round = 0; round < READS; round += 1) {
    progress(`read on one device: ${round} of ${READS} …`);
    await gateway.push(APP, { userID: 'u', eventName: 'alert', message: `alert ${round}` });
    for (const page of [one, other]) await page.waitForFunction('inbox.unread === 1');
    await other.evaluate('changes.length = 0');
    const from = await one.evaluate('inbox.markAllRead(), performance.timeOrigin + performance.now()');
    await other.waitForFunction('inbox.unread === 0');
    times.push((await other.evaluate('changes.at(-1)[1]')) - from);
  }
  await browser.close();
  await gateway.close();
  return [
    {
      figure: 'from "read" on one device to the count on another, ms',
      value: `p50 ${figure(median(times), 1)}, p99 ${figure(quantile(times, 0.99), 1)}, longest ${figure(Math.max(...times), 1)}`,
    },
  ];
}

const loadBefore = load();
const table = [
  ...(await measureRates()),
  ...(await measureStart()),
  ...(await measureAlerts()),
  ...(await measureReading()),
];
rmSync(folder, { recursive: true });
progress('');
printTable(table);
await writeMarkdown(RESULT, {
  title: 'The data file and the inbox',
  text: `Pushes are called inside the process of the gateway, each with 300 bytes to one of 1,000 people in turn; each is answered when
it is on disk. What is in flight together shares writes to the disk; 20,000 others
came before. The two devices are two profiles of one Chromium with
\`<dx-inbox>\`, on a gateway with a data file.`,
  table,
  facts: circumstances('bench:store', { loadBefore }, { Rounds: `${ROUNDS}, medians; ${READS} readings` }),
});
