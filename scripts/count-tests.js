import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

const FOLDER = '.test-results';

/** Forgets the counts of the former run. */
export function clearCounts() {
  rmSync(FOLDER, { recursive: true, force: true });
}

/**
 * Writes down how many tests of one kind passed and failed.
 *
 * @param {string} kind
 * @param {number} passed
 * @param {number} failed
 * @param {string[]} failures what failed: file, name and reason, a line each
 */
export function saveCount(kind, passed, failed, failures = []) {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/${kind}.json`, JSON.stringify({ passed, failed, failures }));
}

/** @returns {{ passed: number, failed: number, failures: string[] }} the sum over all kinds */
export function sumCounts() {
  const sum = { passed: 0, failed: 0, failures: [] };
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.json'))) {
    const { passed, failed, failures } = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'));
    sum.passed += passed;
    sum.failed += failed;
    sum.failures.push(...failures);
  }
  return sum;
}

/** @returns {string} one line about a test that failed; the reason is its first line only */
export function describeFailure(file, name, reason) {
  return `${file} › ${name}: ${String(reason ?? 'no reason given')
    .split('\n')[0]
    .slice(0, 300)}`;
}

/** Reporter for Web Test Runner. */
export function countReporter(kind) {
  return {
    onTestRunFinished({ sessions }) {
      let passed = 0;
      const failures = [];
      for (const session of sessions) {
        const file = `${session.browser.name} ${relative('.', session.testFile)}`;
        const walk = (suite, path) => {
          for (const test of suite?.tests ?? []) {
            if (test.passed) passed++;
            else if (!test.skipped)
              failures.push(describeFailure(file, [...path, test.name].join(' › '), test.error?.message));
          }
          for (const inner of suite?.suites ?? []) walk(inner, [...path, inner.name]);
        };
        walk(session.testResults, []);
        // A file that does not load has no tests to count, and is a failure all the same.
        if (!session.passed && session.errors.length > 0)
          failures.push(describeFailure(file, 'the file itself', session.errors[0].message));
      }
      saveCount(kind, passed, failures.length, failures);
    },
  };
}
