import { parseEventNames } from '../data/message.js';
import type { Outcome, OutcomeCode } from '../data/outcome.js';
import type { Obstacle, Remark } from './remark.js';

/** An element of the page that could hear an event, as it is now. */
export interface Listener {
  /** As its author wrote it: `<dx-refresher id="x">`. */
  readonly label: string;
  /** Its `event-name`; null = none. */
  readonly eventName: string | null;
  readonly isDisabled: boolean;
  /** Its script has arrived. */
  readonly isDefined: boolean;
  /** It lies on a builder's canvas. */
  readonly isDesignMode: boolean;
  /** It listens to the server and app that the log listens to. */
  readonly sharesConnection: boolean;
}

/** What one element made of an event. */
export interface Diagnosis {
  readonly label: string;
  /** It took the event; false = it did nothing with it. */
  readonly hasActed: boolean;
  /** One after the other. Where the element did nothing, why. */
  readonly steps: readonly Remark[];
}

/** Whether the event came to something with it, or still may. */
const HAS_ACTED: Readonly<Record<OutcomeCode, boolean>> = {
  held: true,
  waitsForTurn: true,
  waitsForRest: true,
  refreshing: true,
  refreshedSome: true,
  joined: true,
  asAlert: true,
  listed: true,
  shown: true,
  shownTyping: true,
  redirected: true,
  offered: true,
  alreadyThere: true,
  // The alert is there, from the message before: this one changed nothing.
  shownBefore: false,
  shownBeforeId: false,
  muted: false,
  cancelled: false,
  ownMessage: false,
  filteredByMatch: false,
  noTarget: false,
  wasReplaced: false,
  unhandled: false,
  notRefreshed: false,
  failed: false,
  otherPage: false,
  tooOld: false,
  notInFront: false,
  noFormerPage: false,
  isEmpty: false,
  hasNoText: false,
  isBinary: false,
  hasFields: false,
};

/**
 * Says what an element made of an event, or why nothing.
 *
 * @param steps what the element reported
 */
export function diagnose(listener: Listener, eventName: string, steps: readonly Outcome[]): Diagnosis {
  const { label } = listener;
  const last = steps.at(-1);
  // What an element reported is true whatever was changed on it since.
  if (last !== undefined) return { label, hasActed: HAS_ACTED[last.code], steps };
  return { label, hasActed: false, steps: [findObstacle(listener, eventName) ?? { code: 'notThere' }] };
}

function findObstacle(listener: Listener, eventName: string): Obstacle | null {
  if (!listener.isDefined) return { code: 'noScript' };
  if (listener.isDesignMode) return { code: 'designMode' };
  if (listener.isDisabled) return { code: 'isDisabled' };
  const names = parseEventNames(listener.eventName);
  if (names.length === 0) return { code: 'noEventName' };
  // One event may carry several names.
  const isHeard = [eventName, ...parseEventNames(eventName)].some((name) => names.includes(name));
  if (!names.includes('*') && !isHeard) return compareNames(names, eventName);
  return listener.sharesConnection ? null : { code: 'otherServer' };
}

function compareNames(names: readonly string[], eventName: string): Obstacle {
  const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '');
  const near = names.find((name) => plain(name) === plain(eventName));
  return near === undefined
    ? { code: 'otherEvents', args: [names.join(', ')] }
    : { code: 'nearName', args: [near] };
}
