import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/define/dx-connection.js';
import '../../../src/define/dx-refresher.js';
import { connect } from '../../../src/page-api.js';
import type { ConnectionChangeDetail, DxConnection } from '../../../src/elements/dx-connection.js';
import { startGateway } from '../support/servers.js';
import { eventually, SESSION_KEY, setVisibility, until, warningsDuring } from '../support/page.js';

type Gateway = Awaited<ReturnType<typeof startGateway>>;

describe('dx-connection', () => {
  let first: Gateway;
  let second: Gateway;
  before(async () => {
    [first, second] = await Promise.all([startGateway(), startGateway()]);
  });
  beforeEach(() => setVisibility('visible'));
  after(() => Promise.all([first.stop(), second.stop()]));

  it('gives its settings to elements inside, and the first one to all the others', async () => {
    const box = await fixture(
      html`<div>
        <dx-refresher id="outside" event-name="x"></dx-refresher>
        <dx-connection url=${first.url} app-id="test" session-key=${SESSION_KEY}></dx-connection>
        <dx-connection url=${second.url} app-id="test" session-key=${SESSION_KEY}>
          <dx-refresher id="inside" event-name="x"></dx-refresher>
        </dx-connection>
      </div>`,
    );
    const [outside, inside] = [...box.querySelectorAll('dx-refresher')];
    await until(() => outside!.matches(':state(live)') && inside!.matches(':state(live)'), 'both live');
    expect(await first.connections()).to.have.length(1);
    expect(await second.connections()).to.have.length(1);
  });

  it('reaches into shadow roots, where one of their own comes first', async () => {
    const refresher = '<dx-refresher event-name="x"></dx-refresher>';
    const settings = (url: string) => `url="${url}" app-id="test" session-key="${SESSION_KEY}"`;
    const box = await fixture(
      html`<dx-connection url=${first.url} app-id="test" session-key=${SESSION_KEY}>
        <p></p>
        <p></p>
      </dx-connection>`,
    );
    const [one, other] = [...box.querySelectorAll('p')];
    one!.attachShadow({ mode: 'open' }).innerHTML = refresher;
    other!.attachShadow({ mode: 'open' }).innerHTML =
      `<dx-connection ${settings(second.url)}></dx-connection><section>${refresher}</section>`;
    for (const [host, gateway] of [
      [one!, first],
      [other!, second],
    ] as const) {
      const inside = host.shadowRoot!.querySelector('dx-refresher')!;
      await until(() => inside.matches(':state(live)'), 'live');
      expect(await gateway.connections()).to.have.length(1);
    }
  });

  it('takes no place, neither does a refresher, and shows what is inside', async () => {
    const box = await fixture<HTMLElement>(
      html`<div style="display: grid; gap: 10px">
        <dx-connection url=${first.url} app-id="test" session-key=${SESSION_KEY}></dx-connection>
        <dx-refresher event-name="x"></dx-refresher>
        <dx-connection><p style="margin: 0; block-size: 20px">inside</p></dx-connection>
        <p style="margin: 0; block-size: 20px">outside</p>
      </div>`,
    );
    await until(() => box.querySelector('dx-refresher')!.matches(':state(live)'), 'live');
    expect(box.offsetHeight).to.equal(50);
    expect(box.querySelector('p')!.offsetHeight).to.equal(20);
  });

  it('tells every change of state, bubbling, with the reason', async () => {
    const box = await fixture(html`<div></div>`);
    const changes: ConnectionChangeDetail[] = [];
    box.addEventListener('dx-connection-change', (event) => changes.push(event.detail));
    box.innerHTML = `<dx-connection url="${first.url}" app-id="no-such-app" session-key="${SESSION_KEY}"></dx-connection>
      <dx-refresher event-name="x"></dx-refresher>`;
    await until(() => changes.some(({ state }) => state === 'closed'), 'refused');
    expect(changes.map(({ state }) => state)).to.deep.equal(['connecting', 'closed']);
    const last = changes.at(-1)!;
    expect(last.url).to.equal(first.url);
    expect(last.reason).to.contain('no app');
    const connection = box.querySelector('dx-connection')!;
    expect([connection.state, connection.reason]).to.deep.equal([last.state, last.reason]);
  });

  it('opens nothing by itself', async () => {
    const connection = await fixture<DxConnection>(
      html`<dx-connection url=${second.url} app-id="test"></dx-connection>`,
    );
    expect(connection.state).to.equal('idle');
  });

  it('moves everything to the new server when its settings change', async () => {
    const box = await fixture(
      html`<div>
        <dx-connection url=${first.url} app-id="test" session-key=${SESSION_KEY}></dx-connection>
        <dx-refresher event-name="x"></dx-refresher>
      </div>`,
    );
    const refresher = box.querySelector('dx-refresher')!;
    await until(() => refresher.matches(':state(live)'), 'live');
    box.querySelector('dx-connection')!.setAttribute('url', second.url);
    await eventually(async () => (await second.connections()).length === 1, 'live at the second');
  });

  it('counts for code too', async () => {
    await fixture(
      html`<dx-connection url=${second.url} app-id="test" session-key=${SESSION_KEY}></dx-connection>`,
    );
    const handle = connect();
    await until(() => handle.state === 'live', 'live');
    handle.close();
  });

  it('says what is wrong with its settings', async () => {
    const warnings = await warningsDuring(async () => {
      await fixture(
        html`<div>
          <dx-connection url="live.example.com" transports="pigeon" session-key="nowhere"></dx-connection>
          <dx-refresher event-name="x"></dx-refresher>
        </div>`,
      );
      await new Promise((resolve) => setTimeout(resolve));
    });
    expect(warnings.some((warning) => warning.includes('pigeon'))).to.equal(true);
    expect(warnings.some((warning) => warning.includes('live.example.com'))).to.equal(true);
  });
});
