import { expect } from '@open-wc/testing';
import { PagehideBuffer } from '../../../../src/alerts/history/pagehide-buffer.js';
import { claimOf } from '../../../../src/connection/session/claim.js';
import { toRecord, type AlertRecord } from '../../../../src/alerts/history/record.js';
import { ANONYMOUS, type UserScope } from '../../../../src/data/user-scope.js';
import { SharedHistory } from '../../../../src/alerts/history/shared-history.js';
import { IndexedHistory, type HistoryStorage } from '../../../../src/alerts/history/indexed-db.js';
import { openTabChannel, type TabNews } from '../../../../src/alerts/history/tab-channel.js';
import { systemClock } from '../../../../src/clock.js';
import { until, warningsDuring } from '../../support/page.js';
import { PreferenceEntry } from '../../../../src/alerts/preferences/preference-entry.js';
import { alertOf } from '../support/alerts.js';

/** One time for all: alerts that say the same are the same only where they come within a few seconds. */
const NOW = Date.now();
const recordOf = (data: unknown): AlertRecord => toRecord(alertOf(data), { identity: null, at: NOW });
const textsOf = (history: SharedHistory): string[] => history.model.listed.map(({ alert }) => alert.text);

const open: SharedHistory[] = [];

/** One tab: real storage and a real channel. */
async function tab(scope: UserScope, storage: HistoryStorage = new IndexedHistory(scope)) {
  const history = new SharedHistory({
    clock: systemClock,
    date: () => Date.now(),
    locks: navigator.locks,
    storage,
    preferences: new PreferenceEntry(scope),
    join: (heard) => openTabChannel(window, scope, heard),
  });
  const elsewhere: TabNews[] = [];
  history.onElsewhere = (news) => elsewhere.push(news);
  await history.load();
  open.push(history);
  return { history, elsewhere };
}

async function scopeFor(session: string | null, app: string = crypto.randomUUID()): Promise<UserScope> {
  const { users } = await claimOf(session, null);
  return { app, user: users.at(-1)!, formerUsers: users.slice(0, -1), keepsOthers: false };
}

