import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { alertSuite, openAlerts } from './alerts-support.js';
import { bundle } from './site.js';

const packages = fileURLToPath(new URL('../tools/node_modules', import.meta.url));

/** A modal that locks the scrolling of its page, with a chat and an inbox in it. */
const DIALOG = `import { createElement } from '${packages}/react/index.js';
  import { createRoot } from '${packages}/react-dom/client.js';
  import { Content, Portal, Root, Title } from '${packages}/@radix-ui/react-dialog/dist/index.mjs';
  const fixed = { position: 'fixed', insetInlineStart: 20, insetBlockStart: 20, inlineSize: 400 };
  const content = createElement(
    Content,
    { style: fixed, 'aria-describedby': undefined },
    createElement(Title, null, 'Order 7'),
    createElement('dx-inbox', { 'event-name': 'alert' }),
    createElement('dx-messenger', { 'event-name': 'chat', style: { blockSize: '220px' } }),
  );
  const root = document.body.appendChild(document.createElement('div'));
  createRoot(root).render(createElement(Root, { defaultOpen: true }, createElement(Portal, null, content)));`;
const LONG = `<dx-alert-toast event-name="alert"></dx-alert-toast><div style="block-size: 3000px">A page</div>`;

const turnWheel = async (page: Page, over: Locator, distance: number): Promise<void> => {
  // At its start: toasts lie over the end.
  await over.hover({ position: { x: 20, y: 20 } });
  await page.mouse.wheel(0, distance);
};

describe('beside a modal that locks the scrolling of its page', () => {
  const { browser, site } = alertSuite();

  it('a chat, an open inbox and toasts in a low window can be scrolled, and the page cannot', async () => {
    const context = await browser.newContext({ viewport: { width: 800, height: 300 } });
    const { page } = await openAlerts(context, site, { body: LONG });
    await page.addScriptTag({ content: await bundle(DIALOG) });
    const chat = page.locator('dx-messenger [part~=list]');
    const inbox = page.locator('dx-inbox [part~=list]');
    await chat.waitFor();
    for (let count = 0; count < 20; count += 1) {
      const message = { id: `${count}`, user: 'boris', text: `message ${count}` };
      await site.gateway.push('alerts', { userID: '*', eventName: 'chat', message });
      await site.push({ id: `${count}`, text: `alert ${count} `.repeat(100), sticky: true });
    }
    await page.getByText('message 19').waitFor();
    await turnWheel(page, chat, -100);
    await page.waitForFunction((list) => list.scrollTop < 0, await chat.elementHandle());
    await page.getByRole('button', { name: 'Show more' }).last().click();
    const toasts = page.locator('.dx-alerts').first();
    await page.waitForFunction((host) => host.scrollHeight > host.clientHeight, await toasts.elementHandle());
    const from = await toasts.evaluate((host) => host.scrollTop);
    await turnWheel(page, page.locator('.dx-alerts .toast').last(), from === 0 ? 60 : -60);
    await page.waitForFunction(({ host, before }) => host.scrollTop !== before, {
      host: await toasts.elementHandle(),
      before: from,
    });
    await page.getByRole('button', { name: /Notifications/ }).click();
    await inbox.waitFor();
    await turnWheel(page, inbox, 100);
    await page.waitForFunction((list) => list.scrollTop > 0, await inbox.elementHandle());
    await page.mouse.move(790, 5);
    await page.mouse.wheel(0, 200);
    assert.equal(await page.evaluate(() => scrollY), 0);
    await context.close();
  });
});
