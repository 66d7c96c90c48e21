import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { createGateway, type Gateway } from '../../src/gateway/index.js';
import { collectProblems, launchBrowser } from '../e2e/support.js';
import { until } from '../gateway/support/until.js';
import { pack } from '../support/packages.js';
import { installIn } from '../support/tools.js';

const run = promisify(execFile);

interface App {
  /** Folder beside this file. */
  name: string;
  /** Oldest Node in which the tools of the framework run. */
  node: [major: number, minor: number];
  build: string[];
  /** Program that serves what was built. @param port on which it listens */
  serve: (port: number) => string[];
}

/** Apps that render on a server, as the tools of their frameworks build them. */
const APPS: App[] = [
  {
    name: 'next',
    node: [20, 9],
    build: ['node_modules/next/dist/bin/next', 'build'],
    serve: (port) => ['node_modules/next/dist/bin/next', 'start', '-p', `${port}`],
  },
  {
    name: 'nuxt',
    node: [20, 19],
    build: ['node_modules/nuxt/bin/nuxt.mjs', 'build'],
    serve: () => ['.output/server/index.mjs'],
  },
  {
    name: 'sveltekit',
    node: [20, 19],
    build: ['node_modules/vite/bin/vite.js', 'build'],
    serve: () => ['build'],
  },
  {
    name: 'astro',
    node: [20, 3],
    build: ['node_modules/astro/astro.js', 'build'],
    serve: () => ['dist/server/entry.mjs'],
  },
];

describe('an app that renders on a server', () => {
  let gateway: Gateway;
  let liveUrl: string;
  let tarball: string;
  let browser: Browser;
  before(async () => {
    mkdirSync('.test-results', { recursive: true });
    tarball = pack('.', '.test-results');
    gateway = createGateway({
      logLevel: 'silent',
      apps: [{ id: 'shop', pushKeys: ['shop-push-key-of-tests'], anonymous: true }],
    });
    // The page is of another port of this machine.
    ({ url: liveUrl } = await gateway.listen({ port: 0, host: '127.0.0.1' }));
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    await gateway.close();
  });

  const push = async (eventName: string, message: unknown): Promise<void> => {
    await gateway.push('shop', { userID: '*', eventName, message });
  };

  for (const app of APPS)
    it(`of ${app.name} is built with the packed package, renders without an error, connects once and only to the address it names, refreshes what the server rendered without a new page, and alerts`, async (t) => {
      if (isOlderThan(app.node)) {
        t.skip(`needs Node ${app.node.join('.')}; this is ${process.versions.node}`);
        return;
      }
      const start = performance.now();
      const folder = await install(app, tarball);
      const port = await freePort();
      const env = environment(port, liveUrl);
      await run(process.execPath, app.build, { cwd: folder, env, maxBuffer: 1e8 });
      const server = spawn(process.execPath, app.serve(port), {
        cwd: folder,
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      t.after(() => end(server));
      let errors = '';
      server.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
      const url = `http://127.0.0.1:${port}/`;
      const html = await until(
        () => fetch(url).then(async (response) => (response.ok ? response.text() : null), none),
        'the page that the server renders',
      );
      for (const part of [/<p[^>]*id="orders"[^>]*>\d+/, /<dx-alert-toast[^>]* event-name="alert"/])
        assert.match(html, part);
      const context = await browser.newContext();
      t.after(() => context.close());
      const page = await context.newPage();
      const problems = collectProblems(page);
      const sockets: string[] = [];
      page.on('websocket', (socket) => sockets.push(new URL(socket.url()).host));
      const hosts = new Set<string>();
      page.on('request', (request) => hosts.add(new URL(request.url()).host));
      await page.goto(url);
      await page.waitForFunction(
        `document.querySelector('dx-connection-status').shadowRoot?.textContent.includes('Live')`,
      );
      await page.evaluate('globalThis.isKept = true');
      const shown = (): Promise<number> => page.locator('#orders').textContent().then(Number);
      for (const round of [1, 2]) {
        const former = await shown();
        await push('orders-changed', { round });
        await page.waitForFunction(
          (count) => Number(document.querySelector('#orders')!.textContent) > count,
          former,
        );
      }
      await push('alert', 'Order 7 has left');
      await page.locator('.dx-alerts').getByText('Order 7 has left').first().waitFor();
      assert.equal(await page.evaluate('globalThis.isKept'), true);
      hosts.delete('');
      hosts.delete(new URL(url).host);
      hosts.delete(new URL(liveUrl).host);
      assert.deepEqual([sockets, [...hosts]], [[new URL(liveUrl).host], []]);
      assert.deepEqual([problems, errors], [[], '']);
      t.diagnostic(`${app.name}: ${Math.round((performance.now() - start) / 1000)} s`);
    });
});

/** Installs what an app depends on, and the package as a stranger gets it. @returns folder of the app */
async function install({ name }: App, tarball: string): Promise<string> {
  const folder = `test/apps/${name}`;
  installIn(folder);
  // Of a former run: npm would take it for the same, since its version is.
  for (const former of ['dx-realtime', '.package-lock.json'])
    rmSync(`${folder}/node_modules/${former}`, { recursive: true, force: true });
  await run('npm', ['install', '--no-save', '--ignore-scripts', '--prefer-offline', tarball], {
    cwd: folder,
  });
  return folder;
}

/** Variables of an app's build and server. Each framework gives pages the variables with its own prefix. */
const environment = (port: number, liveUrl: string): NodeJS.ProcessEnv => ({
  ...process.env,
  NEXT_PUBLIC_LIVE_URL: liveUrl,
  NUXT_PUBLIC_LIVE_URL: liveUrl,
  PUBLIC_LIVE_URL: liveUrl,
  NEXT_TELEMETRY_DISABLED: '1',
  ASTRO_TELEMETRY_DISABLED: '1',
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PORT: `${port}`,
  ORIGIN: `http://127.0.0.1:${port}`,
});

function isOlderThan([major, minor]: [major: number, minor: number]): boolean {
  const [ourMajor = 0, ourMinor = 0] = process.versions.node.split('.').map(Number);
  return ourMajor < major || (ourMajor === major && ourMinor < minor);
}

const none = (): null => null;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await exit;
}
