import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/define/dx-alert-toast.js';
import '../../../src/define/dx-inbox.js';
import '../../../src/define/dx-messenger.js';
import '../../../src/define/dx-refresher.js';
import type { DxInbox } from '../../../src/elements/dx-inbox.js';
import { toasts } from '../alerts/support/drawn.js';
import { gatewayForEach } from '../support/gateway.js';
import { liveConnection, until } from '../support/page.js';

const isLive = (element: Element): boolean => element.matches(':state(live)');
/** What the list of an inbox says; only one list is open at a time. */
const lines = async (element: DxInbox): Promise<string[]> => {
  element.open();
  await until(() => element.shadowRoot!.querySelector('li .lines'), 'an open list with something in it');
  const found = [...element.shadowRoot!.querySelectorAll('li .lines')].map((line) => line.textContent.trim());
  element.close();
  return found;
};
const linesOfAll = async (elements: readonly DxInbox[]): Promise<string[][]> => {
  const found: string[][] = [];
  for (const element of elements) found.push(await lines(element));
  return found;
};

describe('elements with a topic', () => {
  const gateway = gatewayForEach();
  const push = (to: object, message: unknown, eventName = 'alerts'): Promise<unknown> =>
    gateway.push({ ...to, eventName, message });

  /** Waits until all that was pushed to the topics before has arrived. */
  const settled = async (...topics: string[]): Promise<void> => {
    const connection = await liveConnection();
    let count = 0;
    for (const name of topics) {
      const topic = connection.topic(name);
      topic.on('marker', () => (count += 1));
      await until(() => topic.state === 'live', `${name} live`);
    }
    connection.on('marker', () => (count += 1));
    for (const topic of topics) await push({ topic }, '', 'marker');
    await push({ userID: '*' }, '', 'marker');
    await until(() => count === topics.length + 1, 'all that was pushed');
    connection.close();
  };

  const addInbox = async (topic: string | null, events = 'alerts'): Promise<DxInbox> => {
    const element = document.createElement('dx-inbox');
    element.setAttribute('event-name', events);
    if (topic !== null) element.setAttribute('topic', topic);
    document.body.append(element);
    await until(() => element.shadowRoot?.querySelector('.bell'), 'drawn');
    return element;
  };

  it('inboxes of one event and different topics have lists of their own, also when they are drawn anew', async () => {
    const topics = ['news:1', 'news:2', null];
    const inboxes = await Promise.all(topics.map((topic) => addInbox(topic)));
    const all = await addInbox('news:2', '*');
    await settled('news:1', 'news:2');
    await push({ topic: 'news:1' }, { id: '7', text: 'of the first' });
    await push({ topic: 'news:2' }, { id: '7', text: 'of the second' });
    await push({ userID: '*' }, { id: '7', text: 'of all' });
    await until(() => [...inboxes, all].every(({ unread }) => unread === 1), 'all came');
    inboxes[0]!.markAllRead();
    await until(() => inboxes[0]!.unread === 0, 'read');
    expect(inboxes.map(({ unread }) => unread)).to.deep.equal([0, 1, 1]);
    expect(await linesOfAll([...inboxes, all])).to.deep.equal([
      ['of the first'],
      ['of the second'],
      ['of all'],
      ['of the second'],
    ]);
    for (const inbox of [...inboxes, all]) inbox.remove();
    const again = await Promise.all(topics.map((topic) => addInbox(topic)));
    expect(await linesOfAll(again)).to.deep.equal([['of the first'], ['of the second'], ['of all']]);
    again[1]!.setAttribute('topic', 'news:1');
    await again[1]!.updateComplete;
    expect(await lines(again[1]!)).to.deep.equal(['of the first']);
    for (const inbox of again) inbox.remove();
  });

  it('a toast shows what is pushed to its topic, also over an open list of another one', async () => {
    const inbox = await addInbox('news:4');
    inbox.open();
    await until(() => inbox.shadowRoot!.querySelector('.list'), 'open');
    const element = await fixture(
      html`<dx-alert-toast event-name="alerts" topic="news:3" duration="600000"></dx-alert-toast>`,
    );
    await settled('news:3', 'news:4');
    await push({ topic: 'news:4' }, 'of the other');
    await push({ userID: '*' }, 'of all');
    await push({ topic: 'news:3' }, 'of the topic');
    await until(() => toasts().length > 0, 'shown');
    expect(toasts().map(({ textContent }) => textContent.includes('of the topic'))).to.deep.equal([true]);
    element.remove();
    inbox.remove();
  });

  it('a messenger has the conversation of its topic, and what is half written stays with it', async () => {
    const element = await fixture(
      html`<dx-messenger event-name="chat" send-event="chat-send" topic="news:5"></dx-messenger>`,
    );
    await until(() => element.shadowRoot!.querySelector('section'), 'drawn');
    await settled('news:5');
    await push({ userID: '*' }, { id: '1', user: 'anna', text: 'to all', at: 1 }, 'chat');
    await push({ topic: 'news:5' }, { id: '2', user: 'anna', text: 'to the topic', at: 2 }, 'chat');
    const texts = (): string[] =>
      [...element.shadowRoot!.querySelectorAll('.message .text')].map(({ textContent }) => textContent);
    await until(() => texts().length > 0, 'drawn');
    expect(texts()).to.deep.equal(['to the topic']);
    const draft = (): string => element.shadowRoot!.querySelector('textarea')!.value;
    const write = (text: string): void => {
      const field = element.shadowRoot!.querySelector('textarea')!;
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    write('half a line for the fifth');
    element.setAttribute('topic', 'news:8');
    await until(() => texts().length === 0, 'another conversation');
    expect(draft()).to.equal('');
    write('half a line for the eighth');
    element.setAttribute('topic', 'news:5');
    await until(() => draft() === 'half a line for the fifth', 'what was half written there');
  });

  it('a page that was rendered long ago is refreshed once, as soon as it listens to the topic', async () => {
    const box = await fixture(html`
      <section>
        <p></p>
        <dx-refresher
          event-name="change"
          topic="news:6"
          rendered-at="2026-01-01T00:00:00Z"
          action="event"
          min-interval="0"
        ></dx-refresher>
      </section>
    `);
    let count = 0;
    box.querySelector('p')!.addEventListener('dx-refresh', (event) => {
      event.preventDefault();
      count += 1;
    });
    await until(() => count === 1, 'refreshed for its age');
    await until(() => isLive(box.querySelector('dx-refresher')!), 'live');
    await push({ topic: 'news:6' }, '', 'change');
    await until(() => count === 2, 'refreshed for the message');
    await settled('news:6');
    expect(count).to.equal(2);
  });
});
