/**
 * Everything that must hold before a change lands, in one command. Stops at the first step that fails and ends
 * with the sum of all tests; `npm test -- --keep-going` goes on after a step that fails. With `--all` the files named `*.all.test.ts` run, too: what takes too long for every change.
 */
import { readdirSync } from 'node:fs';
import { clearCounts, saveCount, sumCounts } from './count-tests.js';
import { ENGINES, ensureEngines } from './engines.js';
import { runStages } from './run-steps.js';
import { ensureHaproxy, ensureNginx, ensureOpenssl, ensureRedis, tryNftables } from './servers.js';

const runsAll = process.argv.includes('--all');

const testFiles = (folder) =>
  readdirSync(`test/${folder}`, { recursive: true })
    .filter((file) => !file.includes('node_modules'))
    .filter((file) => file.endsWith('.test.ts') && (runsAll || !file.endsWith('.all.test.ts')))
    .sort()
    .map((file) => `test/${folder}/${file}`);

// One file after another: many of them start several processes, and many at once make each other late.
const nodeTests = (folder, files = testFiles(folder), name = folder) => [
  ...['node', '--import', './scripts/typescript.js', '--test', '--test-concurrency=1'],
  // A file whose process does not end would hold up all others for ever.
  ...(runsAll ? [] : ['--test-timeout=600000']),
  ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
  ...[
    '--test-reporter=./scripts/node-count-reporter.js',
    // No "package.json": the folder would be a package of its own, in which the name of this one leads nowhere.
    `--test-reporter-destination=.test-results/${name}-tests.json`,
  ],
  ...files,
];

const browserTests = [
  ...['node', '--import', 'tsx', 'node_modules/@web/test-runner/dist/bin.js'],
  ...(runsAll ? ['--files', 'test/browser/**/*.test.ts'] : []),
];

const typesOfPackage = [
  ...['node', 'test/tools/node_modules/@arethetypeswrong/cli/dist/index.js', '--pack', '.', '--quiet'],
  ...['--profile', 'esm-only', '--exclude-entrypoints', 'script', 'all', 'dx-push.js'],
];

/** @returns {[string, string[]][]} steps, each with as many of the files of a folder */
const nodeTestsIn = (count, folder, name) =>
  Array.from({ length: count }, (_, part) => [
    `${name}, ${part + 1} of ${count}`,
    nodeTests(
      folder,
      testFiles(folder).filter((_file, index) => index % count === part),
      `${folder}-${part + 1}`,
    ),
  ]);

/** What waits for servers runs beside what reads the files and what draws in browsers. */
const STAGES = [
  {
    lanes: [
      [['Packages of single tests', ['node', 'scripts/install.js', 'docs', 'test/builders', 'test/tools']]],
      [['Build', ['node', 'scripts/build.js']]],
    ],
  },
  {
    lanes: [
      [['Documentation', ['node', 'scripts/docs.js']]],
      [
        ['Package: publint', ['publint', '--strict']],
        ['Package: types', typesOfPackage],
      ],
    ],
  },
  {
    lanes: [
      [['Gateway tests', nodeTests('gateway')]],
      [
        ['Formatting', ['prettier', '--check', '--log-level', 'warn', '.']],
        ['Types', ['tsc', '--noEmit', '-p', 'test/tsconfig.json']],
        ['Types of builders', ['tsc', '--noEmit', '-p', 'test/builders/tsconfig.json']],
        ['Lint', ['eslint', '--max-warnings', '0', '.']],
        ['Import directions', ['depcruise', 'src']],
        ['Browser tests', browserTests],
        ['Builder tests', nodeTests('builders')],
        ['Command tests', nodeTests('cli')],
      ],
    ],
    rest: [
      ['Package tests', nodeTests('package')],
      ...nodeTestsIn(4, 'e2e', 'End-to-end tests'),
      ...(runsAll ? [['Apps of other frameworks', nodeTests('apps')]] : []),
    ],
  },
];

// Said to the tests in so many words: a file that is run by itself runs in Chromium only.
const isNamed = process.env.ENGINES !== undefined;
process.env.ENGINES ??= ENGINES.join();
// Processes of their own run what was built. Those of a file that is tested by itself run the sources, a second later each.
process.env.TESTS_USE_BUILD = 'yes';
process.env.THOROUGH_ENGINES = runsAll || isNamed ? process.env.ENGINES : 'chromium';
clearCounts();
saveCount('steps', 0, 0);
ensureEngines();
tryNftables();
console.log(`Programs: ${ensureRedis()}, ${ensureHaproxy()}, ${ensureNginx()}, ${ensureOpenssl()}`);
const isPassed = await runStages(STAGES, process.argv.includes('--keep-going'));
const sum = sumCounts();
// A step that is no test run, such as the type check, counts as one failure.
const failures = sum.failed + (!isPassed && sum.failed === 0 ? 1 : 0);
// Once more at the end: whoever reads a long log reads there.
if (sum.failures.length > 0) console.log(`\nFailed:\n${sum.failures.map((line) => `  ${line}`).join('\n')}`);
console.log(`\n${sum.passed} passed, ${failures} failed`);
process.exit(isPassed && failures === 0 ? 0 : 1);
