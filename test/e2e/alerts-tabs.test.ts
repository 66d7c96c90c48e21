import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import {
  alertSuite,
  openAlerts,
  setVisibility,
  toastsOf,
  untilToasts,
  untilUnread,
} from './alerts-support.js';
import { until } from '../gateway/support/until.js';

const LOUD =
  '<dx-inbox event-name="alert"></dx-inbox><dx-alert-toast event-name="alert" sound desktop></dx-alert-toast>';

/** Writes down sounds and desktop notifications instead of making them. */
function listen(): void {
  const heard: string[] = [];
  Object.assign(window, { heard });
  const { prototype } = AudioContext;
  prototype.createOscillator = new Proxy(prototype.createOscillator.bind(undefined), {
    apply(_, context: AudioContext) {
      heard.push('tone');
      return new OscillatorNode(context);
    },
  });
  // No class and no named function: their names would need help that the page does not have.
  Object.assign(window, {
    Notification: Object.assign(
      function (title: string) {
        heard.push(`desktop ${title}`);
      },
      { permission: 'granted' },
    ),
  });
}

const heardBy = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { heard: string[] }).heard);

/**
 * Gives a window the focus and waits until it is the one that shows alerts: the browser decides that in a moment. A
 * window that has not yet heard that it lost the front does not ask for it, so the focus comes until it has it; one
 * that opens still takes it once its history is there, so the others have done that before.
 *
 * @param others in which the person is signed in as well: they have heard by then that it is not them
 */
async function bringToFront(page: Page, others: readonly Page[]): Promise<void> {
  for (const other of others) await untilItAsks(other);
  await page.waitForFunction(() => {
    window.dispatchEvent(new Event('focus'));
    return navigator.locks.request('who is asking', async () => {
      const { held = [] } = await navigator.locks.query();
      const asking = held.find(({ name }) => name === 'who is asking')?.clientId;
      return held.some(({ name, clientId }) => name?.startsWith('dx-realtime front ') && clientId === asking);
    });
  });
  for (const other of others) await untilItAsks(other);
}

/** Waits until a new window has asked to be in front, as it does when its history is there: it takes the front then. */
async function untilItAsks(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    navigator.locks.request('who is asking', async () => {
      const { held = [], pending = [] } = await navigator.locks.query();
      const asking = held.find(({ name }) => name === 'who is asking')?.clientId;
      return [...held, ...pending].some(
        ({ name, clientId }) => name?.startsWith('dx-realtime front ') && clientId === asking,
      );
    }),
  );
}

/** How long all that tabs tell each other takes, with a good reserve. */
async function settled(pages: readonly Page[], text: string): Promise<void> {
  for (const page of pages)
    await page.waitForFunction(
      (expected) =>
        new Promise((resolve) => {
          const request = indexedDB.open('dx-realtime');
          request.onsuccess = () => {
            const all = request.result.transaction('alerts').objectStore('alerts').getAll();
            all.onsuccess = () => {
              request.result.close();
              resolve(JSON.stringify(all.result).includes(expected));
            };
          };
        }),
      text,
    );
}

