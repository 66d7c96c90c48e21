import { expect, fixture, html, nextFrame, oneEvent } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import '../../../src/define/dx-messenger.js';
import type { DxMessenger } from '../../../src/elements/dx-messenger.js';
import { nextTask } from '../alerts/support/drawn.js';
import { expectAccessible } from '../support/accessible.js';
import { gatewayForEach, isConnectedAs } from '../support/gateway.js';
import { eventually, liveConnection, mediaForEach, signIn, until, warningsDuring } from '../support/page.js';
import { makePage } from '../support/servers.js';

const find = (element: DxMessenger, selector: string): HTMLElement =>
  element.shadowRoot!.querySelector(selector)!;
const bubbles = (element: DxMessenger): HTMLElement[] => [
  ...element.shadowRoot!.querySelectorAll<HTMLElement>('.message'),
];
const textOf = (bubble: HTMLElement): string => bubble.querySelector('.text')!.textContent;
const texts = (element: DxMessenger): string[] => bubbles(element).map(textOf);
const bubble = (element: DxMessenger, text: string): HTMLElement =>
  bubbles(element).find((item) => textOf(item) === text)!;
/** The texts that lie within the list, as far as it is scrolled. */
const seen = (element: DxMessenger): string[] => {
  const { top, bottom } = element.shadowRoot!.querySelector('.list')!.getBoundingClientRect();
  const isSeen = ({ top: from, bottom: to }: DOMRect): boolean => from < bottom && to > top;
  return bubbles(element)
    .filter((item) => isSeen(item.getBoundingClientRect()))
    .map(textOf);
};
/** Whether a screen of messages is drawn below what is seen, or all there are. */
const isDrawnAhead = (element: DxMessenger, last: string): boolean => {
  const { bottom, height } = element.shadowRoot!.querySelector('.list')!.getBoundingClientRect();
  const end = bubbles(element).at(-1)!;
  return textOf(end) === last || end.getBoundingClientRect().bottom > bottom + height;
};
const scrollBackTo = async (element: DxMessenger, text: string): Promise<void> => {
  const list = element.shadowRoot!.querySelector('.list')!;
  while (!texts(element).includes(text)) {
    const [first] = texts(element);
    list.scrollTop = -list.scrollHeight;
    await until(() => texts(element)[0] !== first, `earlier than ${first}`);
  }
  bubble(element, text).scrollIntoView({ block: 'center' });
};
const waiting = (element: DxMessenger): string =>
  element.shadowRoot!.querySelector('.notice')?.textContent ?? '';
const field = (element: DxMessenger): HTMLTextAreaElement => element.shadowRoot!.querySelector('textarea')!;

