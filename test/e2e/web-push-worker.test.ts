import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import {
  ADDRESS,
  leave,
  PATH,
  shownOn,
  startPushSite,
  untilShown,
  type PushSite,
} from './web-push-support.js';

describe('the service worker of calls, in Chromium', { timeout: 120_000 }, () => {
  let all: PushSite;

  before(async () => {
    all = await startPushSite();
  });
  after(() => all.close());
  afterEach(() => all.closePages());

  it('a subscription that the browser gives up is renewed by its key, and the gateway calls at the new address', async () => {
    const device = await all.open('anna');
    const { page } = device;
    const [first] = await device.untilSubscribed();
    await page.evaluate(() => localStorage.removeItem('subscription of the test'));
    const worker = device.worker();
    // Chromium would ask Google's servers, which are not there.
    await worker.evaluate(`PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
      globalThis.renewed = [userVisibleOnly, ...new Uint8Array(applicationServerKey)];
    }`);
    await worker.evaluate(`dispatchEvent(Object.assign(new Event('pushsubscriptionchange'), {
      oldSubscription: { options: { applicationServerKey: new Uint8Array([4, 7]).buffer } },
      newSubscription: null,
      waitUntil() {},
    }))`);
    const [, second] = await device.untilSubscribed(2);
    assert.deepEqual(await worker.evaluate('globalThis.renewed'), [true, 4, 7]);
    assert.notEqual(second!.endpoint, first!.endpoint);
    await leave(page);
    await all.site.push({ title: 'At the new address' }, 'anna');
    await device.bring();
    await untilShown(page, ['At the new address']);
  });

  it('a subscription that the browser has renewed itself is not asked for again, and is told to the gateway', async () => {
    const device = await all.open('boris');
    await device.untilSubscribed();
    await device.page.evaluate(() => localStorage.removeItem('subscription of the test'));
    const worker = device.worker();
    await worker.evaluate('PushManager.prototype.subscribe = () => (globalThis.isAsked = true)');
    await worker.evaluate(`dispatchEvent(Object.assign(new Event('pushsubscriptionchange'), {
      oldSubscription: { options: { applicationServerKey: new ArrayBuffer(65) } },
      newSubscription: {},
      waitUntil() {},
    }))`);
    await device.untilSubscribed(2);
    assert.equal(await worker.evaluate('globalThis.isAsked'), undefined);
  });

  it("a site's own worker that imports it takes calls and clicks, and keeps what is of the site", async () => {
    const toast = '<dx-alert-toast event-name="alert" desktop="always"></dx-alert-toast>';
    const body = `<dx-inbox event-name="alert"></dx-inbox><script>
      navigator.serviceWorker.register('/sw.js', { scope: '${PATH}' }).then(() =>
        document.body.insertAdjacentHTML('beforeend', '${toast}'))
    </script>`;
    const device = await all.open('carla', { body });
    const { page, problems } = device;
    await device.untilSubscribed();
    assert.deepEqual(problems, []);
    const worker = device.worker();
    assert.match(worker.url(), /\/sw\.js$/);
    await leave(page);
    await all.site.push({ title: 'Order 7', href: `${ADDRESS}#there` }, 'carla');
    await device.bring();
    await untilShown(page, ['Order 7']);
    await page.goto(ADDRESS);
    await device.untilSubscribed(2);
    await device.clickShown();
    await device.untilMarked('read');
    await page.waitForURL(/#there$/);
    await worker.evaluate("dispatchEvent(new PushEvent('push', { data: 'of the site' }))");
    await untilShown(page, ['of the site']);
    await device.clickShown();
    // What is not of this package is not its to close: nor is it asked about.
    assert.deepEqual((await shownOn(page)).length, 1);
    // The elements have not put their own worker in its place.
    const script = await page.evaluate(
      async (path) => (await navigator.serviceWorker.getRegistration(path))?.active?.scriptURL,
      PATH,
    );
    assert.match(script ?? '', /\/sw\.js$/);
  });
});
