import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { until } from '../gateway/support/until.js';
import { startStockSite, stockPage, type StockSite } from './stock-site.js';
import { launchBrowser } from './support.js';

/** A tab that is hidden behind another one, as those of a test driver cannot be; see scripts/tabs.js. */
interface PlainTab {
  evaluate(expression: string): Promise<unknown>;
  until(expression: string, patience: number): Promise<boolean>;
  bringToFront(): Promise<unknown>;
}

// JavaScript of the project itself, which has no declarations.
const { createTabs } = (await import(new URL('../../scripts/tabs.js', import.meta.url).href)) as {
  createTabs: (browser: Browser) => Promise<{ open(url: string): Promise<PlainTab>; close(): Promise<void> }>;
};

const LIVE = 'window.connection ??= dxRealtime.connect(), connection.state === "live"';
const PAGE = stockPage('<dx-redirect event-name="redirect"></dx-redirect><input id="field">');

describe('a redirect on a Socket.IO server of the platform', () => {
  let browser: Browser;
  let site: StockSite;
  let context: BrowserContext;
  let page: Page;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    site = await startStockSite();
    site.show(PAGE);
    context = await browser.newContext();
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    await site.close();
  });

  const open = async (path: string): Promise<void> => {
    await page.goto(`${site.url}${path}`);
    await page.waitForFunction(LIVE);
  };

  it('follows the texts and objects of a scenario', async () => {
    const rows: [message: unknown, path: string][] = [
      ['../', '/orders/7'],
      ['../../', '/orders'],
      ['/edit', '/orders/7/items/edit'],
      ['/edit?step=2', '/orders/7/items/edit?step=2'],
      [{ href: '/help' }, '/help'],
      ['{"href":"/help"}', '/help'],
      [{ href: 'other', replace: true }, '/orders/7/other'],
    ];
    for (const [message, path] of rows) {
      await open('/orders/7/items?tab=2');
      site.emit('redirect', message);
      await page.waitForURL(`${site.url}${path}`);
    }
  });

  it('goes back to a page of the same site, and not to that of another', async () => {
    const other = await startStockSite();
    try {
      other.show(PAGE);
      await page.goto(`${other.url}/elsewhere`);
      await open('/first');
      site.emit('redirect', '<=');
      site.emit('redirect', '/second');
      await page.waitForURL(`${site.url}/first/second`);
      await page.waitForFunction(LIVE);
      site.emit('redirect', '<=');
      await page.waitForURL(`${site.url}/first`);
    } finally {
      await other.close();
    }
  });

  it('never leads to another site or runs a script, whatever a message says', async () => {
    await open('/a/b');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('dialog', (dialog) => {
      asked.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    const { port } = new URL(site.url);
    const hostile: unknown[] = [
      'javascript:alert(1)',
      '/javascript:alert(1)/../../..//evil.example',
      '/..//evil.example',
      '/x/%2e%2e/%2E./../..//evil.example',
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'https://evil.example',
      ...['javascript:alert(1)', ' java\tscript:alert(1)', 'data:text/html,<script>alert(1)</script>'],
      ...['//evil.example', '\\\\evil.example', 'https:\\\\evil.example', 'ftp://localhost/', 'about:blank'],
      `http://anna:secret@localhost:${port}/`,
      `http://127.0.0.1:${port}/`,
      `https://localhost:${port}/`,
      `blob:http://localhost:${port}/1`,
    ];
    const asObjects = hostile
      .filter((text) => typeof text === 'string')
      .slice(7)
      .map((href) => ({ href }));
    const unreadable = [
      null,
      7,
      [],
      {},
      { href: 7 },
      { href: { toString: 'x' } },
      [{ href: '/x' }],
      '',
      'text',
      '{"href"',
    ];
    for (const message of [
      ...hostile,
      ...asObjects,
      ...asObjects.map((one) => JSON.stringify(one)),
      ...unreadable,
    ])
      site.emit('redirect', message);
    site.emit('redirect', '/done');
    await page.waitForURL((url) => url.pathname !== '/a/b');
    assert.equal(page.url(), `${site.url}/a/b/done`);
    assert.deepEqual(
      asked.filter((url) => !url.startsWith(`${site.url}/`) || new URL(url).pathname.includes('evil')),
      [],
    );
  });

  it('waits while a person writes, and goes when that is over', async () => {
    await open('/a');
    await page.locator('#field').focus();
    await page.evaluate(`heard = 0; connection.on('redirect', () => (heard += 1))`);
    site.emit('redirect', { href: '/b' });
    await page.waitForFunction('heard === 1');
    assert.equal(new URL(page.url()).pathname, '/a');
    await page.evaluate('field.blur()');
    await page.waitForURL(`${site.url}/b`);
  });

  it('takes the tab in front along, and leaves those behind it where they are', async () => {
    const opener = await createTabs(browser);
    try {
      const tabs = [await opener.open(`${site.url}/tab`), await opener.open(`${site.url}/tab`)];
      for (const tab of tabs) assert.ok(await tab.until(LIVE, 60_000));
      for (const [index, tab] of tabs.entries()) {
        await tab.bringToFront();
        assert.ok(await tab.until('document.hasFocus() && document.visibilityState === "visible"', 60_000));
        const others = tabs.filter((other) => other !== tab);
        for (const other of others) {
          assert.ok(await other.until('document.visibilityState === "hidden"', 60_000));
          await other.evaluate(`heard = 0; connection.on('redirect', () => (heard += 1))`);
        }
        const before = await Promise.all(others.map((other) => other.evaluate('location.pathname')));
        site.emit('redirect', `/${index}`);
        assert.ok(await tab.until(`location.pathname.endsWith('/${index}')`, 60_000));
        for (const other of others) assert.ok(await other.until('heard === 1', 60_000));
        assert.deepEqual(
          await Promise.all(others.map((other) => other.evaluate('location.pathname'))),
          before,
        );
        assert.ok(await until(() => tab.until(LIVE, 60_000), 'live again'));
      }
    } finally {
      await opener.close();
    }
  });
});
