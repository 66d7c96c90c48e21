/**
 * Runs all benchmarks one after another and says at the end how each of them went and how long it took.
 *
 * ONLY=herd,size runs just these.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { printTable } from './report.js';

const folder = fileURLToPath(new URL('..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const only = process.env.ONLY?.split(',').map((name) => `bench:${name}`);
const names = Object.keys(scripts).filter(
  (name) => name.startsWith('bench:') && only?.includes(name) !== false,
);
const minutes = (since) => ((Date.now() - since) / 60_000).toFixed(1);

const summary = [];
const started = Date.now();
for (const [index, name] of names.entries()) {
  console.log(`\n── ${name} (${index + 1} of ${names.length}, after ${minutes(started)} min)`);
  const from = Date.now();
  // The package is built already: each script does that first, and then runs its file.
  const file = scripts[name].split(' ').at(-1);
  const { status } = spawnSync(process.execPath, [file], { cwd: folder, stdio: 'inherit' });
  summary.push({
    benchmark: name,
    result: status === 0 ? 'ok' : `FAILED (${status})`,
    minutes: minutes(from),
    file: file.replace(/^bench\/(.*)\.js$/, 'bench/results/$1.md'),
  });
}
console.log('');
printTable(summary);
process.exit(summary.every(({ result }) => result === 'ok') ? 0 : 1);
