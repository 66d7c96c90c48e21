/**
 * How long it takes from a push to fresh content in the page, beside the code that one would write by hand:
 * `socket.on`, `fetch`, replace. Same page (200 rows and a text field), same gateway, the two in turn.
 *
 * Prints medians and 95th percentiles in milliseconds; run after `npm run build`.
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import { chromium } from 'playwright-core';
import { createGateway } from '../dist/gateway/index.js';
import { ensureChromium } from '../scripts/chromium.js';

const ROUNDS = Number(process.env.ROUNDS ?? 60);
/** Longer than the refresher's interval, so that each push is a first one. */
const PAUSE = 600;
const require = createRequire(import.meta.url);
let version = 0;

const content = () =>
  `<div id="list"><b id="version">${version}</b><input name="note">${Array.from(
    { length: 200 },
    (_, row) => `<p id="row-${row}">Row ${row}, state ${(row * 7 + version) % 5}</p>`,
  ).join('')}</div>`;

const page = (head, body) => `<!doctype html><meta charset="utf-8">${head}<body>${content()}${body}`;

const KINDS = {
  'by hand': () =>
    page(
      '<script src="/client/socket.io.min.js"></script>',
      `<script>
        const socket = io({ transports: ['websocket'], auth: { app_id: 'bench' } });
        socket.on('connect', () => document.body.dataset.ready = '');
        socket.on('changed by hand', async () => {
          const text = await (await fetch('/content')).text();
          document.querySelector('#list').outerHTML = text;
        });
      </script>`,
    ),
  'dx-refresher': () =>
    page(
      '<script src="/dist/dx-realtime.js" data-url="" data-app-id="bench"></script>',
      `<dx-refresher event-name="changed dx-refresher" action="fetch" src="/content" target="#list"></dx-refresher>
      <script>
        const refresher = document.querySelector('dx-refresher');
        const timer = setInterval(() => { if (refresher.matches(':state(live)')) document.body.dataset.ready = ''; }, 50);
      </script>`,
    ),
};

const gateway = createGateway({
  logLevel: 'silent',
  apps: [{ id: 'bench', pushKeys: ['bench-push-key'], anonymous: true }],
});
const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
await gateway.http.register(staticFiles, { root: folder('../dist'), prefix: '/dist/' });
await gateway.http.register(staticFiles, {
  root: dirname(require.resolve('socket.io-client/dist/socket.io.js')),
  prefix: '/client/',
  decorateReply: false,
});
gateway.http.get('/content', (_, reply) => reply.type('text/html').send(content()));
gateway.http.get('/page/:kind', (request, reply) =>
  reply.type('text/html').send(KINDS[request.params.kind]()),
);
const { url } = await gateway.listen({ port: 0 });

const browser = await chromium.launch({
  executablePath: ensureChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});

async function open(kind) {
  const tab = await (await browser.newContext()).newPage();
  await tab.goto(`${url}/page/${encodeURIComponent(kind)}`);
  await tab.waitForSelector('body[data-ready]');
  await tab.evaluate(() => {
    new MutationObserver(() => {
      const shown = Number(document.querySelector('#version')?.textContent);
      if (shown === window.expected) window.seen(Date.now());
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return { kind, tab, times: [] };
}

async function measure({ kind, tab, times }) {
  version += 1;
  const seen = tab.evaluate((expected) => {
    window.expected = expected;
    return new Promise(
      (resolve) => (window.seen = () => resolve(performance.timeOrigin + performance.now())),
    );
  }, version);
  // The page must be listening before the push; evaluating is in order, so one more question is enough.
  await tab.evaluate(() => 0);
  const pushed = performance.timeOrigin + performance.now();
  await gateway.push('bench', { userID: '*', eventName: `changed ${kind}` });
  times.push((await seen) - pushed);
}

const tabs = [];
for (const kind of Object.keys(KINDS)) tabs.push(await open(kind));
for (let round = 0; round < ROUNDS + 5; round += 1) {
  for (const tab of tabs) {
    await measure(tab);
    // The first rounds warm up.
    if (round < 5) tab.times.length = 0;
  }
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
}
await browser.close();
await gateway.close();

const at = (times, share) => [...times].sort((a, b) => a - b)[Math.floor(times.length * share)];
const base = at(tabs[0].times, 0.5);
console.table(
  Object.fromEntries(
    tabs.map(({ kind, times }) => [
      kind,
      {
        p50: at(times, 0.5).toFixed(1),
        p95: at(times, 0.95).toFixed(1),
        ratio: (at(times, 0.5) / base).toFixed(2),
        rounds: times.length,
      },
    ]),
  ),
);
