import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { bundle, siteForEach } from './site.js';

const REFRESHER = '<dx-refresher event-name="changed" min-interval="0" target="#widget"></dx-refresher>';
const TURBO =
  '<meta name="turbo-prefetch" content="false"><script src="/libraries/@hotwired/turbo/dist/turbo.es2017-umd.js"></script>';
const HTMX = '<script src="/libraries/htmx.org/dist/htmx.min.js"></script>';
const UNPOLY = '<script src="/libraries/unpoly/unpoly.es6.min.js"></script>';

const shows = (page: Page, selector: string, text: string): Promise<unknown> =>
  page.waitForFunction(([where, what]) => document.querySelector(where)?.textContent.trim() === what, [
    selector,
    text,
  ] as const);

describe('targets', () => {
  const each = siteForEach();
  const { open } = each;

  /** Three events, each after the refresh of the one before: a refresh that causes another would show. */
  const pushThrice = async (then: (version: number) => Promise<unknown>): Promise<void> => {
    for (const version of [1, 2, 3]) {
      await each.site.push();
      await each.opened.refreshed(version);
      await then(version);
    }
    assert.equal(await each.opened.page.evaluate('told.refreshed'), 3);
    assert.equal(await each.opened.errors(), 0);
    assert.deepEqual(each.opened.problems, []);
  };

  describe('of Turbo', () => {
    const frame = '<turbo-frame id="widget" src="/part/frame"></turbo-frame>';
    const answer = (version: number) => `<turbo-frame id="widget">Version ${version}</turbo-frame>`;

    it('are loaded again, once per event', async () => {
      each.site.part('frame', answer);
      const page = await open(REFRESHER + frame, TURBO);
      await shows(page, '#widget', 'Version 0');
      await pushThrice((version) => shows(page, '#widget', `Version ${version}`));
      assert.equal(each.site.requests('frame'), 4);
    });

    it('keep their content while the server fails, and are tried again', async () => {
      each.site.part('frame', answer);
      const page = await open(REFRESHER + frame, TURBO);
      await shows(page, '#widget', 'Version 0');
      each.site.part('frame', () => ({ status: 503, html: '<h1>down</h1>' }));
      await each.site.push();
      await page.waitForFunction('told.errors >= 1');
      assert.equal(await page.locator('#widget').textContent(), 'Version 0');
      assert.match(String(await page.evaluate('told.message')), /answered 503/);
      each.site.part('frame', answer);
      await shows(page, '#widget', 'Version 1');
    });

    it('are fetched where they have no address', async () => {
      each.site.part('fresh', answer);
      const page = await open(
        `${REFRESHER.replace('>', ' src="/part/fresh">')}<turbo-frame id="widget">old</turbo-frame>`,
        TURBO,
      );
      await pushThrice((version) => shows(page, '#widget', `Version ${version}`));
      assert.equal(each.site.requests('fresh'), 3);
    });
  });

  describe('of htmx', () => {
    it('ask again, once per event, with their own hx-target and hx-swap', async () => {
      each.site.part('row', (version) => `<li>Version ${version}</li>`);
      const page = await open(
        `${REFRESHER}<div id="widget" hx-get="/part/row" hx-trigger="never" hx-target="#rows" hx-swap="afterbegin">mine</div>
        <ul id="rows"></ul>`,
        HTMX,
      );
      await pushThrice((version) =>
        shows(page, '#rows', ['Version 3', 'Version 2', 'Version 1'].slice(3 - version).join('')),
      );
      assert.equal(await page.locator('#widget').textContent(), 'mine');
      assert.equal(each.site.requests('row'), 3);
    });

    it('may put a new element in their place', async () => {
      const widget = (version: number) =>
        `<p id="widget" hx-get="/part/widget" hx-trigger="never" hx-swap="outerHTML">Version ${version}</p>`;
      each.site.part('widget', widget);
      const page = await open(REFRESHER + widget(0), HTMX);
      await pushThrice((version) => shows(page, '#widget', `Version ${version}`));
      assert.equal(each.site.requests('widget'), 3);
    });

    it('keep their content while the server fails, and are tried again', async () => {
      each.site.part('widget', () => ({ status: 503, html: 'down' }));
      const page = await open(
        `${REFRESHER}<p id="widget" hx-get="/part/widget" hx-trigger="never">old</p>`,
        HTMX,
      );
      await each.site.push();
      await page.waitForFunction('told.errors >= 1');
      assert.equal(await page.locator('#widget').textContent(), 'old');
      assert.match(String(await page.evaluate('told.message')), /answered 503/);
      each.site.part('widget', (version) => `Version ${version}`);
      await shows(page, '#widget', 'Version 1');
    });
  });

  describe('of Unpoly', () => {
    const widget = (version: number) => `<p id="widget" up-source="/part/widget">Version ${version}</p>`;

    it('are reloaded from their source, once per event', async () => {
      each.site.part('widget', (version) => `<main>${widget(version)}</main>`);
      const page = await open(`${REFRESHER}<main>${widget(0)}</main>`, UNPOLY);
      await pushThrice((version) => shows(page, '#widget', `Version ${version}`));
      assert.equal(each.site.requests('widget'), 3);
      assert.equal(each.site.requests('page'), 1);
    });

    it('keep their content while the server fails, and are tried again', async () => {
      each.site.part('widget', () => ({ status: 503, html: '<main><h1>down</h1></main>' }));
      const page = await open(`${REFRESHER}<main>${widget(0)}</main>`, UNPOLY);
      await each.site.push();
      await page.waitForFunction('told.errors >= 1');
      assert.equal(await page.locator('main').textContent(), 'Version 0');
      assert.match(String(await page.evaluate('told.message')), /answered 503/);
      each.site.part('widget', (version) => `<main>${widget(version)}</main>`);
      await shows(page, '#widget', 'Version 1');
    });
  });

  describe('as the README shows them', () => {
    const example = async (body: string, code: string): Promise<Page> => {
      const json = (version: number) => JSON.stringify([{ id: 1, title: `Version ${version}` }]);
      each.site.part('orders', json, 'application/json');
      const page = await open(body);
      await page.route('**/api/orders', (route) => route.continue({ url: `${each.site.url}/part/orders` }));
      await page.addScriptTag({ content: await bundle(code) });
      return page;
    };
    const refresher = '<dx-refresher event-name="changed" min-interval="0"></dx-refresher>';

    it('take the event: plain JavaScript', async () => {
      const page = await example(
        `<section>${refresher}<ul id="orders"></ul></section>`,
        `import 'readme/plain';`,
      );
      await pushThrice((version) => shows(page, '#orders', `Version ${version}`));
      assert.equal(each.site.requests('orders'), 3);
    });

    it('have a refresh method: Lit', async () => {
      const page = await example(
        `<section>${refresher}<order-list></order-list></section>`,
        `import 'readme/lit';`,
      );
      await pushThrice((version) => page.locator('order-list').getByText(`Version ${version}`).waitFor());
      assert.equal(each.site.requests('orders'), 3);
    });

    it('take the event: React', async () => {
      const page = await example(
        `<section>${refresher}<div id="app"></div></section>`,
        `import { createElement } from 'react';
        import { createRoot } from 'react-dom/client';
        import { Orders } from 'readme/react';
        document.querySelector('dx-refresher').target = '#app ul';
        createRoot(document.querySelector('#app')).render(createElement(Orders));`,
      );
      await page.locator('#app ul').waitFor({ state: 'attached' });
      await pushThrice((version) => shows(page, '#app', `Version ${version}`));
      assert.equal(each.site.requests('orders'), 3);
    });
  });

  it('that React makes anew before the refresh are refreshed in their new place', async () => {
    const page = await open(
      '<div id="app"></div><dx-refresher event-name="changed" debounce="1000"></dx-refresher>',
    );
    await page.addScriptTag({
      content: await bundle(`
        import { createElement, useEffect, useRef, useState } from 'react';
        import { createRoot } from 'react-dom/client';
        window.refreshes = [];
        function Widget({ name }) {
          const element = useRef(null);
          useEffect(() => {
            const refresh = ({ detail }) => detail.waitUntil(Promise.resolve(window.refreshes.push(name)));
            element.current.addEventListener('dx-refresh', refresh);
          }, []);
          return createElement('p', { ref: element, className: 'widget' }, name);
        }
        function App() {
          const [key, setKey] = useState('first');
          window.setKey = setKey;
          return createElement(Widget, { key, name: key });
        }
        createRoot(document.querySelector('#app')).render(createElement(App));
        document.querySelector('dx-refresher').target = '.widget';`),
    });
    await shows(page, '.widget', 'first');
    await each.site.push();
    await page.locator('dx-refresher:state(pending)').waitFor({ state: 'attached' });
    await page.evaluate('setKey("second")');
    await each.opened.refreshed(1);
    assert.deepEqual(await page.evaluate('refreshes'), ['second']);
    assert.deepEqual(each.opened.problems, []);
  });

  it('that draw themselves anew as their refresh are refreshed once', async () => {
    each.site.part('widget', (version) => `<p id="widget">Version ${version}</p>`);
    const page = await open(
      `${REFRESHER}<section><p id="widget">old</p></section><script>
        const section = document.querySelector('section');
        section.addEventListener('dx-refresh', ({ detail }) => detail.waitUntil(
          fetch('/part/widget', { signal: detail.signal })
            .then((response) => response.text())
            .then((html) => { section.innerHTML = html; })));
      </script>`,
    );
    await pushThrice((version) => shows(page, '#widget', `Version ${version}`));
    assert.equal(each.site.requests('widget'), 3);
  });

  it('whose script arrives late are refreshed then', async () => {
    each.site.part(
      'late',
      () => `customElements.define('late-widget', class extends HTMLElement {
        refresh() { this.textContent = 'refreshed ' + (this.refreshes = (this.refreshes ?? 0) + 1); }
      });`,
      'text/javascript',
    );
    const page = await open(`${REFRESHER}<late-widget id="widget">old</late-widget>`);
    await each.site.push();
    await page.locator('dx-refresher:state(refreshing)').waitFor({ state: 'attached' });
    await page.evaluate(() => {
      setTimeout(() => {
        document.head.append(Object.assign(document.createElement('script'), { src: '/part/late' }));
      }, 1_000);
    });
    await each.opened.refreshed(1);
    assert.equal(await page.locator('#widget').textContent(), 'refreshed 1');
    assert.deepEqual(each.opened.problems, []);
  });

  describe('in a shadow root', () => {
    const app = (content: string): string => `<my-app></my-app><script>
      customElements.define('counting-widget', class extends HTMLElement {
        refresh() { this.textContent = 'refreshed ' + (this.refreshes = (this.refreshes ?? 0) + 1); }
      });
      document.querySelector('my-app').attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(content)};
    </script>`;
    const widget = '<counting-widget id="list"></counting-widget>';
    const refreshedTo = (version: number) =>
      each.opened.page.locator('my-app #list').getByText(`refreshed ${version}`).waitFor();

    it('are found by a refresher beside them', async () => {
      await open(app(`<dx-refresher event-name="changed" min-interval="0"></dx-refresher>${widget}`));
      await pushThrice(refreshedTo);
    });

    it('are found by a refresher outside', async () => {
      await open(
        `<dx-refresher event-name="changed" min-interval="0" target="my-app >>> #list"></dx-refresher>${app(widget)}`,
      );
      await pushThrice(refreshedTo);
    });
  });

  it('that leave the page during their refresh abort it, and nothing is told of an error', async () => {
    const page = await open(`${REFRESHER}<p id="widget">old</p><script>
      const widget = document.querySelector('#widget');
      widget.addEventListener('dx-refresh', ({ detail }) => {
        window.signal = detail.signal;
        detail.waitUntil(new Promise((_, reject) => detail.signal.addEventListener('abort', reject)));
      });
    </script>`);
    await each.site.push();
    await page.waitForFunction('window.signal !== undefined');
    assert.equal(await page.evaluate('signal.aborted'), false);
    await page.evaluate('widget.remove()');
    await page.waitForFunction('signal.aborted');
    await page.waitForFunction(() => !document.querySelector('dx-refresher')!.matches(':state(refreshing)'));
    assert.equal(await each.opened.errors(), 0);
  });

  it('of two refreshers are fetched once', async () => {
    each.site.part('fresh', (version) => `<p id="widget">Version ${version}</p>`);
    const refresher =
      '<dx-refresher event-name="changed" min-interval="0" action="fetch" src="/part/fresh"></dx-refresher>';
    const page = await open(`<section>${refresher}${refresher}<p id="widget">old</p></section>`);
    await each.site.push();
    await each.opened.refreshed(2);
    await shows(page, '#widget', 'Version 1');
    assert.equal(each.site.requests('fresh'), 1);
    assert.deepEqual(each.opened.problems, []);
  });
});
