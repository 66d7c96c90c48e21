import { relative } from 'node:path';
import { describeFailure } from './count-tests.js';

/** Reporter for node:test that writes how many tests passed and failed, and which, as JSON. */
export default async function* countReporter(events) {
  let passed = 0;
  const failures = [];
  for await (const { type, data } of events) {
    // Suites report as tests too; only their leaves count.
    if (data?.details?.type === 'suite' || data?.skip !== undefined) continue;
    if (type === 'test:pass') passed++;
    if (type === 'test:fail') {
      const { error } = data.details;
      const file = data.file ? relative('.', data.file) : 'unknown file';
      failures.push(describeFailure(file, data.name, (error?.cause ?? error)?.message));
    }
  }
  yield JSON.stringify({ passed, failed: failures.length, failures });
}
