import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type axeCore from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { until } from '../gateway/support/until.js';
import { collectProblems, launchBrowser, startDemo, untilConnected } from './support.js';

const { STORIES } = (await import(new URL('../../demo/stories.js', import.meta.url).href)) as {
  STORIES: { path: string; title: string }[];
};
const AXE = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

const SCREENS: Record<string, BrowserContextOptions> = {
  'on a desktop, light': { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  'on a phone, dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
};

/** What axe finds; the editor inside a page is somebody else's. */
async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => {
    const { axe } = globalThis as unknown as { axe: typeof axeCore };
    return axe.run({ exclude: ['.builder'] }, { resultTypes: ['violations'], iframes: false });
  });
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

const alerts = (page: Page) => page.locator('.dx-alerts');
const button = (page: Page, name: string) => page.getByRole('button', { name });
const figureOf = async (page: Page, id: string) => Number(await page.locator(`#${id}`).textContent());

describe('gallery', () => {
  let browser: Browser;
  let demo: Awaited<ReturnType<typeof startDemo>>;
  const at = (path: string) => new URL(path, demo.url).href;
  before(async () => {
    demo = await startDemo({ port: 0 });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await demo.gateway.close();
  });

  /** Opens a page as nobody, and checks at the end that nothing went wrong in it. */
  async function visit(
    path: string,
    story: (page: Page, problems: string[]) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const problems = collectProblems(page);
    await page.goto(at(path));
    await story(page, problems);
    assert.deepEqual(problems, []);
    await context.close();
  }

  for (const [name, screen] of Object.entries(SCREENS)) {
    it(`every page is without barriers and fits ${name}`, async () => {
      const pages = [...STORIES, { path: '/demo/', title: 'What live data looks like.' }];
      const context = await browser.newContext(screen);
      const page = await context.newPage();
      const problems = collectProblems(page);
      for (const { path, title } of pages) {
        await page.goto(at(path));
        await page.getByRole('heading', { level: 1, name: title }).waitFor();
        assert.deepEqual(await findBarriers(page), [], path);
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(tooWide <= 0, `${path} is ${tooWide} pixels too wide`);
      }
      assert.deepEqual(problems, []);
      await context.close();
    });
  }

  it('leads from page to page by keyboard, and every page shows its source', async () => {
    await visit('/', async (page) => {
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the content');
      await page.getByRole('navigation').getByRole('link', { name: 'Offline' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Lose the connection, miss nothing.' }).waitFor();
      await page.getByText('Source of this page').focus();
      await page.keyboard.press('Enter');
      await page.getByText('<dx-refresher event-name="counted"').waitFor();
    });
  });

  it('alerts: in a toast, in the inbox, and over a modal dialog', async () => {
    await visit('/demo/alerts.html', async (page) => {
      await page.getByLabel('Signed in as').selectOption('anna');
      await untilConnected(demo.url, 'anna');
      await button(page, 'A success').click();
      await alerts(page).getByText('Order 7 has left').first().waitFor();
      await button(page, 'Say the same three times').click();
      await alerts(page).getByText('×3').first().waitFor();
      await button(page, 'Open a dialog').click();
      await page.getByRole('dialog', { name: 'Edit order 7' }).waitFor();
      await button(page, 'Send yourself an alert').click();
      await alerts(page).getByText('Order 7 has left').first().waitFor();
      // It can be reached, though the page below the dialog cannot.
      await alerts(page).getByRole('button', { name: 'Close' }).first().click();
      assert.ok(await page.locator('#dialog').evaluate((dialog: HTMLDialogElement) => dialog.open));
    });
  });

  it('alerts: says what to do to whoever is not signed in', async () => {
    await visit('/demo/alerts.html', async (page) => {
      await button(page, 'A note').click();
      await page.getByText('Say first who you are').waitFor();
    });
  });

  it('dashboard: many events are few refreshes, and a widget waits for whoever types', async () => {
    await visit('/demo/dashboard.html', async (page) => {
      await page.locator('dx-connection-status:state(live)').waitFor();
      await page.getByLabel('hold-while').check();
      await page.getByLabel('Note').fill('Blade blunt');
      await page.getByLabel('Events per second').selectOption('100');
      await button(page, 'Start the storm').click();
      // The field that has the focus is in the first widget.
      await page.getByLabel('Note').focus();
      await page.locator('#state').getByText('held').waitFor();
      await page.waitForFunction(() => Number(document.querySelector('#events')?.textContent) > 100);
      await page.waitForFunction(() => Number(document.querySelector('#refreshes')?.textContent) > 7);
      assert.ok((await figureOf(page, 'refreshes')) < (await figureOf(page, 'events')) / 2);
      assert.equal(await page.getByLabel('Note').inputValue(), 'Blade blunt');
      await button(page, 'Stop').click();
      await page
        .locator('#answer')
        .getByText(/Stopped|It is over/)
        .waitFor();
    });
  });

  it('offline: what came while the line was cut is there afterwards, in order and once', async () => {
    const page = await browser.newPage();
    await page.goto(at('/demo/offline.html'));
    await page.locator('dx-connection-status:state(live)').waitFor();
    await button(page, 'Start counting').click();
    await page.locator('#numbers li').first().waitFor();
    await button(page, 'Cut the line').click();
    await page.locator('dx-connection-status:state(reconnecting)').waitFor();
    await page.getByText('All 24 numbers came, in order and once.').waitFor({ timeout: 60_000 });
    assert.ok((await page.locator('#numbers .late').count()) > 0);
    await page.locator('dx-connection-status:state(live)').waitFor();
    await page.close();
  });

  it('the first page moves by itself: orders in both lists, told to one; it stops where somebody takes over', async () => {
    await visit('/', async (page) => {
      const [anna, boris] = ['Anna', 'Boris'].map((name) =>
        page.frameLocator(`iframe[title="The page of ${name}"]`),
      );
      const caption = page.locator('#now');
      await caption.getByText('only Boris is told').waitFor();
      for (const frame of [anna!, boris!])
        await frame.locator('#orders').getByText('2 × Linen chair').first().waitFor();
      await boris!.locator('.dx-alerts').getByText('2 × Linen chair').first().waitFor();
      assert.equal(await anna!.locator('.dx-alerts').getByText('2 × Linen chair').count(), 0);
      await anna!.getByLabel('Quantity').click();
      await button(page, 'Go on').waitFor();
    });
  });

  it('two devices: what is read on one is read on the other, and one that was closed sums up what came', async () => {
    await visit('/demo/devices.html', async (page) => {
      const [desk, phone] = ['#desk', '#phone'].map((frame) => page.frameLocator(frame));
      const counts = (): Promise<number[]> =>
        Promise.all(
          [desk!, phone!].map((frame) =>
            frame.locator('dx-inbox').evaluate((inbox: HTMLElement & { unread: number }) => inbox.unread),
          ),
        );
      const unread = (count: number): Promise<unknown> =>
        until(async () => (await counts()).every((one) => one === count), `${count} unread on both`);
      const readAll = (): Promise<void> =>
        desk!
          .locator('dx-inbox')
          .evaluate((inbox: HTMLElement & { markAllRead(): void }) => inbox.markAllRead());
      for (const frame of [desk!, phone!])
        await frame.locator('dx-connection-status:state(live)').waitFor({ state: 'attached' });
      await until(async () => {
        const headers = { Authorization: 'Bearer demo-push-key' };
        const response = await fetch(at('/console/connections'), { headers });
        const { connections } = (await response.json()) as { connections: { user: string | null }[] };
        return connections.filter(({ user }) => user === 'anna').length === 2;
      }, 'both devices of Anna');
      await button(page, 'Send Anna an alert').click();
      await until(async () => (await counts()).every((count) => count > 0), 'an alert on both');
      // Other pages of the demo have told Anna something, too.
      await until(async () => {
        await readAll();
        return (await counts()).every((count) => count === 0);
      }, 'all of it is read on both');
      await button(page, 'Send Anna an alert').click();
      await unread(1);
      await readAll();
      await unread(0);
      await button(page, 'Close the phone').click();
      for (const count of [3, 4]) {
        await button(page, 'Send Anna an alert').click();
        await page.getByText(`${count} sent; the phone is closed.`).waitFor();
      }
      await button(page, 'Open the phone').click();
      await phone!.locator('.dx-alerts').getByText('2 alerts while you were away').first().waitFor();
      await unread(2);
    });
  });

  it('tells a person whose address leads nowhere in a page with the navigation, and a program in JSON', async () => {
    for (const path of ['/nowhere', '/demo/nowhere.html']) {
      const answer = await fetch(at(path), { headers: { Accept: 'text/html' } });
      assert.equal(answer.status, 404);
      assert.match(await answer.text(), /There is no page here[^]*<a href="\/demo\/">/);
      assert.deepEqual(await (await fetch(at(path))).json(), { error: 'There is nothing at this address.' });
    }
  });

  it('two people: an order of one is seen by both, and told to one', async () => {
    await visit(
      '/',
      async (page) => {
        // Whoever wants less motion begins himself.
        await button(page, 'Go on').waitFor();
        const [anna, boris] = ['Anna', 'Boris'].map((name) =>
          page.frameLocator(`iframe[title="The page of ${name}"]`),
        );
        for (const frame of [anna!, boris!])
          await frame.locator('dx-refresher:state(live)').waitFor({ state: 'attached' });
        await anna!.locator('body').evaluate(async () => {
          while (localStorage.getItem('sid-anna') === null) await new Promise(requestAnimationFrame);
        });
        await anna!.getByLabel('Quantity').fill('5');
        await anna!.getByRole('button', { name: 'Place order' }).click();
        for (const frame of [anna!, boris!])
          await frame.locator('#orders').getByText('5 × Walnut desk').first().waitFor();
        await anna!.locator('.dx-alerts').getByText('5 × Walnut desk').first().waitFor();
        assert.equal(await boris!.locator('.dx-alerts').getByText('5 × Walnut desk').count(), 0);
      },
      { reducedMotion: 'reduce' },
    );
  });

  it('topics: an order changes where it may be watched, and no more where the right was lost', async () => {
    await visit('/demo/topics.html', async (page, problems) => {
      const of = (person: string) => page.frameLocator(`[title="The page of ${person}"]`);
      const access = (person: string, number: number) =>
        of(person).locator(`[data-order="${number}"] .access`);
      const order = (person: string, number: number) => of(person).locator(`#order-${number} b`);
      await access('Boris', 42).getByText('Watching').waitFor();
      await access('the test user', 42).getByText('Watching').waitFor();
      await access('Anna', 41).getByText('Watching').waitFor();
      await button(page, 'Order 42: next step').click();
      await order('Boris', 42).getByText('packed').waitFor();
      await order('the test user', 42).getByText('packed').waitFor();
      assert.equal(await order('Anna', 42).count(), 0);
      await button(page, 'Take order 42 from Boris').click();
      await access('Boris', 42).getByText('You may not watch it any more').waitFor();
      await button(page, 'Order 42: next step').click();
      await order('the test user', 42).getByText('on its way').waitFor();
      await button(page, 'Order 41: next step').click();
      await order('Boris', 41).getByText('paid').waitFor();
      assert.equal(await order('Boris', 42).textContent(), 'packed');
      await button(page, 'Give order 42 back to Boris').click();
      await order('Boris', 42).getByText('on its way').waitFor();
      await access('Boris', 42).getByText('Watching').waitFor();
      // Whoever builds a page is told of a right that ends.
      assert.match(
        problems.splice(0).join('\n'),
        /^\[dx-realtime\] the topic "order:42" is not heard: [^\n]*$/,
      );
    });
  });

  it('redirect: the page goes to the receipt, waits for a remark, and shows the link after that', async () => {
    await visit('/demo/redirect.html', async (page) => {
      await page.getByLabel('Signed in as').selectOption('anna');
      await untilConnected(demo.url, 'anna');
      await button(page, 'Pay').click();
      await page.waitForURL('**/demo/redirect.html?paid=7');
      await page.getByText('Paid. This is the receipt.', { exact: true }).waitFor();
      await page.goBack();
      await page.locator('dx-connection-status:state(live)').waitFor();
      await page.getByLabel('Remark').fill('Ring twice');
      await button(page, 'Pay').click();
      await page.getByText('The bank is asked.').waitFor();
      const link = alerts(page).getByRole('link', { name: 'Go on to /demo/redirect.html?paid=7' });
      await link.waitFor();
      assert.equal(await page.getByLabel('Remark').inputValue(), 'Ring twice');
      await link.click();
      await page.waitForURL('**/demo/redirect.html?paid=7');
    });
  });

  it('push by hand: the log shows what came and who heard it', async () => {
    await visit('/demo/push.html', async (page) => {
      await page.locator('dx-connection-status:state(live)').waitFor();
      await demo.gateway.push('demo', { userID: '*', eventName: 'alert', message: 'by hand' });
      await alerts(page).getByText('by hand').first().waitFor();
      await page.locator('dx-event-log').getByText('alert').first().click();
      await page.locator('dx-event-log').getByText('dx-alert-toast').first().waitFor();
    });
  });

  it('page builder: what is added and saved lives on the page', async () => {
    await visit('/demo/grapesjs.html', async (page) => {
      await page.locator('#save:enabled').waitFor();
      await page.getByTitle('A bell with the alerts that came.').click();
      await page.frameLocator('.gjs-frame').locator('dx-inbox').waitFor({ state: 'attached' });
      await button(page, 'Save').click();
      await page.locator('#answer').getByText('Saved.').waitFor();
      const [live] = await Promise.all([
        page.waitForEvent('popup'),
        page.getByRole('link', { name: 'View the live page' }).click(),
      ]);
      const problems = collectProblems(live);
      await live.locator('dx-connection-status:state(live)').waitFor();
      await live.locator('dx-inbox').getByRole('button').first().waitFor();
      assert.deepEqual(problems, []);
    });
  });
});
