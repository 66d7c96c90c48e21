import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../../src/define/dx-redirect.js';
import type { RedirectDetail } from '../../../src/elements/dx-redirect.events.js';
import { connectionFor } from '../../../src/elements/shared/connection-context.js';
import { listenToReports } from '../../../src/elements/shared/diagnostics.js';
import type { DxRedirect } from '../../../src/elements/dx-redirect.js';
import { gatewayForAll } from '../support/gateway.js';
import { signIn, until, warningsDuring } from '../support/page.js';

/** A field as component kits make them. */
class OwnField extends HTMLElement {
  static readonly formAssociated = true;
  value: readonly string[] = [];
}
customElements.define('own-field', OwnField);

/** Hears where pages are about to go, and keeps them here. */
function watchRedirects(): RedirectDetail[] {
  const heard: RedirectDetail[] = [];
  const listen = (event: DocumentEventMap['dx-redirect']): void => {
    event.preventDefault();
    heard.push(event.detail);
  };
  document.addEventListener('dx-redirect', listen);
  stops.push(() => document.removeEventListener('dx-redirect', listen));
  return heard;
}

const stops: (() => void)[] = [];

const toasts = (): HTMLAnchorElement[] =>
  [...document.querySelectorAll('.dx-alerts')].flatMap((host) => [
    ...host.shadowRoot!.querySelectorAll<HTMLAnchorElement>('li:not(.leaving) .toast a'),
  ]);

