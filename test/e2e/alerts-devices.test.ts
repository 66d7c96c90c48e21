import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import {
  openEngine,
  thoroughEngines,
  type EngineBrowser,
  type EnginePage,
} from '../support/engines/open-engine.js';
import { startProxy } from '../gateway/support/tcp-proxy.js';
import { until } from '../gateway/support/until.js';
import { BOTH, startAlertSite, type AlertSite } from './alerts-support.js';

const EVENTS = ['alert', 'notice'];
const UNREAD = `document.querySelector('dx-inbox').unread`;
const TOASTS = `[...document.querySelectorAll('.dx-alerts')].flatMap((host) =>
  [...host.shadowRoot.querySelectorAll('li:not(.leaving) .toast')].map(
    (toast) => toast.querySelector('.title, .text').textContent.trim()))`;
/** Closes all toasts. */
const CLOSE = `document.querySelectorAll('.dx-alerts').forEach((host) =>
  host.shadowRoot.querySelectorAll('[part~=close-button]').forEach((button) => button.click()))`;
const ROWS = `[...document.querySelector('dx-inbox').shadowRoot.querySelectorAll('[part~=alert]')]`;
const TEXT = `row.querySelector('.title, .text')?.textContent.trim()`;
/** Opens the list. */
const LISTED = `(document.querySelector('dx-inbox').open(), ${ROWS}.map((row) => ${TEXT}))`;
/** Notes what the page sends over its connection. */
const COUNTING = `<script>
  const { send } = WebSocket.prototype;
  window.sent = [];
  WebSocket.prototype.send = function (data) {
    sent.push(String(data));
    return send.call(this, data);
  };
</script>`;
/** Where nothing listens. */
const NOWHERE = 'http://127.0.0.1:1';

