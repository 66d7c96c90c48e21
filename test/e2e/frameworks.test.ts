import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { DxRefresher } from '../../src/index.js';
import { until } from '../gateway/support/until.js';
import { collectProblems, launchBrowser, startDemo, untilConnected } from './support.js';

describe('frameworks', () => {
  let browser: Browser;
  let demo: Awaited<ReturnType<typeof startDemo>>;
  before(async () => {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
    execFileSync('npm', ['ci', ...options], { cwd: 'demo/frameworks/angular', stdio: 'pipe' });
    // In a process of its own, since Vite makes its process one of production, where demo keys are refused.
    execFileSync(process.execPath, ['demo/frameworks/build.js'], { stdio: 'pipe' });
    browser = await launchBrowser();
    demo = await startDemo({ port: 0 });
  });
  after(async () => {
    await browser.close();
    await demo.gateway.close();
  });

  const push = async (userID: string, eventName: string, message: unknown): Promise<void> => {
    const response = await fetch(new URL('/push', demo.url), {
      method: 'POST',
      headers: { Authorization: 'Bearer demo-push-key', 'Content-Type': 'application/json' },
      body: JSON.stringify({ userID, eventName, message }),
    });
    assert.equal(response.status, 202);
  };
  const countConnections = async (): Promise<number> => {
    const headers = { Authorization: 'Bearer demo-push-key' };
    const response = await fetch(new URL('/console/connections', demo.url), { headers });
    return ((await response.json()) as { connections: unknown[] }).connections.length;
  };
  const open = async (name: string): Promise<{ page: Page; problems: string[]; sockets: string[] }> => {
    const context = await browser.newContext();
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const problems = collectProblems(page);
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await page.goto(new URL(`/frameworks/${name}/`, demo.url).href);
    return { page, problems, sockets };
  };
  const close = async (page: Page, problems: string[]): Promise<void> => {
    await page.context().close();
    await until(async () => (await countConnections()) === 0, 'the end of the connection');
    assert.deepEqual(problems, []);
  };

  for (const name of ['import-map', 'vue', 'svelte', 'angular'])
    it(`${name}: refreshes once per event, follows a property, and alerts`, async () => {
      const { page, problems, sockets } = await open(name);
      const times = (count: number) =>
        page.locator('#widget b', { hasText: new RegExp(`^${count}$`) }).waitFor();
      await page.locator('dx-refresher:state(live)').waitFor({ state: 'attached' });
      for (const number of [1, 2, 3]) {
        await push('*', 'orders-changed', { number });
        await times(number);
        await page.locator('#widget code', { hasText: `"number":${number}` }).waitFor();
      }
      await page.locator('input').check();
      await page.waitForFunction(() => document.querySelector<DxRefresher>('dx-refresher')!.disabled);
      await push('*', 'orders-changed', { number: 4 });
      // Comes after the event that nobody takes.
      await push('*', 'alert', 'Hello');
      await page.locator('.dx-alerts').getByText('Hello').first().waitFor();
      await times(3);
      await page.locator('input').uncheck();
      await page.waitForFunction(() => !document.querySelector<DxRefresher>('dx-refresher')!.disabled);
      assert.equal(sockets.length, 1);
      await page.getByText('Source of this page').click();
      await page.locator('pre code', { hasText: 'event-name="orders-changed"' }).waitFor();
      await close(page, problems);
    });

  describe('React', () => {
    it('signs in, says that it is connected, and lists any event once, in StrictMode too', async () => {
      const { page, problems } = await open('react');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('Signed in as').waitFor();
      await untilConnected(demo.url, 'testUser');
      await page.locator('#connected', { hasText: 'yes' }).waitFor();
      assert.equal(await countConnections(), 1);
      await push('testUser', 'message', { hello: 'world' });
      await push('*', 'anything', 'a text');
      await push('testUser', 'alert', 'Done');
      await page.locator('.dx-alerts').getByText('Done').first().waitFor();
      await page.locator('#history li').nth(2).waitFor();
      assert.deepEqual(await page.locator('#history li').allTextContents(), [
        'message: {"hello":"world"}',
        'anything: "a text"',
        'alert: "Done"',
      ]);
      await page.getByRole('button', { name: 'Sign out' }).click();
      // What the former person saw is gone.
      await page.locator('#history li').first().waitFor({ state: 'detached' });
      await close(page, problems);
    });

    it('says why a sign-in failed', async () => {
      const { page } = await open('react');
      await page.getByLabel('Password').fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor();
      await page.context().close();
    });
  });
});
