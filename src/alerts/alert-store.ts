import type { Alert } from './alert.js';
import type { AlertEntry, AlertOwner, AlertRequest } from './alert-entry.js';
import { SeenIds } from '../data/seen-ids.js';
import { contentOf, REPEAT_WINDOW } from './repeats.js';
import { CLOSED_TIME, isStep } from './ongoing.js';
import { CAPACITY, leastUrgent } from './priority.js';
import type { Placement } from './placement.js';

/** How many closed ones are remembered. */
const MOST_CLOSED = 100;

/** What became of a request. `crowded`: there are too many; it is only counted. */
export interface Addition {
  outcome: 'added' | 'updated' | 'repeated' | 'ignored' | 'crowded';
  /** Null where it was ignored or crowded out. */
  entry: AlertEntry | null;
  /** It only says how far the same thing is. */
  isStep?: boolean;
}

/** What makes an alert the same as another one that came. */
type Arrival = Pick<AlertRequest, 'alert' | 'messageId'>;

/** All alerts of a page that wait or are visible. Decides, and touches nothing. */
export class AlertStore {
  /** In the order in which they came. */
  #entries: readonly AlertEntry[] = [];
  /** By key, those that a person has closed, with the time of their last step. */
  readonly #closed = new Map<string, { alert: Alert; at: number }>();
  readonly #crowded = new Map<Placement, number>();
  /** Messages, and ids that the back end gave. */
  readonly #known = new SeenIds();
  readonly #listeners = new Set<() => void>();
  #order = 0;

  get entries(): readonly AlertEntry[] {
    return this.#entries;
  }

  at(placement: Placement): readonly AlertEntry[] {
    return this.#entries.filter((entry) => entry.placement === placement);
  }

  /** How many did not fit since the placement was last empty. */
  crowdedAt(placement: Placement): number {
    return this.#crowded.get(placement) ?? 0;
  }

  /** Finds an alert by its id in the store or the one that the back end gave. */
  find(id: string): AlertEntry | null {
    return this.#entries.find((entry) => entry.id === id || entry.alert.id === id) ?? null;
  }

  /** Is told after every change. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether a message came before. */
  knows(request: Arrival): boolean {
    return identitiesOf(request).some((id) => this.#known.has(id));
  }

  /** Takes a message for one that came. */
  learn(messageId: string): void {
    this.#known.add(`message ${messageId}`);
  }

  add(request: AlertRequest, now: number): Addition {
    if (this.knows(request)) return { outcome: 'ignored', entry: null };
    for (const id of identitiesOf(request)) this.#known.add(id);
    const addition = this.#put(request, now);
    this.#changed();
    return addition;
  }

  /** Changes one that is there. */
  change(id: string, change: Partial<AlertEntry>): void {
    this.#entries = this.#entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry));
    this.#changed();
  }

  /**
   * A person closed an alert before they saw what has become of it since: that is another alert from now on.
   *
   * @param seen the alert as they saw it
   * @returns whether something other than a step has become of it
   */
  split({ id, version, alert }: AlertEntry): boolean {
    const entry = this.#entries.find((other) => other.id === id);
    if (entry === undefined || entry.version === version) return false;
    // Of what goes on each step may have an id of its own.
    const isSame = alert.progress !== null || alert.id === entry.alert.id;
    if (isSame && isStep(alert, entry.alert)) return false;
    this.change(id, this.#identity());
    return true;
  }

  /** Takes alerts out. */
  remove(gone: readonly AlertEntry[]): void {
    const ids = new Set(gone.map(({ id }) => id));
    this.#entries = this.#entries.filter(({ id }) => !ids.has(id));
    for (const placement of this.#crowded.keys())
      if (this.at(placement).length === 0) this.#crowded.delete(placement);
    this.#changed();
  }

  of(owner: AlertOwner): readonly AlertEntry[] {
    return this.#entries.filter((entry) => entry.owner === owner);
  }

  /** Forgets which messages came: the next person has got none of them. */
  forgetMessages(): void {
    this.#closed.clear();
    this.#known.clear();
  }

  #put(request: AlertRequest, now: number): Addition {
    const { key } = request.alert;
    const former = key === null ? this.#repeated(request, now) : this.#withKey(key);
    if (former !== null) {
      const count = key === null ? former.count + 1 : 1;
      const entry = { ...former, ...request, count, at: now, version: former.version + 1 };
      this.#entries = this.#entries.map((other) => (other === former ? entry : other));
      return {
        ...{ outcome: key === null ? 'repeated' : 'updated', entry },
        isStep: key !== null && isStep(former.alert, request.alert),
      };
    }
    if (key !== null && this.#staysClosed(key, request.alert, now))
      return { outcome: 'ignored', entry: null };
    const entry = { ...request, ...this.#identity(), version: 0, count: 1, at: now };
    this.#entries = [...this.#entries, entry];
    return this.#fits(entry) ? { outcome: 'added', entry } : { outcome: 'crowded', entry: null };
  }

  #identity(): Pick<AlertEntry, 'id' | 'order'> {
    const order = (this.#order += 1);
    return { id: `dx-alert-${order}`, order };
  }

  /** Gives up the least urgent one where there are too many; false = the new one itself. */
  #fits(added: AlertEntry): boolean {
    const { placement } = added;
    const entries = this.at(placement);
    if (entries.length <= CAPACITY) return true;
    const given = leastUrgent(entries);
    this.#entries = this.#entries.filter((entry) => entry !== given);
    this.#crowded.set(placement, this.crowdedAt(placement) + 1);
    return given !== added;
  }

  /** A person has closed it: its next steps do not open it again. */
  close({ alert }: AlertEntry, now: number): void {
    if (alert.key === null) return;
    this.#closed.set(alert.key, { alert, at: now });
    if (this.#closed.size > MOST_CLOSED) this.#closed.delete(this.#closed.keys().next().value!);
  }

  #staysClosed(key: string, alert: Alert, now: number): boolean {
    const closed = this.#closed.get(key);
    if (closed === undefined) return false;
    const isClosed = now - closed.at < CLOSED_TIME && isStep(closed.alert, alert);
    if (isClosed) this.#closed.set(key, { alert, at: now });
    else this.#closed.delete(key);
    return isClosed;
  }

  #withKey(key: string): AlertEntry | null {
    return this.#entries.find(({ alert }) => alert.key === key) ?? null;
  }

  #repeated({ alert, placement }: AlertRequest, now: number): AlertEntry | null {
    const isSame = (entry: AlertEntry): boolean =>
      entry.placement === placement && now - entry.at <= REPEAT_WINDOW && saysTheSame(entry.alert, alert);
    return this.#entries.find(isSame) ?? null;
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The id that the back end gave, and the message itself. */
const identitiesOf = ({ alert: { id }, messageId }: Arrival): string[] => [
  ...(id === null ? [] : [`id ${id}`]),
  ...(messageId === null ? [] : [`message ${messageId}`]),
];

const saysTheSame = (one: Alert, other: Alert): boolean =>
  one.key === other.key && contentOf(one) === contentOf(other);
