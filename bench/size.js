/**
 * Bytes that a page loads for live updates: this package beside others, all bundled and minified by the same Vite
 * and compressed with brotli 11. The others are installed into a folder of their own.
 * Prints a table and writes bench/results/size.md.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUDGETS } from '../scripts/budgets.js';
import { measure, sizeOfBudget } from '../scripts/size.js';
import { printTable, progress, writeMarkdown } from './report.js';

const RESULT = new URL('results/size.md', import.meta.url);

/** Other ways to do (a part of) the same. What is imported is used, so that nothing is shaken off. */
const OTHERS = {
  'Lit and socket.io-client: the floor': ['lit', 'socket.io-client'],
  'Turbo 8 + Action Cable: refresh': ['@hotwired/turbo', '@rails/actioncable'],
  'htmx 2 + sse + idiomorph: refresh': ['htmx.org@2', 'htmx-ext-sse', 'idiomorph'],
  'Pusher + Laravel Echo: events only': ['pusher-js', 'laravel-echo'],
  'Centrifuge: events only': ['centrifuge'],
  'Ably: events only': ['ably'],
  'Novu: inbox without its view': ['@novu/js'],
  'Sonner with React: toasts only': ['sonner', 'react', 'react-dom'],
};

const nameOf = (wanted) => wanted.replace(/(.)@.*/, '$1');
const codeFor = (packages) =>
  packages
    .map(
      (wanted, index) =>
        `import * as all${index} from '${nameOf(wanted)}'; globalThis.all${index} = all${index};`,
    )
    .join('\n');

const folder = mkdtempSync(join(tmpdir(), 'dx-size-'));
const rows = [];
try {
  progress('installing the others …');
  const react =
    "import { createElement } from 'react'; import { createRoot } from 'react-dom/client'; import { Toaster, toast } from 'sonner'; globalThis.all = [createElement, createRoot, Toaster, toast];";
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  execFileSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...new Set(Object.values(OTHERS).flat())],
    {
      cwd: folder,
      stdio: 'ignore',
    },
  );
  const versionOf = (wanted) =>
    JSON.parse(readFileSync(join(folder, 'node_modules', nameOf(wanted), 'package.json'), 'utf8')).version;

  for (const [name, budget] of Object.entries(BUDGETS)) {
    progress(`${name} …`);
    rows.push([`dx-realtime, ${name}`, '', await sizeOfBudget(budget)]);
  }
  for (const [name, packages] of Object.entries(OTHERS)) {
    progress(`${name} …`);
    const size = await measure(packages.includes('react') ? react : codeFor(packages), folder);
    rows.push([name, packages.map((wanted) => `${nameOf(wanted)} ${versionOf(wanted)}`).join(', '), size]);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const kilobytes = (bytes) => (bytes / 1_000).toFixed(1);
const table = rows.map(([what, versions, { minified, brotli }]) => ({
  'what a page loads': what,
  versions,
  'minified, kB': kilobytes(minified),
  'brotli, kB': kilobytes(brotli),
}));
progress('');
printTable(table);
await writeMarkdown(RESULT, {
  title: 'Bytes',
  text: 'What a page loads as soon as it has such an element: our code and what the element loads next. What loads only when a person opens something, or for another language, is not counted, for none of them. Files are compressed each by itself. The limits of our rows are tests.',
  table,
  facts: {
    Date: new Date().toISOString().slice(0, 10),
    Node: process.version,
    Command: '`npm run bench:size`',
  },
});
