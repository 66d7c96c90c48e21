import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Frame, Page } from 'playwright-core';
import type { Manifest } from '../../src/builders/manifest.js';
import { importMapTag, scriptTag } from '../../src/builders/script.js';
import { createGateway, type Gateway } from '../../src/gateway/index.js';
import { collectProblems, launchBrowser } from './support.js';

const ALL = readFileSync('dist/dx-realtime.all.js', 'utf8');
const APP = 'places';
const manifest = JSON.parse(readFileSync('manifest.json', 'utf8')) as Manifest;

/** What a page author pastes: one of each kind, all on one event. */
const ELEMENTS = `<dx-connection-status></dx-connection-status>
  <dx-alert-toast event-name="changed" map="text: text"></dx-alert-toast>
  <dx-inbox event-name="changed" map="text: text"></dx-inbox>
  <dx-messenger event-name="changed"></dx-messenger>`;
const FETCHING = `<dx-refresher event-name="changed" target="#list" action="fetch" src="/list"></dx-refresher><p id="list">old</p>`;

/** What a frame without an origin is not allowed, and what the browser says of it; all else is a fault. */
const SANDBOXED =
  /autofocusing .* cross-origin subframe|does not let this page read it|alerts are kept until this page is left/;

describe('places that a page gets the script from', () => {
  let browser: Browser;
  let gateway: Gateway;
  let url: string;
  let site: Server;
  let siteUrl: string;
  let elsewhere: Server;
  let elsewhereUrl: string;
  const pages = new Map<string, { html: string; headers?: Record<string, string> }>();

  const listen = async (answer: (path: string, response: ServerResponse) => void) => {
    const server = createServer((request, response) => answer(request.url!, response));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  };
  const sendScript = (response: ServerResponse) =>
    void response.setHeader('Content-Type', 'text/javascript').end(ALL);

  before(async () => {
    gateway = createGateway({
      logLevel: 'silent',
      apps: [{ id: APP, pushKeys: ['a-push-key-of-places'], anonymous: true, allowedOrigins: '*' }],
    });
    ({ url } = await gateway.listen({ port: 0 }));
    ({ server: site, address: siteUrl } = await listen((path, response) => {
      const page = pages.get(path);
      for (const [name, value] of Object.entries(page?.headers ?? {})) response.setHeader(name, value);
      if (path === '/media/8f3a.js') sendScript(response);
      else if (path === '/list')
        response.setHeader('Content-Type', 'text/html').end('<p id="list">fresh</p>');
      else if (page === undefined) response.writeHead(404).end();
      else response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page.html);
    }));
    // Another domain. Of the one file it does not say who may read it.
    ({ server: elsewhere, address: elsewhereUrl } = await listen((path, response) => {
      if (path === '/x.js') sendScript(response);
      // What a CDN does: anybody may read.
      else
        void response
          .setHeader('Access-Control-Allow-Origin', '*')
          .setHeader('Content-Type', 'text/javascript')
          .end(readFileSync(`dist${path}`));
    }));
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    for (const server of [site, elsewhere]) server.close();
    await gateway.close();
  });

  const settings = (): string => `data-url="${url}" data-app-id="${APP}"`;
  const tag = (src: string): string => `<script src="${src}" ${settings()} defer></script>`;
  const inline = (): string => `<script ${settings()}>${ALL.replaceAll('</script', '<\\/script')}</script>`;
  const pageWith = (head: string, body = ELEMENTS + FETCHING): string =>
    `<!doctype html><html lang="de"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Place</title>${head}</head>
    <body>${body}</body></html>`;
  const policy = (script: string) => ({
    'Content-Security-Policy': `default-src 'none'; script-src ${script}; connect-src *; img-src data:; style-src 'none'; base-uri 'none'`,
  });

  /** Opens a page, pushes, and sees what came of it. */
  const check = async (address: string, { fetches = true, frame = false } = {}): Promise<void> => {
    const context = await browser.newContext();
    context.setDefaultTimeout(30_000);
    const page: Page = await context.newPage();
    const problems = collectProblems(page);
    await page.goto(address);
    const place: Page | Frame = frame ? page.frames()[1]! : page;
    await place.locator('dx-connection-status:state(live)').waitFor();
    if (fetches) await place.locator('dx-refresher:state(live)').waitFor({ state: 'attached' });
    await gateway.push(APP, { userID: '*', eventName: 'changed', message: { text: 'Hello' } });
    await place.locator('.dx-alerts .toast').getByText('Hello').waitFor();
    await place.locator('dx-messenger').getByText('Hello').first().waitFor();
    if (fetches) await place.locator('#list', { hasText: 'fresh' }).waitFor();
    // In the language of the page: words are a file of their own elsewhere.
    await place
      .locator('dx-inbox')
      .getByRole('button', { name: /1 ungelesen/ })
      .waitFor();
    assert.deepEqual(
      problems.filter((text) => !frame || !SANDBOXED.test(text)),
      [],
    );
    await context.close();
  };

  it('one file: works under any name in a media folder', async () => {
    pages.set('/media', { html: pageWith(tag('/media/8f3a.js')) });
    await check(`${siteUrl}/media`);
  });

  it('one file: works pasted into a page, also where a Content-Security-Policy knows only its hash', async () => {
    const html = pageWith(inline());
    const code = /<script [^>]*>([^]*)<\/script>/.exec(html)![1]!;
    const hash = createHash('sha256').update(code).digest('base64');
    pages.set('/inline', { html, headers: policy(`'sha256-${hash}'`) });
    await check(`${siteUrl}/inline`);
  });

  it('one file: works where a Content-Security-Policy names its exact address', async () => {
    const src = `${siteUrl}/media/8f3a.js`;
    pages.set('/exact', { html: pageWith(tag(src)), headers: policy(src) });
    await check(`${siteUrl}/exact`);
  });

  it('one file: works from another domain that sends no CORS header', async () => {
    pages.set('/elsewhere', { html: pageWith(tag(`${elsewhereUrl}/x.js`)) });
    await check(`${siteUrl}/elsewhere`);
  });

  it('one file: works in the code box of a page builder, a sandboxed frame without an origin, but for fetching', async () => {
    const box = pageWith(inline(), ELEMENTS).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    pages.set('/box', { html: pageWith('', `<iframe sandbox="allow-scripts" srcdoc="${box}"></iframe>`) });
    await check(`${siteUrl}/box`, { fetches: false, frame: true });
  });

  it('one file: works from a disk (file://), but for fetching, which browsers forbid there', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'dx-file-'));
    t.after(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'dx.js'), ALL);
    writeFileSync(join(folder, 'page.html'), pageWith(tag('dx.js'), ELEMENTS));
    await check(`file://${folder}/page.html`, { fetches: false });
  });

  it('with parts: they are found beside a script of a CDN, without the attribute crossorigin', async () => {
    pages.set('/cdn', { html: pageWith(tag(`${elsewhereUrl}/dx-realtime.js`)) });
    await check(`${siteUrl}/cdn`);
  });

  it('with parts: the hashes of an import map let them pass, and the nonce of the script is enough', async () => {
    const source = {
      ...{ src: `${elsewhereUrl}/dx-realtime.js`, integrity: true, nonce: 'n1' },
      settings: { url, appId: APP },
    };
    pages.set('/hashes', {
      html: pageWith(importMapTag(manifest, source) + scriptTag(manifest, source)),
      headers: { ...policy("'nonce-n1'"), 'Integrity-Policy': 'blocked-destinations=(script)' },
    });
    await check(`${siteUrl}/hashes`);
  });
});
