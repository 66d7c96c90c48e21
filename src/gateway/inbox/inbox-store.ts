import { ALERT_MARKS, type AlertMark, type AlertStates, type KeptAlert } from '../../protocol/inbox.js';

/** What an alert can be: what became of it, or that it is kept no longer. */
export const STATE_NAMES = [...ALERT_MARKS, 'gone'] as const;
export type StateName = (typeof STATE_NAMES)[number];

/** What each mark says of an alert: who dismissed it has read it, and who read it has seen it. */
export const IMPLIED: Record<AlertMark, readonly StateName[]> = {
  seen: ['seen'],
  read: ['seen', 'read'],
  dismissed: ['seen', 'read', 'dismissed'],
  acted: ['seen', 'read', 'acted'],
};

/** A place in what became of a channel's alerts: each change has the next revision. */
export interface BoxCursor {
  /** Another one means that revisions of the former say nothing. */
  epoch: string;
  revision: number;
}

/** An alert as it is stored; what is more than that of pages is not told to them. */
export interface StoredAlert extends KeptAlert {
  /** The id of its push. */
  pushId?: string;
  /** How many connections had it at once. */
  delivered?: number;
}

/** How many people have done what with an alert. */
export type AlertCounts = Record<AlertMark, number>;

/** What changed in the alerts of a channel since a cursor. */
export interface BoxPage extends BoxCursor {
  /** In the order of their revisions. */
  alerts: StoredAlert[];
  states: AlertStates[];
  more: boolean;
}

/** An alert of which something is to be said. */
export interface Mark {
  id: string;
  /** Until when what is said is kept, in milliseconds since 1970; what was said before is kept as long, too. */
  ends: number;
  names: readonly StateName[];
}

/** How much of one channel a page holds. */
export interface PageSize {
  entries: number;
  /** Of messages as JSON; a single one may be larger. */
  bytes: number;
}

/**
 * The alerts of each channel of one app, and what became of them. Of a person both lie in the channel of that person; of
 * alerts for everybody and of topics only what became of them for each person does. Times are milliseconds since 1970. Any method
 * rejects where the store cannot be reached.
 */
export interface InboxStore {
  /** Whether it lies where the log lies, which keeps alerts in the step in which it logs them. Default false. */
  readonly isWithLog?: boolean;
  /** Keeps an alert once, however often it is given; of too many the oldest is gone. */
  keep(channel: string, alert: StoredAlert, now: number): Promise<void>;
  /** @param cursor null, or one of a former epoch = from the beginning */
  since(channel: string, cursor: BoxCursor | null, size: PageSize, now: number): Promise<BoxPage>;
  /** Which of these a channel has, and until when. */
  endsOf(channel: string, ids: readonly string[], now: number): Promise<Map<string, number>>;
  /** What is said in a channel of these; nothing of one of which nothing is said, or not any more. */
  statesOf(channel: string, ids: readonly string[], now: number): Promise<AlertStates[]>;
  /** Says something of alerts; what was said before keeps its time. @returns what is said of them now */
  mark(channel: string, marks: readonly Mark[], now: number): Promise<AlertStates[]>;
  /** The alerts of a push, in whichever channels they are. */
  ofPush(pushId: string, now: number): Promise<StoredAlert[]>;
  /** How many people have done what with an alert for everybody or of a topic. */
  counts(id: string): Promise<AlertCounts>;
  /** Forgets all that a channel has, for good. @returns how many alerts it had */
  erase(channel: string): Promise<number>;
}

/** The id of an alert, as pages call its message. */
export function alertId({ channel, epoch, offset }: Pick<KeptAlert, 'channel' | 'epoch' | 'offset'>): string {
  return `${channel} ${epoch} ${offset}`;
}

/** @returns `former` itself where nothing is new */
export function withStates(former: AlertStates, names: readonly StateName[], now: number): AlertStates {
  const news = names.filter((name) => former[name] === undefined);
  return news.length === 0 ? former : { ...former, ...Object.fromEntries(news.map((name) => [name, now])) };
}

/** How much is said in a channel at most, for one that keeps so many alerts: of those for everybody and of topics, too. */
export const mostStates = (maxMessages: number): number => maxMessages * 3;

/** How many of some people's states say what. */
export function countStates(states: readonly AlertStates[]): AlertCounts {
  const count = (mark: AlertMark): number => states.filter((one) => one[mark] !== undefined).length;
  return { seen: count('seen'), read: count('read'), dismissed: count('dismissed'), acted: count('acted') };
}

/** What is said of an alert, without its id. */
export function timesOf(states: AlertStates): Omit<AlertStates, 'id'> {
  const said = STATE_NAMES.filter((name) => states[name] !== undefined);
  return Object.fromEntries(said.map((name) => [name, states[name]]));
}
