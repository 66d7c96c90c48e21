import type { Outcome, OutcomeCode } from '../data/outcome.js';
import type { EventNameFault } from '../protocol.js';

/** Why an element made nothing of an event, as far as it can be seen from outside. */
export type Obstacle =
  | {
      readonly code: 'noScript' | 'designMode' | 'isDisabled' | 'noEventName' | 'otherServer' | 'notThere';
      readonly args?: undefined;
    }
  | { readonly code: 'otherEvents' | 'nearName'; readonly args: readonly [names: string] };

/** What is said of an event or its name. */
export type Remark =
  Outcome | Obstacle | { readonly code: EventNameFault; readonly args: readonly [about: string | number] };

/** The names of the words for all of them. */
export type RemarkName = OutcomeCode | Obstacle['code'] | EventNameFault;
