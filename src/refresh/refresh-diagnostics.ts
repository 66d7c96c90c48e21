import { matchesData, type Condition } from './match.js';
import type { DxMessage } from '../data/message.js';
import type { Outcome } from '../data/outcome.js';
import type { RefreshOutcome } from './refresh-batch.js';
import type { RefreshProgress } from './refresh-request.js';

/**
 * Says why a refresher does not act on a message.
 *
 * @param ownOrigin the id of this tab, whose messages are skipped; null = none is skipped
 * @returns null where it acts
 */
export function refusal(
  { data, meta }: DxMessage,
  conditions: readonly Condition[],
  ownOrigin: string | null,
): Outcome | null {
  if (ownOrigin !== null && meta?.origin === ownOrigin) return { code: 'ownMessage' };
  return matchesData(conditions, data) ? null : { code: 'filteredByMatch' };
}

/** Says where a refresh is. */
export function progressOutcome({ state, hold, throttled }: RefreshProgress): Outcome {
  if (state === 'held') return { code: 'held', args: [hold!] };
  if (state === 'running') return { code: 'refreshing' };
  return { code: throttled ? 'waitsForRest' : 'waitsForTurn' };
}

/** Says what became of a message. @param targets how many there are */
export function messageOutcome(outcome: RefreshOutcome, targets: number): Outcome {
  if (targets === 0) return { code: 'noTarget' };
  if (outcome.isOvertaken) return { code: 'joined' };
  if (outcome.isIncomplete) return { code: 'wasReplaced' };
  if (outcome.isUnhandled) return { code: 'unhandled' };
  const count = outcome.refreshed.length;
  return count === 0 ? { code: 'notRefreshed' } : { code: 'refreshedSome', args: [count, targets] };
}
