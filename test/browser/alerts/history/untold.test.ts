import { expect } from '@open-wc/testing';
import { mergeRecords, toRecord, type AlertRecord } from '../../../../src/alerts/history/record.js';
import { TOLD_MARKS, untoldOf, withTold, type ToldMark } from '../../../../src/alerts/history/untold.js';
import { alertOf } from '../support/alerts.js';

const PLACE = 'u:anna e 1';
const recordOf = (changes: Partial<AlertRecord> = {}, identity: string | null = PLACE): AlertRecord => ({
  ...toRecord(alertOf('a'), { identity, at: 5, eventName: 'alert' }),
  ...changes,
});
const untold = (record: AlertRecord, events = ['alert']): ToldMark[] =>
  TOLD_MARKS.filter((mark) => untoldOf([record], mark, events).length > 0);
const DONE = {
  ...{ id: 'c', event: 'approve', of: 5, chosenAt: 6, actedAt: 7, reason: '', step: 1 },
  state: 'done' as const,
};

describe('what a gateway is told of an alert', () => {
  it('is what a person did and it does not know, and nothing once it was told', () => {
    expect(untold(recordOf())).to.deep.equal([]);
    const read = recordOf({ readAt: 5 });
    expect(untold(read)).to.deep.equal(['read']);
    expect(untold(withTold(read, ['read']))).to.deep.equal([]);
    const dismissed = recordOf({ readAt: 5, dismissedAt: 5, choice: DONE });
    expect(untold(withTold(dismissed, ['read']))).to.deep.equal(['dismissed', 'acted']);
    expect(untold({ ...dismissed, choice: { ...DONE, state: 'pending' } })).to.deep.equal([
      'read',
      'dismissed',
    ]);
  });

  it('is told again where the alert came again and was read again', () => {
    const told = withTold(recordOf({ readAt: 5 }), ['read']);
    expect(untold({ ...told, at: 9 })).to.deep.equal([]);
    expect(untold({ ...told, at: 9, readAt: 9 })).to.deep.equal(['read']);
  });

  it('is nothing of an action that was taken of a former alert with the same key', () => {
    const record = recordOf({ alert: alertOf({ id: 'r8', key: 'refund', text: 'a' }) });
    expect(untold({ ...record, choice: { ...DONE, alertId: 'r7' } })).to.deep.equal([]);
    for (const alertId of ['r8', undefined])
      expect(untold({ ...record, choice: { ...DONE, ...(alertId && { alertId }) } })).to.deep.equal([
        'acted',
      ]);
  });

  it('is told of what was so when it was told, where more happened meanwhile', () => {
    const asked = recordOf({ readAt: 5 });
    const now = { ...asked, at: 9, readAt: 9 };
    expect(untold(withTold(now, ['read'], asked))).to.deep.equal(['read']);
  });

  it('leaves out events that the gateway does not keep, and what stands in no log', () => {
    expect(untold(recordOf({ readAt: 5 }), ['other'])).to.deep.equal([]);
    expect(untold(recordOf({ readAt: 5 }, null))).to.deep.equal([]);
  });

  it('is still known after a message or another tab was merged into the record', () => {
    const told = withTold(recordOf({ readAt: 5 }), ['read']);
    expect(untold(mergeRecords(told, recordOf()))).to.deep.equal([]);
    expect(untold(mergeRecords(recordOf(), told))).to.deep.equal([]);
  });
});
