import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { startProxy, type TcpProxy } from '../gateway/support/tcp-proxy.js';
import { until } from '../gateway/support/until.js';
import { find } from '../support/engines/find.js';
import {
  openEngine,
  presentEngines,
  type EngineBrowser,
  type EnginePage,
} from '../support/engines/open-engine.js';
import { startEnginesSite, type EnginesSite } from './engines-site.js';

const HEARTBEAT = { interval: 1, timeout: 1 };
const WARNINGS =
  '<script>const warnings = []; console.warn = (...told) => warnings.push(told.join(" "));</script>';

for (const engine of presentEngines()) {
  describe(`in private windows of ${engine}`, { timeout: 180_000 }, () => {
    let browser: EngineBrowser;
    let site: EnginesSite;
    let proxy: TcpProxy;
    const pages: EnginePage[] = [];
    const ends: (() => unknown)[] = [];

    before(async () => {
      site = await startEnginesSite(HEARTBEAT);
      proxy = await startProxy(
        { after: (end) => void ends.push(end as () => unknown) },
        site.page('any', ''),
      );
      browser = await openEngine(engine, { isPrivate: true });
    });
    after(async () => {
      await browser.close();
      for (const end of ends) await end();
      await site.close();
    });
    afterEach(async () => {
      for (const page of pages.splice(0)) {
        assert.deepEqual(await page.evaluate('problems'), []);
        await page.close();
      }
    });

    const untilTrue = (page: EnginePage, expression: string): Promise<unknown> =>
      until(() => page.evaluate<boolean>(`Boolean(${expression})`), expression);
    const open = async (url: string): Promise<EnginePage> => {
      const page = await browser.newPage();
      pages.push(page);
      await page.setViewportSize({ width: 1000, height: 700 });
      await page.go(url);
      await untilTrue(page, `(window.live ??= dxRealtime.connect()).state === 'live'`);
      return page;
    };

    it('alerts are kept over a reload and agreed on between two windows, and nothing is warned of', async () => {
      const url = site.page('private', `${WARNINGS}<dx-inbox event-name="alert"></dx-inbox>`);
      const [first, second] = [await open(url), await open(url)];
      await site.push('alert', { id: `kept in ${engine}`, text: 'Order 7 was paid' });
      for (const page of [first, second]) await untilTrue(page, `${find('dx-inbox')}.unread === 1`);
      await first.evaluate(`${find('dx-inbox')}.markAllRead()`);
      await untilTrue(second, `${find('dx-inbox')}.unread === 0`);
      await second.reload();
      await untilTrue(second, find('dx-inbox', '.bell'));
      await second.evaluate(`${find('dx-inbox')}.open()`);
      await untilTrue(second, `${find('dx-inbox', '.list li')}?.textContent.includes('Order 7 was paid')`);
      await untilTrue(second, `${find('dx-inbox')}.unread === 0`);
      for (const page of [first, second]) assert.deepEqual(await page.evaluate('warnings'), []);
    });

    it('a connection that died without a word, as in a sleep, is noticed, and what came meanwhile is heard once', async () => {
      const { pathname } = new URL(
        site.page(
          'sleep',
          `${WARNINGS}<script>
            const heard = [];
            addEventListener('load', () => dxRealtime.connect().on('n', ({ data }) => heard.push(data)));
          </script>`,
        ),
      );
      const page = await open(proxy.url + pathname);
      await site.push('n', 1);
      await untilTrue(page, 'heard.join() === "1"');
      proxy.blackhole();
      for (const n of [2, 3]) await site.push('n', n);
      await untilTrue(page, 'heard.join() === "1,2,3"');
      await until(async () => (await site.connections()) === 1, 'the dead connection has ended');
      await site.push('n', 4);
      await untilTrue(page, 'heard.join() === "1,2,3,4"');
    });

    const cannotRefuse =
      engine === 'webkit' && 'the driver of this engine answers no question for a permission';
    it(
      'notifications that the browser refuses are explained, and the box stays empty',
      { skip: cannotRefuse },
      async () => {
        const page = await open(site.page('refused', '<dx-inbox event-name="alert" desktop></dx-inbox>'));
        const box = find('dx-inbox', '.settings input');
        await untilTrue(page, find('dx-inbox', '.bell'));
        const show = `(() => {
          ${find('dx-inbox')}.open();
          const gear = ${find('dx-inbox', '[aria-controls=settings]')};
          if (gear?.ariaExpanded === 'false') gear.click();
        })()`;
        const place = `(() => {
          const { left, top, width, height } = ${box}?.getBoundingClientRect() ?? {};
          const [x, y] = [Math.round(left + width / 2), Math.round(top + height / 2)];
          return height > 0 && ${find('dx-inbox')}.shadowRoot.elementFromPoint(x, y) === ${box} ? { x, y } : null;
        })()`;
        const press = async (): Promise<boolean> => {
          const at = await page.evaluate<{ x: number; y: number } | null>(place);
          // A press beside a panel that is still on its way closes it.
          if (at === null) await page.evaluate(show);
          else await page.mouse.click(at.x, at.y);
          return page.evaluate<boolean>(
            `${find('dx-inbox', '#blocked')}?.textContent.includes('Your browser blocks') === true`,
          );
        };
        await until(press, 'what helps is said');
        // The last press may still be on its way.
        await untilTrue(page, `${box}.checked === false && Notification.permission === 'denied'`);
      },
    );
  });
}
