import { expect } from '@open-wc/testing';
import {
  failureDelay,
  scheduleRefresh,
  type ScheduleState,
  type RefreshTiming,
} from '../../../src/refresh/schedule.js';

const idle: ScheduleState = {
  firstRequestAt: null,
  lastRequestAt: 0,
  lastStartAt: -Infinity,
  streak: 0,
  heldSince: null,
  disturbs: () => false,
  spreadDelay: 0,
  notBefore: -Infinity,
  running: false,
  hidden: false,
};
const timing: RefreshTiming = {
  minInterval: 500,
  debounce: 0,
  maxWait: 0,
  whileHidden: false,
  maxHold: 30_000,
};
const asked = (changes: Partial<ScheduleState> = {}): ScheduleState => ({
  ...idle,
  firstRequestAt: 1_000,
  lastRequestAt: 1_000,
  ...changes,
});

describe('plan', () => {
  it('waits for a request', () => {
    expect(scheduleRefresh(idle, timing, 1_000)).to.deep.equal({ start: false, until: 'request' });
  });

  it('starts the first at once', () => {
    expect(scheduleRefresh(asked(), timing, 1_000)).to.deep.equal({ start: true });
  });

  it('starts the next one after the interval, counted from the last start', () => {
    expect(scheduleRefresh(asked({ lastStartAt: 900 }), timing, 1_000)).to.deep.equal({
      start: false,
      until: 'time',
      at: 1_400,
    });
    expect(scheduleRefresh(asked({ lastStartAt: 900 }), timing, 1_400)).to.deep.equal({ start: true });
  });

  it('never joins a refresh that runs', () => {
    expect(scheduleRefresh(asked({ running: true }), timing, 9_000)).to.deep.equal({
      start: false,
      until: 'end',
    });
  });

  it('holds in a hidden tab unless told otherwise', () => {
    expect(scheduleRefresh(asked({ hidden: true }), timing, 9_000)).to.deep.equal({
      start: false,
      until: 'visible',
    });
    expect(scheduleRefresh(asked({ hidden: true }), { ...timing, whileHidden: true }, 9_000)).to.deep.equal({
      start: true,
    });
  });

  it('waits for silence, but no longer than max-wait', () => {
    const debounced = { ...timing, debounce: 200 };
    const later = asked({ lastRequestAt: 1_150 });
    expect(scheduleRefresh(later, debounced, 1_200)).to.deep.equal({
      start: false,
      until: 'time',
      at: 1_350,
    });
    expect(scheduleRefresh(later, { ...debounced, maxWait: 250 }, 1_200)).to.deep.equal({
      start: false,
      until: 'time',
      at: 1_250,
    });
  });

  it('adds the spread and respects the back-off', () => {
    expect(scheduleRefresh(asked({ spreadDelay: 700 }), timing, 1_000)).to.deep.equal({
      start: false,
      until: 'time',
      at: 1_700,
    });
    expect(scheduleRefresh(asked({ spreadDelay: 700, notBefore: 5_000 }), timing, 1_800)).to.deep.equal({
      start: false,
      until: 'time',
      at: 5_000,
    });
  });
});

describe('failure delay', () => {
  it('doubles its ceiling up to 30 s and draws from the whole range', () => {
    expect([1, 2, 3, 9].map((failures) => failureDelay(failures, 1, null))).to.deep.equal([
      1_000, 2_000, 4_000, 30_000,
    ]);
    expect(failureDelay(9, 0, null)).to.equal(100);
  });

  it('is never shorter than the server asked for', () => {
    expect(failureDelay(1, 0, 7_000)).to.equal(7_000);
  });
});
