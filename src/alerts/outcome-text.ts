import type { Translator } from '../i18n/translator.js';
import type { ActionOutcome } from './alert-entry.js';

/**
 * Says what became of a chosen action: the sentence of the back end where it gave one.
 *
 * @returns empty where there is nothing to say: it is on its way
 */
export function outcomeText({ state, reason }: ActionOutcome, wording: Translator): string {
  if (state === 'refused') return reason || wording.text('choiceRefused');
  if (state === 'unanswered') return wording.text('choiceUnanswered');
  if (state === 'unsent') return wording.text('choiceUnsent');
  return state === 'done' ? wording.text('done') : '';
}
