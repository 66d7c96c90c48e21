import { expect } from '@open-wc/testing';
import { isOffered, mergeChoices, type ActionChoice } from '../../../../src/alerts/history/choice.js';
import { canAct, readRecords, toRecord, type AlertRecord } from '../../../../src/alerts/history/record.js';
import { IndexedHistory } from '../../../../src/alerts/history/indexed-db.js';
import { SharedHistory } from '../../../../src/alerts/history/shared-history.js';
import { openTabChannel } from '../../../../src/alerts/history/tab-channel.js';
import { untoldOf } from '../../../../src/alerts/history/untold.js';
import { systemClock } from '../../../../src/clock.js';
import type { UserScope } from '../../../../src/data/user-scope.js';
import { until } from '../../support/page.js';
import { PreferenceEntry } from '../../../../src/alerts/preferences/preference-entry.js';
import { alertOf } from '../support/alerts.js';

const refund = (id = 'r7'): AlertRecord =>
  toRecord(alertOf({ id, title: 'Refund', action: { label: 'Approve', event: 'approve' } }), {
    identity: null,
    at: Date.now(),
  });
const open: SharedHistory[] = [];

/** One tab: real storage, a real channel and real locks. */
async function tab(scope: UserScope): Promise<SharedHistory> {
  const history = new SharedHistory({
    clock: systemClock,
    date: () => Date.now(),
    locks: navigator.locks,
    storage: new IndexedHistory(scope),
    preferences: new PreferenceEntry(scope),
    join: (heard) => openTabChannel(window, scope, heard),
  });
  await history.load();
  open.push(history);
  return history;
}

const person = (): UserScope => ({
  app: crypto.randomUUID(),
  user: 'session-anna',
  formerUsers: [],
  keepsOthers: false,
});

/** A connection whose other end answers by `answer`, and what that end was sent. */
function backEnd(answer: (attempt: number) => Promise<unknown>) {
  const heard: { choice: string; id: string }[] = [];
  const sender = {
    state: 'live',
    emit: (_: string, data: unknown) => {
      heard.push(data as never);
      return answer(heard.length);
    },
  };
  return { sender, heard };
}

const choiceOf = (history: SharedHistory, { id }: AlertRecord): ActionChoice | null =>
  history.model.find(id)?.choice ?? null;

