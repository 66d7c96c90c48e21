import { readEventNames, readHolds, readMilliseconds, readWord } from './shared/attributes.js';
import { parseMatch, type Condition } from '../refresh/match.js';
import { ACTION_NAMES, actionFor } from '../refresh/actions/actions.js';
import type { RefreshAction } from '../refresh/refresh-request.js';
import { HOLD_REASONS, type HoldReason } from '../refresh/hold/hold-reasons.js';
import type { RefreshTiming } from '../refresh/schedule.js';
import { warnAttribute } from '../warn.js';

/** What an author wrote on a refresher; null = nothing. */
export interface RefresherAttributes {
  eventName: string | null;
  target: string | null;
  action: string | null;
  src: string | null;
  match: string | null;
  minInterval: number | null;
  debounce: number | null;
  maxWait: number | null;
  spread: number | null;
  whenHidden: string | null;
  catchUp: string | null;
  holdWhile: string | null;
  maxHold: number | null;
  pollWhenOffline: number | null;
  renderedAt: string | null;
}

/** What the attributes of a refresher come to, checked. */
export interface RefresherOptions {
  eventNames: string[];
  conditions: Condition[];
  action: RefreshAction;
  /** The action may fetch. */
  fetches: boolean;
  /** The siblings of a refresher that fetches must be found in the answer, which takes an id. */
  needsId: boolean;
  timing: RefreshTiming;
  /** Null = what the message says. */
  spread: number | null;
  catchesUp: boolean;
  holdWhile: HoldReason[];
  /** Milliseconds; 0 = do not poll. */
  pollInterval: number;
  /** Milliseconds since 1970; null = the author does not say. */
  renderedAt: number | null;
}

/** Says that `fetch` finds no widget in the answer. */
export const NO_IDS = 'needs an id on each widget, to find it in the answer; nothing is refreshed';
/** Says that `auto` has no way to refresh. */
export const NOT_TAKEN =
  'no widget could be refreshed: none took the dx-refresh event or has a refresh() or reload() method, and no src is given to fetch from';

/** Reads and checks; each mistake warns once and falls back to the default. */
export function readOptions(host: Element & RefresherAttributes): RefresherOptions {
  const action = readWord(host, 'action', host.action, ACTION_NAMES);
  return {
    eventNames: readEventNames(host, host.eventName),
    conditions: readConditions(host),
    action: actionFor(action, host.src),
    fetches: action === 'fetch' || (action === 'auto' && host.src !== null),
    needsId: action === 'fetch' && !host.target,
    timing: {
      minInterval: readMilliseconds(host, 'min-interval', host.minInterval, 500),
      debounce: readMilliseconds(host, 'debounce', host.debounce, 0),
      maxWait: readMilliseconds(host, 'max-wait', host.maxWait, 0),
      maxHold: readMilliseconds(host, 'max-hold', host.maxHold, 30_000),
      whileHidden: readWord(host, 'when-hidden', host.whenHidden, ['hold', 'refresh']) === 'refresh',
    },
    spread: readMilliseconds(host, 'spread', host.spread, null),
    catchesUp: readWord(host, 'catch-up', host.catchUp, ['auto', 'never']) === 'auto',
    holdWhile: readHolds(host, host.holdWhile ?? '', HOLD_REASONS),
    pollInterval: readMilliseconds(host, 'poll-when-offline', host.pollWhenOffline, 0),
    renderedAt: readTime(host),
  };
}

function readConditions(host: Element & RefresherAttributes): Condition[] {
  const { conditions, mistakes } = parseMatch(host.match);
  for (const mistake of mistakes) {
    warnAttribute(host, 'match', mistake, 'is no condition like order.id=42; it is left out');
  }
  return conditions;
}

/** A date as JavaScript reads it, or milliseconds since 1970. */
function readTime(host: Element & RefresherAttributes): number | null {
  const text = host.renderedAt?.trim() ?? '';
  if (text === '') return null;
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isNaN(time)) return time;
  warnAttribute(host, 'rendered-at', text, 'must be a date or milliseconds since 1970; it is left out');
  return null;
}
