/** The measured numbers of each kind as rows of a table. */
import { LISTS } from './lists.js';
import { KINDS } from './pages.js';
import { median, quantile } from '../report.js';

const yesOrNo = (flag) => (flag ? 'yes' : 'no');

/**
 * @param {{ name: string, times: number[], kept: Record<string, boolean>, storms: object[] }[]} measured the
 *   hand-written one first: the others are compared with it
 */
export function makeTable(measured) {
  const base = median(measured[0].times);
  return measured.map(({ name, times, kept, storms }) => {
    const survivors = Object.keys(kept).filter((what) => kept[what]);
    const over = (key) => storms.map((storm) => storm[key]);
    return {
      kind: name,
      'push → fresh DOM p50, ms': median(times).toFixed(1),
      'p95, ms': quantile(times, 0.95).toFixed(1),
      'ratio p50': (median(times) / base).toFixed(2),
      'typed text, focus, caret kept': survivors.join(', ') || 'none',
      'fetches for 1,000 events': String(median(over('fetches'))),
      'oldest in the storm, ms': Math.max(...over('oldest')).toFixed(0),
      'last event shown': storms.every(({ isLastShown }) => isLastShown)
        ? `after ${Math.max(...over('lastAfter')).toFixed(0)} ms`
        : 'no',
      'main thread busy, ms': median(over('busy')).toFixed(0),
      'DOM correct': yesOrNo(storms.every(({ isCorrect }) => isCorrect)),
    };
  });
}

/**
 * A row for each kind and a column for each list.
 *
 * @param {Record<string, { kind: string, times: number[], isCorrect: boolean }[]>} byList the hand-written kind first
 */
export function makeListTable(byList) {
  return byList.all.map(({ kind }, index) => ({
    kind: KINDS[kind].name,
    ...Object.fromEntries(
      Object.entries(LISTS).map(([list, { name }]) => [`${name}, ms`, cellOf(byList[list], index)]),
    ),
  }));
}

function cellOf(measured, index) {
  const { times, isCorrect } = measured[index];
  const ratio = (median(times) / median(measured[0].times)).toFixed(2);
  return `${median(times).toFixed(1)} / ${quantile(times, 0.95).toFixed(1)} / ${ratio}${isCorrect ? '' : ', wrong'}`;
}