describe('ActionQueue', () => {
  afterEach(() => {
    for (const history of open.splice(0)) history.close();
  });

  it('sends a choice with its id, and remembers over a reload that it was done', async () => {
    const scope = person();
    const history = await tab(scope);
    const { sender, heard } = backEnd(() => Promise.resolve({ ok: true }));
    history.actions.connected(sender);
    const record = history.add(refund(), null);
    await history.actions.choose(record, 'approve');
    const { id, state, actedAt } = choiceOf(history, record)!;
    expect(heard).to.deep.equal([{ id: 'r7', choice: id }]);
    expect(state).to.equal('done');
    expect(actedAt).to.be.greaterThan(0);
    await history.flush();
    history.close();
    const later = await tab(scope);
    expect(choiceOf(later, record)?.state).to.equal('done');
    expect(canAct(later.model.find(record.id)!)).to.equal(false);
    later.actions.connected(sender);
    await later.actions.choose(record, 'approve');
    expect(heard).to.have.length(1);
  });

  it('sends a choice of two tabs in the same moment once, and both know that it was done', async () => {
    const scope = person();
    const tabs = [await tab(scope), await tab(scope)];
    const { sender, heard } = backEnd(() => Promise.resolve(null));
    const record = refund();
    for (const history of tabs) history.actions.connected(sender);
    await Promise.all(tabs.map((history) => history.actions.choose(record, 'approve')));
    await until(() => tabs.every((history) => choiceOf(history, record)?.state === 'done'), 'both know');
    expect(heard).to.have.length(1);
  });

  it('waits where there is no connection, and sends once when there is one', async () => {
    const history = await tab(person());
    const record = history.add(refund(), null);
    await history.actions.choose(record, 'approve');
    expect(choiceOf(history, record)?.state).to.equal('unsent');
    const { sender, heard } = backEnd(() => Promise.resolve(null));
    history.actions.connected(sender);
    history.actions.connected(sender);
    await until(() => choiceOf(history, record)?.state === 'done', 'it is done');
    expect(heard).to.have.length(1);
  });

  it('sends the same id again over the next connection where the first one broke before the answer', async () => {
    const history = await tab(person());
    const first = backEnd(() => {
      first.sender.state = 'reconnecting';
      return Promise.reject(new Error('the connection broke on purpose'));
    });
    history.actions.connected(first.sender);
    const record = history.add(refund(), null);
    await history.actions.choose(record, 'approve');
    expect(choiceOf(history, record)?.state).to.equal('unsent');
    const { sender, heard } = backEnd(() => Promise.resolve(null));
    history.actions.connected(sender);
    await until(() => choiceOf(history, record)?.state === 'done', 'it is done');
    expect(heard).to.deep.equal(first.heard);
  });

  it('sends from another tab, with the same id, what a tab stored that was killed before it sent', async () => {
    const scope = person();
    const killed = await tab(scope);
    const record = killed.add(refund(), null);
    await killed.actions.choose(record, 'approve');
    const { id } = choiceOf(killed, record)!;
    killed.close();
    const { sender, heard } = backEnd(() => Promise.resolve(null));
    const next = await tab(scope);
    next.actions.connected(sender);
    await until(() => choiceOf(next, record)?.state === 'done', 'it is done');
    expect(heard).to.deep.equal([{ id: 'r7', choice: id }]);
  });

  it('sends from the tab that is connected what was chosen in one that is not', async () => {
    const scope = person();
    const [here, there] = [await tab(scope), await tab(scope)];
    const { sender, heard } = backEnd(() => Promise.resolve(null));
    there.actions.connected(sender);
    const record = here.add(refund(), null);
    await here.actions.choose(record, 'approve');
    await until(() => choiceOf(here, record)?.state === 'done', 'the other tab has sent it');
    expect(heard).to.have.length(1);
  });

  it('keeps the sentence of a back end that refuses, and sends another id where it is chosen again', async () => {
    const history = await tab(person());
    const failures: AlertRecord[] = [];
    history.actions.onFailure = (record) => failures.push(record);
    const { sender, heard } = backEnd((attempt) =>
      Promise.resolve(attempt === 1 ? { error: 'You may not approve this refund.' } : {}),
    );
    history.actions.connected(sender);
    const record = history.add(refund(), null);
    await history.actions.choose(record, 'approve');
    const refused = choiceOf(history, record)!;
    expect([refused.state, refused.reason]).to.deep.equal(['refused', 'You may not approve this refund.']);
    expect(failures).to.have.length(1);
    await history.actions.choose(history.model.find(record.id)!, 'approve');
    expect(choiceOf(history, record)?.state).to.equal('done');
    expect(new Set(heard.map(({ choice }) => choice)).size).to.equal(2);
  });

  it('sends the same id again where nothing answered over a connection that holds', async () => {
    const history = await tab(person());
    const { sender, heard } = backEnd((attempt) =>
      attempt === 1 ? Promise.reject(new Error('no answer on purpose')) : Promise.resolve(null),
    );
    history.actions.connected(sender);
    const record = history.add(refund(), null);
    await history.actions.choose(record, 'approve');
    expect(choiceOf(history, record)?.state).to.equal('unanswered');
    await history.actions.choose(history.model.find(record.id)!, 'approve');
    expect(choiceOf(history, record)?.state).to.equal('done');
    expect(heard[0]).to.deep.equal(heard[1]);
  });

  it('sends the id of the alert that was read where another one with its key has come since, which is offered then', async () => {
    const history = await tab(person());
    const { sender, heard } = backEnd(() => Promise.resolve(null));
    history.actions.connected(sender);
    const keyed = (id: string, at: number): AlertRecord =>
      toRecord(alertOf({ id, key: 'refund', text: id, action: { label: 'Approve', event: 'approve' } }), {
        identity: `c e ${id}`,
        at,
        eventName: 'alert',
      });
    const [read, later] = [keyed('r7', Date.now() - 5), keyed('r8', Date.now())];
    history.add(read, 'message 1');
    const present = history.add(later, 'message 2');
    await history.actions.choose(present, 'approve', read.alert);
    expect(heard.map(({ id }) => id)).to.deep.equal(['r7']);
    expect(choiceOf(history, read)?.state).to.equal('done');
    // What the person did not see is neither done nor told as done.
    expect(canAct(history.model.find(later.id)!)).to.equal(true);
    expect(untoldOf(history.model.all, 'acted', ['alert'])).to.deep.equal([]);
    await history.actions.choose(history.model.find(later.id)!, 'approve');
    expect(heard.map(({ id }) => id)).to.deep.equal(['r7', 'r8']);
    expect(new Set(heard.map(({ choice }) => choice)).size).to.equal(2);
    expect(canAct(history.model.find(later.id)!)).to.equal(false);
    expect(untoldOf(history.model.all, 'acted', ['alert'])).to.have.length(1);
  });

  it('sends another choice for another alert with the same key, where nothing answered to the first', async () => {
    const history = await tab(person());
    const { sender, heard } = backEnd((attempt) =>
      attempt === 1 ? Promise.reject(new Error('no answer on purpose')) : Promise.resolve(null),
    );
    history.actions.connected(sender);
    const keyed = (id: string, at: number): AlertRecord =>
      toRecord(alertOf({ id, key: 'refund', text: id, action: { label: 'Approve', event: 'approve' } }), {
        identity: `c e ${id}`,
        at,
      });
    await history.actions.choose(history.add(keyed('r7', Date.now() - 5), '1'), 'approve');
    const later = history.add(keyed('r8', Date.now()), '2');
    expect(later.choice?.state).to.equal('unanswered');
    await history.actions.choose(later, 'approve');
    expect(heard.map(({ id }) => id)).to.deep.equal(['r7', 'r8']);
    expect(new Set(heard.map(({ choice }) => choice)).size).to.equal(2);
  });

  it('drops with the person what was not sent', async () => {
    const scope = person();
    const history = await tab(scope);
    await history.actions.choose(history.add(refund(), null), 'approve');
    await history.end();
    const { sender, heard } = backEnd(() => Promise.resolve(null));
    history.actions.connected(sender);
    const next = await tab(scope);
    next.actions.connected(sender);
    expect(next.model.open).to.have.length(0);
    expect(heard).to.have.length(0);
  });

  it('keeps the choice for an alert that is not listed, as one of show()', async () => {
    const history = await tab(person());
    const record = refund('local');
    await history.actions.choose({ ...record, dismissedAt: record.at }, 'approve');
    expect(history.model.listed).to.have.length(0);
    expect(choiceOf(history, record)?.state).to.equal('unsent');
  });
});

