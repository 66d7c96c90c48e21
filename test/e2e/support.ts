import type { Gateway } from '../../src/gateway/index.js';
import { until } from '../gateway/support/until.js';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

// JavaScript of the project itself, which has no declarations.
const { findChromium } = (await import(new URL('../../scripts/chromium.js', import.meta.url).href)) as {
  findChromium: () => string;
};
const { startDemo } = (await import(new URL('../../demo/server.js', import.meta.url).href)) as {
  startDemo: (address: { port: number }) => Promise<{ url: string; gateway: Gateway }>;
};

export { startDemo };

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** What went wrong in a page: errors, and everything on the console that is not information. */
export function collectProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  return problems;
}

/** A browser profile of its own in which a user of the demo is signed in, with the page open and live. */
export async function openAs(
  browser: Browser,
  url: string,
  user: string,
): Promise<{ context: BrowserContext; page: Page; problems: string[] }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems = collectProblems(page);
  await page.goto(new URL('/demo/orders.html', url).href);
  await page.getByLabel('Signed in as').selectOption(user);
  await page.waitForFunction(() => localStorage.getItem('sid') !== null);
  await page.locator('dx-refresher:state(live)').waitFor({ state: 'attached' });
  // The page was live before, as nobody.
  await untilConnected(url, user);
  return { context, page, problems };
}

/** Waits until the gateway of the demo has a connection of a user. @param user null = of somebody who is not signed in */
export async function untilConnected(url: string, user: string | null): Promise<void> {
  const headers = { Authorization: 'Bearer demo-push-key' };
  await until(
    async () => {
      const response = await fetch(new URL('/console/connections', url), { headers });
      const { connections } = (await response.json()) as { connections: { user: string | null }[] };
      return connections.some((connection) => connection.user === user);
    },
    `the connection of ${user ?? 'nobody'}`,
  );
}
