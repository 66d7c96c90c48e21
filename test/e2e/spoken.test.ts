import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { until } from '../gateway/support/until.js';
import { installIn } from '../support/tools.js';
import {
  BOTH,
  openAlerts,
  startAlertSite,
  untilToasts,
  untilUnread,
  type AlertSite,
} from './alerts-support.js';
import { launchBrowser } from './support.js';

/** What the screen reader that reads the page offers. */
interface Reader {
  start(options: { container: Node }): Promise<void>;
  next(): Promise<void>;
  stop(): Promise<void>;
  spokenPhraseLog(): Promise<string[]>;
}
declare global {
  interface Window {
    Virtual: new () => Reader;
    readers: Reader[];
  }
}

const MESSENGER =
  '<dx-messenger event-name="chat" send-event="say" label="Support"></dx-messenger><dx-alert-toast event-name="alert"></dx-alert-toast>';

/** Regions in which the elements speak. They lie in shadow roots, into which the reader does not look by itself. */
const TOASTS = '.dx-alerts-live >>> [aria-live]';
const CHAT = 'dx-messenger >>> section';

/** Lets a reader listen to each region. */
async function listen(page: Page, path: string): Promise<void> {
  const [host, inner] = path.split(' >>> ') as [string, string];
  await page.waitForFunction(
    ([outer, within]) => document.querySelector(outer!)?.shadowRoot?.querySelector(within!),
    [host, inner],
  );
  await page.evaluate(
    async ([outer, within]) => {
      const regions = [...document.querySelector(outer!)!.shadowRoot!.querySelectorAll(within!)];
      window.readers = regions.map(() => new window.Virtual());
      for (const [index, reader] of window.readers.entries())
        await reader.start({ container: regions[index]! });
    },
    [host, inner],
  );
}

/** What was said by itself since {@link listen}, with how. */
const said = async (page: Page): Promise<string[]> =>
  (await page.evaluate(() => Promise.all(window.readers.map((reader) => reader.spokenPhraseLog()))))
    .flat()
    .filter((phrase) => /^(polite|assertive): ./.test(phrase));

/** What a person hears who walks through a part of the page from its beginning. */
const walk = (page: Page, host: string, inner: string): Promise<string[]> =>
  page.evaluate(
    async ([outer, within]) => {
      const reader = new window.Virtual();
      await reader.start({ container: document.querySelector(outer!)!.shadowRoot!.querySelector(within!)! });
      const first = (await reader.spokenPhraseLog())[0];
      for (let step = 0; step < 200; step += 1) {
        await reader.next();
        const log = await reader.spokenPhraseLog();
        // At the end it begins anew.
        if (log.length > 2 && log.at(-1) === first) break;
      }
      const log = await reader.spokenPhraseLog();
      await reader.stop();
      return log;
    },
    [host, inner],
  );

