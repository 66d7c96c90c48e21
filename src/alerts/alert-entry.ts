import type { Alert, AlertAction } from './alert.js';
import type { AttentionOptions } from './attention/attention-options.js';
import type { Theme } from '../dom/page-theme.js';
import type { Placement } from './placement.js';
import type { UserScope } from '../data/user-scope.js';
import type { ActionChoice } from './history/choice.js';

/** Why an alert went away. */
export type DismissReason =
  | 'timeout'
  | 'close'
  | 'action'
  | 'api'
  | 'escape'
  /** Another person is signed in. */
  | 'session'
  /** A person has read or dismissed it in the inbox or in another tab. */
  | 'read';

/** Where the history keeps an alert. */
export interface KeptAt {
  /** Id of the record. */
  readonly id: string;
  readonly scope: UserScope;
}

/** What became of a chosen action, as far as a toast shows it. */
export type ActionOutcome = Pick<ActionChoice, 'state' | 'reason'>;

/** Who asked for an alert, and hears what becomes of it. */
export interface AlertOwner {
  /** It can be seen now. */
  shown(entry: AlertEntry): void;
  /** A person chose the action or followed the link; false = somebody else does what it says. */
  acted(entry: AlertEntry, action: AlertAction): boolean;
  /** The back end took the action that a person chose, or did not. */
  reported(entry: AlertEntry, outcome: ActionOutcome): void;
  dismissed(entry: AlertEntry, reason: DismissReason): void;
}

/** An alert with all that the page needs to show it. */
export interface AlertRequest {
  readonly alert: Alert;
  /** The message that brought it: one that two elements hear is shown once. Null where the page itself asked for it. */
  readonly messageId: string | null;
  readonly owner: AlertOwner;
  /** Name of the event that brought it; null = the page itself asked for it. */
  readonly eventName: string | null;
  readonly placement: Placement;
  /** Absent or null = that of the page. */
  readonly theme?: Theme | null;
  /** How many may be seen at its placement. */
  readonly maxVisible: number;
  /** Milliseconds; null = until a person closes it. */
  readonly duration: number | null;
  readonly closable: boolean;
  /** What the author's template made of it, in place of title and text. */
  readonly body: HTMLElement | null;
  /** Where the history keeps it, or would keep what is chosen of it; null = nowhere. */
  readonly record: KeptAt | null;
  /** What code does where the action is chosen, in place of sending an event; null = nothing. */
  readonly run: (() => unknown) | null;
  /** What became of `run`; null = it was not chosen. */
  readonly outcome: ActionOutcome | null;
  /** How it calls a person who may not be looking; null = it does not. */
  readonly attention: AttentionOptions | null;
  /** The page itself asked for it in this tab; no other tab shows it. */
  readonly isLocal: boolean;
}

/** An alert in the store. Never changed: a change makes a new one with the same id. */
export interface AlertEntry extends AlertRequest {
  readonly id: string;
  /** Grows with every alert: the order in which they came. */
  readonly order: number;
  /** Grows with every change. */
  readonly version: number;
  /** How often the same came. */
  readonly count: number;
  /** When it last came, in the clock's milliseconds. */
  readonly at: number;
}
