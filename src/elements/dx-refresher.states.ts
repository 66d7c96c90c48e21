/** Custom states, see the class of the element. */
export type RefresherState = 'live' | 'pending' | 'refreshing' | 'held' | 'throttled' | 'stale' | 'failed';

/** States that end with the refresh. */
export const PASSING_STATES = ['pending', 'held', 'refreshing', 'throttled'] as const;
