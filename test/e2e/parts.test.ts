import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startSite, type OpenedPage, type Site } from './site.js';
import { until } from '../gateway/support/until.js';
import { launchBrowser } from './support.js';

/** What the classic script loads beside itself when an element needs it. */
describe('parts of the classic script', () => {
  let browser: Browser;
  let site: Site;
  let opened: OpenedPage;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    site = await startSite();
    opened = await site.open(browser, '<dx-refresher event-name="nothing"></dx-refresher>');
  });
  afterEach(async () => {
    await opened.page.context().close();
    await site.close();
  });

  const partsOf = (page: Page): Promise<string[]> =>
    page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name.replace(/.*\//, ''))
        .filter((name) => name.endsWith('.js')),
    );
  const add = (page: Page, html: string): Promise<void> =>
    page.evaluate((text) => document.body.insertAdjacentHTML('beforeend', text), html);
  const isLive = (page: Page, selector: string): Promise<unknown> =>
    page.waitForFunction((where) => document.querySelector(where)?.matches(':state(live)'), selector);

  it('are not loaded by a page that only refreshes', async () => {
    assert.deepEqual(await partsOf(opened.page), ['dx-realtime.js']);
  });

  it('that draw alerts: one that could not be loaded is tried again, and no alert is lost', async () => {
    const { page, problems } = opened;
    await page.route('**/parts/toasts.js', (route) => route.abort());
    await add(page, '<dx-alert-toast event-name="changed" map="text: version"></dx-alert-toast>');
    await page.waitForFunction(() => customElements.get('dx-alert-toast') !== undefined);
    await page.evaluate(() => document.querySelector('dx-alert-toast')!.show('first'));
    await until(() => problems.some((text) => text.includes('alerts are not shown')), 'a warning');
    await page.unroute('**/parts/toasts.js');
    await site.push();
    await page.locator('.dx-alerts .toast').nth(1).waitFor();
    assert.deepEqual(
      await page.locator('.dx-alerts .toast .lines').allTextContents(),
      ['first', '1'],
      'in their order',
    );
  });

  it('that merge: what a person wrote meanwhile stays, and a failure is told and tried again', async () => {
    const { page } = opened;
    site.part(
      'box',
      (version) => `<div id="box"><p>Version ${version}</p><div contenteditable="true"></div></div>`,
    );
    await page.route('**/parts/fetch.js', (route) => route.abort());
    await add(page, '<div id="box"><p></p><div contenteditable="true"></div></div>');
    await add(
      page,
      '<dx-refresher id="fetching" event-name="changed" min-interval="0" src="/part/box" target="#box"></dx-refresher>',
    );
    await isLive(page, '#fetching');
    await page.locator('#box [contenteditable]').pressSequentially('mine');
    await site.push();
    await page.waitForFunction('told.errors > 0');
    await page.unroute('**/parts/fetch.js');
    await opened.refreshed(1);
    assert.equal(await page.locator('#box p').textContent(), 'Version 1');
    assert.equal(await page.locator('#box [contenteditable]').textContent(), 'mine');
  });

  it('that draw alerts use the words that the page gave', async () => {
    const { page } = opened;
    await page.evaluate(() => {
      const { dxRealtime } = window as unknown as { dxRealtime: { configure(options: object): void } };
      dxRealtime.configure({ words: { en: { close: 'Begone' } } });
    });
    await add(page, '<dx-alert-toast event-name="changed"></dx-alert-toast>');
    await page.evaluate(() => document.querySelector('dx-alert-toast')!.show('a'));
    await page.locator('.dx-alerts').getByRole('button', { name: 'Begone' }).waitFor();
  });
});
