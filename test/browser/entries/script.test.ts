import { expect } from '@open-wc/testing';
import { startGateway } from '../support/servers.js';
import { SESSION_KEY, setVisibility, until } from '../support/page.js';
import type * as DxRealtime from '../../../src/index.js';

/** Loads the built classic script, as a plain HTML page does. */
function loadScript(data: Record<string, string>): Promise<void> {
  const script = document.createElement('script');
  // The query makes the browser run it again: a second tag on one page.
  script.src = `/dist/dx-realtime.js?${crypto.randomUUID()}`;
  Object.assign(script.dataset, data);
  return new Promise((resolve, reject) => {
    script.onload = () => resolve();
    script.onerror = () => reject(new Error('dist/dx-realtime.js is missing: run "npm run build" first'));
    document.head.append(script);
  });
}

const loaded = () => (window as unknown as { dxRealtime: typeof DxRealtime }).dxRealtime;

describe('the classic script', () => {
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  before(async () => {
    setVisibility('visible');
    gateway = await startGateway();
  });
  after(() => gateway.stop());

  it('takes the settings of its tag, upgrades what is in the page, and shares all with a second copy', async () => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<dx-refresher event-name="changed" min-interval="0"></dx-refresher><p id="widget"></p>',
    );
    const refresher = document.querySelector('dx-refresher')!;
    await loadScript({ url: gateway.url, appId: 'test', sessionKey: SESSION_KEY });
    const first = loaded();
    await until(() => refresher.matches(':state(live)'), 'live');
    await loadScript({ url: gateway.url, appId: 'test', sessionKey: SESSION_KEY });
    const second = loaded();
    expect(second.connect).not.to.equal(first.connect);
    const handles = [first.connect(), second.connect()];
    await until(() => handles.every(({ state }) => state === 'live'), 'both live');
    expect(await gateway.connections()).to.have.length(1);

    const widget = document.querySelector('#widget')!;
    let taken = 0;
    widget.addEventListener('dx-refresh', (event) => {
      taken += 1;
      event.preventDefault();
    });
    await gateway.push({ userID: '*', eventName: 'changed' });
    await until(() => taken > 0, 'refreshed');
    for (const handle of handles) handle.close();
    refresher.remove();
    widget.remove();
  });

  it('opens an event log where the address asks for it, and loads its code only then', async () => {
    const isLoaded = () =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('/parts/event-log'));
    const former = location.href;
    expect([document.querySelector('dx-event-log') === null, isLoaded()]).to.deep.equal([true, false]);
    history.replaceState(null, '', `${former}&dx-debug`);
    await loadScript({ url: gateway.url, appId: 'test', sessionKey: SESSION_KEY });
    history.replaceState(null, '', former);
    const log = document.querySelector('dx-event-log')!;
    await until(() => log.shadowRoot!.querySelector('header'), 'drawn');
    expect(isLoaded()).to.equal(true);
    expect(getComputedStyle(log).position).to.equal('fixed');
    await gateway.push({ userID: '*', eventName: 'changed', message: 'hello' });
    await until(() => log.shadowRoot!.textContent.includes('hello'), 'logged');
    log.shadowRoot!.querySelector<HTMLElement>('[aria-label=Close]')!.click();
    expect(document.querySelector('dx-event-log') === null).to.equal(true);
  });

  it('leaves the global names of Socket.IO and other libraries alone', async () => {
    await loadScript({ url: gateway.url, appId: 'test' });
    expect(Object.keys(window).filter((name) => ['io', 'Idiomorph', 'lit'].includes(name))).to.deep.equal([]);
  });
});