for (const engine of thoroughEngines()) {
  describe(`the inbox of a person on several devices, in ${engine}`, { timeout: 180_000 }, () => {
    let browser: EngineBrowser;
    let site: AlertSite;

    before(async () => {
      [browser, site] = await Promise.all([
        openEngine(engine),
        startAlertSite({ inbox: { events: EVENTS }, topics: { 'club:*': 'signed-in' } }),
      ]);
    });
    after(async () => {
      await browser.close();
      await site.close();
    });

    /** A browser that shares nothing with others: what it keeps is kept under an address of its own. */
    async function deviceOf(test: TestContext, user: string): Promise<Device> {
      const line = await startProxy(test, site.url);
      const session = await site.login(user);
      const open = async (body = BOTH): Promise<EnginePage> => {
        const page = await browser.newPage();
        // A page of the same address that connects to nothing.
        await page.go(`${line.url}/healthz`);
        await page.evaluate(`localStorage.setItem('sid', ${JSON.stringify(session)})`);
        await page.go(`${line.url}/?page=${encodeURIComponent(JSON.stringify({ body }))}`);
        await until(
          () => page.evaluate<boolean>(`(window.live ??= dxRealtime.connect()).state === 'live'`),
          `${user} is live`,
        );
        return page;
      };
      return {
        open,
        goOffline: () => {
          line.retarget(NOWHERE);
          line.cut();
        },
        goOnline: () => {
          line.retarget(site.url);
          // What was tried meanwhile hangs, as on a bad network.
          line.cut();
        },
      };
    }

    it('a page with several elements that read the same asks for it once, and all of them have it', async (t) => {
      const device = await deviceOf(t, 'greta');
      await site.push('for all', 'greta');
      const page = await device.open(`${COUNTING}${BOTH}<dx-inbox event-name="alert"></dx-inbox>`);
      await until(
        () =>
          page.evaluate<boolean>(
            `[...document.querySelectorAll('dx-inbox')].every(({ unread }) => unread === 1)`,
          ),
        'each inbox has it',
      );
      const asked = await page.evaluate<string[]>(`sent.filter((packet) => packet.includes('["dx:inbox",'))`);
      assert.equal(asked.length, 1, asked.join());
      await page.close();
    });

    it('what two devices did without a connection is merged: dismissed wins over read', async (t) => {
      const [phone, desk] = [await deviceOf(t, 'carla'), await deviceOf(t, 'carla')];
      const [onPhone, onDesk] = [await phone.open(), await desk.open()];
      for (const text of ['read', 'dismissed', 'both']) await site.push(text, 'carla');
      for (const page of [onPhone, onDesk]) await untilUnread(page, 3);
      for (const device of [phone, desk]) device.goOffline();
      await mark(onPhone, 'dot', ['read', 'both']);
      await mark(onPhone, 'dismiss', ['dismissed']);
      await mark(onDesk, 'dismiss', ['both']);
      await untilUnread(onPhone, 0);
      await untilUnread(onDesk, 2);
      // It cannot be undone any more.
      for (const [page, text] of [
        [onPhone, 'dismissed'],
        [onDesk, 'both'],
      ] as const)
        await until(async () => !(await listAnew(page)).includes(text), `${text} is dismissed`);
      // Left before it was told.
      await onPhone.close();
      for (const device of [phone, desk]) device.goOnline();
      const again = await phone.open();
      for (const page of [again, onDesk]) {
        await untilUnread(page, 0);
        await until(async () => (await listAnew(page)).join() === 'read', 'only what was read is listed');
      }
      for (const page of [again, onDesk]) await page.close();
    });

    it('another person on the same browser sees nothing of it, and reads nothing in the name of the former', async (t) => {
      const [shared, phone] = [await deviceOf(t, 'dora'), await deviceOf(t, 'dora')];
      const [page, onPhone] = [await shared.open(), await phone.open()];
      await site.push('private', 'dora');
      for (const one of [page, onPhone]) await untilUnread(one, 1);
      await untilListed(page, 'private');
      shared.goOffline();
      await page.evaluate(`localStorage.setItem('sid', ${JSON.stringify(await site.login('boris'))})`);
      shared.goOnline();
      await page.evaluate(`dxRealtime.checkSession()`);
      await site.push('to boris', 'boris');
      await untilListed(page, 'to boris');
      assert.deepEqual((await page.evaluate<string[]>(LISTED)).includes('private'), false);
      await page.evaluate(`document.querySelector('dx-inbox').markAllRead()`);
      await untilUnread(page, 0);
      await site.push('a last one', 'dora');
      await untilUnread(onPhone, 2);
      for (const one of [page, onPhone]) await one.close();
    });

    it('each alert of a list that came while a browser was closed is listed and read by itself, and only those not read elsewhere are summed up', async (t) => {
      const [phone, desk] = [await deviceOf(t, 'frida'), await deviceOf(t, 'frida')];
      await site.push(['one', 'two'], 'frida');
      const onPhone = await phone.open();
      await untilUnread(onPhone, 2);
      await untilToasts(onPhone, ['2 alerts while you were away']);
      await mark(onPhone, 'dot', ['one']);
      await untilUnread(onPhone, 1);
      const onDesk = await desk.open();
      await untilToasts(onDesk, ['1 alert while you were away']);
      await untilUnread(onDesk, 1);
      for (const text of ['one', 'two']) await untilListed(onDesk, text);
      await mark(onDesk, 'dot', ['two']);
      await untilUnread(onPhone, 0);
      for (const page of [onPhone, onDesk]) await page.close();
    });

    it('a page that listens to a topic shows what was pushed to it meanwhile, read on all devices of the person', async (t) => {
      const [phone, desk, other] = [
        await deviceOf(t, 'frida'),
        await deviceOf(t, 'frida'),
        await deviceOf(t, 'dora'),
      ];
      const pushTo = (topic: string, message: string) =>
        site.gateway.push('alerts', { topic, eventName: 'alert', message });
      const bodyOf = (topic: string): string =>
        BOTH.replaceAll('event-name', `topic="${topic}" event-name`) +
        '<dx-alert-toast event-name="alert"></dx-alert-toast>';
      for (const text of ['first', 'second']) await pushTo('club:1', text);
      await pushTo('club:2', 'elsewhere');
      const onPhone = await phone.open(bodyOf('club:1'));
      await untilUnread(onPhone, 2);
      await untilToasts(onPhone, ['2 alerts while you were away']);
      await onPhone.reload();
      await untilUnread(onPhone, 2);
      await pushTo('club:1', 'live');
      await untilToasts(onPhone, ['live']);
      await mark(onPhone, 'dot', ['first']);
      await untilUnread(onPhone, 2);
      const onDesk = await desk.open(bodyOf('club:1'));
      await untilUnread(onDesk, 2);
      // Without a connection it is kept, and told by the next page that listens to the topic.
      desk.goOffline();
      await mark(onDesk, 'dot', ['second']);
      await untilUnread(onDesk, 1);
      desk.goOnline();
      await untilUnread(onPhone, 1);
      const onOther = await other.open(bodyOf('club:1'));
      await untilUnread(onOther, 3);
      await onOther.evaluate(LISTED);
      for (const text of ['first', 'second', 'live']) await untilListed(onOther, text);
      for (const page of [onPhone, onDesk, onOther]) await page.close();
    });

    it('a summary on the screen takes in what came of a topic that the page reads later; when it is closed, the next one counts anew', async (t) => {
      const device = await deviceOf(t, 'boris');
      const pushTo = (topic: string, message: string) =>
        site.gateway.push('alerts', { topic, eventName: 'alert', message });
      const readTopic = (page: EnginePage, topic: string) =>
        page.evaluate(
          `document.body.insertAdjacentHTML('beforeend', '<dx-alert-toast topic="${topic}" event-name="alert"></dx-alert-toast>')`,
        );
      for (const text of ['first', 'second', 'third']) {
        await site.push(text, 'boris');
        for (const topic of ['club:8', 'club:9']) await pushTo(topic, `${text} of ${topic}`);
      }
      const page = await device.open(BOTH);
      await untilToasts(page, ['3 alerts while you were away']);
      await readTopic(page, 'club:8');
      await untilToasts(page, ['6 alerts while you were away']);
      await page.evaluate(CLOSE);
      await untilToasts(page, []);
      await readTopic(page, 'club:9');
      await untilToasts(page, ['3 alerts while you were away']);
      await page.close();
    });

    it('a browser that was closed shows what came meanwhile: unread, and one summary as a toast, once', async (t) => {
      const [phone, desk, other] = [
        await deviceOf(t, 'anna'),
        await deviceOf(t, 'anna'),
        await deviceOf(t, 'erik'),
      ];
      const onDesk = await desk.open();
      await site.push('while open', 'anna');
      await untilToasts(onDesk, ['while open']);
      // A browser that is closed in this very moment may not know that it showed it.
      await onDesk.reload();
      await untilUnread(onDesk, 1);
      await onDesk.close();
      for (const text of ['first', 'second']) await site.push(text, 'anna');
      await site.push('for everybody');
      const onPhone = await phone.open();
      await untilUnread(onPhone, 4);
      const again = await desk.open();
      await untilUnread(again, 4);
      await untilToasts(again, ['3 alerts while you were away']);
      await again.reload();
      await untilUnread(again, 4);
      await site.push('after the reload', 'anna');
      await untilToasts(again, ['after the reload']);
      await again.evaluate(`document.querySelector('dx-inbox').markAllRead()`);
      for (const page of [again, onPhone]) await untilUnread(page, 0);
      // What is for everybody is read by each person alone.
      const onOther = await other.open();
      await untilUnread(onOther, 1);
      await untilToasts(onOther, ['for everybody']);
      for (const page of [again, onPhone, onOther]) await page.close();
    });
  });
}