describe('SharedHistory', () => {
  afterEach(() => {
    for (const history of open.splice(0)) history.close();
  });

  it('survives a reload, with what was read and dismissed', async () => {
    const scope = await scopeFor('session of anna');
    const { history } = await tab(scope);
    for (const text of ['a', 'b', 'c']) history.add(recordOf(text), null);
    history.markRead([recordOf('a').id]);
    history.dismiss([recordOf('b').id]);
    await history.flush();
    history.close();
    const { history: later } = await tab(scope);
    expect(textsOf(later).sort()).to.deep.equal(['a', 'c']);
    expect(later.model.unread).to.equal(1);
  });

  it('survives a reload in the very moment in which an alert comes, and only for the same person', async () => {
    const scope = await scopeFor('session of anna');
    // A database that has not finished, as when the page goes away.
    const real = new IndexedHistory(scope);
    const unfinished: HistoryStorage = {
      load: () => real.load(),
      read: (ids) => real.read(ids),
      claim: (record) => real.claim(record),
      clear: () => real.clear(),
      write: (records, _, isLast) => {
        if (isLast) new PagehideBuffer(scope).keep(records);
        return new Promise(() => undefined);
      },
    };
    const { history } = await tab(scope, unfinished);
    history.add(recordOf('on its way'), null);
    void history.flush();
    history.add(recordOf('just came'), null);
    void history.flush(true);
    const kept = JSON.stringify({ ...sessionStorage });
    expect(kept).to.contain('on its way').and.to.contain('just came');
    expect(textsOf((await tab(scope)).history)).to.have.members(['on its way', 'just came']);
    void history.flush(true);
    expect(textsOf((await tab(await scopeFor('session of boris', scope.app))).history)).to.deep.equal([]);
    expect(JSON.stringify({ ...sessionStorage })).not.to.contain('just came');
  });

  it('is the same in all tabs: what came, what is read, what is dismissed', async () => {
    const scope = await scopeFor('session of anna');
    const [one, other] = [await tab(scope), await tab(scope)];
    const { id } = one.history.add(recordOf('a'), null);
    await until(() => textsOf(other.history).length === 1, 'it came');
    other.history.markRead([id]);
    await until(() => one.history.model.unread === 0, 'it is read');
    one.history.dismiss([id]);
    await until(() => textsOf(other.history).length === 0, 'it is dismissed');
    expect(other.elsewhere.map(({ type }) => type)).to.deep.equal(['read', 'dismissed']);
  });

  it('tells a tab that opened too late to hear it what was read in another one', async () => {
    const scope = await scopeFor('session of anna');
    const { history: reader } = await tab(scope);
    const record = toRecord(alertOf('a'), { identity: '* epoch 1', at: Date.now() });
    reader.add(record, 'message 1');
    reader.markRead([record.id]);
    await reader.flush();
    const late = await tab(scope);
    expect(late.elsewhere).to.deep.equal([]);
    late.history.add(record, 'message 1');
    expect(late.elsewhere).to.deep.equal([{ type: 'read', ids: [record.id] }]);
    late.history.add(recordOf('b'), 'message 2');
    expect(late.elsewhere).to.have.length(1);
  });

  it('tells the other tabs of what a toast of this one has done with, and not the toasts of this one', async () => {
    const scope = await scopeFor('session of anna');
    const [one, two] = [await tab(scope), await tab(scope)];
    const record = recordOf('a');
    for (const { history } of [one, two]) history.add(record, null);
    one.history.markRead([record.id], false);
    await until(() => two.elsewhere.length > 0, 'the news in the other tab');
    expect(two.elsewhere[0]).to.deep.equal({ type: 'read', ids: [record.id] });
    expect(one.elsewhere).to.deep.equal([]);
    one.history.dismiss([record.id]);
    expect(one.elsewhere).to.deep.equal([{ type: 'dismissed', ids: [record.id] }]);
  });

  it('tells other tabs ids only', async () => {
    const scope = await scopeFor('session of anna');
    const { history } = await tab(scope);
    const heard: TabNews[] = [];
    const spy = openTabChannel(window, scope, (news) => heard.push(news));
    const { id } = history.add(recordOf('very secret'), null);
    history.markRead([id]);
    history.tellShown([id]);
    await until(() => heard.length === 3, 'heard');
    expect(JSON.stringify(heard)).not.to.contain('secret');
    spy.close();
  });

  it('counts a message that two elements hear once', async () => {
    const { history } = await tab(await scopeFor(null));
    history.add(recordOf('a'), 'one');
    history.add(recordOf('a'), 'one');
    expect(history.model.listed[0]!.parts).to.have.length(1);
    history.add(recordOf('a'), 'another');
    expect(history.model.listed[0]!.parts).to.have.length(2);
  });

  it('leaves nothing in the storage when the session ends', async () => {
    const scope = await scopeFor('session of anna');
    const { history } = await tab(scope);
    history.add(recordOf('secret'), null);
    await history.flush();
    history.add(recordOf('another secret'), null);
    await history.end();
    expect(history.model.listed).to.deep.equal([]);
    expect(await new IndexedHistory(scope).load()).to.deep.equal([]);
  });

  it('forgets whoever was signed in before, and keeps what was for everybody', async () => {
    const anonymous = await scopeFor(null);
    const anna = await scopeFor('session of anna', anonymous.app);
    const boris = await scopeFor('session of boris', anonymous.app);
    const other = await scopeFor('session of anna');
    for (const scope of [anonymous, anna, other]) {
      const { history } = await tab(scope);
      history.add(recordOf(`for ${scope.user}`), null);
      await history.flush();
    }
    await tab(boris);
    const count = async (scope: UserScope): Promise<number> =>
      (await new IndexedHistory(scope).read([recordOf(`for ${scope.user}`).id])).length;
    expect([await count(anonymous), await count(anna), await count(other)]).to.deep.equal([1, 0, 1]);
    await tab(anna);
    expect(await count(anonymous)).to.equal(1);
  });

  it('stores nothing of the session itself', async () => {
    const scope = await scopeFor('session of anna');
    expect(scope.user).to.match(/^session-[0-9a-f]{64}$/);
    expect((await scopeFor(null)).user).to.equal(ANONYMOUS);
  });

  it('goes on in memory where nothing can be stored, and says so once', async () => {
    const refuse = (): Promise<never> =>
      Promise.reject(new DOMException('full on purpose', 'QuotaExceededError'));
    const storage = {
      load: () => Promise.resolve([]),
      read: refuse,
      write: refuse,
      claim: refuse,
      clear: refuse,
    };
    const scope = await scopeFor('session of anna');
    const warnings = await warningsDuring(async () => {
      const { history } = await tab(scope, storage);
      history.add(recordOf('a'), null);
      await history.flush();
      history.add(recordOf('b'), null);
      await history.flush();
      expect(textsOf(history)).to.have.length(2);
      await history.end();
    });
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('full on purpose');
  });

  it('agrees on what is read without a storage, too', async () => {
    const refuse = (): Promise<never> => Promise.reject(new Error('forbidden on purpose'));
    const storage = {
      load: refuse,
      read: refuse,
      write: refuse,
      claim: refuse,
      clear: refuse,
    };
    const scope = await scopeFor('session of anna');
    await warningsDuring(async () => {
      const [one, other] = [await tab(scope, storage), await tab(scope, storage)];
      const { id } = one.history.add(recordOf('a'), null);
      other.history.add(recordOf('a'), null);
      one.history.markRead([id]);
      await until(() => other.history.model.unread === 0, 'read');
    });
  });

  it('writes a flood in few pieces', async () => {
    const scope = await scopeFor(null);
    const real = new IndexedHistory(scope);
    let writes = 0;
    const storage: HistoryStorage = {
      load: () => real.load(),
      read: (ids) => real.read(ids),
      claim: (record) => real.claim(record),
      clear: () => real.clear(),
      write: (...given) => {
        writes += 1;
        return real.write(...given);
      },
    };
    const { history } = await tab(scope, storage);
    for (let index = 0; index < 2_000; index += 1) history.add(recordOf(`text ${index}`), null);
    await until(() => writes > 0, 'written');
    await history.flush();
    expect(writes).to.be.lessThan(4);
    expect(await real.load()).to.have.length(2_000);
    await history.end();
  });
});
