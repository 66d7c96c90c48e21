import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { collectProblems, launchBrowser } from '../e2e/support.js';

/** What `npm run docs` built. */
const SITE = 'docs/.vitepress/dist';
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const ELEMENTS = readdirSync('src/elements')
  .filter((file) => file.endsWith('.block.json'))
  .map((file) => file.replace('.block.json', ''));

/** The file behind an address, which needs no ".html"; null where there is none. */
function fileAt(pathname: string): string | null {
  const path = join(SITE, decodeURIComponent(pathname));
  const found = [path, `${path}.html`, join(path, 'index.html')].filter(
    (file) => existsSync(file) && statSync(file).isFile(),
  );
  return found[0] ?? null;
}

const PAGES = existsSync(SITE)
  ? readdirSync(SITE, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.html') && !file.startsWith('examples/'))
      .map((file) => ({ file, text: readFileSync(join(SITE, file), 'utf8') }))
  : [];
const idsOf = (file: string): Set<string> =>
  new Set([...readFileSync(file, 'utf8').matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!));

/** Where the links, pictures, scripts and frames of a page lead to nothing. */
function deadLinksOf({ file, text }: { file: string; text: string }): string[] {
  return [...text.matchAll(/<(?:a|img|iframe|script|link)\b[^>]* (?:href|src)="([^"]+)"/g)]
    .map(([, address]) => address!.replaceAll('&amp;', '&'))
    .filter((address) => {
      const { origin, pathname, hash } = new URL(address, `http://site.invalid/${file}`);
      if (origin !== 'http://site.invalid') return false;
      const target = fileAt(pathname);
      if (target === null) return true;
      const id = decodeURIComponent(hash.slice(1));
      return target.endsWith('.html') && id !== '' && !idsOf(target).has(id);
    });
}

describe('the documentation site', () => {
  it('has no link, anchor, picture or frame that leads nowhere, on any page', () => {
    assert.ok(PAGES.length > 40, `"npm run docs" has built ${PAGES.length} pages`);
    for (const page of PAGES) assert.deepEqual(deadLinksOf(page), [], page.file);
    assert.deepEqual(
      deadLinksOf({
        file: 'start.html',
        text: '<a class="b" href="/concepts#nowhere"><img alt="" src="/no.png">',
      }),
      ['/concepts#nowhere', '/no.png'],
    );
  });

  it('shows the same navigation, the version and the source on every page', () => {
    const menuOf = (text: string) =>
      [...text.matchAll(/VPNavBarMenuLink[^>]*href="([^"]+)"|href="([^"]+)"[^>]*VPNavBarMenuLink/g)].map(
        (match) => match[1] ?? match[2],
      );
    const menu = menuOf(PAGES.find(({ file }) => file === 'start.html')!.text);
    assert.ok(menu.length >= 5, menu.join());
    for (const { file, text } of PAGES.filter((page) => page.file !== '404.html')) {
      assert.deepEqual(menuOf(text), menu, file);
      assert.ok(text.includes(`Version ${version}`), file);
      assert.ok(text.includes('href="https://github.com/dx-realtime/dx-realtime"'), file);
    }
  });

  it('shows tags with version and hashes', () => {
    const { text } = PAGES.find(({ file }) => file === 'guides/install.html')!;
    assert.match(text, new RegExp(`dx-realtime@${version}/dist/dx-realtime\\.all\\.js.{0,200}integrity=`));
    assert.match(text, /parts\/toasts\.js.{0,20}sha384-/);
  });

  describe('in a browser', () => {
    let server: Server;
    let browser: Browser;
    let url: string;
    const TYPES: Record<string, string> = {
      '.js': 'text/javascript',
      '.css': 'text/css',
      '.html': 'text/html',
      '.svg': 'image/svg+xml',
    };
    before(async () => {
      server = createServer((request, response) => {
        const file = fileAt(new URL(request.url!, 'http://site.invalid').pathname);
        if (file === null) return response.writeHead(404).end();
        response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
        return response.end(readFileSync(file));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      browser = await launchBrowser();
    });
    after(async () => {
      await browser.close();
      server.closeAllConnections();
      server.close();
    });

    /** An example whose script runs, and what left the page. */
    async function openExample(name: string): Promise<{ page: Page; problems: string[]; foreign: string[] }> {
      const page = await browser.newPage();
      const problems = collectProblems(page);
      const foreign: string[] = [];
      page.on('request', (request) => request.url().startsWith(url) || foreign.push(request.url()));
      page.on('websocket', (socket) => foreign.push(socket.url()));
      await page.goto(`${url}/examples/${name}.html`);
      return { page, problems, foreign };
    }

    const EXPECTED: Record<string, [button: string, selector: string]> = {
      home: ['Somebody places', '.dx-alerts >> text=A new order'],
      'dx-refresher': ['Push', '#orders >> text=8 · Cup'],
      'dx-alert-toast': ['Push', '.dx-alerts >> text=Order 7'],
      'dx-inbox': ['Push', 'dx-inbox >> text=1'],
      'dx-messenger': ['Boris', 'dx-messenger >> text=Is the teapot'],
      'dx-redirect': ['Push', '#address >> text=#step-2'],
      'dx-connection': ['Push', '.dx-alerts >> text=Over the connection'],
      'dx-connection-status': ['Cut', 'dx-connection-status:not(:state(live))'],
      'dx-event-log': ['Push', 'dx-event-log >> text=alert'],
    };

    it('has a live example on the first page and for each element', () => {
      assert.deepEqual(Object.keys(EXPECTED).sort(), [...ELEMENTS, 'home'].sort());
      for (const name of Object.keys(EXPECTED)) {
        const file = name === 'home' ? 'index.html' : `elements/${name}.html`;
        assert.ok(
          PAGES.find((page) => page.file === file)!.text.includes(`src="/examples/${name}.html"`),
          file,
        );
      }
    });

    for (const [name, [button, selector]] of Object.entries(EXPECTED))
      it(`${name}: a button pushes, the example shows it, and nothing leaves the page`, async () => {
        const { page, problems, foreign } = await openExample(name);
        await page.locator('html[data-live]').waitFor();
        await page.getByRole('button', { name: button }).first().click();
        await page.locator(selector).first().waitFor();
        assert.deepEqual([problems, foreign], [[], []]);
        await page.close();
      });

    it('messenger: what a visitor writes is kept', async () => {
      const { page } = await openExample('dx-messenger');
      await page.locator('dx-messenger textarea').fill('Yes');
      await page.keyboard.press('Enter');
      await page.locator('dx-messenger >> text=Yes').first().waitFor();
      await page.close();
    });
  });
});
