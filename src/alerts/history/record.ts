import type { Alert } from '../alert.js';
import { hashOf } from '../../storage/hash.js';

/** The same text again within so many milliseconds is counted instead of listed anew. */
export const REPEAT_WINDOW = 5_000;

/** An alert as the history keeps it. Never changed: a change makes a new one with the same id. */
export interface AlertRecord {
  /** The same in every tab of the browser. */
  readonly id: string;
  readonly alert: Alert;
  /** When it last came, in milliseconds since 1970. */
  readonly at: number;
  /** One text for each message that is counted here; a message that two tabs hear has the same in both. */
  readonly parts: readonly string[];
  /** The `at` that a person has read; 0 = none. What comes again later is unread again. */
  readonly readAt: number;
  /** The `at` that a person has dismissed; 0 = none. It stays known, so that a replay does not bring it back. */
  readonly dismissedAt: number;
}

/** Where an alert comes from. */
export interface Origin {
  /** Place in the gateway's log; null on a server that keeps none. */
  identity: string | null;
  /** When it came, in milliseconds since 1970. */
  at: number;
}

/** Of messages without id and log: the first that is counted in a record; the others follow. */
const FIRST = '#1';

export function toRecord(alert: Alert, { identity, at }: Origin): AlertRecord {
  const part = identity ?? (alert.id === null ? FIRST : `id ${alert.id}`);
  return { id: recordId(alert, identity, at), alert, at, parts: [part], readAt: 0, dismissedAt: 0 };
}

/** Tabs cannot ask each other for an id, so each makes it of what all of them see. */
function recordId(alert: Alert, identity: string | null, at: number): string {
  if (alert.key !== null) return `key ${alert.key}`;
  if (alert.id !== null) return `id ${alert.id}`;
  if (identity !== null) return `log ${identity}`;
  return `text ${hashOf(contentOf(alert))} ${Math.floor(at / REPEAT_WINDOW)}`;
}

export const isListed = ({ dismissedAt, at }: AlertRecord): boolean => dismissedAt < at;

export const isUnread = (record: AlertRecord): boolean => record.readAt < record.at && isListed(record);

/** Whether the same text is counted rather than listed anew. */
export const isCounted = ({ alert }: AlertRecord): boolean => alert.key === null && alert.id === null;

/** Everything of an alert that a person sees. */
export function contentOf({ title, text, variant, href, action }: Alert): string {
  return JSON.stringify([title, text, variant, href, action]);
}

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
  return {
    id: first.id,
    alert,
    at,
    parts: alone?.parts ?? [...new Set([...first.parts, ...second.parts])],
    readAt: Math.max(first.readAt, second.readAt),
    dismissedAt: Math.max(first.dismissedAt, second.dismissedAt),
  };
}

/** What a storage gave back; anything may stand there. */
export function isRecord(value: unknown): value is AlertRecord {
  const record = value as Partial<AlertRecord> | null | undefined;
  return (
    typeof record?.id === 'string' &&
    typeof record.at === 'number' &&
    typeof record.alert?.text === 'string' &&
    Array.isArray(record.parts)
  );
}