describe('alerts in several tabs', () => {
  const { browser, site } = alertSuite();
  let context: BrowserContext;
  const tabs = async (count: number, body = LOUD): Promise<Page[]> => {
    context = await browser.newContext();
    await context.addInitScript(listen);
    const pages: Page[] = [];
    for (let index = 0; index < count; index += 1) {
      const { page } = await openAlerts(context, site, { body });
      await untilItAsks(page);
      pages.push(page);
    }
    return pages;
  };

  it('are shown once, by the window that had the focus last, with one sound', async () => {
    const [first, second] = (await tabs(2)) as [Page, Page];
    await bringToFront(first, [second]);
    await site.push('to the first');
    await untilToasts(first, 1);
    await settled([first, second], 'to the first');
    assert.deepEqual(await toastsOf(second), []);
    await bringToFront(second, [first]);
    await site.push('to the second');
    await untilToasts(second, 1);
    await settled([first, second], 'to the second');
    assert.equal((await toastsOf(first)).length, 1);
    for (const page of [first, second]) await untilUnread(page, 2);
    const tones = async (): Promise<string[]> => (await Promise.all([first, second].map(heardBy))).flat();
    await until(async () => (await tones()).length > 0, 'a sound');
    // Two tones make a sound; the second alert came sooner than sounds may follow in one tab.
    assert.ok([2, 4].includes((await tones()).length), String(await tones()));
    await context.close();
  });

  it('are shown to each of two people in two frames of one page, and of two frames of one person by one', async () => {
    context = await browser.newContext();
    const tokens = await Promise.all(['anna', 'boris', 'boris'].map((name) => site.login(name)));
    const frames = tokens.map((token) => {
      const body = `<dx-connection session-id="${token}"><dx-alert-toast event-name="alert"></dx-alert-toast></dx-connection>`;
      const address = `/?page=${encodeURIComponent(JSON.stringify({ body }))}`;
      return `<iframe src="${address.replaceAll('&', '&amp;')}"></iframe>`;
    });
    const { page } = await openAlerts(context, site, { body: frames.join('') });
    const [anna, ...boris] = page.frames().slice(1) as [Frame, Frame, Frame];
    const texts = (frame: Frame): Promise<string[]> =>
      frame.locator('.dx-alerts li:not(.leaving) .toast .text').allInnerTexts();
    for (const [userID, count] of [
      ['anna', 1],
      ['boris', 2],
    ] as const)
      await until(async () => {
        const probe = { userID, eventName: 'probe', message: '' };
        const pushed = await site.gateway.push('alerts', probe);
        return 'connected' in pushed && pushed.connected === count;
      }, `the connections of ${userID}`);
    for (const user of ['anna', 'boris']) await site.push(`only for ${user}`, user);
    await until(async () => (await texts(anna)).length > 0, 'the toast of Anna');
    await until(async () => (await Promise.all(boris.map(texts))).flat().length > 0, 'the toast of Boris');
    await settled([page], 'only for boris');
    assert.deepEqual(await texts(anna), ['only for anna']);
    assert.deepEqual((await Promise.all(boris.map(texts))).flat(), ['only for boris']);
    await context.close();
  });

  it('are shown by the visible one, and not again by one that becomes visible', async () => {
    const [hidden, visible] = (await tabs(2)) as [Page, Page];
    await setVisibility(hidden, 'hidden');
    await site.push('for the visible one');
    await untilToasts(visible, 1);
    await settled([hidden], 'for the visible one');
    await setVisibility(visible, 'hidden');
    await setVisibility(hidden, 'visible');
    await site.push('for the other');
    await untilToasts(hidden, 1);
    assert.match((await toastsOf(hidden)).join(), /for the other/);
    await context.close();
  });

  it('wait while no tab is visible, call once on the desktop, and are shown by whichever comes first', async () => {
    const pages = await tabs(3);
    for (const page of pages) await setVisibility(page, 'hidden');
    // The browser takes a moment to give back the lock of the tab in front.
    await pages[0]!.waitForFunction(async () => {
      const { held = [] } = await navigator.locks.query();
      return held.every(({ name }) => !name?.startsWith('dx-realtime front '));
    });
    await site.push('nobody looks');
    for (const page of pages) await untilUnread(page, 1);
    for (const page of pages) assert.deepEqual(await toastsOf(page), []);
    await until(
      async () => (await Promise.all(pages.map(heardBy))).flat().some((entry) => entry !== 'tone'),
      'a desktop notification',
    );
    const desktop = (await Promise.all(pages.map(heardBy))).flat().filter((entry) => entry !== 'tone');
    assert.deepEqual(desktop, ['desktop nobody looks']);
    await setVisibility(pages[1]!, 'visible');
    await untilToasts(pages[1]!, 1);
    await setVisibility(pages[1]!, 'hidden');
    await setVisibility(pages[2]!, 'visible');
    await site.push('later');
    await untilToasts(pages[2]!, 1);
    assert.match((await toastsOf(pages[2]!)).join(), /later/);
    await context.close();
  });

  it('agree on what is read and dismissed', async () => {
    const [one, other] = (await tabs(2)) as [Page, Page];
    for (const text of ['a', 'b', 'c']) await site.push(text);
    for (const page of [one, other]) await untilUnread(page, 3);
    await one.getByRole('button', { name: /Notifications/ }).click();
    await one.getByRole('button', { name: 'Dismiss' }).first().click();
    await one.getByRole('button', { name: 'Mark as read', exact: true }).first().click();
    // What is dismissed can be taken back while the list is open.
    await one.keyboard.press('Escape');
    await untilUnread(other, 1);
    await other.getByRole('button', { name: /Notifications/ }).click();
    await other.locator('dx-inbox li').first().waitFor();
    assert.equal(await other.locator('dx-inbox li').count(), 2);
    await context.close();
  });

  it('take each item of a list by itself: shown by one tab, dismissed in all, the others stay after a reload', async () => {
    const [one, other] = (await tabs(2)) as [Page, Page];
    await bringToFront(one, [other]);
    await site.push(['a', 'b', 'c'].map((text) => ({ text, sticky: true })));
    await untilToasts(one, 3);
    for (const page of [one, other]) await untilUnread(page, 3);
    await settled([other], '"text":"c"');
    assert.deepEqual(await toastsOf(other), []);
    await one
      .locator('.dx-alerts [part~=toast]', { hasText: 'b' })
      .getByRole('button', { name: 'Close' })
      .click();
    await untilUnread(other, 2);
    await other.reload();
    await untilUnread(other, 2);
    await other.getByRole('button', { name: /Notifications/ }).click();
    await other.locator('dx-inbox li').first().waitFor();
    const listed = await other.locator('dx-inbox li [part~=text]').allTextContents();
    assert.deepEqual(
      listed.map((text) => text.trim()),
      ['c', 'b', 'a'],
    );
    await context.close();
  });

  it('take away in one tab the toast that is read in another', async () => {
    const [one, other] = (await tabs(2)) as [Page, Page];
    await bringToFront(one, [other]);
    await site.push({ text: 'read me', sticky: true });
    await untilToasts(one, 1);
    await other.getByRole('button', { name: /Notifications/ }).click();
    await other.getByRole('button', { name: 'Mark as read', exact: true }).click();
    await untilToasts(one, 0);
    await context.close();
  });

  it('leave closed what goes on and was closed, over a reload and in the next tab, until it ends', async () => {
    const [one, other] = (await tabs(2)) as [Page, Page];
    const step = (text: string): Promise<unknown> =>
      site.push({ key: 'export', text, progress: parseInt(text) / 100 });
    await bringToFront(one, [other]);
    await step('10 %');
    await untilToasts(one, 1);
    for (const page of [one, other]) await untilUnread(page, 1);
    await one.locator('.dx-alerts [part~=toast]').getByRole('button', { name: 'Close' }).click();
    await untilUnread(other, 0);
    await one.reload();
    await untilItAsks(one);
    for (const [page, text] of [
      [one, '20 %'],
      [other, '30 %'],
    ] as const) {
      await bringToFront(page, page === one ? [other] : [one]);
      await step(text);
      await settled([one, other], `"text":"${text}"`);
      assert.deepEqual(await Promise.all([one, other].map(toastsOf)), [[], []], text);
      for (const tab of [one, other]) await untilUnread(tab, 0);
    }
    await site.push({ key: 'export', text: 'It is there' });
    await untilToasts(other, 1);
    for (const page of [one, other]) await untilUnread(page, 1);
    await context.close();
  });

  it('survive a reload', async () => {
    const [page] = (await tabs(1)) as [Page];
    for (const text of ['a', 'b']) await site.push(text);
    await untilUnread(page, 2);
    await page.reload();
    await untilUnread(page, 2);
    await context.close();
  });

  it('work where there are no locks and no channels: every visible tab shows, a hidden one does not', async () => {
    context = await browser.newContext();
    await context.addInitScript(() => {
      Object.defineProperty(navigator, 'locks', { value: undefined });
      Reflect.deleteProperty(window, 'BroadcastChannel');
    });
    const opened = [await openAlerts(context, site), await openAlerts(context, site)];
    const [one, other] = opened.map(({ page }) => page) as [Page, Page];
    await site.push('for both');
    for (const page of [one, other]) await untilToasts(page, 1);
    await setVisibility(other, 'hidden');
    await site.push('for one');
    await untilToasts(one, 2);
    for (const page of [one, other]) await untilUnread(page, 2);
    assert.equal((await toastsOf(other)).length, 1);
    assert.deepEqual(
      opened.flatMap(({ problems }) => problems),
      [],
    );
    await context.close();
  });

  it('work where the browser forbids to store anything, and say so once', async () => {
    context = await browser.newContext();
    await context.addInitScript({
      content: `for (const name of ['indexedDB', 'localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, {
          get() { throw new DOMException('forbidden on purpose', 'SecurityError'); },
        });`,
    });
    const { page, problems } = await openAlerts(context, site);
    for (const text of ['a', 'b']) await site.push(text);
    await untilUnread(page, 2);
    await untilToasts(page, 2);
    assert.equal(problems.filter((problem) => problem.includes('are kept until')).length, 1);
    await context.close();
  });

  it('leave nothing of a person for the next one, in any tab', async () => {
    context = await browser.newContext();
    const pages = [(await openAlerts(context, site)).page, (await openAlerts(context, site)).page];
    const session = await site.login('anna');
    await pages[0]!.evaluate((sid) => localStorage.setItem('sid', sid), session);
    const isAnna = (): Promise<boolean> =>
      Promise.all(
        pages.map((page) => page.evaluate((sid) => localStorage.getItem('sid') === sid, session)),
      ).then((all) => all.every(Boolean));
    assert.ok(await isAnna());
    for (let pushed = 0; ; pushed += 1) {
      await site.push('secret of anna', 'anna');
      const counts = await Promise.all(
        pages.map((page) =>
          page.evaluate(() => (document.querySelector('dx-inbox') as unknown as { unread: number }).unread),
        ),
      );
      if (counts.every((count) => count > 0)) break;
    }
    const next = await site.login('boris');
    await pages[0]!.evaluate((sid) => localStorage.setItem('sid', sid), next);
    for (const page of pages) await untilUnread(page, 0);
    const stored = (page: Page): Promise<string> =>
      page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            const request = indexedDB.open('dx-realtime');
            request.onsuccess = () => {
              const store = request.result.transaction('alerts').objectStore('alerts');
              const [keys, values] = [store.getAllKeys(), store.getAll()];
              values.onsuccess = () => {
                request.result.close();
                resolve(
                  JSON.stringify([keys.result, values.result, { ...sessionStorage }, { ...localStorage }]) +
                    document.documentElement.outerHTML +
                    [...document.querySelectorAll('*')]
                      .map((element) => element.shadowRoot?.textContent)
                      .join(),
                );
              };
            };
          }),
      );
    await until(
      async () => !(await stored(pages[1]!)).includes('secret of anna'),
      'nothing of anna to be stored',
    );
    for (const page of pages) assert.ok(!(await stored(page)).includes('secret of anna'));
    await context.close();
  });
});