describe('mergeChoices()', () => {
  const choice = (more: Partial<ActionChoice>): ActionChoice => ({
    ...{ id: 'a', event: 'approve', of: 1, chosenAt: 1, state: 'pending', actedAt: 0, reason: '', step: 0 },
    ...more,
  });
  const cases: [string, ActionChoice, ActionChoice, string][] = [
    ['the newer version of one', choice({}), choice({ state: 'unsent', step: 1 }), 'unsent'],
    [
      'an answer',
      choice({ state: 'done', actedAt: 5, step: 1 }),
      choice({ state: 'unsent', step: 4 }),
      'done',
    ],
    ['what is on its way', choice({}), choice({ id: 'b', chosenAt: 2, state: 'unsent' }), 'pending'],
    [
      'what came after a refusal',
      choice({ state: 'refused', actedAt: 2 }),
      choice({ id: 'b', chosenAt: 3 }),
      'pending',
    ],
    [
      'what came with a later alert',
      choice({ state: 'done', actedAt: 2 }),
      choice({ id: 'b', chosenAt: 3, of: 2 }),
      'pending',
    ],
  ];
  for (const [title, a, b, state] of cases)
    it(`takes ${title}, in either order`, () => {
      expect(mergeChoices(a, b)!.state).to.equal(state);
      expect(mergeChoices(b, a)!.state).to.equal(state);
    });

  it('offers an action again where it was refused, or the alert came again', () => {
    expect(isOffered(null, 1)).to.equal(true);
    expect(isOffered(choice({}), 2)).to.equal(false);
    expect(isOffered(choice({ state: 'done' }), 1)).to.equal(false);
    expect(isOffered(choice({ state: 'done' }), 2)).to.equal(true);
    expect(isOffered(choice({ state: 'refused' }), 1)).to.equal(true);
  });
});

describe('readRecords()', () => {
  it('fills in what a former version did not keep, and leaves out what is no record', () => {
    const former: Partial<AlertRecord> = { ...refund() };
    delete (former as { eventNames?: unknown }).eventNames;
    delete (former as { choice?: unknown }).choice;
    const [record, ...more] = readRecords([former, 'broken', { id: 1 }, undefined]);
    expect(more).to.have.length(0);
    expect(record?.eventNames).to.deep.equal([]);
    expect(record?.choice).to.equal(null);
  });
});
