import { expect } from '@open-wc/testing';
import {
  LATEST,
  visibleMessages,
  visibleRangeAt,
  withOneMore,
  type VisibleRange,
} from '../../../src/messenger/visible-range.js';

const TOTAL = 10_000;
const numbers = Array.from({ length: TOTAL }, (_, index) => index);
const elsewhere = { isAtEnd: false, isNearStart: false, isNearGap: false, shareOfGap: null };
const back = (extent: VisibleRange): VisibleRange =>
  visibleRangeAt({ ...elsewhere, isNearStart: true }, extent, TOTAL);
const forth = (extent: VisibleRange): VisibleRange =>
  visibleRangeAt({ ...elsewhere, isNearGap: true }, extent, TOTAL);

describe('what is drawn of a conversation', () => {
  it('is never much, on the way to the first message and back, and leaves nothing out between two steps', () => {
    let extent = LATEST;
    let former = visibleMessages(numbers, extent);
    expect(former.at(-1)).to.equal(TOTAL - 1);
    for (const step of [back, forth])
      for (let next = step(extent); next !== extent; next = step(extent)) {
        const now = visibleMessages(numbers, next);
        expect(now.length).to.be.within(100, 400);
        expect(now.at(-1)! >= former[0]! && now[0]! <= former.at(-1)!, 'they overlap').to.equal(true);
        [extent, former] = [next, now];
        if (step === back && now[0] === 0) break;
      }
    expect(former.at(-1)).to.equal(TOTAL - 1);
  });

  it('lies around the place that a person drags the bar to, and is the newest at the end', () => {
    const far = { skipped: 8_000, length: 400 };
    const half = visibleRangeAt({ ...elsewhere, isNearGap: true, shareOfGap: 0.5 }, far, TOTAL);
    const middle = TOTAL - 4_000;
    expect(visibleMessages(numbers, half)).to.include.members([middle - 50, middle, middle + 50]);
    expect(visibleRangeAt({ ...elsewhere, isAtEnd: true, isNearGap: true }, far, TOTAL)).to.equal(LATEST);
    expect(visibleRangeAt(elsewhere, far, TOTAL)).to.equal(far);
  });

  it('stays the same when a message comes behind it', () => {
    for (const extent of [LATEST, { skipped: 0, length: 400 }, { skipped: 50, length: 400 }]) {
      const before = visibleMessages(numbers, extent);
      expect(visibleMessages([...numbers, TOTAL], withOneMore(extent)).slice(0, before.length)).to.deep.equal(
        before,
      );
    }
  });
});
