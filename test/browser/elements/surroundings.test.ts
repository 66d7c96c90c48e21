import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../src/define/dx-alert-toast.js';
import '../../../src/define/dx-inbox.js';
import '../../../src/define/dx-messenger.js';
import type { DxAlertToast } from '../../../src/elements/dx-alert-toast.js';
import type { DxInbox } from '../../../src/elements/dx-inbox.js';
import { setDurationFactor } from '../../../src/alerts/preferences/duration-factor.js';
import { drawsAlerts, expectSame, hosts, toast, toasts } from '../alerts/support/drawn.js';
import { gatewayForAll } from '../support/gateway.js';
import { until } from '../support/page.js';

const find = (element: Element, selector: string): HTMLElement =>
  element.shadowRoot!.querySelector(selector)!;
const drawn = (element: Element, selector: string): Promise<void> =>
  until(() => element.shadowRoot?.querySelector(selector) != null, `${selector} to be drawn`);

/** Styles of the page, for one test. */
async function pageStyle(css: string): Promise<void> {
  const holder = await fixture(html`<div></div>`);
  const style = document.createElement('style');
  style.textContent = css;
  holder.append(style);
}

async function showToast(data: unknown): Promise<HTMLElement> {
  const element = await fixture<DxAlertToast>(
    html`<dx-alert-toast event-name="a" duration="600000"></dx-alert-toast>`,
  );
  await drawsAlerts();
  element.show(data);
  await until(() => toasts().length === 1, 'the toast');
  return toasts()[0]!;
}

async function openInbox(): Promise<DxInbox> {
  const element = await fixture<DxInbox>(html`<dx-inbox event-name="a"></dx-inbox>`);
  await drawn(element, '.bell');
  element.open();
  await drawn(element, '.list');
  return element;
}

describe('on a page with styles of its own', () => {
  gatewayForAll();

  it('a toast lies in a box without a look, and nothing dims the page behind it, whatever is written for popovers and dialogs', async () => {
    await pageStyle(`
      ::backdrop { background: rgb(0 0 0 / 60%); backdrop-filter: blur(4px) }
      [popover] { min-width: 60rem; min-height: 90vh; padding: 2rem; border: 4px solid red; border-radius: 1rem;
        background: red; box-shadow: 0 0 9px red; outline: 4px solid red; opacity: 0.5; filter: invert(1);
        transform: rotate(2deg); translate: 9px; scale: 0.5; transition: all 9s; animation: none 9s; margin: 9px }
      div { display: none; visibility: hidden; color: red; z-index: 1 }`);
    await showToast('Hello');
    const [host] = hosts();
    const read = (pseudo: string | null, name: string): string =>
      getComputedStyle(host!, pseudo).getPropertyValue(name);
    expect(read('::backdrop', 'display')).to.equal('none');
    const plain = {
      'min-width': '0px',
      'min-height': '0px',
      'padding-top': '0px',
      'border-top-width': '0px',
      'border-top-left-radius': '0px',
      'background-color': 'rgba(0, 0, 0, 0)',
      'box-shadow': 'none',
      'outline-style': 'none',
      opacity: '1',
      filter: 'none',
      transform: 'none',
      translate: 'none',
      scale: 'none',
      'transition-duration': '0s',
      'animation-duration': '0s',
      visibility: 'visible',
      display: 'flex',
    };
    // A minimum of zero is `auto` to some engines.
    const read0 = (name: string): string => read(null, name).replace(/^auto$/, '0px');
    for (const [name, value] of Object.entries(plain)) expect(read0(name), name).to.equal(value);
    expect(toast('Hello').getBoundingClientRect().width).to.be.within(200, 400);
  });

  it('texts break and the caret is seen in a bar that forbids both', async () => {
    const bar = await fixture<HTMLElement>(html`
      <nav style="white-space:nowrap;caret-color:transparent">
        <dx-inbox event-name="a"></dx-inbox>
        <dx-messenger event-name="m" send-event="s"></dx-messenger>
      </nav>
    `);
    const inbox = bar.querySelector('dx-inbox')!;
    const messenger = bar.querySelector('dx-messenger')!;
    await Promise.all([drawn(inbox, '.panel'), drawn(messenger, 'textarea')]);
    for (const box of [find(inbox, '.panel'), find(messenger, 'section')])
      expect(getComputedStyle(box).whiteSpace).to.equal('normal');
    const field = getComputedStyle(find(messenger, 'textarea'));
    expect(field.caretColor).to.equal(field.color);
  });

  it('toasts turn dark and light again together with a page that does so by a class', async () => {
    await pageStyle('body.dark { background: #0b0b0f }');
    const item = await showToast('Hello');
    const isDark = (): boolean => Number(getComputedStyle(item).backgroundColor.match(/\d+/)![0]) < 100;
    expect(isDark()).to.equal(false);
    document.body.classList.add('dark');
    await until(isDark, 'dark');
    document.body.classList.remove('dark');
    await until(() => !isDark(), 'light again');
  });
});

