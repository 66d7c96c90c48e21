import type { Alert } from './alert.js';
import type { AlertEntry, AlertOwner, AlertRequest } from './alert-entry.js';
import { CAPACITY, leastUrgent } from './priority.js';
import type { Placement } from './placement.js';

/** The same text again within so many milliseconds is counted instead of shown. */
const REPEAT_WINDOW = 5_000;
/** How many identities are remembered, so that a message that comes again is known. */
const REMEMBERED = 1_000;

/** What became of a request. `crowded`: there are too many; it is only counted. */
export interface Addition {
  outcome: 'added' | 'updated' | 'repeated' | 'ignored' | 'crowded';
  /** Null where it was ignored or crowded out. */
  entry: AlertEntry | null;
}

/** All alerts of a page that wait or are visible. Decides, and touches nothing. */
export class AlertStore {
  /** In the order in which they came. */
  #entries: readonly AlertEntry[] = [];
  readonly #crowded = new Map<Placement, number>();
  readonly #known = new Set<string>();
  #knownObjects = new WeakSet();
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
  knows(identities: AlertRequest['identities']): boolean {
    return identities.some((identity) =>
      typeof identity === 'string' ? this.#known.has(identity) : this.#knownObjects.has(identity),
    );
  }

  add(request: AlertRequest, now: number): Addition {
    if (this.knows(request.identities)) return { outcome: 'ignored', entry: null };
    for (const identity of request.identities) this.#remember(identity);
    const addition = this.#place(request, now);
    this.#changed();
    return addition;
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
    this.#known.clear();
    this.#knownObjects = new WeakSet();
  }

  #place(request: AlertRequest, now: number): Addition {
    const { key } = request.alert;
    const former = key === null ? this.#repeated(request, now) : this.#withKey(key);
    if (former !== null) {
      const count = key === null ? former.count + 1 : 1;
      const entry = { ...former, ...request, count, at: now, version: former.version + 1 };
      this.#entries = this.#entries.map((other) => (other === former ? entry : other));
      return { outcome: key === null ? 'repeated' : 'updated', entry };
    }
    const order = (this.#order += 1);
    const entry = { ...request, id: `dx-alert-${order}`, order, version: 0, count: 1, at: now };
    this.#entries = [...this.#entries, entry];
    return this.#fits(entry) ? { outcome: 'added', entry } : { outcome: 'crowded', entry: null };
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

  #withKey(key: string): AlertEntry | null {
    return this.#entries.find(({ alert }) => alert.key === key) ?? null;
  }

  #repeated({ alert, placement }: AlertRequest, now: number): AlertEntry | null {
    const isSame = (entry: AlertEntry): boolean =>
      entry.placement === placement && now - entry.at <= REPEAT_WINDOW && saysTheSame(entry.alert, alert);
    return this.#entries.find(isSame) ?? null;
  }

  #remember(identity: string | object): void {
    if (typeof identity !== 'string') {
      this.#knownObjects.add(identity);
      return;
    }
    this.#known.add(identity);
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.values().next().value!);
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function saysTheSame(a: Alert, b: Alert): boolean {
  const parts = ({ key, title, text, variant, href, action }: Alert): string =>
    JSON.stringify([key, title, text, variant, href, action]);
  return parts(a) === parts(b);
}
