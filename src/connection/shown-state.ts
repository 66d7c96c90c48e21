import type { ConnectionState } from './connection-state.js';

/** What people are told of a connection. */
export type ShownState = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'unauthorised' | 'idle';

/** How long a state lasts before it is told, in milliseconds: a short break is nobody's concern. */
export const SHOWN_DELAY = 2_000;

/** The state as people are told it: `closed` is nothing else to them than not being connected. */
export function shownState(state: ConnectionState): ShownState {
  return state === 'closed' ? 'idle' : state;
}

/**
 * Decides how long to wait before a state is told.
 *
 * @param told what people were told last; null = nothing yet
 * @param state what there is now
 * @returns milliseconds; 0 = at once; null = it is what people know
 */
export function shownDelay(told: ShownState | null, state: ShownState): number | null {
  if (told === state) return null;
  // That a page has come up well needs no time to prove itself.
  return told === null && state === 'live' ? 0 : SHOWN_DELAY;
}
