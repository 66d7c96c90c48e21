import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import {
  BOTH,
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

const MANY = [
  { id: 'long', label: 'Zahlungen, Rechnungen, Mahnungen und was die Buchhaltung sonst noch schreibt' },
  { id: 'security', label: { de: 'Kontosicherheit', ar: 'أمان الحساب' }, critical: true },
  ...['ההזמנות', 'Bestellungen', 'Lager', 'Versand', 'Team', 'News'].map((id) => ({ id })),
];
const PHONE = { viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true };
const WINDOWS: Record<string, { options: BrowserContextOptions; language?: string; style?: string }> = {
  'a wide window': { options: { viewport: { width: 900, height: 640 } } },
  'a phone': { options: PHONE },
  'a phone of somebody who writes from right to left': { options: PHONE, language: 'ar' },
  'a phone that is held sideways': { options: { ...PHONE, viewport: { width: 667, height: 375 } } },
  'a window at 400 % zoom': { options: { viewport: { width: 320, height: 256 } } },
  'a narrow window with text twice as large': {
    options: { viewport: { width: 390, height: 700 } },
    style: 'html { font-size: 32px }',
  },
  'forced colours': { options: { ...PHONE, forcedColors: 'active' } },
};

describe('what a person can choose in the inbox', { timeout: 120_000 }, () => {
  let browser: Browser;
  let site: AlertSite;

  before(async () => {
    [browser, site] = await Promise.all([
      launchBrowser(),
      startAlertSite({ inbox: { events: ['alert'], categories: MANY } }),
    ]);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  for (const [name, { options, language = 'de', style = '' }] of Object.entries(WINDOWS))
    it(`lies row under row and can be reached to the last, and the list stays where it has room, in ${name}`, async () => {
      const context = await browser.newContext(options);
      const session = await site.login('anna');
      await context.addInitScript((sid) => localStorage.setItem('sid', sid), session);
      const dir = language === 'ar' ? 'rtl' : 'ltr';
      const { page } = await openAlerts(context, site, {
        body: `<style>${style}</style>${BOTH.replace('<dx-inbox', '<dx-inbox desktop')}`,
        lang: language,
        dir,
      });
      await page.locator('dx-inbox .bell').click();
      await page.locator('dx-inbox [aria-controls=settings]').click();
      await page
        .locator('dx-inbox .category')
        .nth(MANY.length - 1)
        .waitFor();
      const found = await page.evaluate(() => {
        const root = document.querySelector('dx-inbox')!.shadowRoot!;
        const settings = root.querySelector('.settings')!;
        const rows = [...settings.querySelectorAll('label, p.category, h3')];
        const boxes = rows.map((row) => row.getBoundingClientRect());
        const controls = [...settings.querySelectorAll('select, input')];
        return {
          overlaps: boxes.filter(({ top }, index) => index > 0 && top < boxes[index - 1]!.bottom - 0.5)
            .length,
          sideways: settings.scrollWidth - settings.clientWidth,
          unreached: controls.filter((control) => {
            control.scrollIntoView({ block: 'nearest' });
            const { left, top, width, height } = control.getBoundingClientRect();
            return root.elementFromPoint(left + width / 2, top + height / 2) !== control;
          }).length,
          // Their ends are in line, whether or not they need a line of their own.
          ends: new Set(
            [...settings.querySelectorAll('select')]
              .map((one) => one.getBoundingClientRect())
              .map(({ left, right }) => Math.round(document.dir === 'rtl' ? left : right)),
          ).size,
          list: root.querySelector('.list')!.getBoundingClientRect().height,
          directions: [...settings.querySelectorAll('.category span[dir]')].map(
            (one) => getComputedStyle(one).direction,
          ),
        };
      });
      const { list, directions, ...rest } = found;
      assert.deepEqual(rest, { overlaps: 0, sideways: 0, unreached: 0, ends: 1 });
      if (options.viewport!.height > 480) assert.ok(list >= 50, `the list is ${list} high`);
      assert.deepEqual(directions.slice(0, 3), ['ltr', dir, 'rtl']);
      await context.close();
    });
});
