/** The measured numbers as a table for people: on the console and as Markdown. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';

export function quantile(numbers, share) {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

const median = (numbers) => quantile(numbers, 0.5);
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

export function printTable(table) {
  console.table(Object.fromEntries(table.map(({ kind, ...columns }) => [kind, columns])));
}

/** @param {Record<string, string>} circumstances under which it was measured */
export async function writeMarkdown(path, table, circumstances) {
  const columns = Object.keys(table[0]);
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const facts = Object.entries(circumstances).map(([name, value]) => `- ${name}: ${value}`);
  const text = [
    '# From a push to a fresh page',
    '',
    'Same page for all (200 rows, all of which change, and a text field), same machine, the kinds in turn.',
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...table.map((row) => line(columns.map((column) => row[column]))),
    '',
    ...facts,
    '',
  ].join('\n');
  mkdirSync(new URL('.', path), { recursive: true });
  writeFileSync(path, await format(text, { parser: 'markdown' }));
}
