import type { Alert } from '../alert.js';
import type { KeptAt } from '../alert-entry.js';

/** An alert that is listed and not shown. */
export interface UnsaidAlert {
  readonly alert: Alert;
  readonly record: KeptAt;
  /** When it came, in milliseconds. */
  readonly at: number;
}

/** So many wait. */
const MOST = 100;

/** Alerts that are listed and not shown, and came while another tab was to say them: this one may be it a moment later. */
export class UnsaidAlerts {
  #waiting: UnsaidAlert[] = [];

  add(unsaid: UnsaidAlert): void {
    if (this.#waiting.push(unsaid) > MOST) this.#waiting.shift();
  }

  /** Takes all of them out. @returns those that came later than a time */
  take(since: number): UnsaidAlert[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting.filter(({ at }) => at > since);
  }
}
