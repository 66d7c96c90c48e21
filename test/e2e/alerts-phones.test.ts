import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BrowserContextOptions, CDPSession, Page } from 'playwright-core';
import { alertSuite, BOTH, openAlerts, PHONE, untilToasts, untilUnread } from './alerts-support.js';

/** A phone that is held sideways, with a notch at one side and a bar to swipe along the lower edge. */
const INSETS = {
  top: 10,
  topMax: 10,
  left: 59,
  leftMax: 59,
  bottom: 21,
  bottomMax: 21,
  right: 30,
  rightMax: 30,
};

interface Edges {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The box of what lies in a shadow root, in the window. */
const boxOf = (page: Page, host: string, inner: string): Promise<Edges> =>
  page.evaluate(
    ([outer, selector]) => {
      const found = document.querySelector(outer!)!.shadowRoot!.querySelector(selector!)!;
      const { left, top, right, bottom } = found.getBoundingClientRect();
      return { left, top, right, bottom };
    },
    [host, inner],
  );

const untilSteady = (page: Page): Promise<unknown> =>
  page.waitForFunction(() =>
    [...document.querySelectorAll('.dx-alerts, dx-inbox')].every(
      (host) => host.shadowRoot!.getAnimations().length === 0,
    ),
  );

describe('alerts and messages on phones', () => {
  const { browser, site } = alertSuite();
  const visit = async (
    body: string,
    look: (page: Page, session: CDPSession) => Promise<void>,
    options: BrowserContextOptions = PHONE,
  ): Promise<void> => {
    const context = await browser.newContext(options);
    const { page } = await openAlerts(context, site, { body });
    await look(page, await context.newCDPSession(page));
    await context.close();
  };
  const openList = async (page: Page): Promise<void> => {
    await page.locator('dx-inbox .bell').tap();
    await page.locator('dx-inbox .panel .header').waitFor();
  };
  const shown = async (page: Page, message: unknown): Promise<void> => {
    await site.push(message);
    await untilToasts(page, 1);
    await untilSteady(page);
  };

  it('keep clear of the notch and of the bar at the edge, each edge by itself', () =>
    visit(
      `<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">${BOTH}`,
      async (page, session) => {
        await session.send('Emulation.setSafeAreaInsetsOverride' as never, { insets: INSETS } as never);
        for (const [placement, sides] of [
          ['bottom-start', { left: 59, bottom: 354 }],
          ['top-end', { right: 637, top: 16 }],
        ] as const) {
          await page.evaluate((value) => {
            const element = document.querySelector('dx-alert-toast')!;
            element.clear();
            element.placement = value;
          }, placement);
          await untilToasts(page, 0);
          await shown(page, { text: `at ${placement}`, sticky: true });
          const box = await boxOf(page, `.dx-alerts[data-placement=${placement}]`, '.toast');
          for (const [side, at] of Object.entries(sides))
            assert.ok(Math.abs(box[side as keyof Edges] - at) <= 1, `${placement}: ${JSON.stringify(box)}`);
          assert.ok(box.right - box.left > 380, 'as wide as anywhere');
        }
        await page.evaluate(() => document.querySelector('dx-alert-toast')!.clear());
        await openList(page);
        const panel = await boxOf(page, 'dx-inbox', '.panel');
        assert.ok(panel.left >= 59 && panel.right <= 637 && panel.bottom <= 355, JSON.stringify(panel));
      },
      { ...PHONE, viewport: { width: 667, height: 375 } },
    ));

  it('have fields of at least 16 pixels, which no phone zooms into', () =>
    visit(`${BOTH}<dx-messenger event-name="chat" send-event="say"></dx-messenger>`, async (page) => {
      await site.push('a');
      await untilUnread(page, 1);
      await page.evaluate(() => document.querySelector('dx-alert-toast')!.clear());
      await openList(page);
      await page.locator('dx-inbox [aria-controls=settings]').tap();
      await page.locator('dx-inbox select').first().waitFor();
      await page.locator('dx-messenger textarea').waitFor({ state: 'attached' });
      const sizes = await page.evaluate(() =>
        [...document.querySelectorAll('dx-inbox, dx-messenger')].flatMap((host) =>
          [...host.shadowRoot!.querySelectorAll('textarea, select, input')].map((field) =>
            field.matches('[type=checkbox]') ? 16 : parseFloat(getComputedStyle(field).fontSize),
          ),
        ),
      );
      assert.ok(sizes.length >= 2);
      assert.ok(Math.min(...sizes) >= 16, sizes.join());
    }));

  it('have nothing to press that is smaller than 44 by 44 pixels', () =>
    visit(`${BOTH}<dx-messenger event-name="chat" send-event="say"></dx-messenger>`, async (page) => {
      for (let index = 0; index < 5; index += 1)
        await site.push({
          title: `Order ${index}`,
          text: 'word '.repeat(80),
          action: { label: 'OK', event: 'x' },
          sticky: true,
        });
      await untilUnread(page, 5);
      await untilToasts(page, 3);
      await untilSteady(page);
      /** Where a finger may come down, beside the box of the control itself. */
      const tooSmall = (): Promise<string[]> =>
        page.evaluate(() =>
          [...document.querySelectorAll('.dx-alerts, dx-inbox, dx-messenger')].flatMap((host) =>
            [...host.shadowRoot!.querySelectorAll<HTMLElement>('button, select, textarea, label, a.action')]
              .filter((control) => control.checkVisibility() && control.id !== 'bell')
              .filter((control) => {
                const { width, height } = control.getBoundingClientRect();
                const more = getComputedStyle(control, '::after');
                const isWider = more.content !== 'none' && more.position === 'absolute';
                const add = isWider ? -2 * parseFloat(more.top) : 0;
                return Math.min(width, height) + add < 43.9;
              })
              .map(
                ({ className, localName, textContent }) => `${localName}.${className} ${textContent.trim()}`,
              ),
          ),
        );
      assert.deepEqual(await tooSmall(), []);
      await page.evaluate(() => document.querySelector('dx-alert-toast')!.clear());
      await untilToasts(page, 0);
      await openList(page);
      await untilSteady(page);
      assert.deepEqual(await tooSmall(), []);
      await page.locator('dx-inbox .dismiss').first().tap();
      await page.locator('dx-inbox .undo').first().waitFor();
      await page.locator('dx-inbox [aria-controls=settings]').tap();
      await page.locator('dx-inbox select').first().waitFor();
      assert.deepEqual(await tooSmall(), []);
    }));

  it('open a list within what is seen where a person has zoomed in with two fingers', () =>
    visit(`${BOTH}<p>${'text '.repeat(400)}</p>`, async (page, session) => {
      for (let index = 0; index < 9; index += 1) await site.push(`text ${index}`);
      await untilUnread(page, 9);
      await page.evaluate(() => document.querySelector('dx-alert-toast')!.clear());
      await session.send('Emulation.setPageScaleFactor', { pageScaleFactor: 1.8 });
      await page.waitForFunction(() => visualViewport!.scale > 1.5);
      await page.evaluate(() => document.querySelector('dx-inbox')!.open());
      await page.waitForFunction(() => {
        const box = document
          .querySelector('dx-inbox')!
          .shadowRoot!.querySelector('.panel:popover-open')
          ?.getBoundingClientRect();
        const { offsetTop, height } = visualViewport!;
        return box !== undefined && box.top >= offsetTop - 1 && box.bottom <= offsetTop + height + 1;
      });
    }));

  for (const [name, viewport] of Object.entries({
    'in a low window': { width: 667, height: 375 },
    'at 400 % zoom': { width: 320, height: 256 },
  }))
    it(`show the newest of many, and a list of which rows are seen, ${name}`, () =>
      visit(
        BOTH,
        async (page) => {
          for (const placement of ['top-end', 'bottom-end']) {
            await page.evaluate((value) => {
              const element = document.querySelector('dx-alert-toast')!;
              element.clear();
              element.placement = value;
            }, placement);
            await untilToasts(page, 0);
            for (let index = 0; index < 3; index += 1)
              await site.push({ text: `${placement} ${index} ${'word '.repeat(20)}`, sticky: true });
            await untilToasts(page, 3);
            await untilSteady(page);
            const newest = await page.evaluate((value) => {
              const host = document.querySelector(`.dx-alerts[data-placement=${value}]`)!;
              const found = [...host.shadowRoot!.querySelectorAll('.toast')].find((toast) =>
                toast.textContent.includes(`${value} 2`),
              )!;
              const { left, top, bottom, width } = found.getBoundingClientRect();
              const close = found.querySelector('.close')!.getBoundingClientRect();
              const hit = host.shadowRoot!.elementFromPoint(close.left + 8, close.top + 8);
              return { top, bottom, isReached: found.contains(hit), middle: left + width / 2 };
            }, placement);
            assert.ok(newest.top >= 0 && newest.bottom <= viewport.height, JSON.stringify(newest));
            assert.ok(newest.isReached, `${placement}: its button can be pressed`);
          }
          await page.evaluate(() => document.querySelector('dx-alert-toast')!.clear());
          await untilToasts(page, 0);
          await page.locator('dx-inbox .bell').click();
          await page.locator('dx-inbox li').first().waitFor();
          const [panel, list] = [
            await boxOf(page, 'dx-inbox', '.panel'),
            await boxOf(page, 'dx-inbox', '.list'),
          ];
          assert.ok(panel.top >= 0 && panel.bottom <= viewport.height, JSON.stringify(panel));
          assert.ok(list.bottom - list.top >= 100, `the list is ${list.bottom - list.top} high`);
          await page.locator('dx-inbox .dismiss').last().click();
          await page.locator('dx-inbox .undo').first().waitFor();
        },
        { viewport },
      ));

  describe('fingers', () => {
    const touchAt =
      (session: CDPSession) =>
      (type: 'touchStart' | 'touchMove' | 'touchEnd', ...at: [number, number][]) =>
        session.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: at.map(([x, y], id) => ({ x, y, id })),
        });

    it('that put down on a button and are moved sideways swipe the toast away and press nothing', () =>
      visit(BOTH, async (page, session) => {
        await page.evaluate(() => {
          Object.assign(window, { acted: 0 });
          document.addEventListener(
            'dx-alert-action',
            () => ((window as unknown as { acted: number }).acted += 1),
          );
        });
        await shown(page, { text: 'Approve it?', action: { label: 'Approve', event: 'approve' } });
        const touch = touchAt(session);
        const { left, top, bottom } = await boxOf(page, '.dx-alerts', '.action');
        const [x, y] = [left + 10, (top + bottom) / 2];
        await touch('touchStart', [x, y]);
        for (let step = 1; step <= 6; step += 1) await touch('touchMove', [x + step * 36, y]);
        await touch('touchEnd');
        await untilToasts(page, 0);
        assert.equal(await page.evaluate(() => (window as unknown as { acted: number }).acted), 0);
      }));

    it('that are two make the page larger, and dismiss nothing', () =>
      visit(BOTH, async (page, session) => {
        await shown(page, { text: 'Read me', sticky: true });
        const touch = touchAt(session);
        const { left, right, top, bottom } = await boxOf(page, '.dx-alerts', '.toast');
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        await touch('touchStart', [x - 20, y]);
        await touch('touchStart', [x - 20, y], [x + 20, y]);
        for (let step = 1; step <= 8; step += 1)
          await touch('touchMove', [x - 20 - step * 15, y], [x + 20 + step * 15, y]);
        await touch('touchEnd');
        await page.waitForFunction(() => visualViewport!.scale > 1.2);
        assert.equal(
          await page.evaluate(
            () =>
              document.querySelector('.dx-alerts')!.shadowRoot!.querySelector<HTMLElement>('.toast')!.style
                .translate,
          ),
          '',
        );
        await untilToasts(page, 1);
      }));

    it('that tap a bell twice open the list, and press nothing in the list that came over it', () =>
      visit(`<style>dx-inbox{position:fixed;inset:auto auto 12px 50%}</style>${BOTH}`, async (page) => {
        for (let index = 0; index < 9; index += 1)
          await site.push({ text: `text ${index}`, action: { label: 'Approve', event: 'approve' } });
        await untilUnread(page, 9);
        await page.evaluate(() => document.querySelector('dx-alert-toast')!.clear());
        await untilToasts(page, 0);
        const { left, top } = await boxOf(page, 'dx-inbox', '.bell');
        for (let tap = 0; tap < 2; tap += 1) await page.touchscreen.tap(left + 20, top + 20);
        await page.locator('dx-inbox li').first().waitFor();
        assert.equal(
          await page.evaluate(
            () => (document.querySelector('dx-inbox') as unknown as { unread: number }).unread,
          ),
          9,
        );
        assert.equal(await page.locator('dx-inbox .panel').isVisible(), true);
      }));
  });
});
