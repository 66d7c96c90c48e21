/** A time in which a right held, in milliseconds since 1970: from `from` until just before `until`. */
export interface Period {
  from: number;
  until: number;
}

/** How many revocations are kept of one person and topic. */
export const MAX_REVOCATIONS = 64;
/** How many periods are kept of one right; the oldest are forgotten, and with them what could be replayed. */
const MAX_PERIODS = 16;

export const ALWAYS: Period = { from: -Infinity, until: Infinity };

/**
 * Decides each delivery and each replay: whether somebody may be given a message of a topic.
 *
 * @param periods when the right held
 * @param sentAt when the message was pushed
 * @param now when it would be given
 */
export function mayReceive(periods: readonly Period[], sentAt: number, now: number): boolean {
  return holds(periods, now) && holds(periods, sentAt);
}

/** Whether a right holds at a time. */
export function holds(periods: readonly Period[], at: number): boolean {
  return periods.some(({ from, until }) => from <= at && at < until);
}

/** When a right that holds at a time ends, if nothing is added to it. */
export function endOf(periods: readonly Period[], at: number): number {
  return periods.find(({ from, until }) => from <= at && at < until)?.until ?? at;
}

/** Puts periods together: sorted, apart from each other, none empty. */
export function union(periods: readonly Period[]): Period[] {
  const sorted = periods.filter(({ from, until }) => from < until).sort((a, b) => a.from - b.from);
  const merged: Period[] = [];
  for (const { from, until } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
    else merged.push({ from, until });
  }
  return merged.slice(-MAX_PERIODS);
}

/**
 * Ends a period at the first revocation since it began.
 *
 * @param revocations milliseconds since 1970, rising
 */
export function untilRevoked({ from, until }: Period, revocations: readonly number[]): Period {
  // Some that are older than the oldest of so many may have been forgotten.
  if (revocations.length >= MAX_REVOCATIONS && from < revocations[0]!) return { from, until: from };
  const first = revocations.find((at) => at >= from) ?? Infinity;
  return { from, until: Math.min(until, first) };
}
