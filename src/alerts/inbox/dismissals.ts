import type { Clock } from '../../clock.js';
import type { AlertRecord } from '../history/record.js';

/** How long what was dismissed can be brought back, in milliseconds. */
export const UNDO_TIME = 5_000;

/** What was dismissed at once. */
interface Dismissal {
  readonly records: readonly AlertRecord[];
  /** When each came, by id. */
  readonly times: ReadonlyMap<string, number>;
  /** All of the list, not one row. */
  readonly isAll: boolean;
  /** Its time is over; it is carried out when nobody is about to undo it. */
  isDue: boolean;
  cancel: () => void;
}

/** What dismissals need of the inbox. */
export interface DismissalsDelegate {
  /** A person is about to press something in the list. */
  isEngaged(): boolean;
  /** Carries it out. */
  commit(records: readonly AlertRecord[]): void;
  changed(): void;
}

/** Alerts that a person has dismissed and may still bring back: they are dismissed for good when the time is over. */
export class Dismissals {
  readonly #clock: Clock;
  readonly #inbox: DismissalsDelegate;
  #open: readonly Dismissal[] = [];

  constructor(clock: Clock, inbox: DismissalsDelegate) {
    this.#clock = clock;
    this.#inbox = inbox;
  }

  /** How many were dismissed all at once and can come back. */
  get all(): number {
    return this.#open.reduce((count, { isAll, records }) => count + (isAll ? records.length : 0), 0);
  }

  /** Whether this very alert was dismissed; the same one that came again later was not. */
  has(record: AlertRecord): boolean {
    return this.#find(record) !== undefined;
  }

  /** Whether it went with all others, and leaves no place. */
  isCleared(record: AlertRecord): boolean {
    return this.#find(record)?.isAll === true;
  }

  /** @param isAll all of the list, not one row */
  dismiss(records: readonly AlertRecord[], isAll = false): void {
    if (records.length === 0) return;
    const times = new Map(records.map(({ id, at }) => [id, at]));
    const dismissal: Dismissal = { records, times, isAll, isDue: false, cancel: () => undefined };
    dismissal.cancel = this.#clock.after(UNDO_TIME, () => {
      dismissal.isDue = true;
      this.commitDue();
    });
    this.#open = [...this.#open, dismissal];
    this.#inbox.changed();
  }

  /** Brings one alert back; null = those that went all at once. */
  undo(record: AlertRecord | null): void {
    const undone = record === null ? undefined : this.#find(record);
    this.#end((dismissal) => (record === null ? dismissal.isAll : dismissal === undone));
    this.#inbox.changed();
  }

  /** Carries out what is due, unless a person may be about to undo it. */
  commitDue(): void {
    if (!this.#inbox.isEngaged()) this.#commit(({ isDue }) => isDue);
  }

  /** Carries out everything at once: the page is being left. */
  flush(): void {
    this.#commit(() => true);
  }

  #commit(isMeant: (dismissal: Dismissal) => boolean): void {
    const records = this.#end(isMeant).flatMap((dismissal) => dismissal.records);
    if (records.length > 0) this.#inbox.commit(records);
  }

  #end(isMeant: (dismissal: Dismissal) => boolean): Dismissal[] {
    const ended = this.#open.filter(isMeant);
    for (const { cancel } of ended) cancel();
    this.#open = this.#open.filter((dismissal) => !ended.includes(dismissal));
    return ended;
  }

  #find({ id, at }: AlertRecord): Dismissal | undefined {
    return this.#open.find(({ times }) => times.get(id) === at);
  }
}
