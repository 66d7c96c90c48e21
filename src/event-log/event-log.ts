import type { DxMessage } from '../data/message.js';
import type { Outcome } from '../data/outcome.js';
import { jsonText } from './json.js';

/** How many events are kept. */
export const LOG_LIMIT = 1_000;
/** How many steps of one element with one message are kept. */
const MOST_OUTCOMES = 20;

/** What elements made of one message: the steps of each, in their order. */
export type Outcomes = WeakMap<Element, Outcome[]>;

/** One event as it came. */
export interface LogEntry {
  /** Counts from 1; later ones are larger. */
  readonly number: number;
  readonly message: DxMessage;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  /** It was made on this page and came from no server. */
  readonly isSimulated: boolean;
  readonly outcomes: Outcomes;
}

/** The newest events of a page, and what its elements made of them. Touches nothing. */
export class EventLog {
  readonly #outcomes = new WeakMap<DxMessage, Outcomes>();
  readonly #texts = new WeakMap<LogEntry, string>();
  #entries: LogEntry[] = [];
  /** What came while the log was paused; null = it is not. */
  #waiting: LogEntry[] | null = null;
  #count = 0;

  /** The oldest first. */
  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  get isPaused(): boolean {
    return this.#waiting !== null;
  }

  /** How many came since the log was paused, as far as they are kept. */
  get waiting(): number {
    return this.#waiting?.length ?? 0;
  }

  add(message: DxMessage, at: number, isSimulated: boolean): void {
    this.#count += 1;
    const outcomes = this.#outcomesOf(message);
    push(this.#waiting ?? this.#entries, { number: this.#count, message, at, isSimulated, outcomes });
  }

  /** Takes a step of an element, which may come before the event itself is added. */
  report(element: Element, message: DxMessage, outcome: Outcome): void {
    const outcomes = this.#outcomesOf(message);
    const steps = outcomes.get(element) ?? [];
    outcomes.set(element, steps);
    if (!isSame(steps.at(-1), outcome) && steps.length < MOST_OUTCOMES) steps.push(outcome);
  }

  pause(): void {
    this.#waiting ??= [];
  }

  /** Takes in what came meanwhile. */
  resume(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const entry of waiting) push(this.#entries, entry);
  }

  clear(): void {
    this.#entries = [];
    if (this.#waiting !== null) this.#waiting = [];
  }

  /**
   * Those in whose name or JSON every word occurs, whatever its case; the newest first.
   *
   * @param filter words separated by blanks; none = all
   */
  find(filter: string): LogEntry[] {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    const newest = this.#entries.toReversed();
    if (words.length === 0) return newest;
    return newest.filter((entry) => {
      const text = this.#textOf(entry);
      return words.every((word) => text.includes(word));
    });
  }

  #textOf(entry: LogEntry): string {
    const { eventName, data } = entry.message;
    const text = this.#texts.get(entry) ?? `${eventName} ${jsonText(data)}`.toLowerCase();
    this.#texts.set(entry, text);
    return text;
  }

  #outcomesOf(message: DxMessage): Outcomes {
    const outcomes = this.#outcomes.get(message) ?? new WeakMap<Element, Outcome[]>();
    this.#outcomes.set(message, outcomes);
    return outcomes;
  }
}

const isSame = (one: Outcome | undefined, other: Outcome): boolean =>
  one?.code === other.code && String(one.args) === String(other.args);

/** Adds an entry, and forgets the oldest where there are too many. */
function push(entries: LogEntry[], entry: LogEntry): void {
  entries.push(entry);
  if (entries.length > LOG_LIMIT) entries.splice(0, entries.length - LOG_LIMIT);
}
