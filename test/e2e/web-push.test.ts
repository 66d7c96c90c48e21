import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { until } from '../gateway/support/until.js';
import { setVisibility, untilUnread, type AlertSite } from './alerts-support.js';
import {
  ADDRESS,
  BODY,
  endpointOn,
  leave,
  shownOn,
  startPushSite,
  untilShown,
  type PushSite,
} from './web-push-support.js';

describe('calls while no tab is open, in Chromium', { timeout: 180_000 }, () => {
  let all: PushSite;
  let site: AlertSite;
  let open: PushSite['open'];

  before(async () => {
    all = await startPushSite();
    ({ site, open } = all);
  });
  after(() => all.close());
  afterEach(() => all.closePages());

  const comeBack = (page: Page): Promise<unknown> => page.goto(ADDRESS);

  it('an alert that no tab takes is shown by the worker, and closed where it is read elsewhere', async () => {
    const device = await open('anna');
    const [told] = await device.untilSubscribed();
    assert.deepEqual([told!.events, told!.quiet], [['alert'], null]);
    assert.deepEqual(device.problems, []);
    assert.deepEqual(await device.page.evaluate(() => navigator.serviceWorker.controller), null);
    await leave(device.page);
    await site.push({ title: 'Order 7', text: 'It has left' }, 'anna');
    await device.bring();
    await untilShown(device.page, ['Order 7']);
    const [shown] = await shownOn(device.page);
    assert.equal(shown!.body, 'It has left');
    const desk = await open('anna', { allowed: false });
    await untilUnread(desk.page, 1);
    await desk.page.evaluate(() =>
      (document.querySelector('dx-inbox') as unknown as { markAllRead: () => void }).markAllRead(),
    );
    await device.bring();
    await untilShown(device.page, []);
  });

  it('without leave nothing is registered and nothing warns; a click that gives it subscribes at once', async () => {
    const device = await open('boris', { allowed: false });
    const { page, context, problems } = device;
    const registered = (): Promise<number> =>
      page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
    await device.untilAnswered('dx:inbox');
    assert.equal(await registered(), 0);
    await context.grantPermissions(['notifications'], { origin: site.url });
    await page.getByRole('button', { name: 'Notify me' }).click();
    await device.untilSubscribed();
    assert.deepEqual(problems, []);
  });

  it('who turns notifications off in the inbox is called no more, and again after turning them on', async () => {
    const device = await open('carla');
    const [first] = await device.untilSubscribed();
    const { page } = device;
    await page.locator('dx-inbox .bell').click();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Desktop notifications').click();
    const [ended] = await device.untilAnswered('dx:push-unsubscribe');
    assert.equal(ended!.endpoint, first!.endpoint);
    assert.equal(await endpointOn(page), null);
    await page.getByLabel('Desktop notifications').click();
    await device.untilSubscribed(2);
  });

  it('another person in the same browser gets an address of their own, and nothing of the former one stays', async () => {
    const device = await open('dora');
    const { page } = device;
    const [of] = await device.untilSubscribed();
    await leave(page);
    await site.push({ title: 'For Dora' }, 'dora');
    await device.bring();
    await untilShown(page, ['For Dora']);
    const erik = await site.login('erik');
    await page.evaluate((sid) => localStorage.setItem('sid', sid), erik);
    await comeBack(page);
    const [, next] = await device.untilSubscribed(2);
    assert.notEqual(next!.endpoint, of!.endpoint);
    await untilShown(page, []);
    // The same while the page is open: nobody is there, then.
    await page.evaluate(() => localStorage.removeItem('sid'));
    await comeBack(page);
    await until(async () => (await endpointOn(page)) === null, 'the end of the subscription');
  });

  it('a person who signs out on the page is called no more', async () => {
    const device = await open('erik');
    const { page } = device;
    await device.untilSubscribed();
    await page.evaluate(() => {
      localStorage.removeItem('sid');
      (window as unknown as { dxRealtime: { checkSession: () => void } }).dxRealtime.checkSession();
    });
    await until(async () => (await endpointOn(page)) === null, 'the end of the subscription');
  });

  it('each visit tells the gateway the same address; with other keys of the gateway it is another one', async () => {
    const device = await open('frida');
    const { page } = device;
    const [first] = await device.untilSubscribed();
    await comeBack(page);
    const [, second] = await device.untilSubscribed(2);
    assert.equal(second!.endpoint, first!.endpoint);
    await page.evaluate(() => {
      const kept = JSON.parse(localStorage.getItem('subscription of the test')!) as { key: string };
      localStorage.setItem('subscription of the test', JSON.stringify({ ...kept, key: 'AAAA' }));
    });
    await comeBack(page);
    const [, , third] = await device.untilSubscribed(3);
    assert.notEqual(third!.endpoint, first!.endpoint);
  });

  it('quiet hours are told with the time zone of the person, and again when they change', async () => {
    const device = await open('frida', {
      body: BODY.replace('="always"', '="always" quiet-hours="22:00-07:00"'),
    });
    const [first] = await device.untilSubscribed();
    assert.deepEqual(first!.quiet, { from: 1320, to: 420, timeZone: 'Asia/Tokyo' });
    await device.page.evaluate(() =>
      document.querySelector('dx-alert-toast')!.setAttribute('quiet-hours', '00:00-06:00'),
    );
    const [, second] = await device.untilSubscribed(2);
    assert.deepEqual(second!.quiet, { from: 0, to: 360, timeZone: 'Asia/Tokyo' });
  });

  it('a hidden tab that shows a notification of its own says so, and the gateway calls nobody', async () => {
    const device = await open('greta');
    await device.untilSubscribed();
    await setVisibility(device.page, 'hidden');
    await site.push('while hidden', 'greta');
    await device.untilMarked('seen');
  });

  it('a click on a notification brings the alert to a page that is open, which marks it as read and follows its link', async () => {
    const device = await open('greta');
    const { page } = device;
    await device.untilSubscribed();
    await leave(page);
    await site.push({ title: 'Click me', href: `${ADDRESS}#there` }, 'greta');
    await device.bring();
    await untilShown(page, ['Click me']);
    await comeBack(page);
    await device.untilSubscribed(2);
    await device.clickShown();
    await page.waitForURL(/#there$/);
    await device.untilMarked('read');
    await untilShown(page, []);
  });

  it('a click with no page of the elements open opens a new one, which marks the alert as read', async () => {
    const device = await open('carla');
    const { page, context } = device;
    await device.untilSubscribed();
    await leave(page);
    await site.push({ title: 'Open me', href: `${ADDRESS}#new` }, 'carla');
    await device.bring();
    await untilShown(page, ['Open me']);
    // Chromium opens windows only for a click of a person: the test opens the one for which the worker asks.
    const worker = device.worker();
    await worker.evaluate(`clients.openWindow = (address) => {
      globalThis.asked = address;
      return Promise.resolve(null);
    }`);
    await device.clickShown();
    await until(async () => (await worker.evaluate('globalThis.asked')) !== undefined, 'a window');
    const opened = await context.newPage();
    await opened.goto(await worker.evaluate<string>('globalThis.asked'));
    await device.untilMarked('read');
    await untilUnread(opened, 0);
    assert.match(opened.url(), /#new$/);
  });
});
