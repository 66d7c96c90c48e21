import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/define/dx-connection-status.js';
import { configure, connect } from '../../../src/page-api.js';
import type { ConnectionHandle } from '../../../src/connection/connection-registry.js';
import type { DxConnectionStatus } from '../../../src/elements/dx-connection-status.js';
import { loadLocale } from '../../../src/i18n/translator.js';
import { expectAccessible } from '../support/accessible.js';
import { gatewayForEach } from '../support/gateway.js';
import { liveConnection, until } from '../support/page.js';

const region = (element: DxConnectionStatus): Element | null =>
  element.shadowRoot!.querySelector('[role=status]');
const said = (element: DxConnectionStatus): string => region(element)?.textContent ?? '';
const shown = (element: DxConnectionStatus): string =>
  element.shadowRoot!.querySelector('[part=word]')?.textContent ?? '';

describe('dx-connection-status', () => {
  let handle: ConnectionHandle | null = null;
  afterEach(() => {
    handle?.close();
    handle = null;
    Reflect.deleteProperty(navigator, 'onLine');
  });
  const gateway = gatewayForEach();

  const make = (
    template = html`<dx-connection-status></dx-connection-status>`,
  ): Promise<DxConnectionStatus> => fixture<DxConnectionStatus>(template);
  const makeLive = async (template?: ReturnType<typeof html>): Promise<DxConnectionStatus> => {
    // Before the element is there: a connection that takes long would be news, and live then, too.
    handle = await liveConnection();
    const element = await make(template);
    await until(() => said(element) === 'Connection: Live', 'live');
    return element;
  };

  it('shows live at once, which is no news, as shape and word', async () => {
    const element = await makeLive();
    expect(shown(element)).to.equal('Live');
    expect(element.shadowRoot!.querySelectorAll('[part=icon] svg')).to.have.length(1);
    expect(region(element)!.getAttribute('aria-live')).to.equal('off');
    expect(element.matches(':state(live)')).to.equal(true);
    expect(element.outerHTML).to.equal('<dx-connection-status></dx-connection-status>');
    await expectAccessible(element);
  });

  it('shows and says a loss only once it has lasted, and the way back', async () => {
    const element = await makeLive();
    await gateway.stop();
    await until(() => element.state === 'reconnecting', 'lost');
    expect(said(element)).to.equal('Connection: Live');
    await until(() => shown(element) === 'Reconnecting', 'shown');
    expect(said(element)).to.equal('Connection: Reconnecting');
    expect(region(element)!.getAttribute('aria-live')).to.equal('polite');
    expect([element.matches(':state(live)'), element.matches(':state(reconnecting)')]).to.deep.equal([
      false,
      true,
    ]);
    await expectAccessible(element);
    Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
    window.dispatchEvent(new Event('offline'));
    await until(() => shown(element) === 'Offline', 'offline');
    await gateway.start();
    Reflect.deleteProperty(navigator, 'onLine');
    // At once, instead of after the delay of the next attempt.
    window.dispatchEvent(new Event('online'));
    await until(() => said(element) === 'Connection: Live', 'live again');
  });

  it('is seen only while something is wrong where it is quiet, and says all the same', async () => {
    const element = await makeLive(html`<dx-connection-status quiet></dx-connection-status>`);
    expect(shown(element)).to.equal('');
    expect(element.getBoundingClientRect().width).to.equal(0);
    await gateway.stop();
    await until(() => shown(element) === 'Reconnecting', 'shown');
    await gateway.start();
    window.dispatchEvent(new Event('online'));
    await until(() => shown(element) === '', 'gone');
    expect(said(element)).to.equal('Connection: Live');
  });

  it('says that a session is not accepted', async () => {
    configure({ appId: 'closed' });
    const element = await make();
    handle = connect();
    await until(() => shown(element) === 'Signed out', 'refused');
    await expectAccessible(element);
  });

  it('opens nothing by itself', async () => {
    const element = await make();
    await until(() => shown(element) === 'Not connected', 'idle');
    expect(await gateway.connections()).to.have.length(0);
  });

  it('speaks the language of the page', async () => {
    document.documentElement.lang = 'ru';
    await loadLocale(document.documentElement);
    const element = await make();
    handle = connect();
    await until(() => said(element) === 'Соединение: На связи', 'in Russian');
  });

  it('is a labelled box on a canvas, and works when the page becomes live', async () => {
    document.documentElement.setAttribute('data-dx-mode', 'design');
    const element = await make();
    expect(element.shadowRoot!.textContent).to.contain('Connection status');
    expect(region(element)).to.equal(null);
    handle = connect();
    document.documentElement.setAttribute('data-dx-mode', 'live');
    await until(() => shown(element) === 'Live', 'live');
    expect(element.shadowRoot!.textContent).not.to.contain('Connection status');
    document.documentElement.setAttribute('data-dx-mode', 'design');
    await until(() => region(element) === null, 'design again');
    expect(element.shadowRoot!.textContent).to.contain('Connection status');
  });

  it('keeps what it tells when it is moved', async () => {
    const element = await makeLive();
    const place = document.createElement('div');
    document.body.append(place);
    place.append(element);
    expect(shown(element)).to.equal('Live');
    place.remove();
  });
});
