import { expect, fixture, html } from '@open-wc/testing';
import '../../../src/define/dx-alert-toast.js';
import '../../../src/define/dx-event-log.js';
import '../../../src/define/dx-refresher.js';
import type { DxEventLog } from '../../../src/elements/dx-event-log.js';
import { nextTask, toasts } from '../alerts/support/drawn.js';
import { expectAccessible } from '../support/accessible.js';
import { gatewayForEach, isConnectedAs } from '../support/gateway.js';
import { liveConnection, eventually, signIn, until, useServer } from '../support/page.js';
import { startPlainServer } from '../support/servers.js';

const find = (log: DxEventLog, selector: string): HTMLElement => log.shadowRoot!.querySelector(selector)!;
const rows = (log: DxEventLog): HTMLElement[] => [...log.shadowRoot!.querySelectorAll<HTMLElement>('.row')];
const nameOf = (row: HTMLElement): string => row.querySelector('b')!.textContent;
const tool = (log: DxEventLog, text: string): HTMLElement =>
  [...log.shadowRoot!.querySelectorAll<HTMLElement>('.tools button')].find((button) =>
    button.textContent.includes(text),
  )!;

/** What the doctor says of each element, by the id of the element. */
const doctor = (log: DxEventLog): Record<string, string> =>
  Object.fromEntries(
    [...log.shadowRoot!.querySelectorAll('[part=doctor] li')].map((item) => [
      /id="([^"]*)"/.exec(item.querySelector('code')!.textContent)?.[1] ?? '',
      item.querySelector('span')!.textContent,
    ]),
  );

