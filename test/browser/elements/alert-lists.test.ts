import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/define/dx-alert-toast.js';
import '../../../src/define/dx-inbox.js';
import type { DxAlertToast } from '../../../src/elements/dx-alert-toast.js';
import type { DxInbox } from '../../../src/elements/dx-inbox.js';
import { toast, toasts } from '../alerts/support/drawn.js';
import { gatewayForEach } from '../support/gateway.js';
import { liveConnection, until, useServer, warningsDuring } from '../support/page.js';
import { startPlainServer } from '../support/servers.js';

const rows = (inbox: DxInbox): HTMLElement[] => [...inbox.shadowRoot!.querySelectorAll('li')];
const textsOf = (inbox: DxInbox): string[] =>
  rows(inbox).map((row) => row.querySelector('.lines')!.textContent.trim());
/** What the toasts say, the first that came first, and how often where it is more than once. */
const said = (): string[] =>
  toasts()
    .map((item) => [item.querySelector('.lines'), item.querySelector('.count')])
    .map((parts) => parts.map((part) => part?.textContent.trim() ?? '').join(''));

describe('a message that is a list of alerts', () => {
  // The history of another test belongs to another server.
  const gateway = gatewayForEach();
  const push = (message: unknown) => gateway.push({ userID: '*', eventName: 'alerts', message });
  const makeToast = async (
    template = html`<dx-alert-toast event-name="alerts" max-visible="5" duration="600000"></dx-alert-toast>`,
  ): Promise<DxAlertToast> => {
    const element = await fixture<DxAlertToast>(template);
    (await liveConnection()).close();
    return element;
  };
  const makeInbox = async (): Promise<DxInbox> => {
    const inbox = await fixture<DxInbox>(html`<dx-inbox event-name="alerts"></dx-inbox>`);
    await until(() => inbox.shadowRoot!.querySelector('.bell'), 'drawn');
    (await liveConnection()).close();
    inbox.open();
    return inbox;
  };

  it('is a toast for each item, in order; one that cannot be read is told on the console and the others stand', async () => {
    const element = await makeToast();
    const brought: (string | undefined)[] = [];
    element.addEventListener('dx-alert', (event) => brought.push(event.detail.message?.id));
    const warnings = await warningsDuring(async () => {
      await push([
        'First',
        { title: 'Second', variant: 'danger' },
        { note: 'hi' },
        { message: 'Elsewhere', page: '/elsewhere' },
        ['Third'],
        null,
        'Fourth',
      ]);
      await until(() => toasts().length === 3, 'shown');
    });
    expect(said()).to.have.members(['First', 'Second', 'Fourth']);
    expect(toast('Second').dataset['variant']).to.equal('danger');
    expect(warnings.filter((text) => text.includes('has the fields note'))).to.have.length(1);
    expect(warnings.filter((text) => text.includes('"alerts" is empty'))).to.have.length(1);
    // A listener gets the message itself with each of them.
    expect([brought.length, new Set(brought).size]).to.deep.equal([3, 1]);
  });

  it('counts an item that says the same as another, and shows an id once, in and between messages', async () => {
    await makeToast();
    const inbox = await makeInbox();
    // What an open list shows is no toast.
    inbox.close();
    await push(['Same', 'Same', { id: 'order-7', text: 'Left' }, { id: 'order-7', text: 'Left' }]);
    await push(JSON.stringify([{ id: 'order-7', text: 'Left' }, 'Last']));
    await until(() => toasts().length === 3, 'shown');
    inbox.open();
    await until(() => textsOf(inbox).join() === 'Last,Left,Same', 'listed');
    const [, , same] = rows(inbox);
    expect(same!.querySelector('.count')!.textContent).to.equal('×2');
    expect(inbox.unread).to.equal(3);
    expect(said()).to.have.members(['Same×2', 'Left', 'Last']);
  });

  it('is heard once where two elements listen', async () => {
    await makeToast();
    await makeToast(
      html`<dx-alert-toast
        event-name="alerts"
        placement="top-start"
        max-visible="5"
        duration="600000"
      ></dx-alert-toast>`,
    );
    await push(['a', 'b']);
    await push('After');
    await until(() => toasts().length === 3, 'shown');
    expect(said().sort()).to.deep.equal(['After', 'a', 'b']);
  });

  it('lists each item, which is read and dismissed by itself, in the same order after a reload', async () => {
    const inbox = await makeInbox();
    await push(Array.from({ length: 12 }, (_, index) => `text ${index}`));
    await until(() => inbox.unread === 12, 'listed');
    const newestFirst = Array.from({ length: 12 }, (_, index) => `text ${11 - index}`);
    expect(textsOf(inbox)).to.deep.equal(newestFirst);
    const row = (text: string) => rows(inbox)[textsOf(inbox).indexOf(text)]!;
    row('text 3').querySelector<HTMLElement>('.dismiss')!.click();
    row('text 5').querySelector<HTMLElement>('.dot')!.click();
    inbox.close();
    await until(() => inbox.unread === 10, 'one dismissed, one read');
    inbox.remove();
    const again = await makeInbox();
    await until(() => rows(again).length === 11, 'listed again');
    expect(textsOf(again)).to.deep.equal(newestFirst.filter((text) => text !== 'text 3'));
    expect(again.unread).to.equal(10);
    again.remove();
  });

  it('is the same on a server that keeps no log', async () => {
    const server = await startPlainServer();
    useServer(server.url);
    await makeToast();
    const inbox = await makeInbox();
    inbox.close();
    await server.emit('alerts', ['a', { text: 'b' }, 'a']);
    await until(() => inbox.unread === 2 && toasts().length === 2, 'shown and listed');
    expect(said().sort()).to.deep.equal(['a×2', 'b']);
    await server.stop();
  });

  it('takes the first hundred of a longer list, and says so', async () => {
    const element = await makeToast();
    let alerts = 0;
    element.addEventListener('dx-alert', () => (alerts += 1));
    const warnings = await warningsDuring(() =>
      element.show(Array.from({ length: 120 }, (_, index) => `text ${index}`)),
    );
    expect(alerts).to.equal(100);
    expect(warnings.join()).to.contain('has 120 alerts; the first 100 are taken');
  });

  it('gives the id of the first that is shown, and none where there is nothing in it', async () => {
    const element = await makeToast();
    element.addEventListener('dx-alert', (event) => {
      if (event.detail.alert.text === 'never') event.preventDefault();
    });
    element.dismiss(element.show(['never', 'first', 'second'])!);
    await until(() => said().join() === 'second', 'the first was dismissed');
    let warnings = await warningsDuring(() => expect(element.show([])).to.equal(null));
    expect(warnings.join()).to.contain('is empty');
    warnings = await warningsDuring(() => expect(element.show(['never'])).to.equal(null));
    expect(warnings).to.deep.equal([]);
  });

  it('is a text where JSON text is not read, a list where it comes as one', async () => {
    const element = await makeToast(
      html`<dx-alert-toast event-name="alerts" as-text max-visible="9" duration="600000"></dx-alert-toast>`,
    );
    for (const text of ['["a","b"]', '{"text":"c"}']) await push(text);
    await push(['d', { text: 'e' }, '{"text":"f"}']);
    await until(() => toasts().length === 5, 'shown');
    expect(said().sort()).to.deep.equal(['["a","b"]', 'd', 'e', '{"text":"c"}', '{"text":"f"}']);
    element.asText = false;
    await push('{"text":"read"}');
    await until(() => said().includes('read'), 'read');
  });
});
