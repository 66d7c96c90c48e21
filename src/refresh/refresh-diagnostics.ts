import { matchesData, type Condition } from './match.js';
import type { DxMessage } from '../data/message.js';
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
): string | null {
  if (ownOrigin !== null && meta?.origin === ownOrigin) return 'own message';
  return matchesData(conditions, data) ? null : 'filtered by match';
}

/** Says where a refresh is, in words. */
export function explainProgress({ state, hold, throttled }: RefreshProgress): string {
  if (state === 'held') return `held: ${hold!}`;
  if (state === 'running') return 'refreshing';
  return throttled ? 'waits: steady fire' : 'waits: interval or delay';
}

/** Says what became of a message, in words. */
export function explainOutcome(outcome: RefreshOutcome, targets: number): string {
  if (targets === 0) return 'target not found';
  if (outcome.isOvertaken) return 'joined with a newer message';
  if (outcome.isIncomplete) return 'target was replaced';
  if (outcome.isNotTaken) return 'not taken: no target can be refreshed';
  const count = outcome.refreshed.length;
  return count === 0 ? 'not refreshed' : `refreshed ${count} of ${targets}`;
}