describe('dx-event-log', () => {
  const gateway = gatewayForEach();

  const make = async (template = html`<dx-event-log></dx-event-log>`): Promise<DxEventLog> => {
    const element = await fixture<HTMLElement>(template);
    const log = element.localName === 'dx-event-log' ? element : element.querySelector('dx-event-log')!;
    await until(() => (log as DxEventLog).shadowRoot!.querySelector('header'), 'drawn');
    (await liveConnection()).close();
    return log as DxEventLog;
  };
  const push = (eventName: string, message: unknown = null, origin?: string) =>
    gateway.push({ userID: '*', eventName, message, ...(origin === undefined ? {} : { origin }) });
  const came = (log: DxEventLog, count: number) => until(() => rows(log).length === count, `${count} came`);

  it('shows every event with name, time and content, the newest first, and text as text', async () => {
    const log = await make();
    await push('orders-changed', { number: 7 });
    await push('alert', '<img src=x onerror=alert(1)>');
    await came(log, 2);
    expect(rows(log).map(nameOf)).to.deep.equal(['alert', 'orders-changed']);
    expect(rows(log)[1]!.querySelector('.preview')!.textContent).to.equal('{"number":7}');
    expect(rows(log)[0]!.querySelector('time')!.textContent).to.match(/^\d\d:\d\d:\d\d\.\d{3}$/);
    expect(log.shadowRoot!.querySelector('img') === null).to.equal(true);
    rows(log)[1]!.click();
    expect(find(log, '[part=json]').textContent).to.equal('{\n  "number": 7\n}');
    expect(find(log, '.origin').textContent).to.contain('number 1 in its channel');
    expect(log.outerHTML).to.equal('<dx-event-log></dx-event-log>');
    await expectAccessible(log);
  });

  it('knows a connection that was there before it', async () => {
    const connection = await liveConnection();
    const log = await make();
    await until(() => find(log, '.state').textContent === 'Live', 'live');
    connection.close();
  });

  it('filters, pauses and clears', async () => {
    const log = await make();
    await push('a', 'one');
    await push('b', 'two');
    await came(log, 2);
    const filter = find(log, 'input') as HTMLInputElement;
    filter.value = 'TWO';
    filter.dispatchEvent(new Event('input'));
    expect(rows(log).map(nameOf)).to.deep.equal(['b']);
    expect(find(log, '.count').textContent).to.equal('1 of 2');
    filter.value = '';
    filter.dispatchEvent(new Event('input'));
    tool(log, 'Pause').click();
    await push('c', 'three');
    await until(() => tool(log, '1 new'), 'counted');
    expect(rows(log)).to.have.length(2);
    tool(log, 'Paused').click();
    expect(rows(log).map(nameOf)).to.deep.equal(['c', 'b', 'a']);
    tool(log, 'Clear').click();
    expect(rows(log)).to.have.length(0);
    expect(log.messages).to.have.length(0);
  });

  it('exports all of it as JSON, with what the elements made of it', async () => {
    const log = await make(
      html`<div><dx-event-log></dx-event-log><dx-alert-toast id="t" event-name="x"></dx-alert-toast></div>`,
    );
    await push('a', { n: 1 });
    await came(log, 1);
    const links: HTMLAnchorElement[] = [];
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      links.push(this);
    };
    tool(log, 'Export').click();
    Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click');
    expect(links[0]!.download).to.equal('events.json');
    const [entry] = (await (await fetch(links[0]!.href)).json()) as Record<string, unknown>[];
    expect(entry).to.deep.include({ eventName: 'a', data: { n: 1 } });
    expect(entry!['elements']).to.deep.equal([
      { element: '<dx-alert-toast id="t" event-name="x">', verdict: 'listens to other events: x' },
    ]);
  });

  it('stays small and quick in a storm', async () => {
    const server = await startPlainServer();
    useServer(server.url);
    const log = await make();
    for (let round = 0; round < 12; round += 1)
      await Promise.all(Array.from({ length: 100 }, (_, index) => server.emit(`e${round}`, index)));
    await until(() => log.messages.at(-1)?.eventName === 'e11', 'the last round');
    await until(() => log.messages.length === 1_000, 'bounded');
    await until(() => rows(log).length === 100, 'the first of it are drawn');
    const list = find(log, '.list');
    list.scrollTop = list.scrollHeight;
    await until(() => rows(log).length > 100, 'more of it');
    await server.stop();
  });

  it('says of each element whether it acted on an event, or why not', async () => {
    const origin = (await liveConnectionOrigin()) ?? '';
    const log = await make(
      html`<div>
        <dx-refresher id="match" event-name="e" match="n=2" target="#box" action="event"></dx-refresher>
        <dx-refresher id="own" event-name="e" ignore-own target="#box" action="event"></dx-refresher>
        <dx-refresher id="none" event-name="e" target="#nothing" action="event"></dx-refresher>
        <dx-refresher id="off" event-name="e" disabled target="#box"></dx-refresher>
        <dx-refresher id="other" event-name="E" target="#box"></dx-refresher>
        <dx-refresher
          id="held"
          event-name="e"
          hold-while="editing"
          target="#form"
          action="event"
        ></dx-refresher>
        <dx-refresher id="fresh" event-name="e" target="#box" action="event"></dx-refresher>
        <dx-alert-toast id="toast" event-name="e" map="text: words"></dx-alert-toast>
        <p id="box"></p>
        <form id="form"><input aria-label="a" /></form>
        <dx-event-log></dx-event-log>
      </div>`,
    );
    document.querySelector<HTMLElement>('#form input')!.focus();
    await push('e', { n: 1 }, origin);
    await came(log, 1);
    rows(log)[0]!.click();
    await until(() => doctor(log)['fresh']?.endsWith('refreshed 1 of 1'), 'refreshed');
    expect(doctor(log)).to.include({
      match: 'filtered by match',
      own: 'own message',
      none: 'target not found',
      off: 'disabled',
      other: 'listens to "E", which is not the same name',
      held: 'held: editing',
    });
    expect(doctor(log)['toast']).to.contain('has no text');
    document.querySelector<HTMLElement>('#form input')!.blur();
    await until(() => doctor(log)['held']?.endsWith('refreshed 1 of 1'), 'let go');
    await expectAccessible(log);
  });

  it('speaks the language that it stands in, also of what elements tell it', async () => {
    const log = await make(
      html`<div lang="de-AT">
        <dx-refresher id="match" event-name="e" match="n=2" target="#box" action="event"></dx-refresher>
        <dx-refresher id="near" event-name="E" target="#box"></dx-refresher>
        <dx-refresher id="fresh" event-name="e" target="#box" action="event"></dx-refresher>
        <p id="box"></p>
        <dx-event-log></dx-event-log>
      </div>`,
    );
    await until(() => tool(log, 'Anhalten'), 'German');
    expect(find(log, '.empty').textContent).to.equal('Noch ist kein Ereignis gekommen.');
    await push('e', { n: 1 });
    await came(log, 1);
    rows(log)[0]!.click();
    await until(() => doctor(log)['fresh']?.endsWith('1 von 1 aktualisiert'), 'refreshed');
    expect(doctor(log)['match']).to.equal('durch match ausgefiltert');
    expect(doctor(log)['near']).to.equal('wartet auf „E“, und das ist nicht derselbe Name');
    tool(log, 'simulieren').click();
    (find(log, '[name=name]') as HTMLInputElement).value = 'dx:x';
    (find(log, 'form') as HTMLFormElement).requestSubmit();
    expect(find(log, '.note').textContent).to.equal(
      'Der Name des Ereignisses darf nicht mit „dx:“ beginnen; das ist reserviert.',
    );
    // But for names of elements and attributes.
    const words = log.shadowRoot!.textContent.replace(/<.*>/g, '');
    expect(words).not.to.match(/\b(the|events?|pause|copy|message|heard|simulated)\b/i);
    await expectAccessible(log);
  });

  it('writes code from left to right in whatever direction it speaks', async () => {
    const log = await make(
      html`<div lang="ar" dir="rtl"><dx-inbox event-name="e"></dx-inbox><dx-event-log></dx-event-log></div>`,
    );
    log.simulate('e', { n: 1 });
    await came(log, 1);
    rows(log)[0]!.click();
    const directions = ['code', 'pre', '.preview'].map((code) => getComputedStyle(find(log, code)).direction);
    expect(directions).to.deep.equal(['ltr', 'ltr', 'ltr']);
    expect(getComputedStyle(find(log, 'h3')).direction).to.equal('rtl');
  });

  it('gives an event to the page that no server has sent', async () => {
    const log = await make(
      html`<div>
        <dx-alert-toast event-name="alert" duration="600000"></dx-alert-toast><dx-event-log></dx-event-log>
      </div>`,
    );
    await gateway.stop();
    tool(log, 'Simulate').click();
    await expectAccessible(log);
    expect([...log.shadowRoot!.querySelectorAll('option')].map(({ value }) => value)).to.deep.equal([
      'alert',
    ]);
    const form = find(log, 'form') as HTMLFormElement;
    const send = (name: string, message: string): void => {
      (find(log, '[name=name]') as HTMLInputElement).value = name;
      (find(log, '[name=message]') as HTMLTextAreaElement).value = message;
      form.requestSubmit();
    };
    send('alert', '{ "text": }');
    expect(find(log, '.note').textContent).to.contain('Invalid JSON');
    send('dx:hello', '');
    expect(find(log, '.note').textContent).to.contain('reserved');
    send('alert', '{ "title": "By hand" }');
    await until(() => toasts().length === 1, 'shown');
    await came(log, 1);
    expect(rows(log)[0]!.querySelector('em')!.textContent).to.equal('simulated');
  });

  it('shows the next person nothing of what the former one was told', async () => {
    signIn(await gateway.login('anna'));
    const log = await make();
    await eventually(isConnectedAs(gateway, 'anna'), 'anna is connected');
    await gateway.push({ userID: 'anna', eventName: 'e', message: 'secret of anna' });
    await came(log, 1);
    rows(log)[0]!.click();
    signIn(await gateway.login('boris'));
    await until(() => !log.shadowRoot!.textContent.includes('secret of anna'), 'forgotten');
  });

  it('costs the page nothing when it is gone', async () => {
    const log = await make();
    const hub = (window as unknown as Record<symbol, { shared: Map<string, unknown> }>)[
      Symbol.for('dx-realtime')
    ]!;
    expect(hub.shared.has('reporters')).to.equal(true);
    const parent = log.parentElement!;
    log.remove();
    parent.append(log);
    await nextTask();
    expect(hub.shared.has('reporters')).to.equal(true);
    log.remove();
    await nextTask();
    expect(hub.shared.has('reporters')).to.equal(false);
    expect(log.shadowRoot!.childElementCount).to.equal(0);
  });

  it('is a labelled box on a canvas, and works when the page becomes live', async () => {
    document.documentElement.setAttribute('data-dx-mode', 'design');
    const log = await fixture<DxEventLog>(html`<dx-event-log></dx-event-log>`);
    expect(log.shadowRoot!.textContent).to.contain('Event log');
    document.documentElement.setAttribute('data-dx-mode', 'live');
    await until(() => log.shadowRoot!.querySelector('header'), 'live');
    document.documentElement.setAttribute('data-dx-mode', 'design');
    await until(() => log.shadowRoot!.querySelector('header') === null, 'design again');
    expect(log.shadowRoot!.textContent).to.contain('Event log');
  });
});

/** The id of this tab, as the gateway would give it on. */
async function liveConnectionOrigin(): Promise<string | null> {
  const { originHeaders } = await import('../../../src/page-api.js');
  return originHeaders()['X-DX-Origin'] ?? null;
}
