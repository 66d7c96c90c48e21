import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startSite, type Site } from './site.js';
import { launchBrowser } from './support.js';

const LIBRARIES = {
  Turbo: {
    head: '<script src="/libraries/@hotwired/turbo/dist/turbo.es2017-umd.js"></script>',
    /** Visits a page and is done when it is shown. */
    visit: `(path) => new Promise((resolve) => {
      addEventListener('turbo:load', () => resolve(), { once: true });
      Turbo.visit(path);
    })`,
  },
  htmx: {
    head: '<script src="/libraries/htmx.org/dist/htmx.min.js"></script>',
    visit: `(path) => htmx.ajax('GET', path, { target: 'body', swap: 'innerHTML' })`,
  },
};

const ELEMENTS = `<dx-connection></dx-connection>
  <section><dx-refresher event-name="changed" min-interval="0" poll-when-offline="60000" target="#widget"></dx-refresher>
  <p id="widget"></p></section>
  <dx-connection-status></dx-connection-status>
  <dx-alert-toast event-name="alert"></dx-alert-toast><dx-inbox event-name="alert"></dx-inbox>`;

const VISITS = 100;

/** Counts the timers that are set and neither over nor cleared. */
const COUNT_TIMERS = `{
  const running = new Set();
  window.countTimers = () => running.size;
  for (const [set, clear, repeats] of [['setTimeout', 'clearTimeout', false], ['setInterval', 'clearInterval', true]]) {
    const begin = window[set].bind(window);
    const end = window[clear].bind(window);
    window[set] = (action, ...given) => {
      const id = begin((...values) => {
        if (!repeats) running.delete(id);
        action(...values);
      }, ...given);
      running.add(id);
      return id;
    };
    window[clear] = (id) => {
      running.delete(id);
      end(id);
    };
  }
}`;

describe('a page that is changed without being left', () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    browser = await launchBrowser();
    site = await startSite();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  const countListeners = async (page: Page): Promise<number> => {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    await session.detach();
    return metrics.find(({ name }) => name === 'JSEventListeners')!.value;
  };

  for (const [name, { head, visit }] of Object.entries(LIBRARIES))
    it(`by ${name} keeps one connection and leaks nothing in ${VISITS} visits`, async () => {
      const render = (title: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8">
        <link rel="icon" href="data:,"><title>${title}</title>
        <script src="/dist/dx-realtime.js" data-url="" data-app-id="site"></script>${head}</head>
        <body><h1>${title}</h1>${ELEMENTS}</body></html>`;
      for (const title of ['one', 'two']) site.part(title, () => render(title));
      const context = await browser.newContext();
      context.setDefaultTimeout(30_000);
      const page = await context.newPage();
      await page.addInitScript(COUNT_TIMERS);
      const sockets: string[] = [];
      page.on('websocket', (socket) => sockets.push(socket.url()));
      await page.goto(`${site.url}/part/one`);
      const live = () => page.locator('dx-refresher:state(live)').waitFor({ state: 'attached' });
      const visitTimes = (count: number) =>
        page.evaluate(`(async (visit) => {
          for (let index = 0; index < ${count}; index++) await visit(index % 2 === 0 ? '/part/two' : '/part/one');
        })(${visit})`);
      await live();
      await visitTimes(10);
      await live();
      const listeners = await countListeners(page);
      const timers = Number(await page.evaluate('countTimers()'));
      await visitTimes(VISITS - 10);
      await live();
      assert.equal(sockets.length, 1);
      const later = await countListeners(page);
      assert.ok(later < listeners + 30, `${listeners} listeners after 10 visits, ${later} after ${VISITS}`);
      // Those of the last visit may still run out; ninety visits would leave ninety.
      const timersLater = Number(await page.evaluate('countTimers()'));
      assert.ok(
        timersLater < timers + 15,
        `${timers} timers after 10 visits, ${timersLater} after ${VISITS}`,
      );
      await page.evaluate(`document.querySelector('#widget').addEventListener('dx-refresh', ({ detail }) => {
        detail.waitUntil(Promise.resolve());
        window.refreshes = (window.refreshes ?? 0) + 1;
      })`);
      await site.push();
      await page.waitForFunction('window.refreshes === 1');
      await context.close();
    });
});
