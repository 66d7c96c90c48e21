import { expect } from '@open-wc/testing';
import { toRecord, type AlertRecord } from '../../../../src/alerts/history/record.js';
import { Dismissals, UNDO_TIME } from '../../../../src/alerts/inbox/dismissals.js';
import { alertOf, FakeClock } from '../support/alerts.js';

const recordOf = (text: string, at = 1): AlertRecord =>
  toRecord(alertOf({ id: text, text }), { identity: null, at });
const [a, b] = [recordOf('a'), recordOf('b')];

describe('Dismissals', () => {
  const make = () => {
    const clock = new FakeClock();
    const committed: string[] = [];
    const state = { isEngaged: false };
    const dismissals = new Dismissals(clock, {
      isEngaged: () => state.isEngaged,
      commit: (records) => committed.push(...records.map(({ alert }) => alert.text)),
      changed: () => undefined,
    });
    return { clock, committed, state, dismissals };
  };

  it('are carried out when their time is over, and not before', () => {
    const { clock, committed, dismissals } = make();
    dismissals.dismiss([a]);
    clock.pass(UNDO_TIME - 1);
    expect([committed, dismissals.has(a)]).to.deep.equal([[], true]);
    clock.pass(1);
    expect([committed, dismissals.has(a)]).to.deep.equal([['a'], false]);
  });

  it('come back one by one, or all that went at once', () => {
    const { clock, committed, dismissals } = make();
    dismissals.dismiss([a]);
    dismissals.dismiss([b], true);
    expect([dismissals.all, dismissals.isCleared(a), dismissals.isCleared(b)]).to.deep.equal([
      1,
      false,
      true,
    ]);
    dismissals.undo(null);
    dismissals.undo(a);
    clock.pass(2 * UNDO_TIME);
    expect([committed, dismissals.has(a), dismissals.has(b)]).to.deep.equal([[], false, false]);
  });

  it('wait while a person may be about to undo them', () => {
    const { clock, committed, state, dismissals } = make();
    state.isEngaged = true;
    dismissals.dismiss([a]);
    clock.pass(2 * UNDO_TIME);
    expect([committed, dismissals.has(a)]).to.deep.equal([[], true]);
    state.isEngaged = false;
    dismissals.commitDue();
    expect(committed).to.deep.equal(['a']);
  });

  it('mean the alert that was seen, not the same one that comes again', () => {
    const { dismissals } = make();
    dismissals.dismiss([a]);
    expect(dismissals.has(recordOf('a', 2))).to.equal(false);
  });

  it('are carried out at once when the page is left', () => {
    const { clock, committed, dismissals } = make();
    dismissals.dismiss([a]);
    dismissals.dismiss([b], true);
    dismissals.flush();
    clock.pass(UNDO_TIME);
    expect(committed).to.deep.equal(['a', 'b']);
  });
});
