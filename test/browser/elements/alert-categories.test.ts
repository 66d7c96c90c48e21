import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../src/define/dx-alert-toast.js';
import '../../../src/define/dx-event-log.js';
import '../../../src/define/dx-inbox.js';
import type { DxInbox } from '../../../src/elements/dx-inbox.js';
import { announcements, toasts } from '../alerts/support/drawn.js';
import { expectAccessible } from '../support/accessible.js';
import { gatewayForEach, isConnectedAs } from '../support/gateway.js';
import { eventually, liveConnection, signIn, until } from '../support/page.js';

const rootOf = (element: DxInbox): ShadowRoot => element.shadowRoot!;
const textsOf = (element: DxInbox): string[] =>
  [...rootOf(element).querySelectorAll('li .title, li .text')].map(({ textContent }) => textContent.trim());
const toastTexts = (): string[] =>
  toasts().map((item) => item.querySelector('.title, .text')!.textContent.trim());
const labels = (element: DxInbox): HTMLLabelElement[] => [
  ...rootOf(element).querySelectorAll<HTMLLabelElement>('label.category'),
];
const choiceOf = (element: DxInbox, name: string): HTMLSelectElement =>
  labels(element)
    .find((label) => label.textContent.trim().startsWith(name))!
    .querySelector('select')!;

describe('categories of alerts, on a server that keeps nothing of them', () => {
  const gateway = gatewayForEach();
  const push = (message: unknown, userID = '*') => gateway.push({ userID, eventName: 'alerts', message });

  const make = async (): Promise<DxInbox> => {
    const page = await fixture(
      html`<div>
        <dx-alert-toast event-name="alerts" duration="600000"></dx-alert-toast
        ><dx-inbox event-name="alerts"></dx-inbox>
      </div>`,
    );
    const element = page.querySelector('dx-inbox')!;
    await until(() => rootOf(element).querySelector('.bell'), 'drawn');
    (await liveConnection()).close();
    return element;
  };
  /** Opens the list with its settings. */
  const settingsOf = async (element: DxInbox): Promise<void> => {
    element.open();
    await until(() => rootOf(element).querySelector('.list'), 'open');
    rootOf(element).querySelector<HTMLElement>('[aria-controls=settings]')!.click();
  };
  const choose = async (element: DxInbox, name: string, delivery: string): Promise<void> => {
    await settingsOf(element);
    await until(() => choiceOf(element, name), `${name} can be chosen for`);
    const select = choiceOf(element, name);
    select.value = delivery;
    select.dispatchEvent(new Event('change'));
    element.close();
    await until(() => rootOf(element).querySelector('.list') === null, 'closed');
  };

  it('that only messages name can be chosen for: silent is listed and counted, and neither shown nor said', async () => {
    const element = await make();
    await push({ text: 'first', category: 'news' });
    await until(() => element.unread === 1 && toastTexts().join() === 'first', 'it came');
    // What comes within a moment is said together.
    await until(() => announcements().join().includes('first'), 'it is said');
    await choose(element, 'news', 'silent');
    // What was on the screen goes.
    await until(() => toasts().length === 0, 'its toast goes');
    await push({ text: 'second', category: 'news' });
    await push({ text: 'third', category: 'chat' });
    await until(() => element.unread === 3 && toastTexts().join() === 'third', 'all came');
    await until(() => announcements().join().includes('third'), 'the third is said');
    expect(announcements().join()).not.to.include('second');
    expect(toastTexts()).to.deep.equal(['third']);
  });

  it('that a person has muted are told by the event log as alerts of which no toast is shown', async () => {
    const element = await make();
    await push({ text: 'first', category: 'news' });
    await until(() => element.unread === 1, 'it came');
    await choose(element, 'news', 'silent');
    const log = await fixture(html`<dx-event-log></dx-event-log>`);
    const textOfLog = (): string => log.shadowRoot!.textContent;
    await until(() => log.shadowRoot!.querySelector('header'), 'drawn');
    await push({ text: 'second', category: 'news' });
    await push({ text: 'third', category: 'chat' });
    const rows = (): HTMLElement[] => [...log.shadowRoot!.querySelectorAll<HTMLElement>('.row')];
    await until(() => rows().length === 2, 'both came');
    rows()[1]!.click();
    await until(() => textOfLog().includes('muted by the person'), 'told');
    rows()[0]!.click();
    await until(() => !textOfLog().includes('muted by the person'), 'not told of the other');
  });

  it('of which nothing is wanted are neither shown nor listed nor counted, until they are wanted again', async () => {
    const element = await make();
    await push({ text: 'a', category: 'news' });
    await push({ text: 'b', parameters: { category: 'chat' } });
    await until(() => element.unread === 2, 'both came');
    await choose(element, 'news', 'none');
    await until(() => element.unread === 1, 'it is not counted');
    await push({ text: 'c', category: 'news' });
    await push('d');
    await until(() => element.unread === 2, 'the last came');
    expect(toastTexts()).not.to.include('c');
    element.open();
    await until(() => textsOf(element).length === 2, 'listed');
    expect(textsOf(element)).to.deep.equal(['d', 'b']);
    element.close();
    await choose(element, 'news', 'toast');
    await until(() => element.unread === 4, 'all are counted again');
  });

  it('keep what was chosen over a reload, for that person alone', async () => {
    const anna = await gateway.login('anna');
    signIn(anna);
    const element = await make();
    await push({ text: 'a', category: 'news' }, 'anna');
    await until(() => element.unread === 1, 'it came');
    await choose(element, 'news', 'none');
    await until(() => element.unread === 0, 'it is not counted');
    element.parentElement!.remove();
    const again = await make();
    await push({ text: 'b', category: 'news' }, 'anna');
    await push('c', 'anna');
    await until(() => again.unread === 1 && toastTexts().join() === 'c', 'only the last is counted');
    signIn(await gateway.login('boris'));
    await until(() => again.unread === 0, 'nothing of the former person is there');
    await eventually(isConnectedAs(gateway, 'boris'), 'the next person is connected');
    await push({ text: 'd', category: 'news' }, 'boris');
    await until(() => again.unread === 1 && toastTexts().join() === 'd', 'the next person sees it');
    await settingsOf(again);
    expect(choiceOf(again, 'news').value).to.equal('toast');
  });

  it('are chosen for with the keyboard, with names for screen readers, and axe finds nothing', async () => {
    const element = await make();
    await push({ text: 'a', category: 'news' });
    await until(() => element.unread === 1, 'it came');
    await settingsOf(element);
    await until(() => labels(element).length === 1, 'the category is there');
    const group = rootOf(element).querySelector('.categories')!;
    expect(rootOf(element).getElementById(group.getAttribute('aria-labelledby')!)!.textContent).to.equal(
      'By category',
    );
    const select = choiceOf(element, 'news');
    expect([...select.options].map(({ text }) => text)).to.deep.equal(['Toast', 'Only in this list', 'Off']);
    rootOf(element).querySelector<HTMLElement>('[aria-controls=settings]')!.focus();
    for (let step = 0; rootOf(element).activeElement !== select && step < 20; step += 1)
      await sendKeys({ press: 'Tab' });
    expect(rootOf(element).activeElement === select, 'the focus comes to the choice').to.equal(true);
    await expectAccessible(element);
  });
});
