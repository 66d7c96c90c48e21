import { readEventNames, readMilliseconds, readWord } from '../controllers/attributes.js';
import { parseMatch, type Condition } from '../messages/match.js';
import { ACTION_NAMES, actionFor } from '../refresh/actions.js';
import type { RefreshAction } from '../refresh/job.js';
import type { RefreshTiming } from '../refresh/plan.js';
import { warnAttribute } from '../warn.js';

/** A page is not loaded anew more often than this, in milliseconds: it would be of no use to anybody. */
const SHORTEST_RELOAD_INTERVAL = 5_000;

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
}

/** What the attributes of a refresher come to, checked. */
export interface RefresherOptions {
  eventNames: string[];
  conditions: Condition[];
  action: RefreshAction;
  /** The siblings of a refresher that fetches must be found in the answer, which takes an id. */
  needsId: boolean;
  timing: RefreshTiming;
  /** Null = what the message says. */
  spread: number | null;
  catchesUp: boolean;
}

/** Reads and checks; each mistake warns once and falls back to the default. */
export function readOptions(host: Element & RefresherAttributes): RefresherOptions {
  const action = readWord(host, 'action', host.action, ACTION_NAMES);
  const minInterval = readMilliseconds(host, 'min-interval', host.minInterval, 500);
  return {
    eventNames: readEventNames(host, host.eventName),
    conditions: readConditions(host),
    action: actionFor(action, host.src),
    needsId: action === 'fetch' && !host.target,
    timing: {
      minInterval: action === 'reload' ? Math.max(minInterval, SHORTEST_RELOAD_INTERVAL) : minInterval,
      debounce: readMilliseconds(host, 'debounce', host.debounce, 0),
      maxWait: readMilliseconds(host, 'max-wait', host.maxWait, 0),
      whileHidden: readWord(host, 'when-hidden', host.whenHidden, ['hold', 'refresh']) === 'refresh',
    },
    spread: readMilliseconds(host, 'spread', host.spread, null),
    catchesUp: readWord(host, 'catch-up', host.catchUp, ['auto', 'never']) === 'auto',
  };
}

function readConditions(host: Element & RefresherAttributes): Condition[] {
  const { conditions, mistakes } = parseMatch(host.match);
  for (const mistake of mistakes) {
    warnAttribute(host, 'match', mistake, 'is no condition like order.id=42; it is left out');
  }
  return conditions;
}
