import { readFileSync } from 'node:fs';
import { after, afterEach, before, beforeEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { createGateway } from '../../src/gateway/index.js';
import { collectProblems, launchBrowser } from './support.js';

const APP = 'site';
const folder = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** What a part of a test's site answers; the number is how many events were pushed. */
type Part = (version: number) => string | { status: number; html: string };

/** A site of one test, with a back end that counts its events and what was asked for. */
export interface Site {
  url: string;
  /** Adds something under `/part/`. */
  part(name: string, answer: Part, type?: string): void;
  /** How often a part was asked for. */
  requests(name: string): number;
  push(): Promise<void>;
  /** Opens a page with these elements and waits until its refresher is live. */
  open(browser: Browser, body: string, head?: string): Promise<OpenedPage>;
  close(): Promise<void>;
}

export interface OpenedPage {
  page: Page;
  /** Errors and warnings of the page. */
  problems: string[];
  /** Waits until `dx-refreshed` was told so many times. */
  refreshed(times: number): Promise<unknown>;
  /** How often `dx-refresh-error` was told. */
  errors(): Promise<number>;
}

export async function startSite(): Promise<Site> {
  const gateway = createGateway({
    logLevel: 'silent',
    apps: [{ id: APP, pushKeys: ['site-push-key-of-tests'], anonymous: true }],
  });
  const { http } = gateway;
  await http.register(staticFiles, { root: folder('dist'), prefix: '/dist/' });
  await http.register(staticFiles, {
    // The editors that the tests of builders run are a package of their own.
    root: [folder('node_modules'), folder('test/builders/node_modules')],
    prefix: '/libraries/',
    decorateReply: false,
  });
  const parts = new Map<string, { answer: Part; type: string }>();
  const requests = new Map<string, number>();
  let version = 0;
  http.get<{ Params: { name: string } }>('/part/:name', (request, reply) => {
    const { name } = request.params;
    requests.set(name, (requests.get(name) ?? 0) + 1);
    const { answer, type } = parts.get(name)!;
    return send(reply.type(type), answer(version));
  });
  const { url } = await gateway.listen({ port: 0 });
  const part: Site['part'] = (name, answer, type = 'text/html') => parts.set(name, { answer, type });
  return {
    url,
    part,
    requests: (name) => requests.get(name) ?? 0,
    push: async () => {
      version += 1;
      await gateway.push(APP, { userID: '*', eventName: 'changed', message: { version } });
    },
    open: async (browser, body, head = '') => {
      part('page', () => renderPage(head, body));
      return openPage(browser, `${url}/part/page`);
    },
    close: () => gateway.close(),
  };
}

/** A site of its own for each test of a file, with the page that the test opens. */
export function siteForEach(): {
  readonly site: Site;
  readonly opened: OpenedPage;
  readonly open: (body: string, head?: string) => Promise<Page>;
} {
  let browser: Browser;
  let site: Site;
  let opened: OpenedPage;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    site = await startSite();
  });
  afterEach(async () => {
    await opened.page.context().close();
    await site.close();
  });
  return {
    get site() {
      return site;
    },
    get opened() {
      return opened;
    },
    open: async (body, head) => {
      opened = await site.open(browser, body, head);
      return opened.page;
    },
  };
}

function send(reply: FastifyReply, answer: ReturnType<Part>): FastifyReply {
  return typeof answer === 'string' ? reply.send(answer) : reply.code(answer.status).send(answer.html);
}

function renderPage(head: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><script>
    const told = { refreshed: 0, errors: 0, message: '' };
    addEventListener('dx-refreshed', () => (told.refreshed += 1));
    addEventListener('dx-refresh-error', ({ detail }) => {
      told.errors += 1;
      told.message = detail.error.message;
    });
  </script>
  <script src="/dist/dx-realtime.js" data-url="" data-app-id="${APP}"></script>${head}</head>
  <body>${body}</body></html>`;
}

async function openPage(browser: Browser, url: string): Promise<OpenedPage> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems = collectProblems(page);
  await page.goto(url);
  await page.locator('dx-refresher:state(live)').first().waitFor({ state: 'attached' });
  return {
    page,
    problems,
    refreshed: (times) => page.waitForFunction(`told.refreshed >= ${times}`),
    errors: () => page.evaluate('told.errors'),
  };
}

/** The code blocks of `docs/guides/refresh.md` under "A widget of your own", in order: plain JavaScript, Lit, React. */
function readExamples(): string[] {
  const guide = readFileSync(folder('docs/guides/refresh.md'), 'utf8');
  const section = guide.slice(guide.indexOf('A widget of your own'));
  return [...section.matchAll(/^```jsx?\n(.*?)^```$/gms)].map(([, code]) => code!).slice(0, 3);
}

/**
 * Bundles a script for the page. It may import an example of the guide as `readme/plain`, `readme/lit` or
 * `readme/react`, and any package.
 *
 * @param from folder from which packages are found
 */
export async function bundle(code: string, from = '.'): Promise<string> {
  const [plain, lit, react] = readExamples();
  const modules: Record<string, string | undefined> = {
    'readme/plain': plain,
    'readme/lit': lit,
    'readme/react': react,
    entry: code,
  };
  // Files that are not there: what they import is looked up from their folder.
  const pathOf = (name: string): string => folder(`${from}/virtual/${name}.jsx`);
  const names = Object.keys(modules);
  const { NODE_ENV } = process.env;
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root: folder('.'),
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'virtual-modules',
        enforce: 'pre',
        resolveId: (id) => (names.includes(id) ? pathOf(id) : id === pathOf('entry') ? id : null),
        load: (id) => modules[names.find((name) => id === pathOf(name)) ?? ''] ?? null,
      },
    ],
    build: {
      write: false,
      minify: false,
      lib: { entry: pathOf('entry'), formats: ['iife'], name: 'bundled', fileName: 'bundled' },
    },
  });
  // Vite says that this process is in production, where a gateway does not start with the keys of a test.
  if (NODE_ENV === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = NODE_ENV;
  if (!Array.isArray(result)) throw new Error('a library in one format makes one output');
  return result[0]!.output[0].code;
}
