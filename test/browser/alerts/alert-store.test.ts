import { expect } from '@open-wc/testing';
import { visibleEntries } from '../../../src/alerts/priority.js';
import { AlertStore } from '../../../src/alerts/alert-store.js';
import { requestOf, silentOwner, textsOf } from './support/alerts.js';

const visible = (store: AlertStore): string[] => textsOf(visibleEntries(store.at('top-end')));

describe('AlertStore', () => {
  it('takes the same message once, whichever identity tells', () => {
    const store = new AlertStore();
    const outcomeOf = (text: string, messageId: string, id?: string): string =>
      store.add(requestOf({ text, id }, { messageId }), 0).outcome;
    expect(outcomeOf('a', 'c e 1', '1')).to.equal('added');
    expect(outcomeOf('b', 'c e 2')).to.equal('added');
    expect(outcomeOf('c', 'c e 5', '1')).to.equal('ignored');
    expect(outcomeOf('d', 'c e 2')).to.equal('ignored');
    expect(store.entries).to.have.length(2);
    store.forgetMessages();
    expect(outcomeOf('e', 'c e 6', '1')).to.equal('added');
  });

  it('updates in place what has the same key', () => {
    const store = new AlertStore();
    store.add(requestOf({ key: 'upload', text: '10 %' }), 0);
    store.add(requestOf('other'), 0);
    const former = store.entries[0]!;
    const { outcome, entry } = store.add(
      requestOf({ key: 'upload', text: 'done', variant: 'success' }),
      99_000,
    );
    expect(outcome).to.equal('updated');
    expect(entry!.id).to.equal(former.id);
    expect(entry!.version).to.be.greaterThan(former.version);
    expect(textsOf(store.entries)).to.deep.equal(['done', 'other']);
  });

  it('counts the same text within five seconds and shows it anew afterwards', () => {
    const store = new AlertStore();
    store.add(requestOf('Saved'), 0);
    store.add(requestOf('Saved'), 4_000);
    expect(store.add(requestOf('Saved'), 8_900).entry!.count).to.equal(3);
    expect(store.add(requestOf({ text: 'Saved', variant: 'danger' }), 8_900).outcome).to.equal('added');
    expect(store.add(requestOf('Saved', { placement: 'top-start' }), 8_900).outcome).to.equal('added');
    expect(store.add(requestOf('Saved'), 14_000).outcome).to.equal('added');
  });

  it('keeps closed what a person closed while the same thing goes on, and shows what became of it', () => {
    const store = new AlertStore();
    const step = (text: string, more: object, now: number): string =>
      store.add(requestOf({ key: 'import', title: 'Import', text, ...more }), now).outcome;
    expect(step('10 %', { progress: 0.1 }, 0)).to.equal('added');
    store.close(store.entries[0]!, 100);
    store.remove(store.entries);
    expect(step('20 %', { progress: 0.2 }, 1_000)).to.equal('ignored');
    expect(step('30 %', { progress: 0.3 }, 50_000)).to.equal('ignored');
    expect(step('Done', { variant: 'success' }, 51_000)).to.equal('added');
  });

  it('shows the urgent first, then the actionable, then in the order of arrival', () => {
    const store = new AlertStore();
    for (const text of ['a', 'b', 'c']) store.add(requestOf(text), 0);
    store.add(requestOf({ text: 'act', action: { label: 'Go', event: 'go' } }), 0);
    expect(visible(store)).to.deep.equal(['a', 'b', 'act']);
    store.add(requestOf({ text: 'fire', variant: 'danger' }), 0);
    expect(visible(store)).to.deep.equal(['a', 'act', 'fire']);
    store.remove([store.entries.find(({ alert }) => alert.text === 'fire')!]);
    expect(visible(store)).to.deep.equal(['a', 'b', 'act']);
  });

  it('stays bounded in a flood and counts what did not fit', () => {
    const store = new AlertStore();
    for (let index = 0; index < 10_000; index += 1) store.add(requestOf(`text ${index}`), index);
    expect(store.entries).to.have.length(20);
    expect(store.crowdedAt('top-end')).to.equal(9_980);
    store.add(requestOf({ text: 'fire', variant: 'danger' }), 0);
    expect(store.entries).to.have.length(20);
    expect(visible(store)).to.contain('fire');
    store.remove([...store.entries]);
    expect(store.crowdedAt('top-end')).to.equal(0);
  });

  it('finds by its own id and by the one of the back end, and what an owner asked for', () => {
    const store = new AlertStore();
    const owner = { ...silentOwner };
    const { entry } = store.add(requestOf({ id: 'order-1', text: 'x' }, { owner }), 0);
    store.add(requestOf('y'), 0);
    expect(store.find('order-1')).to.equal(entry);
    expect(store.find(entry!.id)).to.equal(entry);
    expect(store.find('nothing')).to.equal(null);
    expect(store.of(owner)).to.deep.equal([entry]);
  });

  it('tells every change, and nothing when a message is ignored', () => {
    const store = new AlertStore();
    let changes = 0;
    const stop = store.subscribe(() => (changes += 1));
    store.add(requestOf('a', { messageId: '1' }), 0);
    store.add(requestOf('a', { messageId: '1' }), 0);
    expect(changes).to.equal(1);
    store.remove([...store.entries]);
    expect(changes).to.equal(2);
    stop();
    store.add(requestOf('b'), 0);
    expect(changes).to.equal(2);
  });
});