describe('on a page with shortcuts of its own', () => {
  gatewayForAll();
  let heard: string[];
  const listen = ({ type, key }: KeyboardEvent): void => void heard.push(`${type} ${key}`);
  const TYPES = ['keydown', 'keypress', 'keyup'] as const;
  beforeEach(() => {
    heard = [];
    for (const type of TYPES) document.addEventListener(type, listen);
  });
  afterEach(() => {
    for (const type of TYPES) document.removeEventListener(type, listen);
    // What is chosen there is kept for the site.
    setDurationFactor(document, 1);
  });

  it('marking, copying, undoing and moving by words in the field of a conversation are no shortcuts of the page; others are', async () => {
    const element = await fixture(html`<dx-messenger event-name="m" send-event="s"></dx-messenger>`);
    await drawn(element, 'textarea');
    const press = (init: KeyboardEventInit): boolean =>
      find(element, 'textarea').dispatchEvent(
        new KeyboardEvent('keydown', { bubbles: true, composed: true, ...init }),
      );
    for (const key of ['a', 'c', 'v', 'x', 'y', 'z', 'Z', 'ArrowLeft', 'Backspace', 'End'])
      for (const modifier of ['ctrlKey', 'metaKey']) press({ key, [modifier]: true });
    expect(heard).to.deep.equal([]);
    for (const key of ['k', 's', 'F5']) press({ key, ctrlKey: true });
    press({ key: 'ArrowUp', altKey: true });
    expect(heard).to.deep.equal(['keydown k', 'keydown s', 'keydown F5', 'keydown ArrowUp']);
  });

  it('what is typed and chosen in the settings of an inbox stays there', async () => {
    const element = await openInbox();
    find(element, '[aria-controls=settings]').click();
    await until(() => !find(element, '.settings').hidden, 'settings');
    find(element, 'select').focus();
    await sendKeys({ press: 'u' });
    await sendKeys({ press: 'ArrowDown' });
    find(element, '.mark-all-button').focus();
    find(element, '.clear-button').focus();
    find(element, '[aria-controls=settings]').focus();
    await sendKeys({ press: 'Enter' });
    await until(() => find(element, '.settings').hidden, 'closed by the key');
    expect(heard).to.deep.equal([]);
    await sendKeys({ press: 'j' });
    expect(heard).to.include('keydown j');
  });

  it('Escape closes the list of an inbox, and nothing of the page around it; pressed again it is for the page', async () => {
    const element = await openInbox();
    expectSame(element.shadowRoot!.activeElement, find(element, '.panel'));
    await sendKeys({ press: 'Escape' });
    await until(() => !find(element, '.panel').matches(':popover-open'), 'closed');
    expect(heard).to.deep.equal([]);
    await sendKeys({ press: 'Escape' });
    // Between them WebKit has a `keypress`.
    expect(heard).to.include.members(['keydown Escape', 'keyup Escape']);
  });

  it('Escape in a toast is over with the toast, though the key goes up on the page', async () => {
    const field = await fixture<HTMLInputElement>(html`<input aria-label="Name" />`);
    field.focus();
    const item = await showToast('Hello');
    item.querySelector<HTMLElement>('.close')!.focus();
    await sendKeys({ press: 'Escape' });
    await until(() => toasts().length === 0, 'closed');
    expectSame(document.activeElement, field);
    expect(heard).to.deep.equal([]);
    await sendKeys({ press: 'Escape' });
    // Between them WebKit has a `keypress`.
    expect(heard).to.include.members(['keydown Escape', 'keyup Escape']);
  });
});
