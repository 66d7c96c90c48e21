/**
 * What an element made of a message, or a step on the way. Only an event log puts it into words, under the name that the
 * code is; the `args` are what the words are about.
 */
export type Outcome =
  | { readonly code: PlainOutcome; readonly args?: undefined }
  /** A refresh waits for the tab to be shown or a person to finish. */
  | { readonly code: 'held'; readonly args: readonly [reason: string] }
  | { readonly code: 'refreshedSome'; readonly args: readonly [refreshed: number, targets: number] }
  | { readonly code: 'failed'; readonly args: readonly [problem: string] }
  /** No alert could be made of an object: the names of its first fields, and the first of them. */
  | { readonly code: 'hasFields'; readonly args: readonly [names: string, first: string] };

export type OutcomeCode = Outcome['code'];

type PlainOutcome =
  /** A refresher does not act on it: it came from this tab, or its data does not fit `match`. */
  | ('ownMessage' | 'filteredByMatch')
  /** A refresh waits for an interval or a delay; under sustained load; runs. */
  | ('waitsForTurn' | 'waitsForRest' | 'refreshing')
  /** There is no target; a newer message took over; the target left the page; it has no way to be refreshed. */
  | ('noTarget' | 'joined' | 'wasReplaced' | 'unhandled' | 'notRefreshed')
  /** An alert: a listener cancelled it, it came before, the person wants no toast of its category, a toast or an inbox took it. */
  | ('cancelled' | 'shownBefore' | 'muted' | 'asAlert' | 'listed')
  /**
   * A redirect: the page was left, or the link was shown instead; the message was missed and came later, another window is
   * in front, the page before is of another site, the page is there already.
   */
  | ('redirected' | 'offered' | 'tooOld' | 'notInFront' | 'noFormerPage' | 'alreadyThere')
  /** An alert that names the pages that show it, and not this one. */
  | 'otherPage'
  /** No alert could be made of it. */
  | ('isEmpty' | 'hasNoText' | 'isBinary')
  /** A messenger: drawn, drawn as a notice of typing, or its id came before. */
  | ('shown' | 'shownTyping' | 'shownBeforeId');
