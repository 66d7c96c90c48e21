import { gatewayForAll } from '../support/gateway.js';
import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import type { TemplateResult } from 'lit';
import '../../../src/define/dx-connection.js';
import '../../../src/define/dx-refresher.js';
import { registryOf } from '../../../src/connection/connection-registry.js';
import { configure, originHeaders } from '../../../src/page-api.js';
import { DxRefresher } from '../../../src/elements/dx-refresher.js';
import type { RefreshedDetail, RefreshErrorDetail } from '../../../src/elements/dx-refresher.events.js';
import type { RefreshDetail } from '../../../src/refresh/actions/actions.js';
import { itWhere } from '../support/engines.js';
import { makePage, startGateway, startPlainServer } from '../support/servers.js';
import {
  eventually,
  liveConnection,
  setVisibility,
  signIn,
  signOut,
  until,
  useServer,
  warningsDuring,
} from '../support/page.js';

/** A widget that counts how often it was asked to refresh. */
class CountingWidget extends HTMLElement {
  refreshes = 0;
  refresh(): void {
    this.refreshes += 1;
  }
}
customElements.define('counting-widget', CountingWidget);

function partsOf(box: Element): { refresher: DxRefresher; widget: CountingWidget } {
  return {
    refresher: box.querySelector('dx-refresher')!,
    widget: box.querySelector<CountingWidget>('counting-widget')!,
  };
}

/** A refresher beside what it refreshes: a widget, or what is given. */
async function mount(refresher: TemplateResult, widgets = html`<counting-widget></counting-widget>`) {
  const box = await fixture<HTMLElement>(html`<div>${refresher}${widgets}</div>`);
  return { box, ...partsOf(box) };
}

const isLive = (refresher: DxRefresher) => until(() => refresher.matches(':state(live)'), 'live');

