import { expect } from '@open-wc/testing';
import { SHOWN_DELAY, shownDelay, shownState } from '../../../src/connection/shown-state.js';

describe('shown state', () => {
  it('tells the first live at once, everything else once it has lasted, and nothing twice', () => {
    expect(shownDelay(null, 'live')).to.equal(0);
    expect(shownDelay(null, 'connecting')).to.equal(SHOWN_DELAY);
    expect(shownDelay('live', 'reconnecting')).to.equal(SHOWN_DELAY);
    expect(shownDelay('offline', 'live')).to.equal(SHOWN_DELAY);
    expect(shownDelay('live', 'live')).to.equal(null);
  });

  it('calls closed what it is to people', () => {
    expect(shownState('closed')).to.equal('idle');
    expect(shownState('offline')).to.equal('offline');
  });
});
