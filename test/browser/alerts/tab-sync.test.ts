import { expect } from '@open-wc/testing';
import { createStore, promisifyRequest } from 'idb-keyval';
import { PagehideBuffer } from '../../../src/alerts/history/pagehide-buffer.js';
import type { AlertEntry } from '../../../src/alerts/alert-entry.js';
import { AlertStore } from '../../../src/alerts/alert-store.js';
import { TabSync } from '../../../src/alerts/tab-sync.js';
import { toRecord } from '../../../src/alerts/history/record.js';
import { systemClock, type Clock } from '../../../src/clock.js';
import { personUser, type UserScope } from '../../../src/data/user-scope.js';
import { translatorOf } from '../../../src/i18n/translator.js';
import { until } from '../support/page.js';
import { alertOf, FakeClock } from './support/alerts.js';

const scopeOf = (app: string): UserScope => ({
  app,
  user: personUser('u'),
  formerUsers: [],
  keepsOthers: false,
});
const newSync = (clock: Clock = systemClock): TabSync =>
  new TabSync(window, clock, {
    front: (change) => change(),
    elsewhere: () => undefined,
    chosen: () => undefined,
    store: new AlertStore(),
    words: () => Promise.resolve(translatorOf(document.documentElement)),
  });
/** One time for all: alerts that say the same are the same only where they come within a few seconds. */
const NOW = Date.now();
const recordOf = (text: string) => toRecord(alertOf(text), { identity: null, at: NOW });

describe('alerts of a page that is left', () => {
  it('are carried over the reload, where they came before what is stored was read', async () => {
    const scope = scopeOf(crypto.randomUUID());
    const sync = newSync();
    for (const text of ['one', 'two']) void sync.add(scope, recordOf(text), null);
    // In the same task: nothing that was asked of the database can be there yet.
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    const carried = new PagehideBuffer(scope).take();
    expect(carried.map(({ alert }) => alert.text)).to.deep.equal(['one', 'two']);
    const history = (await sync.history(scope))!;
    await until(() => history.model.listed.length === 2, 'both alerts');
    sync.close();
  });
});

describe('a person of whom more is known since', () => {
  const before = scopeOf(crypto.randomUUID());
  const now = { ...before, user: personUser('anna'), formerUsers: [before.user] };
  const shownBefore = { record: { id: recordOf('one').id, scope: before } } as AlertEntry;

  it('has what a toast of before is done with read everywhere, and nothing once they have left', async () => {
    const [sync, other] = [newSync(), newSync()];
    await sync.add(before, recordOf('one'), null);
    const history = (await sync.history(now))!;
    const elsewhere = (await other.history(now))!;
    await until(() => elsewhere.model.unread === 1, 'the alert in the other tab');
    await sync.markRead(shownBefore);
    await until(() => elsewhere.model.unread === 0, 'read in the other tab');
    expect([(await sync.history(before)) === history, history.model.unread]).to.deep.equal([true, 0]);
    await sync.end(before);
    expect([(await sync.history(before)) === history, history.closed.aborted]).to.deep.equal([false, true]);
    await sync.end(before);
    for (const tab of [sync, other]) tab.close();
  });
});

describe('a person of whom it is not known yet which alerts are muted', () => {
  /** Keeps others from what the browser stores. @returns lets them in */
  async function holdStorage(): Promise<() => void> {
    const open = createStore('dx-realtime', 'alerts');
    let isHeld = true;
    await new Promise<void>((resolve) => {
      void open('readwrite', (store) => {
        const goOn = (): void => {
          resolve();
          if (isHeld) store.get(['nobody']).onsuccess = goOn;
        };
        goOn();
        return promisifyRequest(store.transaction);
      });
    });
    return () => (isHeld = false);
  }
  /** Lets everything happen that waits neither for the storage nor for the clock. */
  async function letGo(): Promise<void> {
    await import('../../../src/alerts/history/open.js');
    for (const name of ['one', 'two']) await navigator.locks.request(name, () => undefined);
  }

  it('is shown none until that is read, and then all others', async () => {
    const scope = scopeOf(crypto.randomUUID());
    const sync = newSync(new FakeClock());
    const letIn = await holdStorage();
    const opening = sync.history(scope);
    await letGo();
    expect(sync.isFront(scope)).to.equal(false);
    letIn();
    await opening;
    await until(() => sync.isFront(scope), 'in front');
    sync.close();
  });

  it('is shown them after a second where the storage hangs', async () => {
    const scope = scopeOf(crypto.randomUUID());
    const clock = new FakeClock();
    const sync = newSync(clock);
    const letIn = await holdStorage();
    const opening = sync.history(scope);
    await letGo();
    expect(sync.isFront(scope)).to.equal(false);
    clock.pass(1_000);
    await until(() => sync.isFront(scope), 'in front');
    letIn();
    await opening;
    sync.close();
  });
});
