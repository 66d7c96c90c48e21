/** Reporter for node:test that writes how many tests passed and failed, as JSON. */
export default async function* countReporter(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    // Suites report as tests too; only their leaves count.
    if (data?.details?.type === 'suite' || data?.skip !== undefined) continue;
    if (type === 'test:pass') passed++;
    if (type === 'test:fail') failed++;
  }
  yield JSON.stringify({ passed, failed });
}
