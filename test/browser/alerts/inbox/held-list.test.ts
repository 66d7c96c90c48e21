import { expect } from '@open-wc/testing';
import { toRecord, type AlertRecord } from '../../../../src/alerts/history/record.js';
import { holdList } from '../../../../src/alerts/inbox/held-list.js';
import { alertOf } from '../support/alerts.js';

const recordOf = (id: string, at: number): AlertRecord =>
  toRecord(alertOf({ id, text: `${id} at ${at}` }), { identity: null, at });
const [a, b, c] = [recordOf('a', 3), recordOf('b', 2), recordOf('c', 1)];
const textsOf = (records: readonly AlertRecord[]): string[] => records.map(({ alert }) => alert.text);

describe('holdList', () => {
  it('keeps every row in its place while others come, and counts those', () => {
    const present = [recordOf('new', 9), a, b, c];
    const { records, waiting, gone } = holdList([a, b, c], present, present);
    expect([textsOf(records), waiting, gone.size]).to.deep.equal([['a at 3', 'b at 2', 'c at 1'], 1, 0]);
  });

  it('keeps the place of a row that another tab took away', () => {
    const { records, waiting, gone } = holdList([a, b, c], [a, c], [a, c]);
    expect([textsOf(records), waiting, [...gone]]).to.deep.equal([['a at 3', 'b at 2', 'c at 1'], 0, [b.id]]);
  });

  it('keeps what a row says until the person looks up, since the action under the pointer would be another one', () => {
    const again = recordOf('b', 9);
    const { records, waiting, gone } = holdList([a, b, c], [again, a, c], [again, a, c]);
    expect([textsOf(records), waiting, gone.size]).to.deep.equal([['a at 3', 'b at 2', 'c at 1'], 1, 0]);
  });

  it('shows what became of the very same alert, also where the filter would hide it', () => {
    const read = { ...b, readAt: b.at };
    const { records, waiting } = holdList([a, b], [a, read], [a]);
    expect([records[1] === read, waiting]).to.deep.equal([true, 0]);
  });
});
