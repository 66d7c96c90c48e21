import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/define/dx-alert-toast.js';
import '../../../src/define/dx-inbox.js';
import '../../../src/define/dx-messenger.js';
import type { DxAlertToast } from '../../../src/elements/dx-alert-toast.js';
import type { DxInbox } from '../../../src/elements/dx-inbox.js';
import type { DxMessenger } from '../../../src/elements/dx-messenger.js';
import { drawsAlerts, toasts } from '../alerts/support/drawn.js';
import { gatewayForEach } from '../support/gateway.js';
import { liveConnection, until, useServer } from '../support/page.js';
import { makePage, startPlainServer } from '../support/servers.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HEBREW = 'שלום! ההזמנה 12 (ABC) הגיעה.';
const ENGLISH = 'Order 12 (אבג) has come.';

const findAll = (element: Element, selector: string): HTMLElement[] => [
  ...element.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];
const find = (element: Element, selector: string): HTMLElement => findAll(element, selector)[0]!;
const textsOf = (element: Element, selector: string): string[] =>
  findAll(element, selector).map(({ textContent }) => textContent.trim());
const directionOf = (element: Element): string => getComputedStyle(element).direction;

describe('texts and times', () => {
  const gateway = gatewayForEach();
  const push = (eventName: string, message: unknown) => gateway.push({ userID: '*', eventName, message });

  const makeInbox = async (template = html`<dx-inbox event-name="alerts"></dx-inbox>`): Promise<DxInbox> => {
    const holder = await fixture<HTMLElement>(html`<div>${template}</div>`);
    const element = holder.querySelector('dx-inbox')!;
    await until(() => element.shadowRoot?.querySelector('.bell'), 'drawn');
    (await liveConnection()).close();
    return element;
  };
  const openInbox = async (element: DxInbox, rows = 1): Promise<void> => {
    await until(() => element.unread === rows, 'all came');
    element.open();
    await until(() => findAll(element, 'li').length === rows, 'all are listed');
  };
  const makeMessenger = async (
    template = html`<dx-messenger event-name="chat" send-event="chat-send"></dx-messenger>`,
  ): Promise<DxMessenger> => {
    const holder = await fixture<HTMLElement>(html`<div>${template}</div>`);
    const element = holder.querySelector('dx-messenger')!;
    await until(() => element.shadowRoot?.querySelector('section'), 'drawn');
    (await liveConnection()).close();
    return element;
  };
  const messages = (element: Element): string[] => textsOf(element, '.message .text');

  describe('each text runs in the direction of its own script', () => {
    for (const [title, direction, text, expected] of [
      ['Hebrew on a page from left to right', 'ltr', HEBREW, 'rtl'],
      ['English on a page from right to left', 'rtl', ENGLISH, 'ltr'],
    ] as const) {
      it(`in toasts: ${title}`, async () => {
        const element = await fixture<DxAlertToast>(
          html`<dx-alert-toast event-name="a" duration="600000"></dx-alert-toast>`,
        );
        document.documentElement.dir = direction;
        try {
          await drawsAlerts();
          const action = { label: text, run: () => Promise.resolve({ error: text }) };
          element.show({ title: text, text, action });
          await until(() => toasts().length === 1, 'the toast');
          const [item] = toasts();
          item!.querySelector<HTMLElement>('.action')!.click();
          await until(() => item!.querySelector('.outcome'), 'the outcome');
          for (const part of ['.title', '.text', '.action', '.outcome'])
            expect(directionOf(item!.querySelector(part)!), part).to.equal(expected);
          expect(directionOf(item!), 'the toast itself').to.equal(direction);
        } finally {
          document.documentElement.dir = '';
        }
      });

      it(`in an inbox: ${title}`, async () => {
        const inbox = await makeInbox(
          html`<div dir=${direction}><dx-inbox event-name="alerts" label=${text}></dx-inbox></div>`,
        );
        await push('alerts', { title: text, text, action: { label: text, event: 'refuse-me' } });
        await openInbox(inbox);
        for (const part of ['h2', '.title', '.text', '.action'])
          expect(directionOf(find(inbox, part)), part).to.equal(expected);
        expect(directionOf(find(inbox, 'li')), 'the row itself').to.equal(direction);
      });

      it(`in a conversation: ${title}`, async () => {
        const messenger = await makeMessenger(
          html`<div dir=${direction}>
            <dx-messenger
              event-name="chat"
              typing-event="typing"
              send-event="chat-send"
              label=${text}
            ></dx-messenger>
          </div>`,
        );
        await push('chat', { id: '1', user: 'u', name: text, text });
        await push('typing', { user: 'v', name: text });
        await until(() => messages(messenger).length === 1 && find(messenger, '.typing bdi'), 'came');
        const field = find(messenger, 'textarea') as HTMLTextAreaElement;
        expect(directionOf(field), 'the empty field').to.equal(direction);
        field.value = text;
        for (const part of ['h2', '.message .author bdi', '.message .text', '.typing bdi', 'textarea'])
          expect(directionOf(find(messenger, part)), part).to.equal(expected);
        expect(directionOf(find(messenger, '.message')), 'the message itself').to.equal(direction);
      });
    }

    it('in the template of an author, piece by piece', async () => {
      const element = await fixture<DxAlertToast>(
        html`<dx-alert-toast event-name="a" duration="600000"
          ><template><p class="line">{{text}}</p></template></dx-alert-toast
        >`,
      );
      await drawsAlerts();
      element.show({ text: 'שלום.' });
      await until(() => toasts().length === 1, 'the toast');
      const line = toasts()[0]!.querySelector('.line')!;
      const range = document.createRange();
      const leftOf = (index: number): number => {
        range.setStart(line.firstChild!, index);
        range.setEnd(line.firstChild!, index + 1);
        return range.getBoundingClientRect().left;
      };
      // The full stop ends the sentence, on its left.
      expect(leftOf(4)).to.be.lessThan(leftOf(0));
    });
  });

  describe('signs that turn a text round', () => {
    /** Where the letters of an element lie, from left to right. */
    const asSeen = (element: Element): string => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const letters: [left: number, letter: string][] = [];
      while (walker.nextNode() !== null)
        [...(walker.currentNode as Text).data].forEach((letter, index) => {
          const range = document.createRange();
          range.setStart(walker.currentNode, index);
          range.setEnd(walker.currentNode, index + 1);
          const { left, width } = range.getBoundingClientRect();
          if (width > 0) letters.push([left, letter]);
        });
      return letters
        .sort(([one], [other]) => one - other)
        .map(([, letter]) => letter)
        .join('');
    };

    it('end with the text that has them: what stands behind it is as ever', async () => {
      const inbox = await makeInbox();
      const element = await fixture<DxAlertToast>(
        html`<dx-alert-toast event-name="a" duration="600000"></dx-alert-toast>`,
      );
      await drawsAlerts();
      for (let time = 0; time < 3; time += 1) {
        element.show({ title: '\u202eabc', text: 'd' });
        await push('alerts', { title: '\u202eabc', text: 'd' });
      }
      await openInbox(inbox);
      await until(() => toasts()[0]?.querySelector('.count')?.textContent === '×3', 'counted');
      await until(() => find(inbox, '.count').textContent === '×3', 'counted in the list');
      for (const title of [toasts()[0]!.querySelector('.title')!, find(inbox, '.title')]) {
        const [lines, count] = ['.lines', '.count'].map((part) => title.querySelector(part)!);
        expect(asSeen(lines!)).to.equal('cba');
        expect(asSeen(count!)).to.equal('×3');
        expect(count!.getBoundingClientRect().left).to.be.greaterThan(lines!.getBoundingClientRect().left);
      }
    });

    it('leave an address in a conversation as it is, also in a text from right to left', async () => {
      const messenger = await makeMessenger();
      const address = 'https://x.test/a/';
      await push('chat', { id: '1', user: 'u', text: `see \u202e${address} now` });
      await push('chat', { id: '2', user: 'u', text: `ראו ${address} עכשיו` });
      await until(() => messages(messenger).length === 2, 'came');
      for (const link of findAll(messenger, '.message a')) expect(asSeen(link)).to.equal(address);
    });
  });

  describe('another language', () => {
    it('is spoken as soon as the page names it, in an inbox and in a conversation, for what is there as well', async () => {
      const inbox = await makeInbox();
      const messenger = await makeMessenger();
      await push('alerts', 'a');
      await push('chat', { id: '1', user: 'u', text: 'b', at: Date.now() - DAY });
      await openInbox(inbox);
      await until(() => messages(messenger).length === 1, 'came');
      const words = (): string[] => [
        find(inbox, '.bell').ariaLabel!,
        find(inbox, 'time').textContent.trim(),
        find(inbox, 'h3').textContent,
        find(messenger, '.day').textContent,
        find(messenger, 'textarea').ariaLabel!,
      ];
      expect(words()).to.deep.equal([
        'Notifications, 1 unread',
        'Now',
        'Today',
        'Yesterday',
        'Write a message',
      ]);
      document.documentElement.lang = 'de';
      const german = ['Meldungen, 1 ungelesen', 'Jetzt', 'Heute', 'Gestern', 'Nachricht schreiben'];
      await until(() => words().join() === german.join(), german.join());
    });

    for (const language of ['pt_BR', 'zh_Hant_TW'])
      it(`is understood as many systems write it: ${language}`, async () => {
        document.documentElement.lang = language;
        const inbox = await makeInbox();
        const word = language === 'pt_BR' ? 'Notificações' : '通知';
        await until(() => find(inbox, '.bell').ariaLabel === word, word);
      });
  });

  describe('a clock of the device that is wrong', () => {
    const { now } = Date;
    afterEach(() => void (Date.now = now));

    for (const [title, ahead] of [
      ['40 days fast', 40 * DAY],
      ['40 days slow', -40 * DAY],
    ] as const)
      it(`leaves a conversation with a gateway as it is: ${title}`, async () => {
        Date.now = () => now() + ahead;
        const messenger = await makeMessenger();
        await push('chat', { id: '1', user: 'u', text: 'question' });
        await until(() => messages(messenger).length === 1, 'came');
        messenger.send('answer');
        await until(() => messages(messenger).join() === 'question,answer', 'below the question');
        expect(textsOf(messenger, '.day')).to.deep.equal(['Today']);
      });

    it('changes nothing of what an inbox lists and counts, also where it is 100 days fast', async () => {
      Date.now = () => now() + 100 * DAY;
      const inbox = await makeInbox(html`<dx-inbox event-name="alerts" max-age="7d"></dx-inbox>`);
      await push('alerts', 'a');
      await openInbox(inbox);
      expect([textsOf(inbox, 'h3'), textsOf(inbox, 'time')]).to.deep.equal([['Today'], ['Now']]);
    });
  });

  it('say "Yesterday" of what came today, as soon as midnight is over, in an inbox and a conversation that stay open', async () => {
    const { now } = Date;
    // Which does not tell the time.
    const server = await startPlainServer();
    useServer(server.url);
    try {
      const inbox = await makeInbox();
      const messenger = await makeMessenger();
      await server.emit('alerts', 'a');
      await server.emit('chat', { id: '1', user: 'u', text: 'b' });
      await openInbox(inbox);
      await until(() => messages(messenger).length === 1, 'came');
      const days = (): string => [...textsOf(inbox, 'h3'), ...textsOf(messenger, '.day')].join();
      expect(days()).to.equal('Today,Today');
      Date.now = () => now() + DAY;
      await until(() => days() === 'Yesterday,Yesterday', 'Yesterday');
      expect(find(inbox, 'time').textContent.trim()).to.match(/^\d+:\d\d.[AP]M$/);
    } finally {
      Date.now = now;
      await server.stop();
    }
  });

  it('of a history without times are in the order of the list, with no day and no time, and above what comes now', async () => {
    const list = (texts: string[]): string => JSON.stringify(texts.map((text) => ({ user: 'u', text })));
    const history = await makePage({ html: list(['c', 'd', 'e']), type: 'application/json' });
    const messenger = await makeMessenger(
      html`<dx-messenger event-name="chat" history-src=${history.path}></dx-messenger>`,
    );
    await until(() => messages(messenger).join() === 'c,d,e', 'loaded');
    await push('chat', { id: 'now', user: 'u', text: 'f' });
    await until(() => messages(messenger).join() === 'c,d,e,f', 'came');
    expect(textsOf(messenger, '.day')).to.deep.equal(['Today']);
    expect(findAll(messenger, 'time').length).to.equal(1);
    await history.set({ html: list(['a', 'b']), type: 'application/json' });
    find(messenger, '.list').dispatchEvent(new Event('scroll'));
    await until(() => messages(messenger).join() === 'a,b,c,d,e,f', 'earlier ones above');
  });
});
