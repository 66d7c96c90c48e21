import { gatewayForEach, isConnectedAs } from '../support/gateway.js';
import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import { systemClock } from '../../../src/clock.js';
import '../../../src/define/dx-alert-toast.js';
import '../../../src/define/dx-inbox.js';
import type { InboxActionDetail, DxInbox } from '../../../src/elements/dx-inbox.js';
import { announcements, nextTask, toast, toasts, expectSame } from '../alerts/support/drawn.js';
import {
  eventually,
  liveConnection,
  mediaForEach,
  signIn,
  until,
  useServer,
  warningsDuring,
} from '../support/page.js';
import { startPlainServer } from '../support/servers.js';

const rootOf = (element: DxInbox): ShadowRoot => element.shadowRoot!;
const rows = (element: DxInbox): HTMLElement[] => [...rootOf(element).querySelectorAll('li')];
const textsOf = (element: DxInbox): string[] =>
  rows(element).map((row) => row.querySelector('.title, .text')!.textContent.trim());
const rowOf = (element: DxInbox, text: string): HTMLElement =>
  rows(element).find((row) => row.querySelector('.lines')!.textContent === text)!;
const button = (within: ParentNode, selector: string): HTMLElement => within.querySelector(selector)!;
const press = (within: ParentNode, selector: string): void => button(within, selector).click();

