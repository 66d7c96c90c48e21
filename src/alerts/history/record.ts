import type { Alert } from '../alert.js';
import { goesOn } from '../ongoing.js';
import { contentOf, REPEAT_WINDOW } from '../repeats.js';
import { isWanted } from '../../data/list-name.js';
import { parseEventNames } from '../../data/message.js';
import { hashOf } from '../../data/hash.js';
import { isOffered, mergeChoices, type ActionChoice } from './choice.js';

/** An alert as the history keeps it. Never changed: a change makes a new one with the same id. */
export interface AlertRecord {
  /** The same in every tab of the browser. */
  readonly id: string;
  readonly alert: Alert;
  /** Lists on which it stands: events that it came by, those of a topic apart; none = not known: every inbox lists it. */
  readonly eventNames: readonly string[];
  /** When it last came, in milliseconds since 1970. */
  readonly at: number;
  /** One text for each message that is counted here; a message that two tabs hear has the same in both. */
  readonly parts: readonly string[];
  /** The `at` that a person has read; 0 = none. What comes again later is unread again, but for the steps of what goes on. */
  readonly readAt: number;
  /** The `at` that a person has dismissed; 0 = none. It stays known, so that a replay does not bring it back. */
  readonly dismissedAt: number;
  /** What a person chose of its action, and what became of it; null = nothing. */
  readonly choice: ActionChoice | null;
  /** What the gateway's inbox has of it; absent = nothing is known of that. */
  readonly kept?: KeptRecord;
}

/** A record in the gateway's inbox. */
export interface KeptRecord {
  /** Until when it is kept, in milliseconds since 1970; 0 = not known. */
  readonly ends: number;
  /** The `at` of the record of which `ends` tells: what came since ends later. */
  readonly at: number;
  /** The `readAt`, `dismissedAt` and the `of` of the choice that the gateway knows. */
  readonly told: readonly number[];
}

/** Where an alert comes from. */
export interface Origin {
  /** Place in the gateway's log; null on a server that keeps none. */
  identity: string | null;
  /** When it came, in milliseconds since 1970. */
  at: number;
  /** Name of its list; null = the page itself asked for it. */
  eventName?: string | null;
}

/** Of messages without id and log: the first that is counted in a record; the others follow. */
const FIRST = '#1';

export function toRecord(alert: Alert, { identity, at, eventName = null }: Origin): AlertRecord {
  const eventNames = parseEventNames(eventName);
  const id = recordId(alert, eventNames, identity, at);
  const part = identity ?? (alert.id === null ? FIRST : id);
  return { id, alert, eventNames, at, parts: [part], readAt: 0, dismissedAt: 0, choice: null };
}

/** Tabs cannot ask each other for an id, so each makes it of what all of them see. */
function recordId(alert: Alert, eventNames: readonly string[], identity: string | null, at: number): string {
  if (alert.key !== null || alert.id !== null) return givenId(alert, eventNames);
  if (identity !== null) return `log ${identity}`;
  return `text ${hashOf(contentOf(alert, eventNames))} ${Math.floor(at / REPEAT_WINDOW)}`;
}

/**
 * The id of a record by the key or id that the back end gave. Two events are two lists: order 7 is not user 7.
 *
 * @param eventNames none = as records are called whose event is not known
 */
export function givenId({ key, id }: Alert, eventNames: readonly string[]): string {
  return [key === null ? 'id' : 'key', ...eventNames, key ?? id].join(' ');
}

/** Whether an inbox lists it. @param names of the lists of the inbox; the event `*` = any */
export function isOfEvents({ eventNames }: AlertRecord, names: readonly string[]): boolean {
  return eventNames.length === 0 || eventNames.some((name) => isWanted(name, names));
}

export const isListed = ({ dismissedAt, at }: AlertRecord): boolean => dismissedAt < at;

export const isUnread = (record: AlertRecord): boolean => record.readAt < record.at && isListed(record);

/** Whether a person can choose its action: not while it is on its way, nor after it was done. */
export const canAct = ({ alert, choice, at }: AlertRecord): boolean =>
  alert.action !== null && isOffered(choice, at);

/** Whether the same text is counted rather than listed anew. */
export const isCounted = ({ alert }: AlertRecord): boolean => alert.key === null && alert.id === null;

/** Whether a message of the record stands in the log, so that its part is known in every tab. */
export const isLogged = (part: string): boolean => !part.startsWith('#');

/**
 * Makes one of two records of the same alert; the order in which they come makes no difference.
 *
 * @param first gives the id
 */
export function mergeRecords(first: AlertRecord, second: AlertRecord): AlertRecord {
  const [former, later] = first.at <= second.at ? [first, second] : [second, first];
  // The same id is one message, however often it comes; the same key is a new state of one thing.
  const alone = first.alert.key !== null ? later : first.alert.id !== null ? former : null;
  const { alert, at } = alone ?? later;
  const isGoingOn = goesOn(former.alert, later.alert, later.at - former.at);
  const upTo = (mark: 'readAt' | 'dismissedAt'): number => {
    const last = Math.max(first[mark], second[mark]);
    return isGoingOn && last >= former.at ? at : last;
  };
  return {
    ...former,
    ...later,
    id: first.id,
    alert,
    at,
    parts: alone?.parts ?? [...new Set([...first.parts, ...second.parts])],
    eventNames: [...new Set([...first.eventNames, ...second.eventNames])],
    readAt: upTo('readAt'),
    dismissedAt: upTo('dismissedAt'),
    choice: mergeChoices(first.choice, second.choice),
  };
}

/** What a storage gave back: anything may stand there, and former versions kept fewer fields. */
export function readRecords(values: readonly unknown[]): AlertRecord[] {
  return values
    .filter(isRecord)
    .map((record) => ({ ...record, eventNames: record.eventNames ?? [], choice: record.choice ?? null }));
}

function isRecord(
  value: unknown,
): value is Omit<AlertRecord, 'eventNames' | 'choice'> & Partial<AlertRecord> {
  const record = value as Partial<AlertRecord> | null | undefined;
  return (
    typeof record?.id === 'string' &&
    typeof record.at === 'number' &&
    typeof record.alert?.text === 'string' &&
    Array.isArray(record.parts)
  );
}