describe('what is spoken', () => {
  let browser: Browser;
  let context: BrowserContext;
  let site: AlertSite;
  const open = async (body: string): Promise<Page> => {
    const { page } = await openAlerts(context, site, { body });
    await page.waitForSelector('.dx-alerts-live', { state: 'attached' });
    await page.evaluate(
      "import('/virtual-screen-reader.js').then(({ Virtual }) => (window.Virtual = Virtual))",
    );
    return page;
  };
  const hears = (page: Page, text: string): Promise<boolean> =>
    until(async () => (await said(page)).some((phrase) => phrase.includes(text)), text);

  before(async () => {
    installIn('test/tools');
    site = await startAlertSite();
    browser = await launchBrowser();
    context = await browser.newContext();
    const file = '../tools/node_modules/@guidepup/virtual-screen-reader/lib/esm/index.browser.js';
    const body = await readFile(new URL(file, import.meta.url), 'utf8');
    await context.route('**/virtual-screen-reader.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body }),
    );
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  it('of a toast is its kind, text and action, once, and at once where it is an error', async () => {
    const page = await open(BOTH);
    await listen(page, TOASTS);
    await site.push({ title: 'Order 7', text: 'Shipped', action: { label: 'Approve', event: 'approve' } });
    await hears(page, 'Order 7');
    await site.push({ title: 'Payment', text: 'It failed.', variant: 'danger' });
    await hears(page, 'Payment');
    assert.deepEqual((await said(page)).sort(), [
      'assertive: Error: Payment. It failed.',
      'polite: Information: Order 7. Shipped. Action: Approve',
    ]);
    await page.close();
  });

  it('of progress is that it begins and what became of it, and not each step', async () => {
    const page = await open(BOTH);
    await listen(page, TOASTS);
    for (const progress of [0, 0.3, 0.6])
      await site.push({ key: 'upload', title: 'Upload', text: `${progress * 100} %`, progress });
    await hears(page, 'Upload');
    await site.push({ key: 'upload', title: 'Upload', text: 'Done', variant: 'success' });
    await hears(page, 'Done');
    assert.deepEqual(await said(page), ['polite: Information: Upload. 0 %', 'polite: Success: Upload. Done']);
    await page.close();
  });

  it('of many at once is how many they are', async () => {
    const page = await open(BOTH);
    await listen(page, TOASTS);
    await page.evaluate(() => {
      const toast = document.querySelector('dx-alert-toast') as unknown as { show(text: string): void };
      for (const text of ['one', 'two', 'three']) toast.show(text);
    });
    await hears(page, '3');
    assert.deepEqual(await said(page), ['polite: 3 new alerts']);
    await page.close();
  });

  it('of toasts that a person walks through is each with its kind, and the names of its buttons', async () => {
    const page = await open('<dx-alert-toast event-name="alert"></dx-alert-toast>');
    await site.push({ title: 'Order 8', text: 'Shipped', action: { label: 'Approve', event: 'approve' } });
    await untilToasts(page, 1);
    const heard = await walk(page, '.dx-alerts', 'section');
    assert.equal(heard[0], 'region, Notifications, key shortcuts F6');
    const group = heard.findIndex((phrase) => phrase.startsWith('group, '));
    assert.equal(heard[group], 'group, Information: Order 8 Shipped');
    for (const name of ['button, Approve', 'button, Close']) assert.ok(heard.indexOf(name) > group, name);
    await page.close();
  });

  it('of the inbox is how many are unread, then every alert with its kind and time', async () => {
    const page = await open('<dx-inbox event-name="alert"></dx-inbox>');
    await site.push({ title: 'Order 9', text: 'Lost', variant: 'warning' });
    await page.waitForFunction(
      () => (document.querySelector('dx-inbox') as unknown as { unread: number }).unread > 0,
    );
    const unread = await page.evaluate(
      () => (document.querySelector('dx-inbox') as unknown as { unread: number }).unread,
    );
    await untilUnread(page, unread);
    await page.locator('dx-inbox .bell').click();
    await page.locator('dx-inbox li').first().waitFor();
    const heard = await walk(page, 'dx-inbox', '.inbox');
    assert.equal(heard[0], `button, Notifications, ${unread} unread, has popup dialog`);
    const inOrder = ['dialog, Notifications', 'heading, Notifications, level 2', 'heading, Today, level 3'];
    const row = heard.findIndex((phrase) => phrase.startsWith('listitem'));
    assert.deepEqual(
      inOrder.map((phrase) => heard.indexOf(phrase)).filter((at, index, all) => at > (all[index - 1] ?? -1)),
      inOrder.map((phrase) => heard.indexOf(phrase)),
    );
    assert.deepEqual(
      heard
        .slice(row)
        .filter((phrase) => /^(button, (Mark|Dismiss)|Warning$|Order 9$|Lost$|Now$)/.test(phrase))
        .slice(0, 6),
      ['button, Mark as read', 'Warning', 'Order 9', 'Now', 'Lost', 'button, Dismiss'],
    );
    await page.close();
  });

  it('of a conversation is what comes, with who wrote it, and not what was there before', async () => {
    const page = await open(MESSENGER);
    await page.waitForFunction(() =>
      document.querySelector('dx-messenger')?.shadowRoot?.querySelector('[role=log][aria-live=polite]'),
    );
    await listen(page, CHAT);
    await site.gateway.push('alerts', {
      userID: '*',
      eventName: 'chat',
      message: { id: 'm1', text: 'Hello!', name: 'Maria', user: 'maria' },
    });
    await hears(page, 'Hello!');
    const heard = await said(page);
    assert.ok(heard.every((phrase) => phrase.startsWith('polite: ')));
    assert.match(heard.join('\n'), /Maria[^]*Hello!/);
    const walked = await walk(page, 'dx-messenger', 'section');
    for (const phrase of ['heading, Support, level 2', 'button, Send', 'textbox, Write a message'])
      assert.ok(
        walked.some((one) => one.startsWith(phrase)),
        `${phrase} of ${walked.join(' | ')}`,
      );
    await page.close();
  });
});
