import { isOpen } from '../history/choice.js';
import type { AlertRecord } from '../history/record.js';
import type { Translator } from '../../i18n/translator.js';
import { outcomeText } from '../outcome-text.js';

/** What became of the action that was chosen in an inbox last, for those who do not see the list. */
export class ChosenOutcome {
  /** Of the alert, until something became of its action. */
  #id: string | null = null;
  #text = '';

  choose({ id }: AlertRecord): void {
    this.#id = id;
  }

  /** @param records what is listed @returns what is to be said; empty = nothing yet */
  text(records: readonly AlertRecord[], wording: Translator): string {
    const record = records.find(({ id }) => id === this.#id);
    if (!record?.choice || record.choice.state === 'pending') return this.#text;
    const { alert, choice } = record;
    this.#text = `${alert.title || alert.text}: ${outcomeText(choice, wording)}`;
    if (!isOpen(choice)) this.#id = null;
    return this.#text;
  }
}