interface Device {
  open(body?: string): Promise<EnginePage>;
  goOffline(): void;
  goOnline(): void;
}

const untilUnread = (page: EnginePage, count: number): Promise<unknown> =>
  until(async () => (await page.evaluate(UNREAD)) === count, `${count} are unread`);

const untilToasts = (page: EnginePage, texts: string[]): Promise<unknown> =>
  until(
    async () => (await page.evaluate<string[]>(TOASTS)).sort().join() === [...texts].sort().join(),
    `toasts: ${texts.join()}`,
  );

const untilListed = (page: EnginePage, text: string): Promise<unknown> =>
  until(async () => (await page.evaluate<string[]>(LISTED)).includes(text), `${text} is listed`);

/** Opens the list once more: rows keep their places while it is open. */
async function listAnew(page: EnginePage): Promise<string[]> {
  await page.evaluate(`document.querySelector('dx-inbox').close()`);
  await until(() => page.evaluate<boolean>(`${ROWS}.length === 0`), 'the list is closed');
  await until(async () => (await page.evaluate<string[]>(LISTED)).length > 0, 'the list is open');
  return page.evaluate<string[]>(LISTED);
}

/** Presses the button of alerts in the list. */
async function mark(page: EnginePage, button: 'dot' | 'dismiss', texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await untilListed(page, text);
    await page.evaluate(`${ROWS}.find((row) => ${TEXT} === ${JSON.stringify(text)})
      .querySelector('[part~=${button}-button]').click()`);
  }
  await page.evaluate(`document.querySelector('dx-inbox').close()`);
}
