import { CHOICE_LIFETIME, type ChoiceKeeper, type KeptChoice } from '../choices.js';
import type { Ask } from './operations.js';

/** Answers to choices in the file. One process has it, so nothing there is ever at work elsewhere. */
export class FileChoices implements ChoiceKeeper {
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  async begin(app: string, print: string): Promise<KeptChoice> {
    const kept = await this.#ask('findAnswer', { app, print });
    return kept === null ? { state: 'new' } : { state: 'answered', answer: JSON.parse(kept) };
  }

  async answered(app: string, print: string, answer: unknown): Promise<void> {
    const until = Date.now() + CHOICE_LIFETIME * 1000;
    await this.#ask('saveAnswer', { app, print, answer: JSON.stringify(answer), until });
  }

  failed(): Promise<void> {
    return Promise.resolve();
  }
}
