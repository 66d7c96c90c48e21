import { expect } from '@open-wc/testing';
import { SETTLE_TIME, settleDelay, shownState } from '../../../src/status/shown-state.js';

describe('shown state', () => {
  it('tells the first live at once, everything else once it has lasted, and nothing twice', () => {
    expect(settleDelay(null, 'live')).to.equal(0);
    expect(settleDelay(null, 'connecting')).to.equal(SETTLE_TIME);
    expect(settleDelay('live', 'reconnecting')).to.equal(SETTLE_TIME);
    expect(settleDelay('offline', 'live')).to.equal(SETTLE_TIME);
    expect(settleDelay('live', 'live')).to.equal(null);
  });

  it('calls closed what it is to people', () => {
    expect(shownState('closed')).to.equal('idle');
    expect(shownState('offline')).to.equal('offline');
  });
});
