import { expect } from '@open-wc/testing';
import { diagnose, type Listener } from '../../../src/event-log/diagnose.js';
import { EventLog, LOG_LIMIT } from '../../../src/event-log/event-log.js';
import { jsonText, previewText, readMessage } from '../../../src/event-log/json.js';
import { inEnglish, remarksText } from '../../../src/event-log/remarks.js';
import { createMessage, type DxMessage } from '../../../src/data/message.js';
import type { Outcome } from '../../../src/data/outcome.js';

const held = (reason: string): Outcome => ({ code: 'held', args: [reason] });
const refreshed: Outcome = { code: 'refreshedSome', args: [1, 1] };

const message = (eventName: string, data: unknown = null): DxMessage => createMessage(eventName, data, null);
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
    const [editing, dialog] = [held('editing'), held('dialog')];
    for (const outcome of [editing, held('editing'), dialog, refreshed]) log.report(element, heard, outcome);
    log.add(heard, 0, false);
    expect(log.entries[0]!.outcomes.get(element)).to.deep.equal([editing, dialog, refreshed]);
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
  const verdict = (change: Partial<Listener>, eventName = 'orders-changed'): string =>
    remarksText(diagnose({ ...listener, ...change }, eventName, []).steps, inEnglish);
  const hasActed = (...steps: Outcome[]): boolean => diagnose(listener, 'orders-changed', steps).hasActed;

  it('says why an element does nothing', () => {
    expect(verdict({ isDefined: false })).to.contain('script has not arrived');
    expect(verdict({ isDesignMode: true })).to.equal('design mode');
    expect(verdict({ isDisabled: true })).to.equal('disabled');
    expect(verdict({ eventName: ' , ' })).to.contain('no event-name');
    expect(verdict({ sharesConnection: false })).to.contain('another server or app');
    expect(verdict({}, 'alert')).to.equal('listens to other events: orders-changed');
    expect(verdict({}, 'Orders_changed')).to.contain('not the same name');
    expect(verdict({ eventName: 'a, *' })).to.contain('not on the page yet');
  });

  it('believes what the element itself reported, whatever its attributes are now', () => {
    const steps: Outcome[] = [{ code: 'refreshing' }, refreshed];
    expect(diagnose({ ...listener, isDisabled: true }, 'x', steps)).to.deep.include({
      steps,
      hasActed: true,
    });
  });

  it('counts the last step: a refresh that waits or is done is an action, one that fails is none', () => {
    expect(hasActed(held('editing'))).to.equal(true);
    expect(hasActed(held('editing'), refreshed)).to.equal(true);
    expect(hasActed({ code: 'refreshing' }, { code: 'failed', args: ['500'] })).to.equal(false);
    for (const code of ['filteredByMatch', 'ownMessage', 'noTarget', 'unhandled'] as const)
      expect(hasActed({ code }), code).to.equal(false);
  });

  it('counts a message that was shown before, and one that the person has muted, as one that nothing was done with', () => {
    for (const code of ['shownBefore', 'shownBeforeId', 'muted'] as const)
      expect(hasActed({ code }), code).to.equal(false);
    for (const code of ['shown', 'shownTyping', 'asAlert', 'listed'] as const)
      expect(hasActed({ code }), code).to.equal(true);
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
