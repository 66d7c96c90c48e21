import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { thoroughEngines } from '../support/engines/open-engine.js';
import { SCRIPT } from './engines-site.js';
import { useEngine } from './use-engine.js';

const TURBO = '<script src="/libraries/@hotwired/turbo/dist/turbo.es2017-umd.js"></script>';
const HTMX = '<script src="/libraries/htmx.org/dist/htmx.min.js"></script>';
const UNPOLY = '<script src="/libraries/unpoly/unpoly.min.js"></script>';
const REFRESHER =
  '<dx-refresher event-name="changed" action="fetch" target="#part" min-interval="0"></dx-refresher>';

/** Texts of the toasts that are seen, each once. */
const TOASTS = `[...document.querySelectorAll('.dx-alerts')].filter((host) => host.matches(':popover-open'))
  .flatMap((host) => [...host.shadowRoot.querySelectorAll('li:not(.leaving) .toast')])
  .map((toast) => /Order \\d+/.exec(toast.textContent)[0])`;
/** What screen readers are told, from inside the body. */
const SPOKEN = `[...document.body.querySelectorAll('.dx-alerts-live')]
  .map((host) => host.shadowRoot.textContent.trim()).join()`;

for (const engine of thoroughEngines()) {
  describe(`beside other libraries, in ${engine}`, { timeout: 180_000 }, () => {
    const used = useEngine(engine);
    const { isTrue } = used;
    let version = 1;
    const open = async (name: string, body: () => string, head: string): Promise<string> => {
      version = 1;
      const address = used.site.page(name, body, { head });
      await used.page.go(address);
      await isTrue(`document.querySelector('dx-refresher').matches(':state(live)')`);
      return address;
    };
    const refresh = async (): Promise<void> => {
      version += 1;
      await used.page.evaluate('void (refreshed = 0)');
      await used.site.push('changed', {});
      await isTrue('refreshed > 0');
    };

    describe('Turbo', () => {
      const head = `${SCRIPT}${TURBO}<meta name="turbo-refresh-method" content="morph">`;
      const shows =
        (attributes = '') =>
        () =>
          `<h1>${version}</h1><p id="part">${version}</p>${REFRESHER}
        <dx-alert-toast event-name="alert" ${attributes}></dx-alert-toast>`;
      const VISIT = `Turbo.visit(location.href, { action: 'advance' })`;

      for (const [what, attributes, change] of [
        ['a visit', '', VISIT],
        ['a visit that keeps the element', 'id="alerts" data-turbo-permanent', VISIT],
        [
          'a refresh of the page',
          '',
          `Turbo.renderStreamMessage('<turbo-stream action="refresh"></turbo-stream>')`,
        ],
      ] as const) {
        it(`keeps a toast that waits, its button and the live regions over ${what}`, async () => {
          await open('turbo', shows(attributes), head);
          await used.site.push('alert', { title: 'Order 7', variant: 'danger' });
          await isTrue(`${TOASTS}.join() === 'Order 7' && ${SPOKEN}.includes('Order 7')`);
          version = 2;
          await used.page.evaluate(`void ${change}`);
          await isTrue(`document.querySelector('h1').textContent === '2'`);
          await used.site.push('alert', { title: 'Order 8', variant: 'danger' });
          await isTrue(`${TOASTS}.length === 2`);
          assert.deepEqual((await used.page.evaluate<string[]>(TOASTS)).sort(), ['Order 7', 'Order 8']);
          await isTrue(`${SPOKEN}.includes('Order 8')`);
          await used.page
            .evaluate(`void document.addEventListener('dx-alert-dismissed', ({ target, detail }) =>
            (window.dismissed = [target.isConnected, detail.alert.title]))`);
          await used.page.evaluate(`[...document.querySelectorAll('.dx-alerts')]
            .flatMap((host) => [...host.shadowRoot.querySelectorAll('li:not(.leaving)')])
            .find((row) => row.textContent.includes('Order 7')).querySelector('.close').click()`);
          await isTrue(`${TOASTS}.join() === 'Order 8'`);
          assert.deepEqual(await used.page.evaluate('dismissed'), [true, 'Order 7']);
        });
      }

      it('takes a toast along with a visit to a page that has no element for it', async () => {
        await open('turbo-with', shows(), head);
        await used.site.push('alert', { title: 'Order 7', variant: 'danger' });
        await isTrue(`${TOASTS}.join() === 'Order 7'`);
        const other = used.site.page('turbo-without', '<h1>other</h1>', { head });
        await used.page.evaluate(`void Turbo.visit(${JSON.stringify(other)})`);
        await isTrue(`document.querySelector('h1').textContent === 'other'`);
        await isTrue(`${TOASTS}.length === 0`);
        assert.deepEqual(await used.page.evaluate('problems'), []);
      });
    });

    describe('what others swapped in counts as what the server sent', () => {
      /** A row that the server takes away later, and a class that a script gave to what stays. */
      const rows = (): string =>
        (version === 1 ? ['a'] : version === 2 ? ['a', 'b'] : ['b'])
          .map((id) => `<li id="${id}">${id} ${version}</li>`)
          .join('');
      const part = (attributes = '', name = 'main') =>
        `<${name} id="part" ${attributes}><ul id="list">${rows()}</ul></${name}>`;
      const LIBRARIES: Record<string, { head: string; body: () => string; swap: string }> = {
        'htmx, hx-get': {
          head: HTMX,
          body: () => part('hx-get="" hx-select="#part" hx-swap="outerHTML" hx-trigger="renew"'),
          swap: `htmx.trigger('#part', 'renew')`,
        },
        'htmx, out of band': {
          head: HTMX,
          body: () =>
            `${part()}<button hx-get="" hx-select="h1" hx-select-oob="#list" hx-target="#head">go</button>
            <div id="head"></div>`,
          swap: `document.querySelector('button').click()`,
        },
        'Turbo, a frame': {
          head: TURBO,
          body: () => part('', 'turbo-frame'),
          swap: `(document.querySelector('#part').src = location.href)`,
        },
        'Turbo, a stream': {
          head: TURBO,
          body: () => part(),
          swap: `Turbo.renderStreamMessage(
            '<turbo-stream action="append" target="list"><template><li id="b">b 2</li></template></turbo-stream>' +
            '<turbo-stream action="update" target="a"><template>a 2</template></turbo-stream>')`,
        },
        'Turbo, a refresh of the page': {
          head: `${TURBO}<meta name="turbo-refresh-method" content="morph">`,
          body: () => part(),
          swap: `Turbo.renderStreamMessage('<turbo-stream action="refresh"></turbo-stream>')`,
        },
        Unpoly: { head: UNPOLY, body: () => part(), swap: `up.reload('#list')` },
      };
      for (const [name, { head, body, swap }] of Object.entries(LIBRARIES)) {
        it(`${name}: what it brought follows the server, and what a script did stays`, async () => {
          const address = name.replaceAll(/\W+/g, '-').toLowerCase();
          await open(address, () => `<h1>${version}</h1>${body()}${REFRESHER}`, `${SCRIPT}${head}`);
          // From here on it is noted what others swap in.
          await used.page.evaluate(`import('/dist/parts/fetch.js').then(() => 1)`);
          version = 2;
          await used.page.evaluate(`void ${swap}`);
          await isTrue(`document.querySelector('#list').textContent === 'a 2b 2'`);
          await used.page.evaluate(`document.querySelector('#b').classList.add('marked')`);
          await refresh();
          assert.equal(await used.page.evaluate(`document.querySelector('#list').textContent`), 'b 3');
          assert.equal(await used.page.evaluate(`document.querySelector('#b').className`), 'marked');
          assert.deepEqual(await used.page.evaluate('problems'), []);
        });
      }
    });
  });
}
