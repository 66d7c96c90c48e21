import { expect } from '@open-wc/testing';
import { diagnose, type Listener } from '../../../src/event-log/diagnose.js';
import { EventLog, LOG_LIMIT } from '../../../src/event-log/event-log.js';
import { jsonText, previewText, readMessage } from '../../../src/event-log/json.js';
import type { DxMessage } from '../../../src/data/message.js';

const message = (eventName: string, data: unknown = null): DxMessage => ({ eventName, data, meta: null });
const names = (log: EventLog, filter = ''): string[] =>
  log.find(filter).map((entry) => entry.message.eventName);

describe('event log', () => {
  it('keeps the newest thousand, also of what came while it was paused', () => {
    const log = new EventLog();
    for (let index = 1; index <= 3_000; index += 1) log.add(message(`e${index}`), 0, false);
    expect([log.entries.length, names(log)[0]]).to.deep.equal([LOG_LIMIT, 'e3000']);
    log.pause();
    for (let index = 1; index <= 2_000; index += 1) log.add(message(`p${index}`), 0, false);
    expect([log.waiting, names(log)[0]]).to.deep.equal([LOG_LIMIT, 'e3000']);
    log.resume();
    expect([log.entries.length, log.isPaused, names(log)[0]]).to.deep.equal([LOG_LIMIT, false, 'p2000']);
    log.clear();
    expect(log.entries).to.have.length(0);
  });

  it('finds by words in name and content', () => {
    const log = new EventLog();
    log.add(message('orders-changed', { order: { customer: 'Anna' } }), 0, false);
    log.add(message('alert', 'anna'), 0, false);
    expect(names(log, 'ANNA')).to.deep.equal(['alert', 'orders-changed']);
    expect(names(log, 'anna orders')).to.deep.equal(['orders-changed']);
    expect(names(log, 'boris')).to.deep.equal([]);
  });

  it('takes what elements tell before the event itself, and nothing twice in a row', () => {
    const log = new EventLog();
    const [element, heard] = [document.createElement('p'), message('a')];
    for (const outcome of ['held: editing', 'held: editing', 'refreshed 1 of 1'])
      log.report(element, heard, outcome);
    log.add(heard, 0, false);
    expect(log.entries[0]!.outcomes.get(element)).to.deep.equal(['held: editing', 'refreshed 1 of 1']);
  });
});

describe('diagnosis', () => {
  const listener: Listener = {
    label: '<dx-refresher>',
    eventName: 'orders-changed',
    isDisabled: false,
    isDefined: true,
    isDesignMode: false,
    sharesConnection: true,
  };
  const verdict = (change: Partial<Listener>, steps: string[] = [], eventName = 'orders-changed'): string =>
    diagnose({ ...listener, ...change }, eventName, steps).steps.join();

  it('says why an element does nothing', () => {
    expect(verdict({ isDefined: false })).to.contain('script has not arrived');
    expect(verdict({ isDesignMode: true })).to.equal('design mode');
    expect(verdict({ isDisabled: true })).to.equal('disabled');
    expect(verdict({ eventName: ' , ' })).to.contain('no event-name');
    expect(verdict({ sharesConnection: false })).to.contain('another server or app');
    expect(verdict({}, [], 'alert')).to.equal('listens to other events: orders-changed');
    expect(verdict({}, [], 'Orders_changed')).to.contain('not the same name');
    expect(verdict({ eventName: 'a, *' })).to.contain('was not there yet');
  });

  it('believes what the element itself told, and knows what is no action', () => {
    const steps = ['refreshing', 'refreshed 1 of 1'];
    expect(diagnose({ ...listener, isDisabled: true }, 'x', steps)).to.deep.include({
      steps,
      hasActed: true,
    });
    for (const step of ['filtered by match', 'own message', 'target not found', 'not taken: no target'])
      expect(diagnose(listener, 'orders-changed', [step]).hasActed, step).to.equal(false);
  });
});

describe('json', () => {
  it('shows what JSON cannot hold as words, and bounds what is drawn', () => {
    expect(jsonText(undefined)).to.equal('undefined');
    expect(jsonText({ file: new Uint8Array(3) })).to.equal('{"file":"(3 bytes)"}');
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(jsonText(circle)).to.contain('no JSON');
    expect(previewText('x'.repeat(5_000)).length).to.be.below(300);
  });

  it('reads what a person wrote as JSON where it is JSON, else as text', () => {
    expect(readMessage(' { "a": 1 } ')).to.deep.equal({ data: { a: 1 } });
    expect(readMessage('42')).to.deep.equal({ data: 42 });
    expect(readMessage('hello you')).to.deep.equal({ data: 'hello you' });
    expect(readMessage('')).to.deep.equal({ data: null });
    expect(readMessage('{ a: 1 }')).to.have.property('problem');
  });
});
