import type { Alert } from '../alert.js';

/**
 * What became of a chosen action.
 *
 * - `pending`: on its way, the back end has not answered yet.
 * - `unsent`: there is no connection; it is sent once when there is one.
 * - `unanswered`: the back end may have it, but did not say so. Choosing again sends the same id.
 * - `refused`: the back end said no. Choosing again is another choice, with another id.
 * - `done`: the back end took it.
 */
export type ChoiceState = 'pending' | 'unsent' | 'unanswered' | 'refused' | 'done';

/** A person's choice of the action of an alert. It is stored before it is sent. Never changed: a change makes a new one. */
export interface ActionChoice {
  /** Sent to the back end, which takes the same id once. */
  readonly id: string;
  /** Name of the event that is sent. */
  readonly event: string;
  /** The `at` of the alert that was chosen; what comes again later is offered again. */
  readonly of: number;
  /** The id that the back end gave what the person read; absent where a former version kept the choice: that of the record. */
  readonly alertId?: string | null;
  /** When it was chosen, in milliseconds since 1970. */
  readonly chosenAt: number;
  readonly state: ChoiceState;
  /** When the back end answered, in milliseconds since 1970; 0 = it did not. */
  readonly actedAt: number;
  /** The sentence with which the back end refused; may be empty. */
  readonly reason: string;
  /** Grows with each change: of two versions of one choice the higher is the newer. */
  readonly step: number;
}

/** Whether it is still to be sent, or its answer to come. */
export const isOpen = ({ state }: Pick<ActionChoice, 'state'>): boolean =>
  state === 'pending' || state === 'unsent';

/** Whether it was chosen of this very alert, by the id that the back end gave. */
export const isOf = ({ alertId = null }: ActionChoice, { id }: Pick<Alert, 'id'>): boolean =>
  id !== null && alertId === id;

/**
 * Whether a person can choose the action.
 *
 * @param choice the former choice; null = none
 * @param at when the alert last came, in milliseconds since 1970
 */
export function isOffered(choice: ActionChoice | null, at: number): boolean {
  if (choice === null || isOpen(choice)) return choice === null;
  return choice.state !== 'done' || choice.of < at;
}

/** The choice after something became of it. */
export function changed(
  choice: ActionChoice,
  change: Partial<Pick<ActionChoice, 'state' | 'reason' | 'actedAt'>>,
): ActionChoice {
  return { ...choice, reason: '', ...change, step: choice.step + 1 };
}

/** Which of two choices of the same alert stands; the order in which they come makes no difference. */
export function mergeChoices(a: ActionChoice | null, b: ActionChoice | null): ActionChoice | null {
  if (a === null || b === null) return a ?? b;
  if (a.id === b.id) return rank(a) >= rank(b) ? a : b;
  const [former, later] = isBefore(a, b) ? [a, b] : [b, a];
  // Two tabs may choose in the same moment. What is on its way or done is not sent again for that alert.
  return isOffered(former, later.of) ? later : former;
}

/** An answer of the back end is never taken back. */
function rank({ actedAt, step }: ActionChoice): number {
  return (actedAt > 0 ? 1_000_000 : 0) + step;
}

function isBefore(a: ActionChoice, b: ActionChoice): boolean {
  return a.chosenAt === b.chosenAt ? a.id < b.id : a.chosenAt < b.chosenAt;
}

/**
 * Reads what a back end answered.
 *
 * @returns the sentence with which it refused, `{ error: sentence }`, at most 300 characters; null where it did not
 */
export function refusalIn(answer: unknown): string | null {
  const { error } = (answer ?? {}) as { error?: unknown };
  if (error === undefined || error === null || error === false) return null;
  return typeof error === 'string' ? error.slice(0, 300) : '';
}
