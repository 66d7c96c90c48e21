import type { RefreshRequest, RefreshResult } from './request.js';
import type { RefreshJob } from './job.js';

/** What one event came to, over all targets of a refresher. */
export interface RefreshOutcome {
  /** Those that are fresh now. */
  refreshed: Element[];
  /** Some target was taken out of the page before its turn; what stands in its place is not fresh. */
  isIncomplete: boolean;
  /** A newer event took over, or nobody waits any more: nothing is to be told. */
  isOvertaken: boolean;
  /** No target has a way to be refreshed. */
  isNotTaken: boolean;
}

/** Asks for a refresh of several targets and waits for all of them. */
export async function requestAll(
  targets: readonly Element[],
  jobOf: (target: Element) => RefreshJob,
  requestFor: (target: Element) => Omit<RefreshRequest, 'settled'>,
): Promise<RefreshOutcome> {
  const results = await Promise.all(
    targets.map(
      (target) =>
        new Promise<RefreshResult>((settled) => jobOf(target).request({ ...requestFor(target), settled })),
    ),
  );
  const has = (result: RefreshResult): boolean => results.includes(result);
  const refreshed = targets.filter((_, index) => results[index] === 'refreshed');
  return {
    refreshed,
    isIncomplete: has('gone'),
    isOvertaken: has('merged') || has('dropped'),
    isNotTaken: refreshed.length === 0 && has('not-taken'),
  };
}
