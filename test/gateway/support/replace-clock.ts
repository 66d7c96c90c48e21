import type { TestContext } from 'node:test';

/**
 * Replaces the clock of this process, which is that of the gateway, by one that can be turned.
 *
 * @returns turns it: so many milliseconds from the real time
 */
export function replaceClock(t: TestContext): (by: number) => void {
  const real = Date.now.bind(Date);
  let turned = 0;
  t.mock.method(Date, 'now', () => real() + turned);
  return (by) => (turned = by);
}
