import { expect } from '@open-wc/testing';
import '../../../src/define/dx-refresher.js';
import { milliseconds } from '../../../src/elements/shared/attribute.js';
import { warningsDuring } from '../support/page.js';

/** What an attribute comes to, and what is said of it on the console. */
async function read(written: string | number): Promise<{ time: number; warnings: string[] }> {
  // Each mistake is said once for an element.
  const host = document.createElement('p');
  host.id = crypto.randomUUID();
  let time = NaN;
  const warnings = await warningsDuring(() => {
    time = milliseconds(500).read(host, 'min-interval', written as number);
  });
  return { time, warnings };
}

describe('the time that an author writes', () => {
  const times: [string | number, number][] = [
    ['2s', 2000],
    ['1.5 min', 90_000],
    ['250ms', 250],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
    ['500', 500],
    ['0', 0],
    [0, 0],
    [1200, 1200],
  ];
  for (const [written, time] of times)
    it(`${typeof written} ${JSON.stringify(written)} is ${time} milliseconds, without a word`, async () => {
      expect(await read(written)).to.deep.equal({ time, warnings: [] });
    });

  for (const written of ['soon', '2 weeks', '-1s', 's', '1s2', 'Infinity', '5 constructor', '1,5s'])
    it(`"${written}" is none: it warns once and comes to the default`, async () => {
      const { time, warnings } = await read(written);
      expect(time).to.equal(500);
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.contain(`min-interval="${written}"`).and.contain('500 is used instead');
    });

  it('an attribute with a unit is a property in milliseconds', () => {
    const refresher = document.createElement('dx-refresher');
    refresher.setAttribute('max-hold', '1min');
    expect(refresher.maxHold).to.equal(60_000);
    refresher.removeAttribute('max-hold');
    expect(refresher.maxHold).to.equal(null);
  });
});