describe('dx-refresher', () => {
  const gateway = gatewayForAll();

  const push = (message?: unknown, eventName = 'orders-changed') =>
    gateway.push({ userID: '*', eventName, message });

  it('refreshes the sibling widgets when its event comes, and no other', async () => {
    const { refresher, widget } = await mount(
      html`<dx-refresher event-name="orders-changed" min-interval="0"></dx-refresher>`,
    );
    await isLive(refresher);
    await push(undefined, 'something-else');
    setTimeout(() => void push());
    const event = await oneEvent<CustomEvent<RefreshedDetail>>(refresher, 'dx-refreshed');
    expect(widget.refreshes).to.equal(1);
    expect(event.detail.targets).to.deep.equal([widget]);
    expect(event.detail.reason).to.equal('message');
    expect(event.detail.duration).to.be.a('number');
  });

  it('taken over into another page within one task, shares the schedulers of that page', async () => {
    const { box, refresher, widget } = await mount(
      html`<dx-refresher event-name="orders-changed"></dx-refresher>`,
    );
    refresher.refresh();
    await until(() => widget.refreshes === 1, 'a refresh in the first page');
    const frame = await fixture<HTMLIFrameElement>(html`<iframe></iframe>`);
    frame.contentDocument!.body.append(box);
    refresher.refresh();
    const { shared } = registryOf(frame.contentWindow!);
    expect((shared.get('refresh jobs') as WeakSet<Element>).has(widget)).to.equal(true);
  });

  itWhere(
    hasRegistries(),
    'registries of their own for shadow roots',
    'taken over into another page, stays what it is where its tag is defined for one shadow root only',
    async () => {
      const registry = new CustomElementRegistry();
      registry.define('dx-scoped', class extends DxRefresher {});
      const host = await fixture<HTMLElement>(html`<div></div>`);
      const root = host.attachShadow({ mode: 'open', customElementRegistry: registry });
      root.innerHTML = '<dx-scoped event-name="orders-changed"></dx-scoped>';
      const scoped = root.firstElementChild!;
      expect(scoped).to.be.instanceOf(DxRefresher);
      const frame = await fixture<HTMLIFrameElement>(html`<iframe></iframe>`);
      const problems: unknown[] = [];
      const hear = (event: ErrorEvent): void => {
        problems.push(event.message);
        event.preventDefault();
      };
      window.addEventListener('error', hear);
      frame.contentDocument!.body.append(host);
      window.removeEventListener('error', hear);
      expect(problems).to.deep.equal([]);
      expect(scoped).to.be.instanceOf(DxRefresher);
    },
  );

  it('listens to several names and to any', async () => {
    for (const names of ['a, orders-changed', '*']) {
      const { refresher, widget } = await mount(
        html`<dx-refresher event-name=${names} min-interval="0"></dx-refresher>`,
      );
      await isLive(refresher);
      await push();
      await until(() => widget.refreshes === 1, names);
    }
  });

  it('hands the event to a listener, which may take it and take its time', async () => {
    const { refresher, widget } = await mount(
      html`<dx-refresher event-name="orders-changed" min-interval="0"></dx-refresher>`,
    );
    let finish = (): void => undefined;
    let detail: RefreshDetail | undefined;
    widget.addEventListener('dx-refresh', (event) => {
      detail = event.detail;
      detail.waitUntil(new Promise<void>((resolve) => (finish = resolve)));
    });
    await isLive(refresher);
    await push({ id: 7 });
    await until(() => detail !== undefined, 'event');
    expect(detail!.message?.data).to.deep.equal({ id: 7 });
    expect(refresher.matches(':state(refreshing)')).to.equal(true);
    setTimeout(() => finish());
    await oneEvent(refresher, 'dx-refreshed');
    expect(refresher.matches(':state(refreshing)')).to.equal(false);
    expect(widget.refreshes, 'the method was not called as well').to.equal(0);
  });

  it('skips messages that do not fit', async () => {
    const { refresher, widget } = await mount(
      html`<dx-refresher event-name="orders-changed" match="order.id=42" min-interval="0"></dx-refresher>`,
    );
    await isLive(refresher);
    await push({ order: { id: 41 } });
    await push({ order: { id: 42 } });
    await push('order.id=42');
    await push({ order: { id: '42' } });
    await until(() => widget.refreshes === 2, 'two fit');
    expect(widget.refreshes).to.equal(2);
  });

  it('starts at once, then keeps the interval, and never loses the last', async () => {
    const { refresher, widget } = await mount(
      html`<dx-refresher event-name="orders-changed" min-interval="300"></dx-refresher>`,
    );
    const starts: number[] = [];
    const seen: unknown[] = [];
    widget.addEventListener('dx-refresh', (event) => {
      starts.push(performance.now());
      seen.push(event.detail.message?.data);
    });
    await isLive(refresher);
    await gateway.pushMany(
      Array.from({ length: 50 }, (_, index) => ({
        userID: '*',
        eventName: 'orders-changed',
        message: index,
      })),
    );
    await until(() => seen.at(-1) === 49, 'the last');
    expect(seen[0]).to.equal(0);
    // A busy page hears of a refresh some time after it was due, and of the next one in time.
    for (const [index, start] of starts.slice(1).entries())
      expect(start - starts[index]!).to.be.at.least(200);
  });

  it('waits in a hidden tab and refreshes once when it shows', async () => {
    const { refresher, widget } = await mount(
      html`<dx-refresher event-name="orders-changed, last" min-interval="0"></dx-refresher>`,
    );
    await isLive(refresher);
    setVisibility('hidden');
    try {
      await push();
      await push();
      await until(() => refresher.matches(':state(held)'), 'held');
      expect(widget.refreshes).to.equal(0);
      setTimeout(() => setVisibility('visible'));
      const event = await oneEvent<CustomEvent<RefreshedDetail>>(refresher, 'dx-refreshed');
      expect(event.detail.targets).to.have.length(1);
      expect(widget.refreshes).to.equal(1);
      expect(refresher.matches(':state(held)')).to.equal(false);
    } finally {
      setVisibility('visible');
    }
  });

  it('catches up once after a gap, unless told never to', async () => {
    const server = await startPlainServer();
    useServer(server.url);
    const box = await fixture(
      html`<div>
        <div><dx-refresher event-name="x"></dx-refresher><counting-widget></counting-widget></div>
        <div>
          <dx-refresher event-name="x" catch-up="never"></dx-refresher><counting-widget></counting-widget>
        </div>
      </div>`,
    );
    const [first, second] = [...box.querySelectorAll<CountingWidget>('counting-widget')];
    const refresher = box.querySelector('dx-refresher')!;
    const reasons: string[] = [];
    refresher.addEventListener('dx-refreshed', (event) => reasons.push(event.detail.reason));
    await isLive(refresher);
    await server.cut();
    await until(() => refresher.matches(':state(stale)'), 'stale');
    await until(() => reasons.length > 0, 'caught up');
    expect(reasons).to.deep.equal(['reconnect']);
    expect([first!.refreshes, second!.refreshes]).to.deep.equal([1, 0]);
    box.remove();
    await server.stop();
  });

  describe('after a time without events', () => {
    const caughtUp = async (
      act: (
        server: Awaited<ReturnType<typeof startPlainServer>>,
        refresher: DxRefresher,
      ) => Promise<void> | void,
    ) => {
      const server = await startPlainServer();
      useServer(server.url);
      const { box, refresher } = await mount(
        html`<dx-refresher event-name="x" min-interval="0"></dx-refresher>`,
      );
      const reasons: string[] = [];
      refresher.addEventListener('dx-refreshed', (event) => reasons.push(event.detail.reason));
      await isLive(refresher);
      await act(server, refresher);
      await until(() => reasons.length > 0, 'caught up');
      // The marker is last in order: had there been a second refresh, it would be counted.
      await isLive(refresher);
      await server.emit('x');
      await until(() => reasons.at(-1) === 'message', 'marker');
      box.remove();
      await server.stop();
      return reasons;
    };

    it('catches up once when the page comes out of the back/forward cache', async () => {
      const reasons = await caughtUp(() => {
        window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
        window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
        setVisibility('visible');
      });
      expect(reasons).to.deep.equal(['resume', 'message']);
    });

    it('catches up once when the page is no longer frozen', async () => {
      const reasons = await caughtUp(() => {
        document.dispatchEvent(new Event('resume'));
        setVisibility('visible');
      });
      expect(reasons).to.deep.equal(['resume', 'message']);
    });

    it('catches up once after a sleep that only the clock tells', async () => {
      const now = Date.now.bind(Date);
      try {
        const reasons = await caughtUp(() => {
          setVisibility('hidden');
          Date.now = () => now() + 3_600_000;
          setVisibility('visible');
        });
        expect(reasons).to.deep.equal(['resume', 'message']);
      } finally {
        Date.now = now;
      }
    });
  });

  it('refreshes once when connected where the page was rendered long before, and not where it is new', async () => {
    const box = await fixture(
      html`<div>
        <div>
          <dx-refresher event-name="x" rendered-at="2026-01-01T00:00:00Z" id="old"></dx-refresher
          ><counting-widget></counting-widget>
        </div>
        <div>
          <dx-refresher event-name="x" rendered-at=${Date.now() + 1_000}></dx-refresher
          ><counting-widget></counting-widget>
        </div>
      </div>`,
    );
    const [old, fresh] = [...box.querySelectorAll<CountingWidget>('counting-widget')];
    await until(() => old!.refreshes === 1, 'the old one');
    expect(fresh!.refreshes).to.equal(0);
    const refresher = box.querySelector<DxRefresher>('#old')!;
    refresher.remove();
    old!.before(refresher);
    await isLive(refresher);
    expect(old!.refreshes, 'only at the first connection').to.equal(1);
  });

  it('polls while there is no connection, and stops when there is one', async () => {
    const own = await startGateway();
    useServer(own.url);
    const { box, refresher, widget } = await mount(
      html`<dx-refresher
        event-name="x"
        poll-when-offline="50"
        min-interval="0"
        catch-up="never"
      ></dx-refresher>`,
    );
    const reasons = new Set<string>();
    refresher.addEventListener('dx-refreshed', (event) => reasons.add(event.detail.reason));
    await isLive(refresher);
    await own.stop();
    const before = widget.refreshes;
    await until(() => widget.refreshes >= before + 3, 'polls');
    expect([...reasons]).to.deep.equal(['poll']);
    await own.start();
    window.dispatchEvent(new Event('online'));
    await isLive(refresher);
    const after = widget.refreshes;
    await own.push({ userID: '*', eventName: 'x' });
    await until(() => reasons.has('message'), 'by message again');
    expect(widget.refreshes).to.equal(after + 1);
    box.remove();
    await own.stop();
  });

  it('skips what this tab caused, and nothing else', async () => {
    const { refresher, widget } = await mount(
      html`<dx-refresher event-name="saved" ignore-own min-interval="0"></dx-refresher>`,
    );
    await isLive(refresher);
    const [origin] = Object.values(originHeaders());
    const save = (by?: string) => gateway.push({ userID: '*', eventName: 'saved', origin: by });
    await save(origin);
    await save('another tab');
    await save();
    await until(() => widget.refreshes >= 2, 'the others');
    expect(widget.refreshes).to.equal(2);
  });

  it('sends its origin along when asked to: with requests and forms of this page, and nowhere else', async () => {
    const original = window.fetch.bind(window);
    const sent: [string, string | null][] = [];
    window.fetch = (input, init) => {
      const request = new Request(input, init);
      sent.push([new URL(request.url).origin, request.headers.get('X-DX-Origin')]);
      return Promise.resolve(new Response());
    };
    try {
      configure({ sendOrigin: true });
      configure({ sendOrigin: true });
      await fetch('/here', { method: 'POST', body: 'x', headers: { A: 'b' } });
      await fetch('https://elsewhere.example/there');
      const [origin] = Object.values(originHeaders());
      expect(sent).to.deep.equal([
        [location.origin, origin],
        ['https://elsewhere.example', null],
      ]);
      const form = document.createElement('form');
      document.body.append(form);
      expect(new FormData(form).get('dx-origin')).to.equal(origin);
      form.remove();
    } finally {
      window.fetch = original;
    }
  });

  it('spreads refreshes as the message says, unless the author says otherwise', async () => {
    const box = await fixture(
      html`<div>
        <div>
          <dx-refresher id="hinted" event-name="spread-me"></dx-refresher><counting-widget></counting-widget>
        </div>
        <div>
          <dx-refresher event-name="spread-me" spread="0"></dx-refresher><counting-widget></counting-widget>
        </div>
      </div>`,
    );
    const [hinted, told] = [...box.querySelectorAll<CountingWidget>('counting-widget')];
    const refresher = box.querySelector<DxRefresher>('#hinted')!;
    await isLive(refresher);
    await gateway.push({ userID: '*', eventName: 'spread-me', spread: 600_000 });
    await until(() => told!.refreshes === 1, 'at once');
    expect(hinted!.refreshes).to.equal(0);
    expect(refresher.matches(':state(pending)')).to.equal(true);
  });

  it('shows that it waits for a person', async () => {
    const { box, refresher } = await mount(
      html`<dx-refresher event-name="orders-changed" hold-while="editing" min-interval="0"></dx-refresher>`,
      html`<section id="held"><input /></section>`,
    );
    const section = box.querySelector('#held')!;
    let refreshes = 0;
    section.addEventListener('dx-refresh', (event) => {
      event.preventDefault();
      refreshes += 1;
    });
    await isLive(refresher);
    section.querySelector('input')!.focus();
    await push();
    await until(() => refresher.matches(':state(held)'), 'held');
    expect(refreshes).to.equal(0);
    section.querySelector('input')!.blur();
    section.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
    await until(() => refreshes === 1, 'goes on');
    await until(() => !refresher.matches(':state(held)'), 'not held any more');
  });

  it('refreshes when another person signs in', async () => {
    const { refresher, widget } = await mount(
      html`<dx-refresher event-name="orders-changed"></dx-refresher>`,
    );
    await isLive(refresher);
    signIn(await gateway.login('anna'));
    await until(() => widget.refreshes === 1, 'refreshed');
    signOut();
  });

  it('keeps what it waits for when it is moved, and drops it when it is removed', async () => {
    const box = await fixture<HTMLElement>(
      html`<div>
        <div id="one">
          <dx-refresher event-name="orders-changed" target="counting-widget" debounce="100"></dx-refresher>
        </div>
        <div id="two"></div>
        <counting-widget></counting-widget>
      </div>`,
    );
    const { refresher, widget } = partsOf(box);
    await isLive(refresher);
    await push();
    await until(() => refresher.matches(':state(pending)'), 'pending');
    box.querySelector('#two')!.append(refresher);
    await until(() => widget.refreshes === 1, 'refreshed after the move');
    await push();
    await until(() => widget.refreshes === 2, 'still subscribed');
    await push();
    await until(() => refresher.matches(':state(pending)'), 'pending again');
    refresher.remove();
    await Promise.resolve();
    expect(refresher.matches(':state(pending)')).to.equal(false);
  });

  it('takes changed attributes, and hears nothing while disabled', async () => {
    const { refresher, widget } = await mount(
      html`<dx-refresher event-name="orders-changed" min-interval="0"></dx-refresher>`,
    );
    await isLive(refresher);
    refresher.setAttribute('event-name', 'other');
    await refresher.updateComplete;
    await push();
    await push(undefined, 'other');
    await until(() => widget.refreshes === 1, 'other');
    refresher.setAttribute('disabled', '');
    await refresher.updateComplete;
    const connection = await liveConnection();
    const heard = new Promise((resolve) => connection.on('other', resolve));
    await push(undefined, 'other');
    await heard;
    connection.close();
    refresher.setAttribute('disabled', 'false');
    await isLive(refresher);
    await push(undefined, 'other');
    await until(() => widget.refreshes >= 2, 'again');
    expect(widget.refreshes).to.equal(2);
  });

  it('is live only while it listens itself, whoever else has the connection', async () => {
    const box = await fixture(
      html`<div>
        <dx-refresher event-name="orders-changed"></dx-refresher>
        <dx-refresher event-name="other"></dx-refresher>
      </div>`,
    );
    const [one, other] = [...box.querySelectorAll('dx-refresher')] as [DxRefresher, DxRefresher];
    await isLive(one);
    await isLive(other);
    one.disabled = true;
    await one.updateComplete;
    expect([one, other].map((refresher) => refresher.matches(':state(live)'))).to.deep.equal([false, true]);
    expect(one.matches(':state(stale)')).to.equal(false);
    one.disabled = false;
    await isLive(one);
  });

  it('keeps the interval for widgets that put another element in their place', async () => {
    const { box, refresher } = await mount(
      html`<dx-refresher event-name="orders-changed" min-interval="300" target=".replaced"></dx-refresher>`,
      html`<p class="replaced"></p>`,
    );
    const starts: number[] = [];
    let last: unknown;
    box.addEventListener('dx-refresh', (event) => {
      starts.push(event.timeStamp);
      last = event.detail.message?.data;
      event.preventDefault();
      (event.target as Element).replaceWith((event.target as Element).cloneNode());
    });
    await isLive(refresher);
    const messages = Array.from({ length: 50 }, (_, message) => message);
    await gateway.pushMany(
      messages.map((message) => ({ userID: '*', eventName: 'orders-changed', message })),
    );
    await until(() => last === 49, 'the last');
    for (const [index, start] of starts.slice(1).entries())
      expect(start - starts[index]!).to.be.at.least(295);
  });

  it('makes two refreshers on one target one job', async () => {
    const { box, refresher, widget } = await mount(
      html`<dx-refresher event-name="orders-changed"></dx-refresher
        ><dx-refresher event-name="orders-changed"></dx-refresher>`,
    );
    await isLive(refresher);
    let refreshed = 0;
    box.addEventListener('dx-refreshed', () => (refreshed += 1));
    await push();
    await until(() => refreshed === 2, 'both told');
    expect(widget.refreshes).to.equal(1);
  });

  it('opens one socket for a hundred refreshers', async () => {
    const box = await fixture(
      html`<div>
        ${Array.from({ length: 100 }, () => html`<dx-refresher event-name="many"></dx-refresher>`)}<counting-widget
        ></counting-widget>
      </div>`,
    );
    await isLive(partsOf(box).refresher);
    expect(await gateway.connections()).to.have.length(1);
  });

  it('refreshes by hand', async () => {
    const { refresher, widget } = await mount(
      html`<dx-refresher event-name="orders-changed"></dx-refresher>`,
    );
    setTimeout(() => refresher.refresh());
    const event = await oneEvent<CustomEvent<RefreshedDetail>>(refresher, 'dx-refreshed');
    expect(event.detail.reason).to.equal('manual');
    expect(widget.refreshes).to.equal(1);
    refresher.remove();
    refresher.refresh();
    expect(widget.refreshes).to.equal(1);
  });

  it('does nothing but show a label in a builder, live in both directions', async () => {
    document.documentElement.dataset.dxMode = 'design';
    try {
      const { refresher, widget } = await mount(
        html`<dx-refresher event-name="orders-changed" min-interval="0"></dx-refresher>`,
      );
      expect(refresher.getBoundingClientRect().height).to.be.greaterThan(10);
      expect(refresher.shadowRoot!.textContent).to.contain('orders-changed');
      await eventually(async () => (await gateway.connections()).length === 0, 'no socket');
      refresher.refresh();
      expect(widget.refreshes).to.equal(0);
      document.documentElement.dataset.dxMode = 'live';
      await isLive(refresher);
      expect(refresher.getBoundingClientRect().height).to.equal(0);
      expect(refresher.outerHTML).to.equal(
        '<dx-refresher event-name="orders-changed" min-interval="0"></dx-refresher>',
      );
    } finally {
      delete document.documentElement.dataset.dxMode;
    }
  });

  describe('fetch', () => {
    it('takes the widget from the fresh page, by id, and leaves what is equal', async () => {
      const page = await makePage({
        html: '<main><ul id="list"><li id="a">A</li><li id="b">B2</li></ul></main>',
      });
      const { box, refresher } = await mount(
        html`<dx-refresher event-name="orders-changed" action="fetch" src=${page.path}></dx-refresher>`,
        html`<ul id="list">
          <li id="a">A</li>
          <li id="b">B</li>
        </ul>`,
      );
      const first = box.querySelector('#a')!;
      await isLive(refresher);
      setTimeout(() => void push());
      await oneEvent(refresher, 'dx-refreshed');
      expect(box.querySelector('#list')!.textContent.trim()).to.equal('AB2');
      expect(box.querySelector('#a')).to.equal(first);
    });

    it('fetches once for several targets of one page', async () => {
      const page = await makePage({ html: '<p id="one">1</p><p id="two">2</p>' });
      const { box, refresher } = await mount(
        html`<dx-refresher event-name="orders-changed" action="fetch" src=${page.path}></dx-refresher>`,
        html`<p id="one"></p>
          <p id="two"></p>`,
      );
      setTimeout(() => refresher.refresh());
      await oneEvent(refresher, 'dx-refreshed');
      expect(box.textContent.replace(/\s/g, '')).to.equal('12');
      expect(await page.requests()).to.equal(1);
    });

    it('keeps what a person typed, the focus and the caret; clean fields follow the server', async () => {
      const fields = (clean: string, dirty: string) => `<form id="form"><input name="clean" value="${clean}">
        <input name="dirty" value="${dirty}"><textarea name="text">${dirty}</textarea>
        <input type="checkbox" name="box"><select name="choice"><option>1</option><option>2</option></select></form>`;
      const page = await makePage({ html: fields('server 2', 'server 2') });
      const box = await fixture<HTMLElement>(
        html`<div>
          <dx-refresher event-name="x" action="fetch" src=${page.path}></dx-refresher>
        </div>`,
      );
      box.insertAdjacentHTML('beforeend', fields('server 1', 'server 1'));
      const form = box.querySelector('form')!;
      const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
      const dirty = field('dirty');
      dirty.focus();
      dirty.value = 'typed';
      dirty.setSelectionRange(2, 4);
      field('text').value = 'typed too';
      field('box').checked = true;
      field('choice').value = '2';
      const conflicts: Element[] = [];
      box.addEventListener('dx-conflict', (event) =>
        conflicts.push((event as CustomEvent<{ field: Element }>).detail.field),
      );
      const { refresher } = partsOf(box);
      setTimeout(() => refresher.refresh());
      await oneEvent(refresher, 'dx-refreshed');
      expect(field('clean').value).to.equal('server 2');
      expect(dirty.value).to.equal('typed');
      expect([dirty.selectionStart, dirty.selectionEnd]).to.deep.equal([2, 4]);
      expect(document.activeElement).to.equal(dirty);
      expect(field('text').value).to.equal('typed too');
      expect(field('box').checked).to.equal(true);
      expect(field('choice').value).to.equal('2');
      expect(conflicts).to.deep.equal([dirty, field('text')]);
      expect(dirty.defaultValue, 'the next comparison starts from the new server value').to.equal('server 2');
    });

    it('leaves open details, kept parts and scroll where they are', async () => {
      const page = await makePage({
        html: '<div id="box"><details><summary>s</summary>new</details><div dx-keep>server</div><p>new</p></div>',
      });
      const box = await fixture<HTMLElement>(
        html`<div>
          <dx-refresher event-name="x" action="fetch" src=${page.path}></dx-refresher>
          <div id="box">
            <details>
              <summary>s</summary>
              old
            </details>
            <div dx-keep>mine</div>
            <p>old</p>
          </div>
        </div>`,
      );
      box.querySelector('details')!.open = true;
      const { refresher } = partsOf(box);
      setTimeout(() => refresher.refresh());
      await oneEvent(refresher, 'dx-refreshed');
      expect(box.querySelector('details')!.open).to.equal(true);
      expect(box.querySelector('[dx-keep]')!.textContent).to.equal('mine');
      expect(box.querySelector('p')!.textContent).to.equal('new');
    });

    it('writes nothing where nothing changed', async () => {
      const same =
        '<section id="same" class="a b"><p title="x">text</p><!--note--><input value="1"></section>';
      const page = await makePage({ html: same });
      const box = await fixture<HTMLElement>(
        html`<div>
          <dx-refresher event-name="x" action="fetch" src=${page.path}></dx-refresher>
        </div>`,
      );
      box.insertAdjacentHTML('beforeend', same);
      const observer = new MutationObserver(() => undefined);
      observer.observe(box, { subtree: true, childList: true, attributes: true, characterData: true });
      const { refresher } = partsOf(box);
      setTimeout(() => refresher.refresh());
      await oneEvent(refresher, 'dx-refreshed');
      expect(
        observer.takeRecords().map(({ type, attributeName }) => `${type} ${attributeName}`),
      ).to.deep.equal([]);
      observer.disconnect();
    });

    it('never runs a script of the answer', async () => {
      const page = await makePage({
        html: '<div id="box"><script>window.ran = true</script><img src="x:" onload="window.ran = true">new</div>',
      });
      const { box, refresher } = await mount(
        html`<dx-refresher event-name="x" action="fetch" src=${page.path}></dx-refresher>`,
        html`<div id="box">old</div>`,
      );
      setTimeout(() => refresher.refresh());
      await oneEvent(refresher, 'dx-refreshed');
      expect(box.querySelector('#box')!.textContent).to.contain('new');
      expect((window as { ran?: boolean }).ran).to.equal(undefined);
    });

    const troubles: [string, Parameters<typeof makePage>[0], string, boolean][] = [
      ['an error', { html: '<p id="w">no</p>', status: 500 }, 'answered 500', true],
      ['a missing page', { html: '<p id="w">no</p>', status: 404 }, 'answered 404', false],
      ['something that is no HTML', { html: '{"a":1}', type: 'application/json' }, 'not HTML', false],
      ['a page without the widget', { html: '<h1>other</h1><p>no</p>' }, 'no element for #w', false],
    ];
    for (const [name, answer, problem, retries] of troubles) {
      it(`leaves the old content after ${name} and says so`, async () => {
        const page = await makePage(answer);
        const { box, refresher } = await mount(
          html`<dx-refresher event-name="x" action="fetch" src=${page.path}></dx-refresher>`,
          html`<p id="w">old</p>`,
        );
        setTimeout(() => refresher.refresh());
        const { detail } = await oneEvent<CustomEvent<RefreshErrorDetail>>(refresher, 'dx-refresh-error');
        expect(detail.error.message).to.contain(problem);
        expect(detail.retryIn === null).to.equal(!retries);
        expect(box.querySelector('#w')!.textContent).to.equal('old');
        expect(refresher.matches(':state(failed)')).to.equal(true);
        if (!retries) return;
        await page.set({ html: '<p id="w">new</p>' });
        await oneEvent(refresher, 'dx-refreshed');
        expect(box.querySelector('#w')!.textContent).to.equal('new');
        expect(refresher.matches(':state(failed)')).to.equal(false);
      });
    }

    it('takes a redirect to another page as a failure: it may be the login page', async () => {
      const login = await makePage({ html: '<p id="w">please log in</p>' });
      const page = await makePage({ html: '', redirect: login.path });
      const { box, refresher } = await mount(
        html`<dx-refresher event-name="x" action="fetch" src=${page.path}></dx-refresher>`,
        html`<p id="w">old</p>`,
      );
      setTimeout(() => refresher.refresh());
      await oneEvent(refresher, 'dx-refresh-error');
      expect(box.querySelector('#w')!.textContent).to.equal('old');
    });

    it('marks the target as busy when it takes long, and aborts when the refresher goes', async () => {
      const page = await makePage({ html: '<p id="w">new</p>', delay: 3_000 });
      const { box, refresher } = await mount(
        html`<dx-refresher event-name="x" action="fetch" src=${page.path}></dx-refresher>`,
        html`<p id="w">old</p>`,
      );
      const widget = box.querySelector('#w')!;
      refresher.refresh();
      await until(() => widget.getAttribute('aria-busy') === 'true', 'busy');
      refresher.remove();
      await until(() => !widget.hasAttribute('aria-busy'), 'aborted');
      expect(widget.textContent).to.equal('old');
    });
  });

  describe('bad input', () => {
    const warned = async (
      markup: ReturnType<typeof html>,
      act: (refresher: DxRefresher) => void = () => undefined,
    ) => {
      let box: Element | undefined;
      const warnings = await warningsDuring(async () => {
        box = await fixture(markup);
        const { refresher } = partsOf(box);
        await refresher.updateComplete;
        act(refresher);
        act(refresher);
        await new Promise((resolve) => setTimeout(resolve));
      });
      return warnings;
    };

    it('says what is wrong, once, naming element, attribute and what is used instead', async () => {
      const warnings = await warned(
        html`<div>
          <dx-refresher
            id="r1"
            event-name="e1"
            action="explode"
            min-interval="soon"
            when-hidden="x"
          ></dx-refresher>
        </div>`,
      );
      expect(warnings).to.have.length(3);
      expect(warnings[0])
        .to.contain('<dx-refresher id="r1"> action="explode"')
        .and.contain('"auto" is used instead');
      expect(warnings[1]).to.contain('min-interval="soon"').and.contain('500 is used instead');
    });

    it('says that a name is missing or reserved', async () => {
      expect((await warned(html`<div><dx-refresher id="r2"></dx-refresher></div>`))[0]).to.contain(
        'event-name: is missing',
      );
      const reserved = await warned(
        html`<div><dx-refresher id="r3" event-name="connect,dx:hello,fine"></dx-refresher></div>`,
      );
      expect(reserved).to.have.length(2);
    });

    it('says that nothing fits the target, and that a selector is none', async () => {
      const refresh = (refresher: DxRefresher): void => refresher.refresh();
      expect(
        (
          await warned(
            html`<div><dx-refresher id="r4" event-name="e" target="#nowhere"></dx-refresher></div>`,
            refresh,
          )
        )[0],
      ).to.contain('no element fits');
      expect(
        (
          await warned(
            html`<div><dx-refresher id="r5" event-name="e" target="p[["></dx-refresher></div>`,
            refresh,
          )
        )[0],
      ).to.contain('is not a CSS selector');
      expect(
        (await warned(html`<div><dx-refresher id="r6" event-name="e"></dx-refresher></div>`, refresh))[0],
      ).to.contain('no widget beside');
    });

    it('says that no widget took the event', async () => {
      const [warning] = await warned(
        html`<div>
          <dx-refresher id="r7" event-name="e"></dx-refresher>
          <p>text</p>
        </div>`,
        (refresher) => refresher.refresh(),
      );
      expect(warning).to.contain('no widget could be refreshed');
    });

    it('survives messages that are bytes, from a server that knows nothing of this project', async () => {
      const server = await startPlainServer();
      useServer(server.url);
      const { box, refresher, widget } = await mount(
        html`<dx-refresher event-name="bytes" match="a!=1" min-interval="0"></dx-refresher>`,
      );
      await isLive(refresher);
      await server.emitBytes('bytes');
      await until(() => widget.refreshes === 1, 'heard');
      box.remove();
      await server.stop();
    });

    it('survives every kind of message', async () => {
      const { refresher, widget } = await mount(
        html`<dx-refresher event-name="orders-changed" match="a.b!=1" min-interval="0"></dx-refresher>`,
      );
      await isLive(refresher);
      const deep = JSON.parse('['.repeat(30) + ']'.repeat(30)) as unknown;
      const kinds = [null, '{no json', 'x'.repeat(900_000), deep, { a: null }, 0];
      for (const kind of kinds) await push(kind);
      await until(() => widget.refreshes >= kinds.length, 'all heard');
    });
  });
});

/** Whether a shadow root may have tags that the page does not know. */
function hasRegistries(): boolean {
  try {
    return new CustomElementRegistry() instanceof CustomElementRegistry;
  } catch {
    return false;
  }
}
