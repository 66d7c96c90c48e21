/**
 * Everything that must hold before a change lands, in one command. Stops at the first step that fails and ends
 * with the sum of all tests. With `--all` the files named `*.all.test.ts` run, too: what takes too long for every change.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { clearCounts, saveCount, sumCounts } from './count-tests.js';
import { ENGINES, ensureEngines } from './engines.js';
import { ensureHaproxy, ensureOpenssl, ensureRedis, tryNftables } from './servers.js';

const runsAll = process.argv.includes('--all');

const testFiles = (folder) =>
  readdirSync(`test/${folder}`, { recursive: true })
    .filter((file) => !file.includes('node_modules'))
    .filter((file) => file.endsWith('.test.ts') && (runsAll || !file.endsWith('.all.test.ts')))
    .sort()
    .map((file) => `test/${folder}/${file}`);

// One file after another: many of them start several processes, and two at once make each other late.
const nodeTests = (folder) => [
  ...['node', '--import', './scripts/typescript.js', '--test', '--test-concurrency=1'],
  ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
  ...[
    '--test-reporter=./scripts/node-count-reporter.js',
    `--test-reporter-destination=.test-results/${folder}.json`,
  ],
  ...testFiles(folder),
];

const browserTests = [
  ...['node', '--import', 'tsx', 'node_modules/@web/test-runner/dist/bin.js'],
  ...(runsAll ? ['--files', 'test/browser/**/*.test.ts'] : []),
];

const STEPS = [
  ['Packages of single tests', ['node', 'scripts/install.js', 'docs', 'test/builders', 'test/tools']],
  ['Formatting', ['prettier', '--check', '--log-level', 'warn', '.']],
  ['Types', ['tsc', '--noEmit', '-p', 'test/tsconfig.json']],
  ['Types of builders', ['tsc', '--noEmit', '-p', 'test/builders/tsconfig.json']],
  ['Lint', ['eslint', '--max-warnings', '0', '.']],
  ['Import directions', ['depcruise', 'src']],
  ['Build', ['node', 'scripts/build.js']],
  ['Documentation', ['node', 'scripts/docs.js']],
  ['Package: publint', ['publint', '--strict']],
  [
    'Package: types',
    [
      'node',
      'test/tools/node_modules/@arethetypeswrong/cli/dist/index.js',
      '--pack',
      '.',
      '--profile',
      'esm-only',
      '--quiet',
      '--exclude-entrypoints',
      'script',
      'all',
    ],
  ],
  ['Gateway tests', nodeTests('gateway')],
  ['Command tests', nodeTests('cli')],
  ['Package tests', nodeTests('package')],
  ['Browser tests', browserTests],
  ['Builder tests', nodeTests('builders')],
  ['End-to-end tests', nodeTests('e2e')],
];

function runStep([name, [program, ...given]]) {
  const started = Date.now();
  console.log(`\n── ${name}`);
  const isNode = program === 'node';
  const { status } = spawnSync(
    isNode ? process.execPath : 'npx',
    isNode ? given : ['--no-install', program, ...given],
    {
      stdio: 'inherit',
    },
  );
  console.log(
    `── ${name}: ${status === 0 ? 'ok' : 'FAILED'} after ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
  return status === 0;
}

// Said to the tests in so many words: a file that is run by itself runs in Chromium only.
process.env.ENGINES ??= ENGINES.join();
clearCounts();
saveCount('steps', 0, 0);
ensureEngines();
tryNftables();
console.log(`Programs: ${ensureRedis()}, ${ensureHaproxy()}, ${ensureOpenssl()}`);
const failed = STEPS.find((step) => !runStep(step));
const sum = sumCounts();
// A step that is no test run, such as the type check, counts as one failure.
const failures = sum.failed + (failed !== undefined && sum.failed === 0 ? 1 : 0);
console.log(`\n${sum.passed} passed, ${failures} failed`);
process.exit(failed === undefined && failures === 0 ? 0 : 1);
