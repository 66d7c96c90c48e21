/** Measured numbers as a table for people: on the console and as Markdown. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { format } from 'prettier';

export function quantile(numbers, share) {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export const median = (numbers) => quantile(numbers, 0.5);

/** How busy the machine was in the last 1, 5 and 15 minutes: figures of a busy one are of little use. */
export const load = () =>
  loadavg()
    .map((number) => number.toFixed(2))
    .join(', ');

/**
 * The circumstances of a measurement.
 *
 * @param {string} command of package.json
 * @param {{ browser?: string, loadBefore: string }} machine
 * @param {Record<string, string>} [more]
 */
export function circumstances(command, { browser, loadBefore }, more = {}) {
  return {
    Date: `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    Node: process.version,
    ...(browser !== undefined && { Chromium: browser }),
    ...more,
    'Load of the machine': `${loadBefore} before, ${load()} after`,
    Command: `\`npm run ${command}\``,
  };
}

/** Says what is going on, since a benchmark takes long. */
export function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  else if (text !== '') process.stderr.write(`${text}\n`);
}

export function printTable(table) {
  console.table(
    Object.fromEntries(
      table.map((row) => {
        const [[, name], ...columns] = Object.entries(row);
        return [name, Object.fromEntries(columns)];
      }),
    ),
  );
}

/**
 * @param {URL} path
 * @param {{ title: string, text: string, table: Record<string, string>[], more?: { text: string, table: Record<string,
 *   string>[] }, facts: Record<string, string> }} report `facts` are the circumstances under which it was measured
 */
export async function writeMarkdown(path, { title, text, table, more, facts }) {
  const markdown = [
    ...[`# ${title}`, '', text, ''],
    ...linesOf(table),
    ...(more === undefined ? [] : [more.text, '', ...linesOf(more.table)]),
    ...Object.entries(facts).map(([name, value]) => `- ${name}: ${value}`),
    '',
  ].join('\n');
  mkdirSync(new URL('.', path), { recursive: true });
  writeFileSync(path, await format(markdown, { parser: 'markdown' }));
}

function linesOf(table) {
  const columns = Object.keys(table[0]);
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(columns),
    line(columns.map(() => '---')),
    ...table.map((row) => line(columns.map((column) => row[column]))),
    '',
  ];
}
