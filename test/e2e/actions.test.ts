import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it, type TestContext } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ScenarioContext } from '../../src/gateway/index.js';
import { startProxy, type TcpProxy } from '../gateway/support/tcp-proxy.js';
import { until } from '../gateway/support/until.js';
import { openAlerts, startAlertSite, untilToasts, type AlertSite } from './alerts-support.js';
import { launchBrowser, openAs, startDemo } from './support.js';

const REFUND = {
  id: 'refund-7',
  title: 'Refund 7',
  action: { label: 'Approve', event: 'approve' },
};

const IN_THE_MIDDLE = 'the gateway ends while the back end works';

/** A back end of refunds: how often each choice reached it, and which choices it has taken. */
class Refunds {
  /** Ids of choices, once for each time that the gateway ran the handler. */
  readonly asked: (string | null)[] = [];
  readonly taken = new Set<string | null>();
  #wait = Promise.resolve();
  release = (): void => undefined;

  hold(): void {
    this.#wait = new Promise((resolve) => (this.release = resolve));
  }

  readonly approve = async ({ choice }: ScenarioContext<unknown>): Promise<unknown> => {
    this.asked.push(choice);
    await this.#wait;
    // As a back end of one's own does it: the id of the choice is written together with what it changes.
    this.taken.add(choice);
    return { approved: true };
  };
}

/** What stands between a person's click and the answer. */
interface Situation {
  context: BrowserContext;
  page: Page;
  proxy: TcpProxy;
  refunds: Refunds;
  /** Closes the gateway and starts another one with the same file. */
  restart: () => Promise<void>;
  /** Opens the page anew, in the same browser. */
  open: () => Promise<Page>;
}

describe('a choice of an action', () => {
  let browser: Browser;
  let folder: string;
  let refunds: Refunds;
  before(async () => {
    browser = await launchBrowser();
    folder = await mkdtemp(join(tmpdir(), 'dx-actions-'));
  });
  beforeEach(() => (refunds = new Refunds()));
  after(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function situation(t: TestContext): Promise<Situation> {
    const gateway = {
      events: { approve: refunds.approve },
      data: join(folder, `${t.name.replaceAll(' ', '-')}.db`),
    };
    let site: AlertSite = await startAlertSite(gateway);
    const proxy = await startProxy(t, site.url);
    const context = await browser.newContext();
    t.after(async () => {
      refunds.release();
      await context.close();
      await site.close();
    });
    const session = await site.login('anna');
    await context.addInitScript((id) => localStorage.setItem('sid', id), session);
    const open = async (): Promise<Page> => (await openAlerts(context, { ...site, url: proxy.url })).page;
    const page = await open();
    await site.push(REFUND, 'anna');
    await untilToasts(page, 1);
    return {
      ...{ context, page, proxy, refunds, open },
      restart: async () => {
        await site.close();
        site = await startAlertSite(gateway);
        proxy.retarget(site.url);
      },
    };
  }

  const approve = (page: Page): Promise<void> =>
    page.getByRole('button', { name: 'Approve' }).first().click();
  const untilAsked = (times: number): Promise<unknown> =>
    until(() => refunds.asked.length >= times, `the back end to be asked ${times} times`);

  /** The page says that it was done, offers it no more, and the back end has taken one choice. */
  async function assertTakenOnce(page: Page): Promise<void> {
    await untilToasts(page, 0);
    await page.locator('dx-inbox').getByRole('button').first().click();
    await page.locator('.panel').getByText('Done').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Approve' }).count(), 0);
    assert.deepEqual([...refunds.taken], [...new Set(refunds.asked)]);
    assert.equal(refunds.taken.size, 1);
  }

  const CASES: Record<string, (all: Situation) => Promise<Page>> = {
    'nothing fails': async ({ page }) => {
      await approve(page);
      return page;
    },
    'the line is cut before the click': async ({ page, proxy }) => {
      proxy.blackhole();
      await approve(page);
      proxy.cut();
      return page;
    },
    'the line is cut while the back end works': async ({ page, proxy }) => {
      refunds.hold();
      await approve(page);
      await untilAsked(1);
      proxy.cut();
      refunds.release();
      return page;
    },
    'the tab is closed while the back end works': async ({ page, open }) => {
      refunds.hold();
      await approve(page);
      await untilAsked(1);
      await page.close();
      refunds.release();
      return open();
    },
    'the tab is closed without a line, and opened again': async ({ page, proxy, open }) => {
      proxy.blackhole();
      await approve(page);
      await page.getByText('No connection').or(page.locator('.toast [aria-busy=true]')).first().waitFor();
      await page.close();
      proxy.cut();
      return open();
    },
    'the gateway ends after the back end has taken it, before the page hears so': async ({
      page,
      proxy,
      restart,
    }) => {
      refunds.hold();
      await approve(page);
      await untilAsked(1);
      proxy.blackhole();
      refunds.release();
      await until(() => refunds.taken.size === 1, 'the back end to take it');
      await restart();
      proxy.cut();
      return page;
    },
    [IN_THE_MIDDLE]: async ({ page, proxy, restart }) => {
      refunds.hold();
      await approve(page);
      await untilAsked(1);
      await restart();
      proxy.cut();
      refunds.release();
      return page;
    },
  };

  for (const [name, breakIt] of Object.entries(CASES)) {
    it(`is taken once where ${name}`, async (t) => {
      await assertTakenOnce(await breakIt(await situation(t)));
      // Only a gateway that ended in the middle cannot know, and asks again with the same id.
      if (name !== IN_THE_MIDDLE) assert.equal(refunds.asked.length, 1);
    });
  }

  it('in the demo is refused with the sentence of the back end, and offered again', async (t) => {
    const demo = await startDemo({ port: 0 });
    t.after(() => demo.gateway.close());
    const { page, context } = await openAs(browser, demo.url, 'anna');
    t.after(() => context.close());
    await page.goto(`${demo.url}/demo/alerts.html`);
    await page.getByRole('button', { name: 'that the back end refuses' }).click();
    const toast = page.locator('.dx-alerts .toast', { hasText: 'Boris asks for 480 €' });
    await toast.getByRole('button', { name: 'Approve' }).click();
    await toast.getByText('You may approve up to 200 €.').waitFor();
    assert.equal(await toast.getByRole('button', { name: 'Approve' }).isEnabled(), true);
    await page.getByRole('button', { name: 'approve a refund' }).click();
    const allowed = page.locator('.dx-alerts .toast', { hasText: 'Boris asks for 80 €' });
    await allowed.getByRole('button', { name: 'Approve' }).click();
    await allowed.waitFor({ state: 'hidden' });
    await page.evaluate(() => (document.querySelector('dx-inbox') as unknown as { open(): void }).open());
    await page.locator('.panel').getByText('Done').waitFor();
  });
});
