import type { DxMessage } from '../data/message.js';
import type { RefreshReason } from './schedule.js';
import type { RefreshContext } from './refresh-request.js';

/**
 * What a job tells an action. The signal is made when somebody reads it: most widgets refresh themselves at once and never
 * do, and with many of them it would be most of what a refresh costs.
 */
export class RunContext implements RefreshContext {
  /** Whether another element takes the place of the target. */
  isReplaced = false;
  #controller: AbortController | null = null;

  constructor(
    readonly message: DxMessage | null,
    readonly reason: RefreshReason,
    readonly requestedAt: number,
  ) {}

  get signal(): AbortSignal {
    return this.#ending().signal;
  }

  abort(): void {
    this.#ending().abort();
  }

  replaces(): void {
    this.isReplaced = true;
  }

  #ending(): AbortController {
    return (this.#controller ??= new AbortController());
  }
}
