import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { siteForEach } from './site.js';
import { until } from '../gateway/support/until.js';

/** What the classic script loads beside itself when an element needs it. */
describe('parts of the classic script', () => {
  const each = siteForEach();
  beforeEach(() => each.open('<dx-refresher event-name="nothing"></dx-refresher>'));

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
    assert.deepEqual(await partsOf(each.opened.page), ['dx-realtime.js']);
  });

  it('that draw alerts: one that could not be loaded is tried again, and no alert is lost', async () => {
    const { page, problems } = each.opened;
    await page.route('**/parts/toasts.js', (route) => route.abort());
    await add(page, '<dx-alert-toast event-name="changed" map="text: version"></dx-alert-toast>');
    await page.waitForFunction(() => customElements.get('dx-alert-toast') !== undefined);
    await page.evaluate(() => document.querySelector('dx-alert-toast')!.show('first'));
    await until(() => problems.some((text) => text.includes('alerts are not shown')), 'a warning');
    await page.unroute('**/parts/toasts.js');
    await each.site.push();
    await page.locator('.dx-alerts .toast').nth(1).waitFor();
    assert.deepEqual(
      await page.locator('.dx-alerts .toast .lines').allTextContents(),
      ['first', '1'],
      'in their order',
    );
  });

  it('that merge: what a person wrote meanwhile stays, and a failure is told and tried again', async () => {
    const { page } = each.opened;
    each.site.part(
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
    // What has the focus stays anyhow; only the note of the edit keeps the rest.
    await page.locator('#box [contenteditable]').blur();
    await each.site.push();
    await page.waitForFunction('told.errors > 0');
    await page.unroute('**/parts/fetch.js');
    await each.opened.refreshed(1);
    assert.equal(await page.locator('#box p').textContent(), 'Version 1');
    assert.equal(await page.locator('#box [contenteditable]').textContent(), 'mine');
  });

  it('that draw alerts use the words that the page gave', async () => {
    const { page } = each.opened;
    await page.evaluate(() => {
      const { dxRealtime } = window as unknown as { dxRealtime: { configure(options: object): void } };
      dxRealtime.configure({ words: { en: { close: 'Begone' } } });
    });
    await add(page, '<dx-alert-toast event-name="changed"></dx-alert-toast>');
    await page.evaluate(() => document.querySelector('dx-alert-toast')!.show('a'));
    await page.locator('.dx-alerts').getByRole('button', { name: 'Begone' }).waitFor();
  });

  it('one that is missing is told with the remedy, on the console and on the page, until it is there', async () => {
    const { page, problems } = each.opened;
    await page.route('**/parts/toasts.js', (route) => route.abort());
    await add(page, '<dx-connection-status></dx-connection-status>');
    await add(page, '<dx-alert-toast event-name="changed" map="text: version"></dx-alert-toast>');
    await isLive(page, 'dx-connection-status');
    await each.site.push();
    const note = page.locator('dx-connection-status').getByText('not everything could be loaded').first();
    await note.waitFor();
    const reason = await page.evaluate(() => document.querySelector('dx-connection-status')!.reason);
    for (const text of [reason, problems.join()])
      assert.match(
        text,
        /parts\/toasts\.js could not be loaded\. Put the folder "parts" .* dx-realtime\.all\.js/,
      );
    await page.unroute('**/parts/toasts.js');
    await each.site.push();
    await note.waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.querySelector('dx-connection-status')!.reason), '');
  });
});
