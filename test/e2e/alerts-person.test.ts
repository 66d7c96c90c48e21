import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import {
  alertSuite,
  BOTH,
  openAlerts,
  setVisibility,
  toastsOf,
  untilToasts,
  untilUnread,
  type AlertPage,
} from './alerts-support.js';
import type { EventHandler } from '../../src/gateway/index.js';
import { until } from '../gateway/support/until.js';

const CHAT = '<dx-messenger event-name="chat" send-event="say" user-id="me"></dx-messenger>';
const INBOX = '<dx-inbox event-name="alert"></dx-inbox>';

/** What people write: a title, a text and an action in each language that the elements speak. */
const WRITTEN: Record<string, [title: string, text: string, action: string]> = {
  en: [
    'Your order has left the warehouse',
    'It arrives on Friday between 9 and 12 o’clock.',
    'Track the parcel',
  ],
  de: [
    'Datenschutzgrundverordnungskonform',
    'Die Bestellung kommt am Freitag zwischen 9 und 12 Uhr.',
    'Sendung verfolgen',
  ],
  fr: [
    'Votre commande est en route',
    'Elle arrivera vendredi entre 9 h et 12 h, c’est promis !',
    'Suivre le colis',
  ],
  es: [
    '¡Tu pedido está en camino!',
    'Llegará el viernes entre las 9 y las 12. ¿Estarás en casa?',
    'Seguir el envío',
  ],
  pt: [
    'A sua encomenda já saiu',
    'Chega na sexta-feira, entre as 9 e as 12 horas.',
    'Acompanhar a encomenda',
  ],
  ru: ['Ваш заказ отправлен со склада', 'Он прибудет в пятницу между 9 и 12 часами.', 'Отследить посылку'],
  ar: ['غادر طلبك رقم 12 المستودع', 'سيصل يوم الجمعة بين الساعة 9 و12 (UTC).', 'تتبع الشحنة'],
  ja: [
    'ご注文の商品を発送いたしました',
    '金曜日の午前９時から正午までにお届けする予定です。',
    '荷物を追跡する',
  ],
  zh: ['您的订单已从仓库发出', '预计星期五上午九点到十二点之间送达。', '查看物流信息'],
};

