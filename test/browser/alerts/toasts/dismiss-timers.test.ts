import { expect } from '@open-wc/testing';
import { alertDuration } from '../../../../src/alerts/duration.js';
import { DismissTimers } from '../../../../src/alerts/toasts/dismiss-timers.js';
import { alertOf, FakeClock } from '../support/alerts.js';

function setUp() {
  const clock = new FakeClock();
  const ended: string[] = [];
  const timers = new DismissTimers(clock, (id) => ended.push(`${id} ${clock.now()}`));
  return { clock, ended, timers };
}

const timed = (id: string, duration: number | null, version = 0) => ({ id, duration, version });

describe('AlertTimers', () => {
  it('ends each alert after its time, and those without time never', () => {
    const { clock, ended, timers } = setUp();
    timers.show([timed('a', 5_000), timed('b', 7_000), timed('c', null)]);
    clock.pass(1e9);
    expect(ended).to.deep.equal(['a 5000', 'b 7000']);
  });

  it('goes on with what was left, when nothing holds any more', () => {
    const { clock, ended, timers } = setUp();
    timers.show([timed('a', 5_000)]);
    clock.pass(4_000);
    timers.hold('pointer', true);
    timers.hold('focus', true);
    clock.pass(60_000);
    timers.hold('pointer', false);
    clock.pass(60_000);
    timers.hold('focus', false);
    clock.pass(999);
    expect(ended).to.deep.equal([]);
    clock.pass(1);
    expect(ended).to.deep.equal(['a 125000']);
  });

  it('does not begin in a hidden page', () => {
    const { clock, ended, timers } = setUp();
    timers.hold('hidden', true);
    timers.show([timed('a', 5_000)]);
    clock.pass(60_000);
    expect(ended).to.deep.equal([]);
    timers.hold('hidden', false);
    clock.pass(5_000);
    expect(ended).to.deep.equal(['a 65000']);
  });

  it('stands still for alerts that wait again, and begins anew with another version', () => {
    const { clock, ended, timers } = setUp();
    timers.show([timed('a', 5_000), timed('b', 5_000)]);
    clock.pass(2_000);
    timers.show([timed('b', 5_000, 1)]);
    clock.pass(4_999);
    expect(ended).to.deep.equal([]);
    timers.show([timed('a', 5_000)]);
    clock.pass(3_000);
    expect(ended).to.deep.equal(['a 9999']);
  });

  it('keeps times longer than a browser timer', () => {
    const { clock, ended, timers } = setUp();
    timers.show([timed('a', 2 ** 32)]);
    clock.pass(2 ** 32 - 1);
    expect(ended).to.deep.equal([]);
    clock.pass(1);
    expect(ended).to.have.length(1);
  });

  it('forgets', () => {
    const { clock, ended, timers } = setUp();
    timers.show([timed('a', 5_000)]);
    timers.forget('a');
    clock.pass(10_000);
    expect(ended).to.deep.equal([]);
  });
});

describe('alertDuration', () => {
  it('grows with the text, from 5 s to 30 s', () => {
    expect(alertDuration(alertOf('Saved'), null)).to.equal(5_000);
    expect(alertDuration(alertOf('x'.repeat(100)), null)).to.equal(9_000);
    expect(alertDuration(alertOf('x'.repeat(2_000)), null)).to.equal(30_000);
  });

  it('takes the message before the element', () => {
    expect(alertDuration(alertOf('x'), 8_000)).to.equal(8_000);
    expect(alertDuration(alertOf({ text: 'x', duration: 9_000 }), 8_000)).to.equal(9_000);
  });

  it('never ends what is urgent, actionable or sticky, nor anything where the element says 0', () => {
    const lasting = [
      { text: 'x', variant: 'danger', duration: 1_000 },
      { text: 'x', href: '/y' },
      { text: 'x', action: { label: 'Go', event: 'go' } },
      { text: 'x', sticky: true },
      { text: 'x', duration: 0 },
    ];
    for (const data of lasting) expect(alertDuration(alertOf(data), 8_000)).to.equal(null);
    expect(alertDuration(alertOf({ text: 'x', duration: 9_000 }), 0)).to.equal(null);
  });
});