describe('dx-inbox', () => {
  // The history of another test belongs to another server.
  const gateway = gatewayForEach();

  const push = (message: unknown, userID = '*') => gateway.push({ userID, eventName: 'alerts', message });
  const make = async (template = html`<dx-inbox event-name="alerts"></dx-inbox>`): Promise<DxInbox> => {
    const element = await fixture<DxInbox>(template);
    await until(() => rootOf(element).querySelector('.bell'), 'drawn');
    return element;
  };
  const makeLive = async (template?: ReturnType<typeof html>): Promise<DxInbox> => {
    const element = await make(template);
    (await liveConnection()).close();
    return element;
  };
  const opened = async (element: DxInbox): Promise<void> => {
    element.open();
    await until(() => rootOf(element).querySelector('.list'), 'open');
  };

  describe('bell', () => {
    it('opens as soon as it is drawn where that was asked before', async () => {
      const element = document.createElement('dx-inbox');
      element.setAttribute('event-name', 'alerts');
      document.body.append(element);
      element.open();
      await until(() => element.shadowRoot?.querySelector('.list'), 'open');
      element.close();
      await until(() => element.shadowRoot?.querySelector('.list') === null, 'closed');
      element.remove();
    });

    it('shows how many are unread, in its name too, and tells the page', async () => {
      const element = await makeLive();
      expectSame(rootOf(element).querySelector('.badge'), null);
      expect(button(rootOf(element), '.bell').ariaLabel).to.equal('Notifications');
      setTimeout(() => void push('a'));
      const { detail } = await oneEvent<CustomEvent<unknown>>(element, 'dx-inbox-change');
      expect(detail).to.deep.equal({ unread: 1 });
      expect(button(rootOf(element), '.badge').textContent).to.equal('1');
      expect(button(rootOf(element), '.bell').ariaLabel).to.equal('Notifications, 1 unread');
      expect(element.unread).to.equal(1);
    });

    it('says "Now" of what comes now where the clock of the device is three hours fast', async () => {
      const { now } = Date;
      Date.now = () => now() + 3 * 3_600_000;
      try {
        const element = await makeLive();
        await push('a');
        await opened(element);
        await until(() => rows(element).length === 1, 'it came');
        expect(rowOf(element, 'a').querySelector('time')!.textContent.trim()).to.equal('Now');
      } finally {
        Date.now = now;
      }
    });

    it('says 99+ from a hundred on', async () => {
      const element = await makeLive();
      await gateway.pushMany(
        Array.from({ length: 100 }, (_, index) => ({
          userID: '*',
          eventName: 'alerts',
          message: `text ${index}`,
        })),
      );
      await until(() => element.unread === 100, 'all came');
      expect(button(rootOf(element), '.badge').textContent).to.equal('99+');
    });

    it('takes its place before anything is loaded, and writes nothing on itself', async () => {
      const element = document.createElement('dx-inbox');
      element.setAttribute('event-name', 'alerts');
      document.body.append(element);
      const { width, height } = element.getBoundingClientRect();
      await until(() => rootOf(element).querySelector('.bell'), 'drawn');
      expect(element.getBoundingClientRect()).to.include({ width, height });
      expect([width, height]).to.deep.equal([40, 40]);
      await opened(element);
      expect(element.outerHTML).to.equal('<dx-inbox event-name="alerts"></dx-inbox>');
      element.remove();
    });

    it('counts before the title of the page, whatever the page writes there', async () => {
      document.title = 'Orders';
      const element = await makeLive(html`<dx-inbox event-name="alerts" title-count></dx-inbox>`);
      await push('a');
      await until(() => document.title === '(1) Orders', 'counted');
      document.title = 'Order 7';
      await until(() => document.title === '(1) Order 7', 'counted again');
      element.remove();
      await until(() => document.title === 'Order 7', 'taken away');
    });

    it('counts before the title once for all bells of a page, each alert once', async () => {
      document.title = 'Orders';
      const page = await fixture(
        html`<div>
          <dx-inbox event-name="alerts" title-count></dx-inbox
          ><dx-inbox event-name="alerts" title-count></dx-inbox
          ><dx-inbox event-name="news" title-count></dx-inbox>
        </div>`,
      );
      const [wide, narrow, news] = page.querySelectorAll('dx-inbox');
      (await liveConnection()).close();
      for (const text of ['a', 'b']) await push(text);
      await gateway.push({ userID: '*', eventName: 'news', message: 'c' });
      await until(() => document.title === '(3) Orders', 'all are counted');
      narrow!.markAllRead();
      await until(() => document.title === '(1) Orders', 'both know what is read');
      expect([wide!.unread, news!.unread]).to.deep.equal([0, 1]);
      news!.remove();
      await until(() => document.title === 'Orders', 'nothing is left');
    });

    it('counts on the icon of an installed app', async () => {
      const counts: number[] = [];
      Object.assign(navigator, { setAppBadge: (count: number) => Promise.resolve(void counts.push(count)) });
      const element = await makeLive(html`<dx-inbox event-name="alerts" app-badge></dx-inbox>`);
      await push('a');
      await until(() => counts.includes(1), 'counted');
      element.markAllRead();
      await until(() => counts.at(-1) === 0, 'nothing left');
      Reflect.deleteProperty(navigator, 'setAppBadge');
    });
  });

  describe('list', () => {
    const setMouse = mediaForEach('(hover: hover)');
    const running = { ...systemClock };
    afterEach(() => void Object.assign(systemClock, running));

    it('says so when it is empty', async () => {
      const element = await make();
      await opened(element);
      const empty = button(rootOf(element), '.empty');
      expect(empty.textContent).to.contain('No alerts yet');
      expect(empty.parentElement!.clientHeight, 'all of it is seen').to.be.at.least(empty.clientHeight);
      await expect(element).to.be.accessible();
    });

    it('has what came by its event, and not what another inbox of the page lists', async () => {
      const page = await fixture(
        html`<div>
          <dx-inbox event-name="task"></dx-inbox><dx-inbox event-name="news"></dx-inbox>
          <dx-alert-toast event-name="saved"></dx-alert-toast>
        </div>`,
      );
      const [task, news] = page.querySelectorAll('dx-inbox');
      await until(() => rootOf(news!).querySelector('.bell'), 'drawn');
      (await liveConnection()).close();
      for (const eventName of ['saved', 'task', 'news'])
        await gateway.push({ userID: '*', eventName, message: { id: '7', text: `by ${eventName}` } });
      await until(() => news!.unread + task!.unread === 2, 'came');
      await opened(task!);
      expect(textsOf(task!)).to.deep.equal(['by task']);
      task!.markAllRead();
      await until(() => task!.unread === 0, 'read');
      expect(news!.unread).to.equal(1);
    });

    it('keeps read and dismissed apart', async () => {
      const element = await makeLive();
      for (const text of ['a', 'b']) await push(text);
      await until(() => element.unread === 2, 'came');
      await opened(element);
      expect(textsOf(element)).to.deep.equal(['b', 'a']);
      press(rowOf(element, 'a'), '.dot');
      await until(() => element.unread === 1, 'read');
      expect(textsOf(element)).to.deep.equal(['b', 'a']);
      press(rowOf(element, 'b'), '.dismiss');
      expect([rowOf(element, 'b').matches('.gone'), element.unread]).to.deep.equal([true, 0]);
      await until(() => textsOf(element).length === 1, 'dismissed');
      expect([textsOf(element), element.unread]).to.deep.equal([['a'], 0]);
    });

    it('marks all as read, and filters what is unread', async () => {
      const element = await makeLive();
      for (const text of ['a', 'b']) await push(text);
      await until(() => element.unread === 2, 'came');
      await opened(element);
      press(rootOf(element), '.filter button:nth-child(2)');
      await until(() => textsOf(element).length === 2, 'filtered');
      press(rootOf(element), '.mark-all-button');
      await until(() => element.unread === 0, 'all read');
      // What a person has just read stays until the filter is chosen again.
      expect(textsOf(element)).to.have.length(2);
      press(rootOf(element), '.filter button:nth-child(2)');
      await until(() => rootOf(element).querySelector('.empty'), 'nothing unread');
      expect(button(rootOf(element), '.empty').textContent).to.contain('Nothing unread');
    });

    it('sends the event of an action with the id, and lets the page cancel it', async () => {
      const element = await makeLive();
      const connection = await liveConnection();
      const answers: unknown[] = [];
      connection.on('pushed-back', ({ data }) => answers.push(data));
      const action = { label: 'Undo', event: 'push-me' };
      await push({ id: 'order-7', text: 'Undo?', action });
      await until(() => element.unread === 1, 'came');
      await opened(element);
      element.addEventListener('dx-inbox-action', (event) => event.preventDefault(), { once: true });
      press(rowOf(element, 'Undo?'), '.action');
      setTimeout(() => press(rowOf(element, 'Undo?'), '.action'));
      const { detail } = await oneEvent<CustomEvent<InboxActionDetail>>(element, 'dx-inbox-action');
      expect(detail.alert.id).to.equal('order-7');
      await until(() => answers.length > 0, 'answered');
      const { choice, ...data } = answers[0] as { choice: unknown };
      expect(data).to.deep.equal({ id: 'order-7' });
      expect(choice).to.be.a('string');
      expect(element.unread).to.equal(0);
      connection.close();
    });

    it('shows and says the sentence of a back end that refuses, and offers the action again', async () => {
      const element = await makeLive();
      await push({ id: 'order-8', text: 'Pay?', action: { label: 'Pay', event: 'nobody-listens' } });
      await until(() => element.unread === 1, 'came');
      await opened(element);
      press(rowOf(element, 'Pay?'), '.action');
      const sentence = 'There is no scenario for the event "nobody-listens".';
      await until(() => rowOf(element, 'Pay?').querySelector('.outcome.refused'), 'refused');
      expect(button(rowOf(element, 'Pay?'), '.outcome').textContent).to.equal(sentence);
      expect(button(rootOf(element), '[role=status]').textContent).to.equal(`Pay?: ${sentence}`);
      expect(button(rowOf(element, 'Pay?'), '.action')).not.to.have.attribute('aria-disabled');
    });

    it('takes the second click of two for none: it was meant for what lay there before the first', async () => {
      const element = await makeLive();
      await push({
        id: 'order-7',
        text: 'Undo?',
        href: '#never',
        action: { label: 'Undo', event: 'push-me' },
      });
      await until(() => element.unread === 1, 'came');
      const click = (target: Element, init: MouseEventInit = {}): boolean =>
        target.dispatchEvent(
          new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, detail: 1, ...init }),
        );
      const bell = button(rootOf(element), '.bell');
      const at = { clientX: 40, clientY: 50 };
      // However long a machine takes to open it, the second click comes at once.
      const clicked = systemClock.now();
      Object.assign(systemClock, { now: () => clicked });
      click(bell, at);
      await until(() => rootOf(element).querySelector('.list'), 'open');
      const acted: string[] = [];
      element.addEventListener('dx-inbox-action', (event) => {
        event.preventDefault();
        acted.push(event.detail.action.label);
      });
      const row = (selector: string) => button(rowOf(element, 'Undo?'), selector);
      const reached: string[] = [];
      const CONTROLS = ['.action', '.dismiss', '.dot', '.link'];
      for (const selector of CONTROLS)
        row(selector).addEventListener('click', (event) => {
          event.preventDefault();
          reached.push(selector);
        });
      // Fingers make two single clicks.
      for (const selector of CONTROLS) click(row(selector), { clientX: 44, clientY: 47 });
      Object.assign(systemClock, running);
      for (const selector of CONTROLS) click(row(selector), { detail: 2, clientX: 400 });
      expect([reached, acted, element.unread]).to.deep.equal([[], [], 1]);
      click(row('.action'), { clientX: 400 });
      expect(acted).to.deep.equal(['Undo']);
      await until(() => element.unread === 0, 'read with its action');
      click(bell, { ...at, detail: 2 });
      expect(button(rootOf(element), '#panel').matches(':popover-open')).to.equal(true);
    });

    it('does not mark as read what has come since with the key of the row that is pressed', async () => {
      setMouse(false);
      const element = await makeLive();
      await push({ key: 'k', text: 'first' });
      await until(() => element.unread === 1, 'came');
      await opened(element);
      await push({ key: 'k', text: 'second' });
      await until(() => rootOf(element).querySelector('.waiting'), 'waits');
      press(rowOf(element, 'first'), '.dot');
      press(rootOf(element), '.mark-all-button');
      await nextTask();
      expect([element.unread, textsOf(element)]).to.deep.equal([1, ['first']]);
      press(rootOf(element), '.waiting');
      expect(textsOf(element)).to.deep.equal(['second']);
      press(rowOf(element, 'second'), '.dot');
      await until(() => element.unread === 0, 'read');
    });

    it('shows in a row that waits for the person to look up what became of its own action', async () => {
      setMouse(false);
      const element = await makeLive();
      const refund = (id: string) => ({
        ...{ id, key: 'refund', text: `Refund ${id}` },
        action: { label: 'Approve', event: 'push-me' },
      });
      const connection = await liveConnection();
      const answers: { id: string }[] = [];
      connection.on('pushed-back', ({ data }) => answers.push(data as { id: string }));
      await push(refund('7'));
      await until(() => element.unread === 1, 'came');
      await opened(element);
      await push(refund('8'));
      await until(() => rootOf(element).querySelector('.waiting'), 'waits');
      press(rowOf(element, 'Refund 7'), '.action');
      await until(() => rowOf(element, 'Refund 7').querySelector('.outcome.done'), 'done');
      expect(answers.map(({ id }) => id)).to.deep.equal(['7']);
      press(rootOf(element), '.waiting');
      expect(rowOf(element, 'Refund 8').querySelector('.outcome') === null).to.equal(true);
      press(rowOf(element, 'Refund 8'), '.action');
      await until(() => rowOf(element, 'Refund 8').querySelector('.outcome.done'), 'done, too');
      expect(answers.map(({ id }) => id)).to.deep.equal(['7', '8']);
      connection.close();
    });

    it('brings back what was dismissed, one or all, as unread as it was', async () => {
      const element = await makeLive();
      for (const text of ['a', 'b', 'c']) await push(text);
      await until(() => element.unread === 3, 'came');
      await opened(element);
      const isGone = (): boolean[] => rows(element).map((row) => row.matches('.gone'));
      const { top, height } = rowOf(element, 'b').getBoundingClientRect();
      press(rowOf(element, 'b'), '.dismiss');
      expect([isGone(), element.unread]).to.deep.equal([[false, true, false], 2]);
      expect(rowOf(element, 'b').getBoundingClientRect()).to.include({ top, height });
      press(rowOf(element, 'b'), '.undo');
      expect([isGone(), element.unread]).to.deep.equal([[false, false, false], 3]);
      press(rootOf(element), '.clear-button');
      expect([rows(element).length, element.unread]).to.deep.equal([0, 0]);
      expect(button(rootOf(element), '.cleared').textContent).to.contain('3 alerts dismissed');
      press(rootOf(element), '.cleared .undo');
      expect([textsOf(element), element.unread]).to.deep.equal([['c', 'b', 'a'], 3]);
    });

    it('clears what is seen under the filter, for good when the element goes', async () => {
      const element = await makeLive();
      for (const text of ['a', 'b']) await push(text);
      await until(() => element.unread === 2, 'came');
      await opened(element);
      press(rowOf(element, 'a'), '.dot');
      await until(() => element.unread === 1, 'read');
      press(rootOf(element), '.filter button:nth-child(2)');
      press(rootOf(element), '.clear-button');
      element.remove();
      await nextTask();
      const again = await makeLive();
      await opened(again);
      await until(() => textsOf(again).length > 0, 'kept');
      expect(textsOf(again)).to.deep.equal(['a']);
    });

    it('keeps the focus in the row that is dismissed, on the way back', async () => {
      const element = await makeLive();
      for (const text of ['a', 'b', 'c']) await push(text);
      await until(() => element.unread === 3, 'came');
      await opened(element);
      button(rowOf(element, 'b'), '.dismiss').focus();
      press(rowOf(element, 'b'), '.dismiss');
      expectSame(rootOf(element).activeElement, button(rowOf(element, 'b'), '.undo'));
      press(rowOf(element, 'b'), '.undo');
      expectSame(rootOf(element).activeElement, button(rowOf(element, 'b'), '.dismiss'));
      button(rowOf(element, 'b'), '.dot').focus();
      press(rowOf(element, 'b'), '.dot');
      await until(() => element.unread === 2, 'read');
      expectSame(rootOf(element).activeElement, button(rowOf(element, 'b'), '.dismiss'));
    });

    it('moves nothing under the pointer or the focus: what comes waits until they leave', async () => {
      setMouse(true);
      const element = await makeLive();
      for (const text of ['a', 'b']) await push(text);
      await until(() => element.unread === 2, 'came');
      await opened(element);
      const { left, top } = rowOf(element, 'b').getBoundingClientRect();
      await sendMouse({ type: 'move', position: [Math.round(left + 60), Math.round(top + 10)] });
      await push({ id: 'fire', text: 'FIRE', variant: 'danger' });
      await until(() => rootOf(element).querySelector('.waiting'), 'waits');
      expect([textsOf(element), button(rootOf(element), '.waiting').ariaLabel, element.unread]).to.deep.equal(
        [['b', 'a'], '1 new alert', 3],
      );
      expect(rowOf(element, 'b').getBoundingClientRect().top).to.equal(top);
      // What the page opens above the bell moves the list only when the pointer has left it.
      const banner = document.createElement('p');
      banner.style.blockSize = '80px';
      document.body.prepend(banner);
      await push('c');
      await until(() => element.unread === 4, 'one more');
      await nextTask();
      expect(rowOf(element, 'b').getBoundingClientRect().top).to.equal(top);
      banner.remove();
      // What was not seen is not meant.
      press(rootOf(element), '.mark-all-button');
      await until(() => element.unread === 2, 'the others are read');
      press(rootOf(element), '.waiting');
      expect(textsOf(element)).to.deep.equal(['c', 'FIRE', 'b', 'a']);
      await push('d');
      await until(() => rootOf(element).querySelector('.waiting'), 'waits again');
      await sendMouse({ type: 'move', position: [1, 1] });
      await until(() => textsOf(element).join() === 'd,c,FIRE,b,a', 'comes when the pointer has left');
      button(rowOf(element, 'a'), '.dismiss').focus();
      await push('e');
      await until(() => rootOf(element).querySelector('.waiting'), 'waits for the focus');
      expect(textsOf(element)[0]).to.equal('d');
      button(rootOf(element), '#panel').focus();
      await until(() => textsOf(element)[0] === 'e', 'comes when the focus has left');
    });

    it('moves nothing where fingers may come down: what comes waits until it is asked for', async () => {
      setMouse(false);
      const element = await makeLive();
      await push('a');
      await until(() => element.unread === 1, 'came');
      await opened(element);
      await push('b');
      await until(() => rootOf(element).querySelector('.waiting'), 'waits');
      expect(textsOf(element)).to.deep.equal(['a']);
      press(rootOf(element), '.waiting');
      expect(textsOf(element)).to.deep.equal(['b', 'a']);
    });

    it('leaves what is read further down in its place when an alert comes above it', async () => {
      setMouse(true);
      const element = await makeLive();
      await gateway.pushMany(
        Array.from({ length: 30 }, (_, index) => ({
          userID: '*',
          eventName: 'alerts',
          message: `text ${index}`,
        })),
      );
      await until(() => element.unread === 30, 'all came');
      await opened(element);
      await sendMouse({ type: 'move', position: [1, 1] });
      button(rootOf(element), '.list').scrollTop = 400;
      await new Promise(requestAnimationFrame);
      const topOf = (): number => Math.round(rowOf(element, 'text 15').getBoundingClientRect().top);
      const before = topOf();
      await push('newest');
      await until(() => textsOf(element)[0] === 'newest', 'it is listed');
      await until(() => Math.abs(topOf() - before) <= 1, `the row to stay at ${before}`);
    });

    it('has settings behind a button, and says what a choice comes to', async () => {
      const element = await make(html`<dx-inbox event-name="alerts" desktop></dx-inbox>`);
      await opened(element);
      const gear = button(rootOf(element), '[aria-controls=settings]');
      const footer = button(rootOf(element), '.settings');
      expect([footer.hidden, gear.ariaExpanded]).to.deep.equal([true, 'false']);
      gear.click();
      expect([footer.hidden, gear.ariaExpanded]).to.deep.equal([false, 'true']);
      await expect(element).to.be.accessible();
    });

    it('says why desktop notifications stay off where the browser blocks them', async () => {
      const { Notification: original } = window;
      window.Notification = Object.assign(() => undefined, {
        permission: 'denied',
        requestPermission: () => Promise.resolve('denied'),
      }) as unknown as typeof Notification;
      try {
        const element = await make(html`<dx-inbox event-name="alerts" desktop></dx-inbox>`);
        await opened(element);
        press(rootOf(element), '[aria-controls=settings]');
        const box = rootOf(element).querySelector<HTMLInputElement>('.settings input')!;
        expect(button(rootOf(element), '#blocked').textContent).to.include('Your browser blocks');
        box.click();
        await nextTask();
        expect(box.checked).to.equal(false);
        await expect(element).to.be.accessible();
      } finally {
        window.Notification = original;
      }
    });

    it('draws long lists in pages', async () => {
      const element = await makeLive();
      await gateway.pushMany(
        Array.from({ length: 100 }, (_, index) => ({
          userID: '*',
          eventName: 'alerts',
          message: `text ${index}`,
        })),
      );
      await until(() => element.unread === 100, 'all came');
      await opened(element);
      expect(rows(element)).to.have.length(40);
      expect(button(rootOf(element), '.more').textContent).to.contain('60 more alerts');
      const list = button(rootOf(element), '.list');
      list.scrollTop = list.scrollHeight;
      await until(() => rows(element).length === 80, 'more');
      press(rootOf(element), '.more');
      await until(() => rows(element).length === 100, 'all');
      expectSame(rootOf(element).querySelector('.more'), null);
    });

    it('opens and closes with the keyboard and returns the focus', async () => {
      const element = await make();
      const bell = button(rootOf(element), '.bell');
      bell.focus();
      bell.click();
      await until(() => rootOf(element).querySelector('.list'), 'open');
      expectSame(rootOf(element).activeElement, button(rootOf(element), '#panel'));
      element.close();
      await until(() => rootOf(element).querySelector('.list') === null, 'closed');
      expectSame(rootOf(element).activeElement, bell);
    });

    it('passes axe with alerts of all kinds', async () => {
      const element = await makeLive();
      for (const variant of ['info', 'success', 'warning', 'danger'])
        await push({
          title: variant,
          text: 'text',
          variant,
          href: '/x',
          action: { label: 'Go', event: 'go' },
        });
      await until(() => element.unread === 4, 'came');
      await opened(element);
      await expect(element).to.be.accessible();
    });
  });

  describe('together with toasts', () => {
    const both = html`<div>
      <dx-alert-toast event-name="alerts" duration="600000"></dx-alert-toast
      ><dx-inbox event-name="alerts"></dx-inbox>
    </div>`;
    const makeBoth = async (): Promise<DxInbox> => {
      const page = await fixture(both);
      const element = page.querySelector('dx-inbox')!;
      await until(() => rootOf(element).querySelector('.bell'), 'drawn');
      (await liveConnection()).close();
      return element;
    };

    it('counts and announces an alert once', async () => {
      const element = await makeBoth();
      await push('a');
      await until(() => element.unread === 1 && toasts().length === 1, 'came');
      await until(() => announcements()[0] !== '', 'said');
      expect(announcements()).to.deep.equal(['Information: a', '']);
    });

    it('counts once, too, where the server keeps no log', async () => {
      const server = await startPlainServer();
      useServer(server.url);
      const element = await makeBoth();
      await server.emit('alerts', 'a');
      await server.emit('alerts', 'b');
      await until(() => element.unread === 2 && toasts().length === 2, 'came');
      await opened(element);
      expectSame(rootOf(element).querySelector('.count'), null);
      await server.stop();
    });

    it('keeps its toasts back while the list that says the same is open, and shows again what comes when it is closed', async () => {
      const element = await makeBoth();
      await opened(element);
      await push('in the list');
      await until(() => element.unread === 1, 'came');
      await until(() => announcements()[0] === 'Information: in the list', 'said');
      expect(toasts()).to.have.length(0);
      element.close();
      await until(() => rootOf(element).querySelector('.list') === null, 'closed');
      await push('as a toast');
      await until(() => toasts().length > 0, 'shown');
      expect(toasts().map((item) => item.querySelector('.lines')!.textContent)).to.deep.equal(['as a toast']);
    });

    it('is read when a person closes its toast, and closes the toast when it is read', async () => {
      const element = await makeBoth();
      for (const text of ['a', 'b']) await push(text);
      await until(() => element.unread === 2 && toasts().length === 2, 'came');
      press(toast('a'), '.close');
      await until(() => element.unread === 1, 'read');
      await opened(element);
      press(rowOf(element, 'b'), '.dot');
      await until(() => toasts().length === 0, 'closed');
    });

    it('keeps an alert whose toast has gone by itself, unread', async () => {
      const element = await makeBoth();
      const shown = document.querySelector('dx-alert-toast')!;
      shown.duration = 1;
      await shown.updateComplete;
      setTimeout(() => void push('a'));
      await oneEvent(shown, 'dx-alert-dismissed');
      expect(element.unread).to.equal(1);
    });

    it('announces by itself where no toast does', async () => {
      const element = await makeLive();
      await push({ text: 'a', variant: 'danger' });
      await until(() => announcements()[1] === 'Error: a', 'said');
      element.remove();
    });
  });

  describe('persons', () => {
    it('survives a reload of the element, and shows the next person nothing', async () => {
      const secret = `secret ${crypto.randomUUID()}`;
      const anna = await gateway.login('anna');
      signIn(anna);
      const element = await makeLive();
      await eventually(isConnectedAs(gateway, 'anna'), 'anna is connected');
      await push(secret, 'anna');
      await until(() => element.unread === 1, 'came');
      element.remove();
      await nextTask();
      const again = await makeLive();
      await until(() => again.unread === 1, 'kept');
      await opened(again);
      expect(textsOf(again)).to.deep.equal([secret]);
      signIn(await gateway.login('boris'));
      await until(() => again.unread === 0, 'forgotten');
      expect(rootOf(again).textContent).not.to.contain(secret);
      await eventually(isConnectedAs(gateway, 'boris'), 'boris is connected');
      await push('for boris', 'boris');
      await until(() => textsOf(again).join() === 'for boris', 'for boris');
      await eventually(async () => !(await storedText()).includes(secret), 'nothing is stored');
      expect(await storedText()).to.contain('for boris');
      expect(await storedText()).not.to.contain(anna);
    });

    it('leaves nothing of what it has said of the former person, nor says what waits', async () => {
      signIn(await gateway.login('anna'));
      const element = await makeLive();
      await eventually(isConnectedAs(gateway, 'anna'), 'anna is connected');
      await push('the secret of anna', 'anna');
      await until(() => announcements()[0] === 'Information: the secret of anna', 'said');
      await push('another secret', 'anna');
      await until(() => element.unread === 2, 'came');
      signIn(await gateway.login('boris'));
      await until(() => element.unread === 0, 'forgotten');
      expect(announcements()).to.deep.equal(['', '']);
      await eventually(isConnectedAs(gateway, 'boris'), 'boris is connected');
      await push('for boris', 'boris');
      await until(() => announcements()[0] !== '', 'said to boris');
      expect(announcements()).to.deep.equal(['Information: for boris', '']);
    });

    it('forgets when the server ends the session', async () => {
      const secret = `secret ${crypto.randomUUID()}`;
      const session = await gateway.login('anna');
      signIn(session);
      const element = await makeLive();
      await push(secret, 'anna');
      await until(() => element.unread === 1, 'came');
      await gateway.logout(session);
      await until(() => element.unread === 0, 'forgotten');
      await eventually(async () => !(await storedText()).includes(secret), 'nothing is stored');
    });
  });

  it('shows nothing on a canvas but a labelled box, and works when the page becomes live', async () => {
    document.documentElement.setAttribute('data-dx-mode', 'design');
    const element = await fixture<DxInbox>(html`<dx-inbox event-name="alerts"></dx-inbox>`);
    expect(rootOf(element).textContent).to.contain('Inbox · alerts');
    document.documentElement.setAttribute('data-dx-mode', 'live');
    await until(() => rootOf(element).querySelector('.bell'), 'live');
    expect(rootOf(element).textContent).not.to.contain('Inbox ·');
    document.documentElement.setAttribute('data-dx-mode', 'design');
    await until(() => rootOf(element).querySelector('.bell') === null, 'design again');
    expect(rootOf(element).textContent).to.contain('Inbox · alerts');
  });

  it('warns once of every wrong attribute and uses the default', async () => {
    const warnings = await warningsDuring(async () => {
      const element = await make(
        html`<dx-inbox event-name="connect" placement="left" limit="0" max-age="old" map="x"></dx-inbox>`,
      );
      element.setAttribute('placement', 'left');
      await element.updateComplete;
    });
    for (const name of ['event-name', 'placement', 'limit', 'max-age', 'map'])
      expect(warnings.filter((warning) => warning.includes(` ${name}=`)).length, name).to.equal(1);
  });
});

/** Everything of this origin that outlives the page, as one text. */
async function storedText(): Promise<string> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('dx-realtime');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
  const texts = await Promise.all(
    [...database.objectStoreNames].map(
      (name) =>
        new Promise<string>((resolve) => {
          const store = database.transaction(name).objectStore(name);
          const keys = store.getAllKeys();
          const request = store.getAll();
          request.onsuccess = () => resolve(JSON.stringify([keys.result, request.result]));
        }),
    ),
  );
  database.close();
  // The session of the one who is signed in stands in the storage of the page, which put it there.
  return texts.join() + JSON.stringify({ ...sessionStorage });
}
