import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { bundle, startSite, type Site } from './site.js';
import { collectProblems, launchBrowser } from './support.js';

const folder = fileURLToPath(new URL('server-rendering/', import.meta.url));

const TAGS = [
  'dx-refresher',
  'dx-connection-status',
  'dx-alert-toast',
  'dx-inbox',
  'dx-messenger',
  'dx-event-log',
  'dx-redirect',
];

/** How each library makes a page on the server, printed by a process of its own, and takes it over in the browser. */
const LIBRARIES = {
  Lit: {
    render: `import { render } from '@lit-labs/ssr';
      import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
      import { html } from 'lit';
      import { LitPage } from './lit-page.js';
      customElements.define('lit-page', LitPage);
      process.stdout.write(await collectResult(render(html\`<lit-page></lit-page>\`)));`,
    takeOver: `import '@lit-labs/ssr-client/lit-element-hydrate-support.js';
      import { LitPage } from '${folder}lit-page.js';
      customElements.define('lit-page', LitPage);
      document.querySelector('lit-page').updateComplete.then(() => (window.isTakenOver = true));`,
  },
  React: {
    render: `import { createElement } from 'react';
      import { renderToString } from 'react-dom/server';
      import { ReactPage } from './react-page.js';
      process.stdout.write(renderToString(createElement(ReactPage)));`,
    takeOver: `import { createElement, useEffect } from 'react';
      import { hydrateRoot } from 'react-dom/client';
      import { ReactPage } from '${folder}react-page.js';
      function App() {
        useEffect(() => { window.isTakenOver = true; }, []);
        return createElement(ReactPage);
      }
      hydrateRoot(document.querySelector('#root'), createElement(App), {
        onRecoverableError: (error) => console.error(error),
      });`,
  },
};

describe('a page rendered on the server', () => {
  let browser: Browser;
  let site: Site;
  before(async () => {
    browser = await launchBrowser();
    site = await startSite();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  /** Opens the page with its own script held back, so that what the server made is there first. */
  const open = async (html: string, script: string): Promise<{ page: Page; problems: string[] }> => {
    site.part('script', () => script, 'text/javascript');
    site.part(
      'page',
      () => `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">
        <meta name="viewport" content="width=device-width"><title>Orders</title></head>
        <body><div id="root">${html}</div><script>
          window.takeOver = () => document.head.append(Object.assign(document.createElement('script'), { src: '/part/script' }));
        </script></body></html>`,
    );
    const page = await (await browser.newContext()).newPage();
    const problems = collectProblems(page);
    await page.goto(`${site.url}/part/page`);
    return { page, problems };
  };

  for (const [name, { render, takeOver }] of Object.entries(LIBRARIES))
    it(`by ${name} is taken over as it is, without a warning on either side`, async () => {
      const rendered = execFileSync(process.execPath, ['--input-type=module', '-e', render], {
        cwd: folder,
        encoding: 'utf8',
        stdio: 'pipe',
      });
      assert.match(rendered, /<dx-refresher [^>]*event-name="changed"/);
      const { page, problems } = await open(rendered, await bundle(takeOver));
      const refresher = page.locator('dx-refresher');
      await refresher.evaluate((element) => Object.assign(element, { isFromServer: true }));
      await page.evaluate('takeOver()');
      await page.waitForFunction('window.isTakenOver');
      for (const tag of ['h1', ...TAGS]) assert.equal(await page.locator(tag).count(), 1, tag);
      assert.equal(await refresher.evaluate((element) => 'isFromServer' in element), true);

      await page.locator('dx-refresher:state(live)').waitFor({ state: 'attached' });
      await page.locator('#widget').evaluate((widget) =>
        widget.addEventListener('dx-refresh', (event) => {
          event.preventDefault();
          widget.textContent = 'fresh';
        }),
      );
      await site.push();
      await page.locator('#widget', { hasText: 'fresh' }).waitFor();
      await page.locator('input[type=checkbox]').check();
      await page.locator('dx-refresher:not(:state(live))').waitFor({ state: 'attached' });
      assert.deepEqual(problems, []);
      await page.close();
    });
});
