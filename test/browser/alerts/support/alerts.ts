import type { AlertEntry, AlertOwner, AlertRequest } from '../../../../src/alerts/alert-entry.js';
import { toAlert, type Alert } from '../../../../src/alerts/alert.js';
import type { Clock } from '../../../../src/clock.js';

/** A clock that a test turns. */
export class FakeClock implements Clock {
  #now = 0;
  #timers: { at: number; callback: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  random(): number {
    return 1;
  }

  after(delay: number, callback: () => void): () => void {
    const timer = { at: this.#now + delay, callback };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  }

  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = end;
  }
}

export const silentOwner: AlertOwner = {
  shown: () => undefined,
  acted: () => true,
  settled: () => undefined,
  dismissed: () => undefined,
};

export function alertOf(data: unknown): Alert {
  return toAlert(data, { base: 'https://example.test/' })!;
}

export function requestOf(data: unknown, more: Partial<AlertRequest> = {}): AlertRequest {
  return {
    alert: alertOf(data),
    messageId: null,
    owner: silentOwner,
    placement: 'top-end',
    maxVisible: 3,
    duration: null,
    closable: true,
    body: null,
    record: null,
    run: null,
    outcome: null,
    attention: null,
    isLocal: false,
    ...more,
  };
}

export const textsOf = (entries: readonly AlertEntry[]): string[] => entries.map(({ alert }) => alert.text);
