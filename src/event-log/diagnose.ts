import { parseEventNames } from '../data/message.js';

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

/** What one element made of an event, in English words; `translate` has others. */
export interface Diagnosis {
  readonly label: string;
  /** It took the event; false = it did nothing with it. */
  readonly hasActed: boolean;
  /** One after the other. Where the element did nothing, why. */
  readonly steps: readonly string[];
}

/** Steps that mean that the event came to something, or still may. */
const ACTED = /^(refreshed|refreshing|waits|held|joined|taken|listed|shown)/;

/**
 * Says what an element made of an event, or why nothing.
 *
 * @param steps what the element told of itself
 */
export function diagnose(listener: Listener, eventName: string, steps: readonly string[]): Diagnosis {
  const obstacle = findObstacle(listener, eventName);
  // What an element told is true whatever was changed on it since.
  const told = steps.length > 0 ? steps : [obstacle ?? 'was not there yet, or tells nothing'];
  return { label: listener.label, hasActed: ACTED.test(steps.at(-1) ?? ''), steps: told };
}

function findObstacle(listener: Listener, eventName: string): string | null {
  if (!listener.isDefined) return 'its script has not arrived';
  if (listener.isDesignMode) return 'design mode';
  if (listener.isDisabled) return 'disabled';
  const names = parseEventNames(listener.eventName);
  if (names.length === 0) return 'has no event-name';
  if (!names.includes('*') && !names.includes(eventName)) return explainNames(names, eventName);
  return listener.sharesConnection ? null : 'listens to another server or app';
}

function explainNames(names: readonly string[], eventName: string): string {
  const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '');
  const near = names.find((name) => plain(name) === plain(eventName));
  return near === undefined
    ? `listens to other events: ${names.join(', ')}`
    : `listens to "${near}", which is not the same name`;
}
