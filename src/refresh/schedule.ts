import { retryDelay } from '../backoff.js';

/** Why a refresh happens. */
export type RefreshReason = 'message' | 'reconnect' | 'visible' | 'resume' | 'poll' | 'manual';

/** When a refresh may happen; all times in milliseconds. */
export interface RefreshTiming {
  /** At most one refresh starts per interval. */
  minInterval: number;
  /** Wait until nothing has been asked for this long; 0 = start at once. */
  debounce: number;
  /** The longest that `debounce` may put a refresh off; 0 = no bound. */
  maxWait: number;
  /** Start refreshes in a hidden tab too. */
  whileHidden: boolean;
  /** The longest that a refresh waits for a person to finish. */
  maxHold: number;
}

/** What a target's job knows when it plans. Times are of one clock that only goes forward. */
export interface ScheduleState {
  /** When the oldest of the waiting requests came; null = none waits. */
  firstRequestAt: number | null;
  lastRequestAt: number;
  /** When the last refresh started; -Infinity = never. */
  lastStartAt: number;
  /** How many refreshes in a row started as soon as the interval let them. */
  streak: number;
  /** Random delay of the waiting refresh, drawn when the first request came. */
  spreadDelay: number;
  /** Not before this time: a failure or a server's Retry-After asks for it. */
  notBefore: number;
  /** Since when the waiting refresh was held because of what a person does; null = it was not. */
  heldSince: number | null;
  running: boolean;
  hidden: boolean;
  /** Whether a person does something in the target that a refresh would disturb: looked up only where it counts. */
  disturbs(): boolean;
}

/** What to do: start, look again at a time, or wait for something to happen. */
export type Schedule =
  | { start: true }
  | { start: false; until: 'request' | 'end' | 'visible' }
  | { start: false; until: 'time' | 'quiet'; at: number };

/**
 * Decides when a target is refreshed next.
 *
 * The first request starts at once, later ones share the refresh that follows after the interval, and the last
 * is never lost. A refresh that runs is never joined by another: what it fetches may be older than the request.
 */
export function scheduleRefresh(state: ScheduleState, timing: RefreshTiming, now: number): Schedule {
  if (state.firstRequestAt === null) return { start: false, until: 'request' };
  if (state.running) return { start: false, until: 'end' };
  if (state.hidden && !timing.whileHidden) return { start: false, until: 'visible' };
  const at = Math.max(
    quietTime(state, state.firstRequestAt, timing),
    state.lastStartAt + sustainedInterval(timing.minInterval, state.streak),
    state.firstRequestAt + state.spreadDelay,
    state.notBefore,
  );
  if (at > now) return { start: false, until: 'time', at };
  const holdEnd = (state.heldSince ?? now) + timing.maxHold;
  return holdEnd > now && state.disturbs() ? { start: false, until: 'quiet', at: holdEnd } : { start: true };
}

function quietTime(
  state: ScheduleState,
  firstRequestAt: number,
  { debounce, maxWait }: RefreshTiming,
): number {
  if (debounce === 0) return firstRequestAt;
  const quiet = state.lastRequestAt + debounce;
  return maxWait === 0 ? quiet : Math.min(quiet, firstRequestAt + maxWait);
}

/** Refreshes in a row after which a target counts as under sustained load. */
export const SUSTAINED_LOAD = 20;
const LONGEST_SUSTAINED_INTERVAL = 10_000;

/**
 * The interval of a target under sustained load: after 20 refreshes in a row it doubles, and again after every 20
 * more, up to 10 s. A burst is shown as fast as the author asked for; a fault that fires for minutes must not
 * keep every page and the server busy.
 */
export function sustainedInterval(minInterval: number, streak: number): number {
  const longest = Math.max(minInterval, LONGEST_SUSTAINED_INTERVAL);
  return Math.min(longest, minInterval * 2 ** Math.min(Math.floor(streak / SUSTAINED_LOAD), 10));
}

/** The streak after a refresh that starts now: kept up where it started as soon as the interval let it. */
export function nextStreak({ lastStartAt, streak }: ScheduleState, minInterval: number, now: number): number {
  const isSteady = now - lastStartAt < sustainedInterval(minInterval, streak) * 1.5;
  return isSteady ? streak + 1 : 0;
}

/**
 * How long to wait after failures in a row, from 0.1 to 30 s unless the server asks for more.
 *
 * @param failures how many, from 1
 * @param random a number from 0 up to 1
 * @param retryAfter what the server asked for, in milliseconds; null = nothing
 */
export function failureDelay(failures: number, random: number, retryAfter: number | null): number {
  return Math.max(retryDelay(failures, random), retryAfter ?? 0);
}
