import { parseMatch, type Condition } from '../refresh/match.js';
import { ACTION_NAMES, actionFor } from '../refresh/actions/actions.js';
import type { RefreshAction } from '../refresh/refresh-request.js';
import { HOLD_REASONS, type HoldReason } from '../refresh/hold/hold-reasons.js';
import type { RefreshTiming } from '../refresh/schedule.js';
import { warnAttribute } from '../warn.js';
import {
  checked,
  eventNames,
  flag,
  milliseconds,
  readAttributes,
  someOf,
  text,
  word,
  type Written,
} from './shared/attribute.js';

/** The attributes of a refresher. */
export const REFRESHER_ATTRIBUTES = {
  eventName: eventNames(),
  target: text,
  action: word(ACTION_NAMES),
  src: text,
  match: checked(readConditions),
  minInterval: milliseconds(500),
  debounce: milliseconds(0),
  maxWait: milliseconds(0),
  spread: milliseconds(null),
  whenHidden: word(['hold', 'refresh']),
  catchUp: word(['auto', 'never']),
  holdWhile: someOf(HOLD_REASONS),
  maxHold: milliseconds(30_000),
  pollWhenOffline: milliseconds(0),
  renderedAt: checked(readTime),
  withoutCachedPage: flag,
  ignoreOwn: flag,
  disabled: flag,
};

/** What an author wrote on a refresher; null = nothing. */
export type RefresherAttributes = Written<typeof REFRESHER_ATTRIBUTES>;

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
export const UNHANDLED =
  'no widget could be refreshed: none took the dx-refresh event or has a refresh() or reload() method, and no src is given to fetch from';

/** Reads and checks; each mistake warns once and falls back to the default. */
export function readOptions(host: Element & RefresherAttributes): RefresherOptions {
  const { action, src, target, ...read } = readAttributes(REFRESHER_ATTRIBUTES, host);
  const { minInterval, debounce, maxWait, maxHold } = read;
  return {
    eventNames: read.eventName,
    conditions: read.match,
    action: actionFor(action, src),
    fetches: action === 'fetch' || (action === 'auto' && src !== null),
    needsId: action === 'fetch' && !target,
    timing: { minInterval, debounce, maxWait, maxHold, whileHidden: read.whenHidden === 'refresh' },
    spread: read.spread,
    catchesUp: read.catchUp === 'auto',
    holdWhile: read.holdWhile,
    pollInterval: read.pollWhenOffline,
    renderedAt: read.renderedAt,
  };
}

function readConditions(host: Element, name: string, written: string | null): Condition[] {
  const { conditions, mistakes } = parseMatch(written);
  for (const mistake of mistakes)
    warnAttribute(host, name, mistake, 'is no condition like order.id=42; it is left out');
  return conditions;
}

/** A date as JavaScript reads it, or milliseconds since 1970. */
function readTime(host: Element, name: string, written: string | null): number | null {
  const given = written?.trim() ?? '';
  if (given === '') return null;
  const time = /^\d+$/.test(given) ? Number(given) : Date.parse(given);
  if (!Number.isNaN(time)) return time;
  warnAttribute(host, name, given, 'must be a date or milliseconds since 1970; it is left out');
  return null;
}
