import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import type { DxRefresher } from '../../src/index.js';
import { until } from '../gateway/support/until.js';
import { collectProblems, launchBrowser, startDemo, untilConnected } from './support.js';

interface OpenPage {
  page: Page;
  problems: string[];
  /** Addresses of the sockets that it opened. */
  sockets: string[];
}

/** The demo with its apps of frameworks, built anew. */
export class FrameworkSite {
  readonly #browser: Browser;
  readonly #demo: Awaited<ReturnType<typeof startDemo>>;

  private constructor(browser: Browser, demo: Awaited<ReturnType<typeof startDemo>>) {
    this.#browser = browser;
    this.#demo = demo;
  }

  static async start(): Promise<FrameworkSite> {
    // In a process of its own, since Vite makes its process one of production, where demo keys are refused.
    execFileSync(process.execPath, ['demo/frameworks/build.js'], { stdio: 'pipe' });
    const browser = await launchBrowser();
    return new FrameworkSite(browser, await startDemo({ port: 0 }));
  }

  async end(): Promise<void> {
    await this.#browser.close();
    await this.#demo.gateway.close();
  }

  async push(userID: string, eventName: string, message: unknown): Promise<void> {
    const response = await fetch(new URL('/push', this.#demo.url), {
      method: 'POST',
      headers: { Authorization: 'Bearer demo-push-key', 'Content-Type': 'application/json' },
      body: JSON.stringify({ userID, eventName, message }),
    });
    assert.equal(response.status, 202);
  }

  async countConnections(): Promise<number> {
    const headers = { Authorization: 'Bearer demo-push-key' };
    const response = await fetch(new URL('/console/connections', this.#demo.url), { headers });
    return ((await response.json()) as { connections: unknown[] }).connections.length;
  }

  untilConnected(user: string | null): Promise<void> {
    return untilConnected(this.#demo.url, user);
  }

  async open(name: string): Promise<OpenPage> {
    const context = await this.#browser.newContext();
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const problems = collectProblems(page);
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await page.goto(new URL(`/frameworks/${name}/`, this.#demo.url).href);
    return { page, problems, sockets };
  }

  async close({ page, problems }: OpenPage): Promise<void> {
    await page.context().close();
    await until(async () => (await this.countConnections()) === 0, 'the end of the connection');
    assert.deepEqual(problems, []);
  }
}

/** What each of the apps does: it refreshes once per event, follows a property, and alerts. */
export async function checkApp(site: FrameworkSite, name: string): Promise<void> {
  const opened = await site.open(name);
  const { page, sockets } = opened;
  const times = (count: number) => page.locator('#widget b', { hasText: new RegExp(`^${count}$`) }).waitFor();
  await page.locator('dx-refresher:state(live)').waitFor({ state: 'attached' });
  for (const number of [1, 2, 3]) {
    await site.push('*', 'orders-changed', { number });
    await times(number);
    await page.locator('#widget code', { hasText: `"number":${number}` }).waitFor();
  }
  await page.locator('input').check();
  await page.waitForFunction(() => document.querySelector<DxRefresher>('dx-refresher')!.disabled);
  await site.push('*', 'orders-changed', { number: 4 });
  // Comes after the event that nobody takes.
  await site.push('*', 'alert', 'Hello');
  await page.locator('.dx-alerts').getByText('Hello').first().waitFor();
  await times(3);
  await page.locator('input').uncheck();
  await page.waitForFunction(() => !document.querySelector<DxRefresher>('dx-refresher')!.disabled);
  assert.equal(sockets.length, 1);
  await page.getByText('Source of this page').click();
  await page.locator('pre code', { hasText: 'event-name="orders-changed"' }).waitFor();
  await site.close(opened);
}
