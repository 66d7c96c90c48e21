import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import {
  openAlerts,
  startAlertSite,
  toastsOf,
  untilToasts,
  untilUnread,
  type AlertSite,
} from './alerts-support.js';
import { launchBrowser } from './support.js';

const CATEGORIES = [
  { id: 'orders', label: { en: 'Orders', de: 'Bestellungen' } },
  { id: 'security', label: 'Security', critical: true },
];

describe('what a person wants of categories of alerts, on two devices', { timeout: 120_000 }, () => {
  let browser: Browser;
  let site: AlertSite;

  before(async () => {
    [browser, site] = await Promise.all([
      launchBrowser(),
      startAlertSite({ inbox: { events: ['alert'], categories: CATEGORIES } }),
    ]);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  /** A browser of a person that shares nothing with others. */
  async function deviceOf(
    user: string,
  ): Promise<{ context: BrowserContext; page: Page; problems: string[] }> {
    const context = await browser.newContext();
    const session = await site.login(user);
    await context.addInitScript((sid) => localStorage.setItem('sid', sid), session);
    return { context, ...(await openAlerts(context, site)) };
  }

  async function choose(page: Page, label: string, delivery: string): Promise<void> {
    await showSettings(page);
    const row = page.locator('dx-inbox label.category', { hasText: label });
    await row.locator('select').selectOption(delivery);
    await page.keyboard.press('Escape');
  }

  async function showSettings(page: Page): Promise<void> {
    await page.locator('dx-inbox .bell').click();
    await page.getByRole('button', { name: 'Settings' }).click();
  }

  /** Waits until a device has a choice. */
  async function untilChosen(page: Page, label: string, delivery: string): Promise<void> {
    await showSettings(page);
    await page.waitForFunction(
      ([name, value]) =>
        [...document.querySelector('dx-inbox')!.shadowRoot!.querySelectorAll('label.category')].some(
          (row) => row.textContent.trim().startsWith(name!) && row.querySelector('select')!.value === value,
        ),
      [label, delivery],
    );
    await page.keyboard.press('Escape');
  }

  it('a choice on one is so on the other: the count is the same, and no toast comes', async () => {
    const [phone, desk] = [await deviceOf('anna'), await deviceOf('anna')];
    await site.push({ text: 'order 1', category: 'orders' }, 'anna');
    for (const { page } of [phone, desk]) await untilUnread(page, 1);
    await choose(phone.page, 'Orders', 'none');
    for (const { page } of [phone, desk]) {
      await untilUnread(page, 0);
      await untilToasts(page, 0);
    }
    await untilChosen(desk.page, 'Orders', 'none');
    await site.push({ text: 'order 2', category: 'orders' }, 'anna');
    await site.push('last', 'anna');
    for (const { page } of [phone, desk]) {
      await untilUnread(page, 1);
      await untilToasts(page, 1);
      assert.match((await toastsOf(page)).join(), /last/);
    }
    // A browser that this person has never used.
    const other = await deviceOf('anna');
    await untilUnread(other.page, 1);
    await untilChosen(other.page, 'Orders', 'none');
    for (const { problems } of [phone, desk, other]) assert.deepEqual(problems, []);
  });

  it('a choice made without a connection is told when it is back; another person has none of it', async () => {
    const [phone, desk, other] = [await deviceOf('boris'), await deviceOf('boris'), await deviceOf('carla')];
    await phone.context.setOffline(true);
    await choose(phone.page, 'Orders', 'silent');
    await phone.context.setOffline(false);
    await untilChosen(desk.page, 'Orders', 'silent');
    await site.push({ text: 'order 3', category: 'orders' });
    for (const { page } of [phone, desk, other]) await untilUnread(page, 1);
    await untilToasts(other.page, 1);
    for (const { page } of [phone, desk]) assert.deepEqual(await toastsOf(page), []);
    await untilChosen(other.page, 'Orders', 'toast');
  });

  it('a critical category has no choice that mutes it, and says so', async () => {
    const { page } = await deviceOf('dora');
    await showSettings(page);
    const row = page.locator('dx-inbox .category', { hasText: 'Security' });
    assert.match((await row.innerText()).replaceAll(/\s+/g, ' '), /Security Always shown/);
    assert.equal(await row.locator('select').count(), 0);
  });
});