describe('dx-redirect', () => {
  const gateway = gatewayForAll();
  const push = (message: unknown) => gateway.push({ userID: '*', eventName: 'redirect', message });

  beforeEach(() => (document.hasFocus = () => true));
  afterEach(() => {
    Reflect.deleteProperty(document, 'hasFocus');
    for (const stop of stops.splice(0)) stop();
  });

  const openRedirect = async (template = html`<dx-redirect event-name="redirect"></dx-redirect>`) => {
    const box = await fixture<HTMLElement>(html`<div>${template}</div>`);
    const element = box.querySelector<DxRedirect>('dx-redirect')!;
    await until(() => connectionFor(element)?.status.state === 'live', 'live');
    return element;
  };

  it('tells where the page goes before it leaves it, and stays where a listener cancels that', async () => {
    await openRedirect();
    const heard = watchRedirects();
    await push({ href: '/orders/8' });
    await until(() => heard.length === 1, 'the redirect');
    expect(heard[0]!.href).to.equal(`${location.origin}/orders/8`);
    expect(heard[0]!.message.data).to.deep.equal({ href: '/orders/8' });
  });

  it('follows other origins only where allow names them, and says on the console what it does not follow', async () => {
    const heard = watchRedirects();
    const warnings = await warningsDuring(async () => {
      await openRedirect(
        html`<dx-redirect event-name="redirect" allow="https://shop.example nonsense"></dx-redirect>`,
      );
      await push({ href: 'https://evil.example/' });
      await push({ href: 'https://shop.example/7' });
      await until(() => heard.length === 1, 'the redirect');
    });
    expect(heard[0]!.href).to.equal('https://shop.example/7');
    expect(warnings.join('\n')).to.match(/allow="nonsense": must be an origin/);
    expect(warnings.join('\n')).to.match(/leads to https:\/\/evil\.example, .*the page stays/);
  });

  it('waits while text is written that nobody has saved, though the focus is elsewhere; then it is free to go', async () => {
    const element = await openRedirect(
      html`<dx-redirect event-name="redirect"></dx-redirect><textarea></textarea><button>Elsewhere</button>`,
    );
    const box = element.parentElement!;
    const field = box.querySelector('textarea')!;
    field.focus();
    await sendKeys({ type: 'half a sentence' });
    box.querySelector('button')!.focus();
    const heard = watchRedirects();
    const said: string[] = [];
    stops.push(listenToReports(element, (_, __, { code }) => said.push(code)));
    await push({ href: '/orders/8' });
    await push({ href: '/orders/9' });
    await push({ href: '/orders/10' });
    await until(() => said.length === 3, 'the last message');
    expect([said, heard]).to.deep.equal([['held', 'held', 'held'], []]);
    field.value = '';
    field.focus();
    box.querySelector('button')!.focus();
    await until(() => heard.length > 0, 'the redirect');
    expect(heard.map(({ href }) => href)).to.deep.equal([`${location.origin}/orders/10`]);
  });

  it('waits for what was written into a field that other people made, as it does for one of the browser', async () => {
    const element = await openRedirect(
      html`<dx-redirect event-name="redirect"></dx-redirect><own-field></own-field>`,
    );
    const own = element.parentElement!.querySelector<OwnField>('own-field')!;
    const said: string[] = [];
    stops.push(listenToReports(element, (_, __, { code }) => said.push(code)));
    own.value = ['half a', 'sentence'];
    own.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    const heard = watchRedirects();
    await push({ href: '/orders/8' });
    await until(() => said.length === 1, 'what became of it');
    expect([said, heard]).to.deep.equal([['held'], []]);
  });

  it('waits for a dialog and for what was written, also inside shadow roots', async () => {
    const element = await openRedirect(
      html`<dx-redirect event-name="redirect"></dx-redirect>
        <div></div>`,
    );
    const root = element.parentElement!.querySelector('div')!.attachShadow({ mode: 'open' });
    root.innerHTML = '<dialog><button>Close</button></dialog><textarea></textarea>';
    const dialog = root.querySelector('dialog')!;
    const field = root.querySelector('textarea')!;
    const said: string[] = [];
    stops.push(listenToReports(element, (_, __, { code }) => said.push(code)));
    const heard = watchRedirects();
    field.focus();
    await sendKeys({ type: 'half' });
    field.blur();
    await push({ href: '/orders/8' });
    await until(() => said.length === 1, 'what was written to hold');
    // Something holds at every moment, or the page would go.
    dialog.showModal();
    field.value = '';
    await push({ href: '/orders/9' });
    await until(() => said.length === 2, 'the dialog to hold');
    expect([said, heard.map(({ href }) => href)]).to.deep.equal([['held', 'held'], []]);
  });

  it('goes nowhere for a message of a person who has left meanwhile', async () => {
    const element = await openRedirect(
      html`<dx-redirect event-name="redirect"></dx-redirect><textarea></textarea>`,
    );
    const field = element.parentElement!.querySelector('textarea')!;
    field.focus();
    await sendKeys({ type: 'half' });
    const said: string[] = [];
    stops.push(listenToReports(element, (_, __, { code }) => said.push(code)));
    const heard = watchRedirects();
    await push({ href: '/orders/8' });
    await until(() => said.includes('held'), 'the page to hold');
    const connection = connectionFor(element)!;
    const changes: string[] = [];
    stops.push(connection.personChanges.add(({ type }) => changes.push(type)));
    signIn(await gateway.login('anna'));
    await until(() => changes.includes('known') && connection.status.state === 'live', 'the other person');
    expect(changes[0]).not.to.equal('known');
    field.value = '';
    field.blur();
    await push({ href: '/orders/9' });
    await until(() => heard.length > 0, 'the next redirect');
    expect(heard.map(({ href }) => href)).to.deep.equal([`${location.origin}/orders/9`]);
  });

  it('shows a toast with the link where the person is to confirm, and takes it away with the element', async () => {
    const element = await openRedirect(html`<dx-redirect event-name="redirect" confirm></dx-redirect>`);
    const heard = watchRedirects();
    await push({ href: '/orders/8' });
    await until(() => toasts().length === 1, 'the toast');
    expect(toasts()[0]!.href).to.equal(`${location.origin}/orders/8`);
    expect(toasts()[0]!.textContent).to.match(/Go on to \/orders\/8/);
    expect(heard).to.deep.equal([]);
    element.remove();
    await until(() => toasts().length === 0, 'no toast');
  });

  it('shows only a label on the canvas of a builder, and connects to nothing', async () => {
    document.documentElement.dataset['dxMode'] = 'design';
    const element = await fixture<DxRedirect>(html`<dx-redirect event-name="redirect"></dx-redirect>`);
    await element.updateComplete;
    expect(element.shadowRoot!.textContent).to.match(/Redirect · redirect/);
    expect(element.outerHTML).to.match(/^<dx-redirect event-name="redirect"><\/dx-redirect>$/);
  });
});