describe('what a person does with alerts', () => {
  let said: unknown[] = [];
  const hear: EventHandler = ({ data }) => {
    said.push(data);
    return { ok: true };
  };
  const { browser, site } = alertSuite({ events: { say: hear, approve: hear } });
  const visit = async (
    page: AlertPage,
    act: (page: Page, context: BrowserContext) => Promise<void>,
    { prepare, ...options }: BrowserContextOptions & { prepare?: () => void } = {},
  ): Promise<void> => {
    const context = await browser.newContext(options);
    if (prepare) await context.addInitScript(prepare);
    const { page: opened } = await openAlerts(context, site, page);
    await act(opened, context);
    await context.close();
  };
  const chat = (message: unknown): Promise<unknown> =>
    site.gateway.push('alerts', { userID: '*', eventName: 'chat', message });
  describe('a double click', () => {
    const open = async (page: Page, count: number): Promise<void> => {
      await untilUnread(page, count);
      await page.locator('dx-inbox .bell').dblclick();
      await page
        .locator('dx-inbox li')
        .nth(count - 1)
        .waitFor();
    };
    const titles = (page: Page): Promise<string[]> =>
      page.locator('dx-inbox li:not(.gone) .title').allInnerTexts();

    it('in an inbox opens it, dismisses one, brings one back as unread as it was, and clears once', () =>
      visit({ body: `<main>${INBOX}</main>` }, async (page) => {
        for (const title of ['c', 'b', 'a']) await site.push({ title, text: 'text', href: '#followed' });
        await open(page, 3);
        const row = page.locator('dx-inbox li').nth(1);
        await row.hover();
        await row.locator('.dismiss').dblclick();
        assert.deepEqual(await titles(page), ['a', 'c']);
        await page.locator('dx-inbox .undo').dblclick();
        assert.deepEqual(await titles(page), ['a', 'b', 'c']);
        await untilUnread(page, 3);
        await page.locator('dx-inbox .clear-button').dblclick();
        await page.locator('dx-inbox .cleared').waitFor();
        await page.locator('dx-inbox .cleared .undo').dblclick();
        assert.deepEqual(await titles(page), ['a', 'b', 'c']);
        await untilUnread(page, 3);
        assert.equal(new URL(page.url()).hash, '', 'no link was followed');
      }));

    it('on a toast closes that toast, chooses its action once, and presses nothing of the page below', () =>
      visit(
        {
          body: `<main><dx-alert-toast event-name="alert"></dx-alert-toast>
            <button id="below" style="position:fixed;inset:0;inline-size:100%">Below</button></main>`,
        },
        async (page) => {
          await page.evaluate(() => {
            Object.assign(window, { presses: 0 });
            document.querySelector('#below')!.addEventListener('click', () => {
              (window as unknown as { presses: number }).presses += 1;
            });
          });
          said = [];
          await site.push({ text: 'first', sticky: true });
          await site.push({
            text: 'second',
            sticky: true,
            id: 's',
            action: { label: 'Approve', event: 'approve' },
          });
          await untilToasts(page, 2);
          const toast = (text: string) => page.locator('.dx-alerts .toast').filter({ hasText: text });
          await toast('first').locator('.close').dblclick();
          await untilToasts(page, 1);
          assert.match((await toastsOf(page)).join(), /second/);
          await toast('second').locator('.action').dblclick();
          await untilToasts(page, 0);
          assert.equal(said.length, 1);
          assert.equal(await page.evaluate(() => (window as unknown as { presses: number }).presses), 0);
        },
      ));

    it('on the button that sends sends one message', () =>
      visit({ body: `<main>${CHAT}</main>` }, async (page) => {
        said = [];
        await page.locator('dx-messenger textarea').fill('once');
        await page.locator('dx-messenger .send').dblclick();
        await page.locator('dx-messenger .message .sent').waitFor();
        assert.deepEqual(
          said.map((data) => (data as { text: string }).text),
          ['once'],
        );
      }));
  });

  it('opens a link with the middle button: the alert is read, as it is after a click, in the inbox and as a toast', () =>
    visit({ body: BOTH }, async (page, context) => {
      await site.push({ title: 'Order 7', text: 'text', href: '/healthz?7', sticky: true });
      await untilToasts(page, 1);
      await site.push({ title: 'Order 8', text: 'text', href: '/healthz?8', sticky: true });
      await untilToasts(page, 2);
      await untilUnread(page, 2);
      const opened = (number: number): Promise<unknown> =>
        until(
          () => Promise.resolve(context.pages().some((one) => one.url().endsWith(`?${number}`))),
          String(number),
        );
      await page.locator('.dx-alerts .toast a').filter({ hasText: 'Order 7' }).click({ button: 'middle' });
      await opened(7);
      await untilUnread(page, 1);
      await untilToasts(page, 1);
      await page.locator('dx-inbox .bell').click();
      await page.locator('dx-inbox li a').filter({ hasText: 'Order 8' }).click({ button: 'middle' });
      await opened(8);
      await untilUnread(page, 0);
    }));

  it('clicks on a desktop notification and is led to its link', () =>
    visit(
      {
        body: '<dx-inbox event-name="alert"></dx-inbox><dx-alert-toast event-name="alert" desktop></dx-alert-toast>',
      },
      async (page) => {
        await setVisibility(page, 'hidden');
        await page.waitForFunction(async () => {
          const { held = [] } = await navigator.locks.query();
          return held.every(({ name }) => !name?.startsWith('dx-realtime front '));
        });
        await site.push({ title: 'Order 7', text: 'Shipped', href: '#order-7' });
        await page.waitForFunction(() => (window as unknown as { calls: unknown[] }).calls.length === 1);
        const [title, body] = await page.evaluate(() => {
          const [call] = (window as unknown as { calls: { title: string; body: string; onclick(): void }[] })
            .calls;
          call!.onclick();
          return [call!.title, call!.body];
        });
        assert.deepEqual([title, body], ['Order 7', 'Shipped']);
        await page.waitForFunction(() => location.hash === '#order-7');
      },
      {
        prepare: () => {
          const calls: object[] = [];
          Object.assign(window, {
            calls,
            Notification: Object.assign(
              function (title: string, { body }: { body: string }) {
                // No function of its own: its name would need help that the page does not have.
                const call = { title, body, close: Boolean };
                calls.push(call);
                return call;
              },
              { permission: 'granted' },
            ),
          });
        },
      },
    ));

  it('has days and times of the time zone of the device, and of another one as soon as the device is there', () =>
    visit({ body: `<main>${INBOX}${CHAT}</main>` }, async (page, context) => {
      const session = await context.newCDPSession(page);
      const moveTo = (timezoneId: string) => session.send('Emulation.setTimezoneOverride', { timezoneId });
      // Noon of the day before yesterday in London: the same day in Honolulu, two hours after midnight.
      const noon = new Date(Date.now() - 2 * 86_400_000).setUTCHours(12, 0, 0, 0);
      await moveTo('Pacific/Honolulu');
      await page.reload();
      await page.waitForFunction(
        () =>
          (window as unknown as { dxRealtime?: { connect(): { state: string } } }).dxRealtime?.connect()
            .state === 'live',
      );
      await chat({ id: '1', user: 'u', text: 'a', at: noon });
      const read = (): Promise<string> =>
        page.evaluate(() =>
          ['.day', '.message time']
            .map((part) =>
              document.querySelector('dx-messenger')!.shadowRoot!.querySelector(part)?.textContent.trim(),
            )
            .join(', '),
        );
      const dayIn = (timeZone: string): string =>
        new Intl.DateTimeFormat('en', { timeZone, weekday: 'long', day: 'numeric', month: 'long' }).format(
          noon,
        );
      const timeIn = (timeZone: string): string =>
        new Intl.DateTimeFormat('en', { timeZone, timeStyle: 'short' }).format(noon);
      for (const zone of ['Pacific/Honolulu', 'Pacific/Kiritimati', 'Asia/Kathmandu']) {
        await moveTo(zone);
        await until(
          async () => {
            const now = await read();
            return now.endsWith(timeIn(zone)) && (now.startsWith(dayIn(zone)) || now.startsWith('Yesterday'));
          },
          `${dayIn(zone)}, ${timeIn(zone)}`,
        );
      }
    }));

  for (const [lang, [title, text, label]] of Object.entries(WRITTEN))
    it(`reads what people write in ${lang}, on wide and narrow screens, with nothing cut or beside the page`, () =>
      visit(
        {
          body: `<main>${INBOX}${CHAT}</main><dx-alert-toast event-name="alert"></dx-alert-toast>`,
          lang,
          dir: lang === 'ar' ? 'rtl' : 'ltr',
        },
        async (page) => {
          await site.push({ title, text, variant: 'warning', action: { label, event: 'approve' } });
          await chat({ id: '1', user: 'u', name: title, text });
          await untilToasts(page, 1);
          await page.locator('dx-messenger .message').waitFor();
          const cut = (hosts: string): Promise<string[]> =>
            page.evaluate((selector) => {
              const all = [...document.querySelectorAll(selector)].flatMap((host) => [
                ...host.shadowRoot!.querySelectorAll<HTMLElement>('*'),
              ]);
              return all
                .filter((element) => element.checkVisibility() && !element.closest('.visually-hidden'))
                .filter((element) => {
                  const { left, right } = element.getBoundingClientRect();
                  const isBeside = left < -1 || right > innerWidth + 1;
                  const isCut = getComputedStyle(element).overflowX !== 'visible';
                  return isBeside || (isCut && element.scrollWidth > element.clientWidth + 1);
                })
                .map(({ className, localName }) => `${localName}.${className}`);
            }, hosts);
          for (const width of [1280, 320]) {
            await page.setViewportSize({ width, height: 800 });
            assert.deepEqual(await cut('.dx-alerts, dx-messenger'), [], String(width));
            await page.locator('dx-inbox .bell').click();
            await page.locator('dx-inbox li').waitFor();
            await page.locator('dx-inbox [aria-controls=settings]').click();
            await page.locator('dx-inbox .settings label').first().waitFor();
            assert.deepEqual(await cut('dx-inbox'), [], `inbox, ${width}`);
            await page.keyboard.press('Escape');
          }
        },
      ));
});
