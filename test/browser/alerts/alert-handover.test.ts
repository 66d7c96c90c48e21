import { expect } from '@open-wc/testing';
import type { AlertOwner } from '../../../src/alerts/alert-entry.js';
import { AlertHandover } from '../../../src/alerts/alert-handover.js';
import { FakeClock, silentOwner } from './support/alerts.js';

describe('AlertHandover', () => {
  const setUp = () => {
    const clock = new FakeClock();
    const names = new Map<AlertOwner | null, string>([[null, 'nobody']]);
    const given: string[] = [];
    const handover = new AlertHandover(clock, (former, heir) =>
      given.push(`${names.get(former)} to ${names.get(heir)}`),
    );
    const make = (name: string): AlertOwner => {
      const owner = { ...silentOwner };
      names.set(owner, name);
      return owner;
    };
    return { clock, given, handover, make, done: () => given.push('done') };
  };

  it('gives the alerts of an element that left with its body to the next one that listens to the same', () => {
    const { clock, given, handover, make, done } = setUp();
    const [a, other, b] = ['a', 'other', 'b'].map(make) as [AlertOwner, AlertOwner, AlertOwner];
    handover.join(a, 'orders');
    handover.leave(a, done, true);
    handover.join(other, 'news');
    expect(given).to.deep.equal([]);
    handover.join(b, 'orders');
    clock.pass(1_000);
    expect(given).to.deep.equal(['a to b', 'done']);
  });

  it('lets them go where no other comes in time, and at once where the body stays', () => {
    const { clock, given, handover, make, done } = setUp();
    const [a, b] = ['a', 'b'].map(make) as [AlertOwner, AlertOwner];
    handover.join(a, 'orders');
    handover.leave(a, done, true);
    clock.pass(1_000);
    handover.join(b, 'orders');
    handover.leave(b, done, false);
    expect(given).to.deep.equal(['a to nobody', 'done', 'b to nobody', 'done']);
  });

  it('gives nothing to an element that has left before', () => {
    const { clock, given, handover, make, done } = setUp();
    const [a, b] = ['a', 'b'].map(make) as [AlertOwner, AlertOwner];
    handover.join(a, 'orders');
    handover.leave(a, done, false);
    handover.join(b, 'orders');
    handover.leave(b, done, true);
    clock.pass(1_000);
    expect(given).to.deep.equal(['a to nobody', 'done', 'b to nobody', 'done']);
  });
});
