import type { Reporter, TestSession, TestSuiteResult } from '@web/test-runner-core';

/** Says at the end which tests did not run in which browser: their names hold the reason. */
export function skipReporter(): Reporter {
  return {
    onTestRunFinished({ sessions }) {
      for (const { browser, name } of sessions.flatMap(skippedIn))
        console.log(`Skipped in ${browser}: ${name}`);
    },
  };
}

const skippedIn = ({ browser, testResults }: TestSession): { browser: string; name: string }[] =>
  testResults === undefined ? [] : skippedNames(testResults).map((name) => ({ browser: browser.name, name }));

const skippedNames = ({ tests, suites }: TestSuiteResult): string[] => [
  ...tests.filter(({ skipped }) => skipped).map(({ name }) => name),
  ...suites.flatMap(skippedNames),
];
