import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { alertSuite, BOTH, openAlerts, PHONE, untilToasts, untilUnread } from './alerts-support.js';

describe('alerts and messages in pages of others', () => {
  const { browser, site } = alertSuite();
  const visit = async (
    body: string,
    look: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> => {
    const context = await browser.newContext(options);
    const { page } = await openAlerts(context, site, { body });
    await look(page);
    await context.close();
  };

  it('keep their letters, spaces and shadows where the page changes those of its own texts', () =>
    visit(
      `<main style="text-transform:uppercase;letter-spacing:.3em;word-spacing:1em;text-shadow:1px 1px red;text-indent:3em;font-style:italic">
        <dx-inbox event-name="alert"></dx-inbox><dx-messenger event-name="chat"></dx-messenger></main>`,
      async (page) => {
        await site.push({ title: 'Code', text: 'aB3x', href: '/orders' });
        await untilUnread(page, 1);
        await page.locator('dx-inbox .bell').click();
        await site.gateway.push('alerts', { userID: '*', eventName: 'chat', message: 'The code is aB3x' });
        for (const [host, inner] of [
          ['dx-inbox', '.text .lines'],
          ['dx-messenger', '.bubble .text'],
        ] as const) {
          const text = page.locator(`${host} ${inner}`);
          await text.waitFor();
          const styles = await text.evaluate((element) => {
            const style = getComputedStyle(element);
            const { textTransform, letterSpacing, wordSpacing, textShadow, textIndent, fontStyle } = style;
            return [textTransform, letterSpacing, wordSpacing, textShadow, textIndent, fontStyle].join(' ');
          });
          assert.equal(styles, 'none normal 0px none 0px normal', host);
        }
      },
    ));

  it('can be selected and copied, written in, and are read across, where the page forbids to select and writes downwards', () =>
    visit(
      `<style>body{-webkit-user-select:none;user-select:none}nav{writing-mode:vertical-rl;text-orientation:upright}</style>
        <nav><dx-inbox event-name="alert"></dx-inbox></nav><dx-alert-toast event-name="alert"></dx-alert-toast>
        <nav><dx-messenger event-name="chat" send-event="say"></dx-messenger></nav>`,
      async (page) => {
        await site.push({ text: 'code aB3x', sticky: true });
        await untilToasts(page, 1);
        await untilUnread(page, 1);
        await site.gateway.push('alerts', { userID: '*', eventName: 'chat', message: 'key aB4x' });
        /** Selects a word with the mouse, as a person does. */
        const select = async (host: string, inner: string): Promise<string> => {
          const text = page.locator(`${host} ${inner}`);
          await text.waitFor();
          assert.equal(
            await text.evaluate((element) => getComputedStyle(element).writingMode),
            'horizontal-tb',
          );
          const { x, y, width, height } = (await text.boundingBox())!;
          assert.ok(width > height, `${host} is read across`);
          await page.mouse.dblclick(x + Math.min(width - 8, 50), y + height / 2);
          return page.evaluate(() => String(getSelection()).trim());
        };
        assert.equal(await select('.dx-alerts', '.text .lines'), 'aB3x');
        await page.locator('.dx-alerts .close').click();
        await untilToasts(page, 0);
        assert.equal(await select('dx-messenger', '.bubble .text'), 'aB4x');
        await page.locator('dx-messenger textarea').click();
        await page.keyboard.type('hello');
        assert.equal(await page.locator('dx-messenger textarea').inputValue(), 'hello');
        await page.locator('dx-inbox .bell').click();
        assert.equal(await select('dx-inbox', '.text .lines'), 'aB3x');
      },
    ));

  it('open the list beside its bell, within the window, where the page is zoomed by CSS', async () => {
    for (const zoom of [0.75, 1.5])
      await visit(
        `<style>body{margin:0;zoom:${zoom}}main{display:flex;justify-content:end}</style><main><dx-inbox event-name="alert"></dx-inbox></main>`,
        async (page) => {
          await page.locator('dx-inbox .bell').click();
          await page.locator('dx-inbox .panel .header').waitFor();
          const [bell, panel] = [
            (await page.locator('dx-inbox .bell').boundingBox())!,
            (await page.locator('dx-inbox .panel').boundingBox())!,
          ];
          const { width, height } = page.viewportSize()!;
          assert.ok(panel.x >= 0 && panel.x + panel.width <= width + 1, `${zoom}: within the width`);
          assert.ok(panel.y >= 0 && panel.y + panel.height <= height + 1, `${zoom}: within the height`);
          assert.ok(Math.abs(panel.x + panel.width - bell.x - bell.width) < 20, `${zoom}: at its bell`);
          const gap = panel.y - bell.y - bell.height;
          assert.ok(gap >= 0 && gap < 20, `${zoom}: below it, ${gap} pixels`);
        },
      );
  });

  it('go where a finger swipes them away, come back where it does not go far, and leave the page where it is', () =>
    visit(
      BOTH,
      async (page) => {
        const session = await page.context().newCDPSession(page);
        const swipe = async (distance: number): Promise<void> => {
          const box = (await page.locator('.dx-alerts .toast').boundingBox())!;
          const pointAt = (x: number) => [{ x: box.x + 60 + x, y: box.y + box.height / 2 }];
          const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: { x: number; y: number }[]) =>
            session.send('Input.dispatchTouchEvent', { type, touchPoints: at });
          await touch('touchStart', pointAt(0));
          for (let step = 1; step <= 6; step += 1) await touch('touchMove', pointAt((step * distance) / 6));
          await touch('touchEnd', []);
        };
        const untilSteady = (): Promise<unknown> =>
          page.waitForFunction(
            () => document.querySelector('.dx-alerts')!.shadowRoot!.getAnimations().length === 0,
          );
        await site.push({ text: 'Saved', sticky: true });
        await untilToasts(page, 1);
        await untilSteady();
        const url = page.url();
        await swipe(30);
        await page.waitForFunction(
          () =>
            document.querySelector('.dx-alerts')!.shadowRoot!.querySelector<HTMLElement>('.toast')!.style
              .translate === '',
        );
        await untilToasts(page, 1);
        await swipe(216);
        await untilToasts(page, 0);
        assert.equal(page.url(), url);
      },
      PHONE,
    ));

  it('lie in the part of the page that is seen where a person has zoomed in with two fingers', () =>
    visit(
      `<p>${'text '.repeat(400)}</p>${BOTH}`,
      async (page) => {
        const session = await page.context().newCDPSession(page);
        await session.send('Emulation.setPageScaleFactor', { pageScaleFactor: 2.5 });
        await page.waitForFunction(() => visualViewport!.scale > 2);
        await site.push({ title: 'Payment failed', variant: 'danger' });
        await untilToasts(page, 1);
        await page.waitForFunction(() => {
          const box = document
            .querySelector('.dx-alerts')!
            .shadowRoot!.querySelector('.toast')!
            .getBoundingClientRect();
          const { offsetTop, offsetLeft, width, height } = visualViewport!;
          return (
            box.top >= offsetTop - 1 &&
            box.bottom <= offsetTop + height + 1 &&
            box.left >= offsetLeft - 1 &&
            box.right <= offsetLeft + width + 1
          );
        });
      },
      PHONE,
    ));
});
