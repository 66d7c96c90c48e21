import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import {
  openEngine,
  presentEngines,
  type EngineBrowser,
  type EnginePage,
} from '../support/engines/open-engine.js';
import { find } from '../support/engines/find.js';
import { until } from '../gateway/support/until.js';
import { startEnginesSite, type EnginesSite } from './engines-site.js';

/** What a person sees of an element: it lies in the window, and nothing lies over its middle. */
const middleOf = (element: string): string => `(() => {
  const element = ${element};
  if (!element) return null;
  const { left, top, width, height } = element.getBoundingClientRect();
  const [x, y] = [Math.round(left + width / 2), Math.round(top + height / 2)];
  let seen = document.elementFromPoint(x, y);
  while (seen?.shadowRoot?.elementFromPoint(x, y) && seen.shadowRoot.elementFromPoint(x, y) !== seen)
    seen = seen.shadowRoot.elementFromPoint(x, y);
  return width > 0 && (element.contains(seen) || seen?.contains(element)) ? { x, y } : null;
})()`;

const TOAST = '.dx-alerts';
const INBOX = '<dx-inbox event-name="alert"></dx-inbox>';
const TOASTS = '<dx-alert-toast event-name="alert"></dx-alert-toast>';

for (const engine of presentEngines()) {
  describe(`in ${engine}`, { timeout: 180_000 }, () => {
    let browser: EngineBrowser;
    let site: EnginesSite;
    let pages: EnginePage[] = [];

    before(async () => {
      site = await startEnginesSite();
      browser = await openEngine(engine);
      console.log(`${engine}: ${browser.version}`);
    });
    after(async () => {
      await browser.close();
      await site.close();
    });
    beforeEach(() => (pages = []));
    afterEach(async () => {
      for (const page of pages) {
        assert.deepEqual(await page.evaluate('problems'), []);
        await page.close();
      }
    });

    const untilTrue = (page: EnginePage, expression: string, what = expression): Promise<unknown> =>
      until(() => page.evaluate<boolean>(`Boolean(${expression})`), what);
    const isLive = (page: EnginePage): Promise<unknown> =>
      untilTrue(page, `(window.live ??= dxRealtime.connect()).state === 'live'`, 'live');
    const open = async (url: string, user?: string): Promise<EnginePage> => {
      const page = await browser.newPage();
      await page.setViewportSize({ width: 1000, height: 700 });
      await page.go(url);
      const session = user === undefined ? null : await site.login(user);
      if (session === null) await page.evaluate(`localStorage.removeItem('sid')`);
      else await page.evaluate(`localStorage.setItem('sid', ${JSON.stringify(session)})`);
      await page.reload();
      await isLive(page);
      pages.push(page);
      return page;
    };
    const press = async (page: EnginePage, ...selectors: string[]): Promise<void> => {
      const element = find(...selectors);
      await untilTrue(page, middleOf(element), `${selectors.join(' ')} is seen`);
      const { x, y } = await page.evaluate<{ x: number; y: number }>(middleOf(element));
      await page.mouse.click(x, y);
    };
    const pushAndRefresh = async (page: EnginePage): Promise<void> => {
      const before = await page.evaluate<number>('refreshed');
      await site.push('changed', {});
      await untilTrue(page, `refreshed > ${before}`, 'refreshed');
    };

    it('keeps the typed text, caret, focus, selection, scroll and open parts while the server changes a page', async () => {
      let count = 1;
      const rows = (): string =>
        Array.from({ length: 40 }, (_, index) => `<li id="row-${index}">Row ${index} of ${count}</li>`).join(
          '',
        );
      const page = await open(
        site.page(
          'form',
          () => `<main id="part"><h1 id="count">${count}</h1>
            <form id="form"><input id="name" name="name" value="server"><input id="date" type="date" name="day">
              <select id="town" name="town"><option>Rome</option><option>Oslo</option></select>
              <textarea id="note" name="note"></textarea><input id="box" type="checkbox" name="box"></form>
            <details id="more"><summary>More</summary><p id="words">Some words to select</p></details>
            <ul id="list" style="height:100px;overflow:auto">${rows()}</ul></main>
            <dx-refresher event-name="changed" action="fetch" target="#part" min-interval="0"></dx-refresher>`,
        ),
      );
      await press(page, '#note');
      await page.keyboard.type('half a sentence');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      await press(page, '#box');
      await page.evaluate(`(() => {
        document.querySelector('#date').value = '2031-02-03';
        document.querySelector('#town').value = 'Oslo';
        document.querySelector('#more').open = true;
        document.querySelector('#list').scrollTop = 150;
        getSelection().selectAllChildren(document.querySelector('#words'));
        document.querySelector('#note').focus();
      })()`);
      const selected = await page.evaluate('String(getSelection())');
      count = 2;
      await pushAndRefresh(page);
      const seen = await page.evaluate(`(() => {
        const one = (id) => document.querySelector('#' + id);
        return {
          count: one('count').textContent, row: one('row-3').textContent, note: one('note').value,
          caret: one('note').selectionStart, focus: document.activeElement.id, name: one('name').value,
          date: one('date').value, town: one('town').value, box: one('box').checked, open: one('more').open,
          scroll: one('list').scrollTop, selected: String(getSelection()),
        };
      })()`);
      assert.deepEqual(seen, {
        ...{ count: '2', row: 'Row 3 of 2', note: 'half a sentence', caret: 13, focus: 'note' },
        ...{ name: 'server', date: '2031-02-03', town: 'Oslo', box: true, open: true, scroll: 150, selected },
      });
      await page.keyboard.type('!');
      assert.equal(await page.evaluate(`document.querySelector('#note').value`), 'half a senten!ce');
    });

    it('shows a toast above a modal dialog, where it can be clicked, and leads the focus to it and back', async () => {
      const page = await open(
        site.page('toast', `<input id="field"><dialog id="dialog"><input id="inner">Sure?</dialog>${TOASTS}`),
      );
      await page.evaluate(`document.querySelector('#dialog').showModal()`);
      await press(page, '#inner');
      await site.push('alert', { title: 'Order', text: 'paid', variant: 'danger' });
      await untilTrue(page, middleOf(find(TOAST, '.toast')), 'the toast is seen');
      assert.equal(await page.evaluate('document.activeElement.id'), 'inner');
      await page.keyboard.press('F6');
      await untilTrue(page, find(TOAST, '.toast:focus'), 'the focus is on the toast');
      await page.keyboard.press('F6');
      await untilTrue(page, `document.activeElement.id === 'inner'`, 'the focus is back');
      await press(page, TOAST, '.close');
      await untilTrue(page, `!(${find(TOAST, 'li:not(.leaving) .toast')})`, 'the toast is gone');
      assert.equal(await page.evaluate(`document.querySelector('#dialog').open`), true);
    });

    it('lists in the inbox what came, and counts in all tabs what was read in one', async () => {
      const url = site.page(
        'inbox',
        `<header style="display:flex;justify-content:end">${INBOX}</header>${TOASTS}`,
      );
      const [first, second] = [await open(url, 'anna'), await open(url, 'anna')];
      await site.push('alert', { id: `a-${engine}`, title: 'Order 7', text: 'was paid' });
      for (const page of [first, second]) await untilTrue(page, `${find('dx-inbox')}.unread === 1`, 'unread');
      await press(first, 'dx-inbox', '#bell');
      await untilTrue(first, middleOf(find('dx-inbox', '.list li')), 'the row is seen');
      assert.match(await first.evaluate(`${find('dx-inbox', '.list')}.innerText`), /Order 7/);
      await press(first, 'dx-inbox', '.list .dot');
      for (const page of [first, second]) await untilTrue(page, `${find('dx-inbox')}.unread === 0`, 'read');
      await first.keyboard.press('Escape');
      await untilTrue(first, `!(${find('dx-inbox', '.panel:popover-open')})`, 'closed');
      await first.reload();
      await isLive(first);
      assert.equal(await first.evaluate(`${find('dx-inbox')}.unread`), 0);
    });

    it('has in the inbox what came in the moment in which a page was left, time after time', async () => {
      const elsewhere = site.page('elsewhere', '<p>Elsewhere</p>');
      const event = `left-${engine}`;
      const url = site.page(
        'leave',
        `<dx-inbox event-name="${event}"></dx-inbox><script>
          addEventListener('load', () => dxRealtime.connect().on('${event}', ({ data }) => {
            if (data.leave) location.href = '${elsewhere}';
          }));
        </script>`,
      );
      const page = await open(url);
      for (let round = 1; round <= 3; round += 1) {
        for (const place of [1, 2, 3])
          await site.push(event, { id: `${round}-${place}`, text: 'Order', leave: place === 3 });
        await until(async () => {
          const text = await page.evaluate('document.body.textContent').catch(() => '');
          return text === 'Elsewhere';
        }, 'left');
        await page.go(url);
        await untilTrue(page, `${find('dx-inbox')}?.unread === ${round * 3}`, `round ${round}`);
        await isLive(page);
      }
    });

    it('sends what was typed in a messenger, and shows it to the others', async () => {
      const url = site.page('chat', `<dx-messenger event-name="chat" send-event="chat-send"></dx-messenger>`);
      const [first, second] = [await open(url, 'anna'), await open(url, 'anna')];
      await press(first, 'dx-messenger', 'textarea');
      await first.keyboard.type('Good morning');
      await first.keyboard.press('Enter');
      for (const page of [first, second])
        await untilTrue(
          page,
          `${find('dx-messenger', '.list')}?.textContent.includes('Good morning')`,
          'shown',
        );
      assert.equal(await first.evaluate(`${find('dx-messenger', 'textarea')}.value`), '');
      assert.equal(
        await first.evaluate(`${find('dx-messenger')}.shadowRoot.activeElement?.localName`),
        'textarea',
      );
    });

    it('shares one connection between tabs, which goes over to the other tab when the leading one closes', async () => {
      const url = site.page(
        'shared',
        `<dx-connection share="browser"></dx-connection><script>
          const heard = [];
          addEventListener('load', () => dxRealtime.connect({ share: 'browser' }).on('n', ({ data }) => heard.push(data)));
        </script><dx-refresher event-name="n" target="p"></dx-refresher><p></p>`,
      );
      const connections = (count: number): Promise<unknown> =>
        until(async () => (await site.connections()) === count, `${count} connections`);
      await connections(0);
      const [first, second] = [await open(url), await open(url)];
      await connections(1);
      await site.push('n', 1);
      for (const page of [first, second]) await untilTrue(page, 'heard.join() === "1"', 'both hear it');
      pages = [second];
      await first.close();
      await site.push('n', 2);
      await untilTrue(second, 'heard.join() === "1,2"', 'the other one hears what came meanwhile');
      await connections(1);
    });

    it('gets what came while the line was cut, each once and in order', async () => {
      const url = site.page(
        'line',
        `<dx-connection-status></dx-connection-status><script>
          const heard = [];
          addEventListener('load', () => dxRealtime.connect().on('n', ({ data }) => heard.push(data)));
        </script>`,
      );
      const page = await open(url);
      await site.push('n', 1);
      await untilTrue(page, 'heard.join() === "1"', 'heard');
      site.cut();
      for (const n of [2, 3]) await site.push('n', n);
      await untilTrue(page, 'heard.join() === "1,2,3"', 'heard all');
    });

    it('is live and fresh again on a page that a person comes back to', async () => {
      let count = 1;
      const other = site.page('other', '<p>Other</p>');
      const page = await open(
        site.page(
          'back',
          () =>
            `<p id="part">${count}</p><dx-refresher event-name="changed" action="fetch" target="#part"></dx-refresher>`,
        ),
      );
      await page.go(other);
      count = 2;
      await site.push('changed', {});
      await page.back();
      await untilTrue(page, `document.querySelector('#part')?.textContent === '2'`, 'fresh');
      count = 3;
      await untilTrue(page, `document.querySelector('dx-refresher').matches(':state(live)')`, 'live');
      await pushAndRefresh(page);
      assert.equal(await page.evaluate(`document.querySelector('#part').textContent`), '3');
    });
  });
}
