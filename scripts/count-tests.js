import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const FOLDER = '.test-results';

/** Forgets the counts of the former run. */
export function clearCounts() {
  rmSync(FOLDER, { recursive: true, force: true });
}

/** Writes down how many tests of one kind passed and failed. */
export function saveCount(kind, passed, failed) {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/${kind}.json`, JSON.stringify({ passed, failed }));
}

/** @returns {{ passed: number, failed: number }} the sum over all kinds */
export function sumCounts() {
  const sum = { passed: 0, failed: 0 };
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
    const { passed, failed } = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'));
    sum.passed += passed;
    sum.failed += failed;
  }
  return sum;
}

/** Reporter for Web Test Runner. */
export function countReporter(kind) {
  return {
    onTestRunFinished({ sessions }) {
      let passed = 0;
      let failed = 0;
      const walk = (suite) => {
        for (const test of suite?.tests ?? []) if (!test.skipped) test.passed ? passed++ : failed++;
        suite?.suites?.forEach(walk);
      };
      for (const session of sessions) {
        walk(session.testResults);
        // A file that does not load has no tests to count, and is a failure all the same.
        if (!session.passed && session.errors.length > 0) failed++;
      }
      saveCount(kind, passed, failed);
    },
  };
}
