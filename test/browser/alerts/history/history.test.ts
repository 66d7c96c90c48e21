import { expect } from '@open-wc/testing';
import { AlertHistory, HISTORY_LIMIT } from '../../../../src/alerts/history/history.js';
import { isUnread, mergeRecords, toRecord, type AlertRecord } from '../../../../src/alerts/history/record.js';
import { alertOf } from '../support/alerts.js';

const recordOf = (
  data: unknown,
  at = 0,
  identity: string | null = null,
  eventName: string | null = null,
): AlertRecord => toRecord(alertOf(data), { identity, at, eventName });
const summaryOf = (history: AlertHistory): string[] =>
  history.listed.map(({ alert, parts }) => `${alert.text} ×${parts.length}`);

describe('AlertHistory', () => {
  it('lists the newest first, and counts what is unread', () => {
    const history = new AlertHistory();
    for (const [index, text] of ['a', 'b', 'c'].entries()) history.add(recordOf(text, 100_000 * (index + 1)));
    expect(summaryOf(history)).to.deep.equal(['c ×1', 'b ×1', 'a ×1']);
    expect(history.unread).to.equal(3);
    history.markRead([history.listed[0]!.id]);
    expect(history.unread).to.equal(2);
  });

  it('takes read and dismissed as different things', () => {
    const history = new AlertHistory();
    const { id } = history.add(recordOf('a', 1));
    history.markRead([id]);
    expect(history.listed).to.have.length(1);
    history.dismiss([id]);
    expect(history.listed).to.have.length(0);
    expect(history.find(id)!.dismissedAt).to.equal(1);
  });

  it('does not bring back by a replay what was dismissed', () => {
    const history = new AlertHistory();
    history.dismiss([history.add(recordOf('a', 1, 'u:anna e 1')).id]);
    history.add(recordOf('a', 1, 'u:anna e 1'));
    expect(history.listed).to.have.length(0);
  });

  it('makes one of what has the same key, unread again with every change', () => {
    const history = new AlertHistory();
    const { id } = history.add(recordOf({ key: 'upload', text: '10 %' }, 1));
    history.dismiss([id]);
    history.add(recordOf({ key: 'upload', text: 'done' }, 2));
    expect(summaryOf(history)).to.deep.equal(['done ×1']);
    expect(history.unread).to.equal(1);
  });

  it('leaves read what a person has read of something that goes on, until it ends, begins anew or rests for a minute', () => {
    for (const [next, at, isRead] of [
      [{ progress: 0.2 }, 2_000, true],
      [{ progress: 'busy' }, 61_000, true],
      [{ progress: 0.2 }, 61_001, false],
      [{}, 2_000, false],
      [{ progress: 0.2, variant: 'error' }, 2_000, false],
    ] as const) {
      const history = new AlertHistory();
      const { id } = history.add(recordOf({ key: 'export', text: '10 %', progress: 0.1 }, 1_001));
      history.markRead([id]);
      history.add(recordOf({ key: 'export', text: '20 %', ...next }, at));
      expect(history.unread, JSON.stringify(next)).to.equal(isRead ? 0 : 1);
    }
  });

  it('does not list again the steps of what a person has dismissed', () => {
    const history = new AlertHistory();
    const { id } = history.add(recordOf({ key: 'export', text: '10 %', progress: 0.1 }, 1));
    history.dismiss([id]);
    for (const step of [0.2, 0.3])
      history.add(recordOf({ key: 'export', text: `${step * 100} %`, progress: step }, step * 10_000));
    expect(history.listed).to.deep.equal([]);
    history.add(recordOf({ key: 'export', text: 'done' }, 4_000));
    expect(summaryOf(history)).to.deep.equal(['done ×1']);
  });

  it('takes the same id once', () => {
    const history = new AlertHistory();
    history.markRead([history.add(recordOf({ id: '7', text: 'a' }, 1)).id]);
    history.add(recordOf({ id: '7', text: 'b' }, 2));
    expect(summaryOf(history)).to.deep.equal(['a ×1']);
    expect(history.unread).to.equal(0);
  });

  it('keeps apart what two events bring: the same text, id or key', () => {
    for (const data of ['Saved', { id: '7', text: 'a' }, { key: '7', text: 'a' }]) {
      const history = new AlertHistory();
      const [task, news] = ['task', 'news'].map((event) => history.add(recordOf(data, 1, null, event)));
      history.dismiss([task!.id]);
      expect(history.listed.map(({ id, eventNames }) => [id, ...eventNames])).to.deep.equal([
        [news!.id, 'news'],
      ]);
    }
  });

  it('knows again what a former version kept without its event', () => {
    const history = new AlertHistory();
    history.dismiss([history.put(recordOf({ id: '7', text: 'a' }, 1)).id]);
    history.put(recordOf({ key: 'upload', text: '10 %' }, 1));
    history.add(recordOf({ id: '7', text: 'a' }, 2, null, 'task'));
    history.add(recordOf({ key: 'upload', text: '20 %' }, 2, null, 'task'));
    expect(history.listed.map(({ alert, eventNames }) => [alert.text, ...eventNames])).to.deep.equal([
      ['20 %', 'task'],
    ]);
  });

  it('counts the same text within five seconds, with a log and without', () => {
    for (const log of [true, false]) {
      const history = new AlertHistory();
      for (const [index, at] of [0, 4_000, 8_000, 20_000].entries())
        history.add(recordOf('Saved', at, log ? `c e ${index}` : null));
      expect(summaryOf(history)).to.deep.equal(['Saved ×1', 'Saved ×3']);
    }
  });

  it('counts once what two tabs heard, whichever heard it first and where its ids begin', () => {
    for (const identities of [
      ['c e 1', 'c e 2'],
      [null, null],
    ]) {
      const [mine, theirs] = [new AlertHistory(), new AlertHistory()];
      for (const [index, identity] of identities.entries()) {
        // The other tab hears it a little later, in the next span of time by which ids are made.
        mine.add(recordOf('Saved', 4_990 + index * 100, identity));
        theirs.add(recordOf('Saved', 5_010 + index * 100, identity));
      }
      const theirId = theirs.listed[0]!.id;
      for (const record of theirs.listed) mine.put(record);
      expect(summaryOf(mine)).to.deep.equal(['Saved ×2']);
      // What the other tab calls it is understood here.
      mine.markRead([theirId]);
      expect(mine.unread).to.equal(0);
    }
  });

  it('stays bounded and forgets the oldest, and what is older than 90 days', () => {
    const history = new AlertHistory();
    const gone: string[] = [];
    for (let index = 0; index < 10_000; index += 1) {
      history.add(recordOf(`text ${index}`, index * 10_000, `c e ${index}`));
      if (history.isFull) gone.push(...history.prune(0));
    }
    expect(history.listed.length).to.be.within(HISTORY_LIMIT, HISTORY_LIMIT + 500);
    expect(gone).to.have.length(10_000 - history.listed.length);
    expect(history.listed[0]!.alert.text).to.equal('text 9999');
    history.prune(91 * 86_400_000 + 9_999 * 10_000);
    expect(history.listed).to.have.length(0);
  });
});

describe('mergeRecords', () => {
  it('gives the same, whichever comes first', () => {
    const kinds: [unknown, string | null][] = [
      ['a', 'c e 1'],
      ['a', null],
      [{ key: 'k', text: 'a' }, null],
      [{ id: 'i', text: 'a' }, null],
      [{ key: 'k', text: 'a', progress: 0.1 }, null],
    ];
    for (const [data, identity] of kinds) {
      const former = { ...recordOf(data, 1, identity), readAt: 1 };
      const later = { ...recordOf(data, 2, identity), dismissedAt: 1, id: former.id };
      const { parts, ...merged } = mergeRecords(former, later);
      const { parts: otherParts, ...other } = mergeRecords(later, former);
      expect(merged).to.deep.equal(other);
      expect([...parts].sort()).to.deep.equal([...otherParts].sort());
      const isDone = ['id', 'progress'].some((field) => field in (Object(data) as object));
      const marks = merged.alert.progress === null ? [1, 1] : [2, 2];
      expect([merged.readAt, merged.dismissedAt]).to.deep.equal(marks);
      expect(isUnread({ ...merged, parts })).to.equal(!isDone);
    }
  });
});
