import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { Manifest } from '../../src/builders/manifest.js';
import { scriptTag } from '../../src/builders/script.js';
import { until } from '../gateway/support/until.js';
import { collectProblems, launchBrowser } from '../e2e/support.js';
import { startSite, type Site } from '../e2e/site.js';

// JavaScript of the project itself, which has no declarations.
const { installIn } = (await import(new URL('../../scripts/install.js', import.meta.url).href)) as {
  installIn: (folder: string) => void;
};
installIn('test/builders');

export const manifest = JSON.parse(readFileSync('manifest.json', 'utf8')) as Manifest;

/** A site with the manifest, as an editor fetches it. */
export async function startEditorSite(): Promise<Site> {
  const site = await startSite();
  site.part('manifest.json', () => JSON.stringify(manifest), 'application/json');
  return site;
}

export interface OpenedEditor {
  page: Page;
  /** Errors and warnings of the page and its frames. */
  problems: string[];
  /** Requests for a connection. */
  connections: string[];
  /** Requests to anywhere but the site. */
  foreign: string[];
  close(): Promise<void>;
}

/** Opens a page in a browser profile of its own and writes down what it asks for. */
export async function openEditor(browser: Browser, site: Site, path: string): Promise<OpenedEditor> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const connections: string[] = [];
  const foreign: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (url.includes('/socket.io')) connections.push(url);
    if (!url.startsWith(site.url) && !/^(data|blob|about):/.test(url)) foreign.push(url);
  });
  page.on('websocket', (socket) => connections.push(socket.url()));
  const problems = collectProblems(page);
  await page.goto(new URL(path, site.url).href);
  return { page, problems, connections, foreign, close: () => context.close() };
}

/** An editor that is open for all tests of a suite. */
export interface EditorSuite {
  browser: Browser;
  site: Site;
  page: Page;
  /** Ends all of it. The editor had no problems, asked nobody but its site, and opened no connection. */
  close(): Promise<void>;
}

/**
 * Opens a page with an editor in a browser and on a site of its own.
 *
 * @param html the page
 */
export async function startEditor(html: string): Promise<EditorSuite> {
  const browser = await launchBrowser();
  const site = await startEditorSite();
  site.part('editor', () => html);
  const { page, problems, foreign, connections } = await openEditor(browser, site, '/part/editor');
  const close = async (): Promise<void> => {
    await browser.close();
    await site.close();
    assert.deepEqual({ problems, foreign, connections }, { problems: [], foreign: [], connections: [] });
  };
  return { browser, site, page, close };
}

/** Where a test has what the documents have in a folder of the reader's site. */
const FOLDERS = {
  '/dx-realtime/dist/': '/dist/',
  '/ckeditor5/': '/libraries/ckeditor5/dist/browser/',
  '/grapesjs/': '/libraries/grapesjs/',
  '/tinymce/': '/libraries/tinymce/',
};

/**
 * The page of script tags in the documents about an editor, with its files where the test has them.
 *
 * @param html what is in the editor
 */
export function documentedPage(editor: string, html = ''): string {
  const text = readFileSync(`docs/builders/${editor}.md`, 'utf8');
  const [, example] = /^```html\n([^]*?)^```/m.exec(text)!;
  const page = Object.entries(FOLDERS).reduce((code, [from, to]) => code.replaceAll(from, to), example!);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"></head><body>
  ${page.replace(/(<(div|textarea) id="\w+">)/, (tag) => tag + html)}</body></html>`;
}

/** How many clients the gateway has. */
export async function countConnections(site: Site): Promise<number> {
  const headers = { Authorization: 'Bearer site-push-key-of-tests' };
  const response = await fetch(new URL('/console/connections', site.url), { headers });
  return ((await response.json()) as { connections: unknown[] }).connections.length;
}

/** A page of its own with what an editor exported. */
export const exportedPage = (html: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Exported</title>
  ${scriptTag(manifest, { src: '/dist/dx-realtime.js', integrity: true, settings: { url: '', appId: 'site' } })}
  </head><body>${html}</body></html>`;

/**
 * Opens what an editor exported, alone, and sees that an event reaches it: the list `#list` is fetched from
 * `/part/list`, and a toast says the number of the event.
 */
export async function checkExported(
  { browser, site }: Pick<EditorSuite, 'browser' | 'site'>,
  html: string,
): Promise<void> {
  site.part('list', (version) => `<p id="list">Version ${version}</p>`);
  site.part('exported', () => exportedPage(html));
  const opened = await openEditor(browser, site, '/part/exported');
  const { page, problems } = opened;
  await page.locator('dx-refresher:state(live)').waitFor({ state: 'attached' });
  await until(async () => (await countConnections(site)) === 1, 'the connection of the exported page');
  await site.push();
  await page.locator('#list', { hasText: /^Version \d+$/ }).waitFor();
  await page.locator('.dx-alerts').getByText(/^\d+$/).first().waitFor();
  assert.deepEqual(problems, []);
  await opened.close();
}

/** What an author puts on a page for {@link checkExported}. */
export const AUTHORED =
  '<dx-refresher event-name="changed" target="#list" action="fetch" src="/part/list"></dx-refresher>' +
  '<dx-alert-toast event-name="changed" map="text: version"></dx-alert-toast>';
