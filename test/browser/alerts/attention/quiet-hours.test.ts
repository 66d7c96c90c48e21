import { expect } from '@open-wc/testing';
import { parseQuietHours } from '../../../../src/alerts/attention/parse-quiet-hours.js';
import { isQuiet } from '../../../../src/alerts/attention/quiet-hours.js';

const at = (time: string): Date => new Date(`2026-11-24T${time}:00`);

describe('quiet hours', () => {
  it('go over midnight', () => {
    const quiet = parseQuietHours('22:00-07:00');
    expect(
      ['21:59', '22:00', '03:00', '06:59', '07:00'].map((time) => isQuiet(quiet, at(time))),
    ).to.deep.equal([false, true, true, true, false]);
  });

  it('lie within a day, or are none', () => {
    const lunch = parseQuietHours(' 12:00 - 13:30 ');
    expect(['11:59', '13:29', '13:30'].map((time) => isQuiet(lunch, at(time)))).to.deep.equal([
      false,
      true,
      false,
    ]);
    expect(isQuiet(null, at('03:00'))).to.equal(false);
    for (const text of ['', '22:00', '25:00-07:00', 'night', '22:00-07:60'])
      expect(parseQuietHours(text)).to.equal(null);
  });
});
