import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { collectProblems, launchBrowser, openAs, startDemo, untilConnected } from './support.js';

const toasts = (page: Page) => page.locator('.dx-alerts').getByText('is confirmed');
const units = async (page: Page): Promise<number> => Number(await page.locator('.figure b').textContent());

/** Pushes as a back end does, over HTTP. */
async function push(url: string, body: object): Promise<void> {
  const response = await fetch(new URL('/push', url), {
    method: 'POST',
    headers: { Authorization: 'Bearer demo-push-key', 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 202);
}

async function placeOrder(page: Page, quantity: number): Promise<void> {
  await page.getByLabel('Quantity').fill(String(quantity));
  await page.getByRole('button', { name: 'Place order' }).click();
}

describe('demo', () => {
  let browser: Browser;
  let demo: Awaited<ReturnType<typeof startDemo>>;
  before(async () => {
    demo = await startDemo({ port: 0 });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await demo.gateway.close();
  });

  it('refreshes every browser when an order is placed, and alerts only the person who placed it', async () => {
    const anna = await openAs(browser, demo.url, 'anna');
    const boris = await openAs(browser, demo.url, 'boris');
    const before = await units(anna.page);
    await placeOrder(anna.page, 3);
    await anna.page.locator('#answer').getByText('Order received.').waitFor();
    for (const { page } of [anna, boris]) {
      await page.waitForFunction(
        (left) => document.querySelector('.figure b')!.textContent === String(left),
        before - 3,
      );
      await page.locator('#orders li').first().getByText('3 × Walnut desk').waitFor();
    }
    await toasts(anna.page).first().waitFor();
    // Boris gets a later message of his own on the same channel order: had Anna's alert come, it would be there.
    await push(demo.url, { userID: 'boris', eventName: 'alert', message: 'only for boris' });
    await boris.page.locator('.dx-alerts').getByText('only for boris').first().waitFor();
    assert.equal(await toasts(boris.page).count(), 0);
    assert.equal(await anna.page.locator('.dx-alerts').getByText('only for boris').count(), 0);
    assert.deepEqual([...anna.problems, ...boris.problems], []);
    await anna.context.close();
    await boris.context.close();
  });

  it('keeps what is being typed while the page refreshes', async () => {
    const { page, context } = await openAs(browser, demo.url, 'anna');
    await page.getByLabel('Quantity').fill('7');
    const rows = await page.locator('#orders li').count();
    const boris = await openAs(browser, demo.url, 'boris');
    await placeOrder(boris.page, 1);
    await page.waitForFunction((count) => document.querySelectorAll('#orders li').length !== count, rows);
    assert.equal(await page.getByLabel('Quantity').inputValue(), '7');
    await boris.context.close();
    await context.close();
  });

  it('says what is wrong with an order', async () => {
    const page = await browser.newPage();
    await page.goto(new URL('/demo/orders.html', demo.url).href);
    await placeOrder(page, 1);
    await page.locator('#answer').getByText('Sign in to place an order.').waitFor();
    await page.close();
  });

  it('leaves nothing of a person for the next one on the same page', async () => {
    const { page, context } = await openAs(browser, demo.url, 'anna');
    await push(demo.url, {
      userID: 'anna',
      eventName: 'alert',
      message: { text: 'secret of anna', sticky: true },
    });
    await page.locator('.dx-alerts').getByText('secret of anna').first().waitFor();
    await page.getByLabel('Signed in as').selectOption('boris');
    await page.waitForFunction(
      () => !document.querySelector('.dx-alerts')?.shadowRoot?.textContent.includes('secret of anna'),
    );
    // Boris hears what is sent once his connection is there.
    await untilConnected(demo.url, 'boris');
    await push(demo.url, { userID: 'boris', eventName: 'alert', message: 'hello boris' });
    await page.locator('.dx-alerts').getByText('hello boris').first().waitFor();
    const left = await page.evaluate(
      () => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.documentElement.outerHTML,
    );
    assert.ok(!left.includes('secret of anna'));
    await context.close();
  });

  it('lets three persons talk, and tells each whose message is whose', async () => {
    const anna = await openAs(browser, demo.url, 'anna');
    const boris = await openAs(browser, demo.url, 'boris');
    const third = await openAs(browser, demo.url, 'testUser');
    for (const { page } of [anna, boris, third]) {
      await page.getByRole('link', { name: 'Messenger' }).click();
      await page.locator('dx-connection-status:state(live)').waitFor();
    }
    const field = (page: Page) => page.getByLabel('Write a message');
    const messages = (page: Page, kind: 'own' | 'other') => page.locator(`dx-messenger .message.${kind}`);
    await field(anna.page).pressSequentially('a');
    await boris.page.getByText('Anna is typing').waitFor();
    await field(anna.page).fill('Is this <b>you</b>, Boris?');
    await field(anna.page).press('Enter');
    await messages(boris.page, 'other').getByText('Is this <b>you</b>, Boris?').waitFor();
    await messages(anna.page, 'own').getByText('Is this <b>you</b>, Boris?').waitFor();
    await field(third.page).fill('It is me');
    await field(third.page).press('Enter');
    for (const { page } of [anna, boris]) {
      await messages(page, 'other').getByText('It is me').waitFor();
      await messages(page, 'other').getByText('Test user').last().waitFor({ state: 'attached' });
    }
    // Each message is there once: the acknowledgement and the push are the same one.
    const texts = await third.page.locator('dx-messenger .text').allTextContents();
    assert.deepEqual(texts.slice(-2), ['Is this <b>you</b>, Boris?', 'It is me']);
    // On the next page the history has it, and anna is known by what the page says.
    await anna.page.reload();
    await messages(anna.page, 'own').getByText('Is this <b>you</b>, Boris?').waitFor();
    await messages(anna.page, 'other').getByText('Did the walnut desks arrive?').waitFor();
    for (const { context, problems } of [anna, boris, third]) {
      assert.deepEqual(problems, []);
      await context.close();
    }
  });

  it('pushes from the console to a person on the page', async () => {
    const { page, context } = await openAs(browser, demo.url, 'anna');
    const console = await context.newPage();
    const problems = collectProblems(console);
    await console.goto(new URL('/console', demo.url).href);
    await console.getByLabel('Push key').fill('demo-push-key');
    await console.keyboard.press('Tab');
    await console.getByLabel('UserID').fill('anna');
    await console.getByLabel('Event name').fill('alert');
    await console.getByLabel('Message', { exact: true }).fill('from the console');
    await console.getByRole('button', { name: 'Send', exact: true }).click();
    await page.locator('.dx-alerts').getByText('from the console').first().waitFor();
    assert.deepEqual(problems, []);
    await context.close();
  });
});