describe('dx-messenger', () => {
  const gateway = gatewayForEach();

  const template = html`<dx-messenger
    event-name="chat"
    send-event="chat-send"
    typing-event="chat-typing"
  ></dx-messenger>`;
  const make = async (of = template): Promise<DxMessenger> => {
    const element = await fixture<DxMessenger>(of);
    await until(() => element.shadowRoot!.querySelector('section'), 'drawn');
    return element;
  };
  const makeLive = async (of?: ReturnType<typeof html>): Promise<DxMessenger> => {
    const element = await make(of);
    (await liveConnection()).close();
    await until(() => waiting(element) === '', 'live');
    return element;
  };
  const setTouch = mediaForEach('(pointer: coarse)');
  const push = (message: unknown, userID = '*') => gateway.push({ userID, eventName: 'chat', message });
  /** 40 messages, of which a person reads those above the newest. */
  const makeScrolledBack = async (): Promise<DxMessenger> => {
    const element = await makeLive();
    for (let index = 0; index < 40; index += 1)
      await push({ id: `m${index}`, user: 'boris', text: `${index}` });
    await until(() => texts(element).length === 40, 'all');
    find(element, '.list').scrollTop = -400;
    await until(() => element.shadowRoot!.querySelector('.jump'), 'away');
    return element;
  };
  const type = (element: DxMessenger, text: string): void => {
    field(element).value = text;
    field(element).dispatchEvent(new InputEvent('input', { bubbles: true }));
  };
  const enter = (element: DxMessenger, more: KeyboardEventInit = {}): KeyboardEvent => {
    const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more });
    field(element).dispatchEvent(event);
    return event;
  };
  const write = (element: DxMessenger, text: string): void => {
    type(element, text);
    enter(element);
  };

  describe('messages', () => {
    it('are shown as bubbles of oneself and others, as text and safe links', async () => {
      signIn(await gateway.login('anna'));
      const element = await makeLive();
      await push({ id: 'b', user: 'boris', name: 'Boris', text: '<b>hi</b> see https://x.test/ .' });
      write(element, 'hello');
      await until(() => texts(element).length === 2, 'both');
      await until(() => bubble(element, 'hello').matches(':not(.waiting)'), 'sent');
      const [other, own] = bubbles(element);
      expect([other!.className, own!.className]).to.deep.equal([
        'message other first last',
        'message own first last',
      ]);
      expect(other!.querySelector('.author')!.textContent).to.equal('Boris');
      expect(textOf(other!)).to.contain('<b>hi</b>');
      const link = other!.querySelector('a')!;
      expect([link.href, link.target, link.rel]).to.deep.equal([
        'https://x.test/',
        '_blank',
        'noopener noreferrer nofollow ugc',
      ]);
      expect(find(element, '.day').textContent).to.equal('Today');
      expect(find(element, '[role=log]').ariaLabel).to.equal('Messages');
      // Who the person is was learned from the answer.
      await push({ id: 'c', user: 'anna', text: 'from my other device' });
      await until(() => bubble(element, 'from my other device'), 'came');
      expect(bubble(element, 'from my other device').classList.contains('own')).to.equal(true);
      expect((await gateway.chat()).messages.map(({ text }) => text)).to.deep.equal(['hello']);
      expect(element.outerHTML).not.to.contain('style');
      await expectAccessible(element);
    });

    it('begin with the history, each once, and tell where it cannot be had', async () => {
      const history = await makePage({
        html: JSON.stringify({
          payload: [
            { id: '1', user: 'boris', text: 'first', at: 1_000 },
            { id: '2', user: 'anna', text: 'second', at: 2_000 },
          ],
        }),
        type: 'application/json',
      });
      const element = await makeLive(
        html`<dx-messenger
          event-name="chat"
          history-src=${history.path}
          user-id="anna"
          label="Room"
        ></dx-messenger>`,
      );
      await until(() => texts(element).length === 2, 'loaded');
      expect(bubbles(element).map(({ classList }) => classList.contains('own'))).to.deep.equal([false, true]);
      await push({ id: '2', user: 'anna', text: 'second', at: 2_000 });
      await push({ id: '3', user: 'boris', text: 'third' });
      await until(() => texts(element).includes('third'), 'came');
      expect(texts(element)).to.deep.equal(['first', 'second', 'third']);
      // Without an event to send with, there is nothing to write in.
      expect(element.shadowRoot!.querySelector('textarea') === null).to.equal(true);
      await expectAccessible(element);
      const warnings = await warningsDuring(async () => {
        await history.set({ html: 'gone', status: 500 });
        element.historySrc = `${history.path}?again`;
        await history.set({ html: '<p>no JSON</p>' });
        await until(() => element.shadowRoot!.querySelector('.failed'), 'failed');
      });
      expect(warnings.join()).to.contain('earlier messages could not be loaded');
      await history.set({ html: '[]', type: 'application/json' });
      find(element, '.failed button').click();
      await until(() => element.shadowRoot!.querySelector('.failed') === null, 'tried again');
    });

    it('follow a link once where it is clicked twice', async () => {
      const element = await makeLive();
      await push({ id: 'x', user: 'boris', text: 'https://x.test/' });
      await until(() => texts(element).length === 1, 'came');
      const prevented: boolean[] = [];
      const stop = (event: Event): void => {
        prevented.push(event.defaultPrevented);
        event.preventDefault();
      };
      element.addEventListener('click', stop);
      for (const detail of [1, 2])
        bubble(element, 'https://x.test/')
          .querySelector('a')!
          .dispatchEvent(
            new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, detail }),
          );
      expect(prevented).to.deep.equal([false, true]);
    });

    it('run in the direction of their own script, and leave a place where they are taken back', async () => {
      const element = await makeLive();
      await push({ id: 'x', user: 'boris', text: 'שלום (ABC).' });
      await until(() => texts(element).length === 1, 'came');
      expect(getComputedStyle(find(element, '.text')).direction).to.equal('rtl');
      await push({ id: 'x', deleted: true });
      await until(() => texts(element).join() === 'This message was removed', 'taken back');
    });

    it('that are earlier are asked for when a person scrolls to the first', async () => {
      const list = (from: number) =>
        JSON.stringify(
          Array.from({ length: 60 }, (_, index) => ({
            id: `m${from + index}`,
            text: `${from + index}`,
            at: from + index,
          })),
        );
      const history = await makePage({ html: list(100), type: 'application/json' });
      const element = await makeLive(
        html`<dx-messenger event-name="chat" history-src=${history.path}></dx-messenger>`,
      );
      await until(() => texts(element).length === 60, 'loaded');
      await history.set({ html: list(40), type: 'application/json' });
      const scroller = find(element, '.list');
      scroller.scrollTop = -scroller.scrollHeight;
      await until(() => Number(texts(element)[0]) < 100, 'earlier ones');
      expect(texts(element).at(-1)).to.equal('159');
    });

    it('that came unseen are counted and marked', async () => {
      const element = await makeScrolledBack();
      const topOf = (text: string): number => bubble(element, text).getBoundingClientRect().top;
      const before = topOf('25');
      await push({ id: 'n1', user: 'boris', text: 'new 1' });
      await push({ id: 'n2', user: 'boris', text: 'new 2' });
      await until(() => find(element, '.jump').textContent.includes('2 new messages'), 'counted');
      expect(Math.abs(topOf('25') - before), 'what is read stays').to.be.below(2);
      expect(find(element, '.mark').nextElementSibling!.textContent).to.contain('new 1');
      await push({ id: 'n2', deleted: true });
      await until(() => find(element, '.jump').textContent.includes('1 new message'), 'counted without it');
      find(element, '.jump').click();
      await until(() => element.shadowRoot!.querySelector('.jump') === null, 'at the end');
      expect(find(element, '.list').scrollTop).to.equal(0);
      write(element, 'I have read it');
      await until(() => element.shadowRoot!.querySelector('.mark') === null, 'unmarked');
    });

    it('leave the link under the pointer where it is, and count what comes meanwhile', async () => {
      setTouch(false);
      const element = await makeLive();
      // As an author may wish it.
      const smooth = document.createElement('style');
      smooth.textContent = 'dx-messenger::part(list) { scroll-behavior: smooth }';
      element.before(smooth);
      for (let index = 0; index < 12; index += 1)
        await push({ id: `m${index}`, user: 'boris', text: `https://x.test/${index}` });
      await until(() => texts(element).length === 12, 'all');
      const link = bubble(element, 'https://x.test/11').querySelector('a')!;
      const { left, top } = link.getBoundingClientRect();
      await sendMouse({ type: 'move', position: [Math.round(left + 20), Math.round(top + 5)] });
      await until(() => link.matches(':hover'), 'the pointer is on it');
      for (const id of ['n1', 'n2']) await push({ id, user: 'boris', text: `https://x.test/${id}` });
      await until(() => element.shadowRoot!.querySelector('.jump')?.textContent.includes('2'), 'counted');
      // A line that is out of sight may get its height only when it is drawn, frames later.
      for (let frame = 0; frame < 10; frame += 1) await nextFrame();
      expect(Math.abs(link.getBoundingClientRect().top - top)).to.be.below(2);
      // Nothing lies over it either.
      expect(getComputedStyle(find(element, '.jump')).visibility).to.equal('hidden');
      await sendMouse({ type: 'move', position: [1, 1] });
      await until(
        () => getComputedStyle(find(element, '.jump')).visibility === 'visible',
        'it can be pressed',
      );
    });

    it('of ten thousand are drawn in parts, and scrolling back moves nothing', async () => {
      const many = Array.from({ length: 10_000 }, (_, index) => ({
        id: `m${index}`,
        user: index % 3 === 0 ? 'anna' : 'boris',
        text: `message ${index}`,
        at: Date.UTC(2026, 0, 1) + index * 60_000,
      }));
      const history = await makePage({ html: JSON.stringify(many), type: 'application/json' });
      const element = await makeLive(
        html`<dx-messenger event-name="chat" history-src=${history.path}></dx-messenger>`,
      );
      await until(() => texts(element).at(-1) === 'message 9999', 'loaded');
      expect(bubbles(element)).to.have.length(100);
      const list = find(element, '.list');
      expect(list.scrollTop).to.equal(0);
      list.scrollTop = -(list.scrollHeight - list.clientHeight - 200);
      // Rows that were never seen have an estimated height until they are; less than one row is no jump.
      const ROW = 40;
      const first = bubbles(element)[3]!;
      const before = first.getBoundingClientRect().top;
      await until(() => bubbles(element).length > 100, 'more');
      expect(Math.abs(first.getBoundingClientRect().top - before)).to.be.below(ROW);
      await push({ id: 'late', user: 'boris', text: 'late' });
      await until(() => texts(element).at(-1) === 'late', 'came');
      expect(Math.abs(first.getBoundingClientRect().top - before)).to.be.below(ROW);
      await scrollBackTo(element, 'message 8000');
      // What was read long before is not drawn any more, and what comes now is told.
      expect(bubbles(element).length).to.be.at.most(400);
      expect(texts(element)).not.to.contain('late');
      await push({ id: 'later', user: 'boris', text: 'later' });
      await until(
        () => find(element, '.visually-hidden[role=status]').textContent === '2 new messages',
        'told',
      );
      const read = bubble(element, 'message 8000').getBoundingClientRect().top;
      list.scrollTop += 500;
      await until(() => texts(element).indexOf('message 8000') > 0, 'still there');
      expect(bubble(element, 'message 8000').getBoundingClientRect().top - read).to.be.closeTo(-500, ROW);
    });

    it('that were scrolled past are drawn again where a person goes back to them', async () => {
      const many = Array.from({ length: 3_000 }, (_, index) => ({
        id: `m${index}`,
        user: 'boris',
        text: `${index}`,
        at: index * 60_000,
      }));
      const history = await makePage({ html: JSON.stringify(many), type: 'application/json' });
      const element = await makeLive(
        html`<dx-messenger event-name="chat" history-src=${history.path}></dx-messenger>`,
      );
      await until(() => texts(element).at(-1) === '2999', 'loaded');
      await scrollBackTo(element, '1000');
      const list = find(element, '.list');
      // Dragged to the middle of what is not drawn, which is about as far as it seems.
      list.scrollTop /= 2;
      await until(() => seen(element).length > 3, 'drawn there');
      expect(Number(seen(element)[0])).to.be.within(1_700, 2_300);
      // On to the end, a screen at a time, without a hole.
      let last = Number(seen(element).at(-1));
      while (last < 2_999) {
        list.scrollTop += 300;
        await until(() => seen(element).some((text) => Number(text) > last), `on from ${last}`);
        await until(() => isDrawnAhead(element, '2999'), `drawn beyond ${last}`);
        expect(Number(seen(element)[0]), 'nothing is left out').to.be.at.most(last + 1);
        last = Number(seen(element).at(-1));
      }
      list.scrollTop += 300;
      expect(Math.abs(list.scrollTop)).to.be.below(2);
      await scrollBackTo(element, '2000');
      list.scrollTop = 0;
      await until(() => bubbles(element).length === 100, 'only the newest');
      expect(texts(element).at(-1)).to.equal('2999');
    });
  });

  describe('writing', () => {
    it('sends by Enter, breaks the line by Shift+Enter, and leaves input methods alone', async () => {
      const element = await makeLive();
      type(element, 'line');
      expect(enter(element, { shiftKey: true }).defaultPrevented).to.equal(false);
      expect(enter(element, { isComposing: true }).defaultPrevented).to.equal(false);
      expect(enter(element, { keyCode: 229 }).defaultPrevented).to.equal(false);
      expect(texts(element)).to.deep.equal([]);
      expect(enter(element).defaultPrevented).to.equal(true);
      expect([texts(element), field(element).value]).to.deep.equal([['line'], '']);
      write(element, '   ');
      expect(texts(element)).to.deep.equal(['line']);
    });

    describe('with a keyboard on the screen', () => {
      beforeEach(() => setTouch(true));

      it('breaks the line by Enter, and sends by the button and by Ctrl+Enter', async () => {
        const element = await makeLive();
        type(element, 'one');
        expect(enter(element).defaultPrevented).to.equal(false);
        expect(texts(element)).to.deep.equal([]);
        expect(enter(element, { ctrlKey: true }).defaultPrevented).to.equal(true);
        expect(texts(element)).to.deep.equal(['one']);
        type(element, 'two');
        find(element, '.send').click();
        expect([texts(element), field(element).value]).to.deep.equal([['one', 'two'], '']);
      });

      it('opens no keyboard where a person jumps to the newest message, or sends with the keyboard closed', async () => {
        const element = await makeScrolledBack();
        find(element, '.jump').click();
        await until(() => element.shadowRoot!.querySelector('.jump') === null, 'at the end');
        expect(element.shadowRoot!.activeElement === find(element, '.list')).to.equal(true);
        type(element, 'thanks');
        find(element, '.send').click();
        await until(() => texts(element).includes('thanks'), 'sent');
        expect(element.shadowRoot!.activeElement === field(element)).to.equal(false);
      });
    });

    it('leads to the field where a person with a mouse jumps to the newest message', async () => {
      setTouch(false);
      const element = await makeScrolledBack();
      find(element, '.jump').click();
      await until(() => element.shadowRoot!.activeElement === field(element), 'in the field');
    });

    it('grows with its text up to a height, also where the browser does not do so by itself', async () => {
      const element = await makeLive();
      const [line, height] = [field(element).offsetHeight, () => field(element).offsetHeight];
      // As a browser without `field-sizing`.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('textarea { field-sizing: fixed !important; }');
      element.shadowRoot!.adoptedStyleSheets.push(sheet);
      type(element, 'one\ntwo\nthree');
      expect(height()).to.be.above(line + 20);
      expect(field(element).scrollHeight).to.be.at.most(field(element).clientHeight);
      type(element, 'one');
      expect(height()).to.equal(line);
      type(element, 'line\n'.repeat(50));
      expect(height()).to.be.within(line + 60, 250);
      enter(element);
      expect(height()).to.equal(line);
    });

    it('sends over a connection that was there before it', async () => {
      const connection = await liveConnection();
      const element = await make();
      write(element, 'hello');
      await eventually(async () => (await gateway.chat()).messages.length === 1, 'sent');
      connection.close();
    });

    it('keeps its keys to itself, but not those of shortcuts', async () => {
      const element = await makeLive();
      const heard: string[] = [];
      const listen = ({ key }: KeyboardEvent): number => heard.push(key);
      window.addEventListener('keydown', listen);
      const altGraph = { key: '@', ctrlKey: true, modifierAltGraph: true };
      // WebKit knows no such key: on its systems Option is Alt.
      const hasAltGraph = new KeyboardEvent('keydown', altGraph).getModifierState('AltGraph');
      const written = [{ key: 'j' }, { key: '/' }, { key: 'Backspace' }, ...(hasAltGraph ? [altGraph] : [])];
      for (const init of written)
        field(element).dispatchEvent(
          new KeyboardEvent('keydown', { ...init, bubbles: true, composed: true }),
        );
      expect(heard).to.deep.equal([]);
      for (const init of [{ key: 'k', ctrlKey: true }, { key: 'Escape' }, { key: 'F6' }])
        field(element).dispatchEvent(
          new KeyboardEvent('keydown', { ...init, bubbles: true, composed: true }),
        );
      window.removeEventListener('keydown', listen);
      expect(heard).to.deep.equal(['k', 'Escape', 'F6']);
    });

    it('tells how much is too long instead of cutting it, and does not send it', async () => {
      const element = await makeLive();
      type(element, 'y'.repeat(4_001));
      await until(() => waiting(element) === '1 character too many', 'told');
      enter(element);
      expect([texts(element), field(element).value.length]).to.deep.equal([[], 4_001]);
      type(element, 'y');
      await until(() => waiting(element) === '', 'told no longer');
    });

    it('keeps what is half written over a reload, until it is sent', async () => {
      const element = await makeLive();
      type(element, 'half');
      element.remove();
      await nextTask();
      const again = await makeLive();
      await until(() => field(again).value === 'half', 'kept');
      enter(again);
      await eventually(async () => (await gateway.chat()).messages.length === 1, 'sent');
      again.remove();
      await nextTask();
      const sent = await makeLive();
      await push({ id: 'next', user: 'boris', text: 'next' });
      await until(() => texts(sent).includes('next'), 'begun');
      expect(field(sent).value).to.equal('');
    });

    it('can be cancelled by the page, and tells it of what comes', async () => {
      const element = await makeLive();
      element.addEventListener('dx-messenger-send', (event) => event.preventDefault(), { once: true });
      write(element, 'my plan');
      expect([texts(element), field(element).value]).to.deep.equal([[], 'my plan']);
      setTimeout(() => void push({ id: 'x', user: 'boris', text: 'hi' }));
      const { detail } = await oneEvent<CustomEvent<{ message: { id: string }; isOwn: boolean }>>(
        element,
        'dx-messenger-message',
      );
      expect([detail.message.id, detail.isOwn]).to.deep.equal(['x', false]);
    });

    it('keeps what is not sent over a reload, and sends it exactly once when the connection is back', async () => {
      const element = await makeLive();
      await gateway.stop();
      await until(() => waiting(element) !== '', 'no connection');
      write(element, 'one');
      write(element, 'two');
      expect(find(element, '.delivery').textContent).to.contain('Not sent yet');
      await expectAccessible(element);
      element.remove();
      await nextTask();
      const again = await make();
      await until(() => texts(again).join() === 'one,two', 'kept');
      expect(bubbles(again).every((item) => item.matches('.own.waiting'))).to.equal(true);
      await gateway.start();
      window.dispatchEvent(new Event('online'));
      await until(() => bubbles(again).every((item) => !item.matches('.waiting')), 'sent');
      const { messages, sends } = await gateway.chat();
      expect([messages.map(({ text }) => text), sends]).to.deep.equal([['one', 'two'], 2]);
      expect(texts(again)).to.deep.equal(['one', 'two']);
      expect(JSON.stringify({ ...sessionStorage })).not.to.contain('"two"');
    });

    it('sends again with the same id where the answer was lost, and the back end has it once', async () => {
      const element = await makeLive();
      write(element, 'no answer to this');
      await eventually(async () => (await gateway.chat()).messages.length === 1, 'taken');
      expect(bubbles(element)[0]!.matches('.waiting')).to.equal(true);
      await gateway.stop();
      await gateway.start();
      window.dispatchEvent(new Event('online'));
      await until(() => !bubbles(element)[0]!.matches('.waiting'), 'sent');
      const { messages, sends } = await gateway.chat();
      expect([messages.length, sends, bubbles(element).length]).to.deep.equal([1, 2, 1]);
    });

    it('says why the back end refused, and lets the person discard it', async () => {
      const element = await makeLive();
      write(element, 'refuse me');
      await until(() => bubbles(element)[0]!.textContent.includes('Not with us.'), 'refused');
      expect(bubbles(element)[0]!.matches('.refused')).to.equal(true);
      await expectAccessible(element);
      find(element, '.delivery button').click();
      await until(() => bubbles(element)[0]!.matches('.refused'), 'refused again');
      find(element, '.delivery button:last-child').click();
      await until(() => texts(element).length === 0, 'discarded');
    });

    it('tells others who is typing, until the message is there', async () => {
      signIn(await gateway.login('anna'));
      const element = await makeLive();
      await gateway.push({
        userID: '*',
        eventName: 'chat-typing',
        message: { user: 'boris', name: 'Boris' },
      });
      await until(() => find(element, '.typing').textContent === 'Boris is typing …', 'typing');
      await push({ id: 'm', user: 'boris', text: 'done' });
      await until(() => find(element, '.typing').textContent === '', 'written');
      const connection = await liveConnection();
      const notices: unknown[] = [];
      connection.on('chat-typing', ({ data }) => notices.push(data));
      type(element, 'h');
      type(element, 'he');
      await until(() => notices.length > 0, 'told');
      expect(notices).to.deep.equal([{ user: 'anna' }]);
      expect(find(element, '.typing').textContent).to.equal('');
      connection.close();
    });
  });

  describe('persons', () => {
    it('shows the next person nothing of the former one, and keeps nothing', async () => {
      signIn(await gateway.login('anna'));
      const element = await makeLive();
      await eventually(isConnectedAs(gateway, 'anna'), 'anna is connected');
      await push({ id: 'a', user: 'boris', text: 'secret of anna' }, 'anna');
      await until(() => texts(element).length === 1, 'came');
      await gateway.stop();
      await until(() => waiting(element) !== '', 'no connection');
      write(element, 'unsent secret');
      type(element, 'half a secret');
      expect(JSON.stringify({ ...sessionStorage })).to.contain('unsent secret');
      await gateway.start();
      window.dispatchEvent(new Event('online'));
      signIn(await gateway.login('boris'));
      await until(() => texts(element).length === 0 && field(element).value === '', 'forgotten');
      await eventually(isConnectedAs(gateway, 'boris'), 'boris is connected');
      expect((await gateway.chat()).messages.filter(({ user }) => user === 'boris')).to.deep.equal([]);
      expect(JSON.stringify({ ...sessionStorage })).not.to.contain('secret');
    });

    for (const [what, written, text, caret] of [
      ['what was marked', '', 'half a sentence', [5, 9, 'backward']],
      ['what they wrote meanwhile, where the caret was', 'whole', 'half wholentence', [10, 10, 'forward']],
    ] as const)
      it(`gives what is half written back to the same person with ${what}, once their new session is accepted`, async () => {
        signIn(await gateway.login('anna'));
        const element = await makeLive();
        await eventually(isConnectedAs(gateway, 'anna'), 'anna is connected');
        type(element, 'half a sentence');
        field(element).setSelectionRange(5, 9, 'backward');
        await gateway.stop();
        await until(() => waiting(element) !== '', 'no connection');
        signIn('of somebody');
        await until(() => field(element).value === '', 'hidden');
        if (written !== '') type(element, written);
        await gateway.start();
        signIn(await gateway.login('anna'));
        window.dispatchEvent(new Event('online'));
        await until(() => field(element).value === text, text);
        const { selectionStart, selectionEnd, selectionDirection } = field(element);
        expect([selectionStart, selectionEnd]).to.deep.equal(caret.slice(0, 2));
        if (written === '') expect(selectionDirection).to.equal(caret[2]);
        expect(JSON.stringify({ ...sessionStorage })).to.contain(text);
      });
  });

  it('is a labelled box on a canvas, and works when the page becomes live', async () => {
    document.documentElement.setAttribute('data-dx-mode', 'design');
    const element = await fixture<DxMessenger>(template);
    expect(element.shadowRoot!.textContent).to.contain('Messenger · chat');
    document.documentElement.setAttribute('data-dx-mode', 'live');
    await until(() => element.shadowRoot!.querySelector('section'), 'live');
    document.documentElement.setAttribute('data-dx-mode', 'design');
    await until(() => element.shadowRoot!.querySelector('section') === null, 'design again');
    expect(element.shadowRoot!.textContent).to.contain('Messenger · chat');
  });

  it('warns once of every wrong attribute', async () => {
    const warnings = await warningsDuring(async () => {
      const element = await make(
        html`<dx-messenger
          event-name="connect"
          send-event="dx:x"
          typing-event="disconnect"
          history-src="javascript:alert(1)"
        ></dx-messenger>`,
      );
      element.setAttribute('send-event', 'dx:x');
      await element.updateComplete;
    });
    for (const name of ['event-name', 'send-event', 'typing-event', 'history-src'])
      expect(warnings.filter((warning) => warning.includes(` ${name}=`)).length, name).to.equal(1);
  });
});
