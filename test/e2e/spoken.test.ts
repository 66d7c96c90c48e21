import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { until } from '../gateway/support/until.js';
import { find } from '../support/engines/find.js';
import {
  openEngine,
  thoroughEngines,
  type EngineBrowser,
  type EnginePage,
} from '../support/engines/open-engine.js';
import { installIn } from '../support/tools.js';
import { BOTH, startAlertSite, type AlertSite } from './alerts-support.js';

const MESSENGER =
  '<dx-messenger event-name="chat" send-event="say" label="Support"></dx-messenger><dx-alert-toast event-name="alert"></dx-alert-toast>';
const INBOX = '<dx-inbox event-name="alert"></dx-inbox>';

/** Regions in which the elements speak. They lie in shadow roots, into which the reader does not look by itself. */
const TOASTS = ['.dx-alerts-live', '[aria-live]'] as const;
const CHAT = ['dx-messenger', 'section'] as const;
/** The screen reader, as a module for browsers. */
const READER = new URL(
  '../tools/node_modules/@guidepup/virtual-screen-reader/lib/esm/index.browser.js',
  import.meta.url,
);

const all = (host: string, inner: string): string =>
  `[...document.querySelector('${host}').shadowRoot.querySelectorAll('${inner}')]`;

for (const engine of thoroughEngines())
  describe(`what is spoken, in ${engine}`, { timeout: 180_000 }, () => {
    let browser: EngineBrowser;
    let site: AlertSite;
    let reader: string;

    before(async () => {
      installIn('test/tools');
      [browser, site, reader] = await Promise.all([
        openEngine(engine),
        startAlertSite(),
        readFile(READER, 'utf8'),
      ]);
    });
    after(async () => {
      await browser.close();
      await site.close();
    });

    const isTrue = (page: EnginePage, expression: string): Promise<unknown> =>
      until(() => page.evaluate<boolean>(`Boolean(${expression})`), expression);

    /** Opens a page, with the reader in it, that keeps nothing of the one before. */
    async function open(body: string, live = '.dx-alerts-live'): Promise<EnginePage> {
      const page = await browser.newPage();
      await page.go(`${site.url}/healthz`);
      await page.evaluate(
        `indexedDB.databases().then((all) => Promise.all(all.map(({ name }) => new Promise((done) => {
          const gone = indexedDB.deleteDatabase(name);
          gone.onsuccess = gone.onerror = gone.onblocked = () => done(1);
        })))).then(() => 1)`,
      );
      await page.go(`${site.url}/?page=${encodeURIComponent(JSON.stringify({ body }))}`);
      await isTrue(page, `window.dxRealtime && (window.live ??= dxRealtime.connect()).state === 'live'`);
      await isTrue(page, `document.querySelector('${live}')`);
      await page.evaluate(
        `import(URL.createObjectURL(new Blob([${JSON.stringify(reader)}], { type: 'text/javascript' })))
          .then(({ Virtual }) => { window.Virtual = Virtual; return 1; })`,
      );
      return page;
    }

    /** Lets a reader listen to each region. */
    async function listen(page: EnginePage, [host, inner]: readonly [string, string]): Promise<void> {
      await isTrue(page, find(host, inner));
      await page.evaluate(`(async () => {
        window.readers = [];
        for (const container of ${all(host, inner)}) {
          const reader = new Virtual();
          await reader.start({ container });
          readers.push(reader);
        }
        return 1;
      })()`);
    }

    /** What was said by itself since {@link listen}, with how. */
    const said = async (page: EnginePage): Promise<string[]> =>
      (await page.evaluate<string[][]>(`Promise.all(readers.map((reader) => reader.spokenPhraseLog()))`))
        .flat()
        .filter((phrase) => /^(polite|assertive): ./.test(phrase));

    /** What a person hears who walks through a part of the page from its beginning. */
    const walk = (page: EnginePage, host: string, inner: string): Promise<string[]> =>
      page.evaluate<string[]>(`(async () => {
        const reader = new Virtual();
        await reader.start({ container: ${find(host, inner)} });
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
      })()`);

    const hears = (page: EnginePage, text: string): Promise<boolean> =>
      until(async () => (await said(page)).some((phrase) => phrase.includes(text)), text);

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
      assert.deepEqual(await said(page), [
        'polite: Information: Upload. 0 %',
        'polite: Success: Upload. Done',
      ]);
      await page.close();
    });

    it('of many at once is how many they are', async () => {
      const page = await open(BOTH);
      await listen(page, TOASTS);
      await page.evaluate(
        `['one', 'two', 'three'].forEach((text) => document.querySelector('dx-alert-toast').show(text))`,
      );
      await hears(page, '3');
      assert.deepEqual(await said(page), ['polite: 3 new alerts']);
      await page.close();
    });

    it('of toasts that a person walks through is each with its kind, and the names of its buttons', async () => {
      const page = await open('<dx-alert-toast event-name="alert"></dx-alert-toast>');
      await site.push({ title: 'Order 8', text: 'Shipped', action: { label: 'Approve', event: 'approve' } });
      await isTrue(page, find('.dx-alerts', '.toast'));
      const heard = await walk(page, '.dx-alerts', 'section');
      assert.equal(heard[0], 'region, Notifications, key shortcuts F6');
      const group = heard.findIndex((phrase) => phrase.startsWith('group, '));
      assert.equal(heard[group], 'group, Information: Order 8 Shipped');
      for (const name of ['button, Approve', 'button, Close']) assert.ok(heard.indexOf(name) > group, name);
      await page.close();
    });

    it('of the inbox is how many are unread, then every alert with its kind and time', async () => {
      const page = await open(INBOX, 'dx-inbox');
      await site.push({ title: 'Order 9', text: 'Lost', variant: 'warning' });
      await isTrue(page, `${find('dx-inbox')}.unread === 1 && ${find('dx-inbox', '.badge')}`);
      await page.evaluate(`${find('dx-inbox')}.open()`);
      await isTrue(page, find('dx-inbox', 'li'));
      const heard = await walk(page, 'dx-inbox', '.inbox');
      assert.equal(heard[0], 'button, Notifications, 1 unread, has popup dialog');
      const inOrder = ['dialog, Notifications', 'heading, Notifications, level 2', 'heading, Today, level 3'];
      const places = inOrder.map((phrase) => heard.indexOf(phrase));
      assert.ok(
        places.every((at, index) => at > (places[index - 1] ?? -1)),
        heard.join(' | '),
      );
      const row = heard.findIndex((phrase) => phrase.startsWith('listitem'));
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
      await isTrue(page, find('dx-messenger', '[role=log][aria-live=polite]'));
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

    it('of a conversation that turns to another language is nothing: the same was said before', async () => {
      const page = await open(MESSENGER);
      await isTrue(page, find('dx-messenger', '[role=log][aria-live=polite]'));
      await listen(page, CHAT);
      const push = (id: string, text: string): Promise<unknown> =>
        site.gateway.push('alerts', { userID: '*', eventName: 'chat', message: { id, text, name: 'Maria' } });
      await push('m1', 'Hello!');
      await hears(page, 'Hello!');
      const before = await said(page);
      await page.evaluate(`document.documentElement.lang = 'de'`);
      await isTrue(page, `${find('dx-messenger', '.day')}.textContent === 'Heute'`);
      await isTrue(page, find('dx-messenger', '[role=log][aria-live=polite]'));
      await push('m2', 'Later');
      await hears(page, 'Later');
      const since = (await said(page)).slice(before.length).join(' | ');
      assert.doesNotMatch(since, /Heute|Hello|Sie/);
      await page.close();
    });

    it('of a text that is too long is how much, once, when the person pauses', async () => {
      const page = await open(MESSENGER);
      await isTrue(page, find('dx-messenger', 'textarea'));
      await listen(page, CHAT);
      for (let length = 4_001; length <= 4_005; length += 1)
        await page.evaluate(`(() => {
          const field = ${find('dx-messenger', 'textarea')};
          field.value = 'y'.repeat(${length});
          field.dispatchEvent(new InputEvent('input', { bubbles: true }));
          return 1;
        })()`);
      await isTrue(page, `${find('dx-messenger', '.notice')}.textContent.startsWith('5 ')`);
      await hears(page, 'too many');
      assert.deepEqual(
        (await said(page)).filter((phrase) => phrase.includes('too many')),
        ['polite: 5 characters too many'],
      );
      await page.close();
    });
  });
