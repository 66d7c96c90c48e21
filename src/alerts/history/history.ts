import { NO_PREFERENCES, wantedOf, type CategoryPreferences } from '../preferences/category-preferences.js';
import { contentOf, REPEAT_WINDOW } from '../repeats.js';
import { isOpen } from './choice.js';
import {
  givenId,
  isCounted,
  isListed,
  isLogged,
  isUnread,
  mergeRecords,
  type AlertRecord,
} from './record.js';

/** How many alerts are kept at most, and for how long, in milliseconds: 90 days. */
export const HISTORY_LIMIT = 5_000;
const LONGEST_AGE = 90 * 86_400_000;
/** So many above the limit before the oldest go: sorting at every message of a flood would be slow. */
const SLACK = 500;
/** How many messages of one text are told apart. */
const MOST_PARTS = 1_000;

/** All alerts that came for one person. Decides, and touches nothing. */
export class AlertHistory {
  readonly #records = new Map<string, AlertRecord>();
  /** Ids of records that turned out to be the same as another one. */
  readonly #aliases = new Map<string, string>();
  readonly #idByPart = new Map<string, string>();
  readonly #idByContent = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  #sorted: readonly AlertRecord[] | null = null;
  #preferences: CategoryPreferences = NO_PREFERENCES;

  /** What the person wants of the alerts of each category. */
  get preferences(): CategoryPreferences {
    return this.#preferences;
  }

  set preferences(preferences: CategoryPreferences) {
    this.#preferences = preferences;
    this.#changed();
  }

  /** Those that are neither dismissed nor of a category of which the person wants nothing, the newest first. */
  get listed(): readonly AlertRecord[] {
    this.#sorted ??= [...this.#records.values()]
      .filter((record) => isListed(record) && wantedOf(this.#preferences, record.alert) !== 'none')
      .reverse()
      .sort((a, b) => b.at - a.at);
    return this.#sorted;
  }

  get unread(): number {
    return this.listed.reduce((count, record) => count + (isUnread(record) ? 1 : 0), 0);
  }

  find(id: string): AlertRecord | null {
    return this.#records.get(this.#aliases.get(id) ?? id) ?? null;
  }

  /** The record that counts a message. */
  withPart(part: string): AlertRecord | null {
    return this.find(this.#idByPart.get(part) ?? '');
  }

  /** Is told after every change. Returns the way to stop. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes a message that this page heard. @returns the record that it is part of now */
  add(incoming: AlertRecord): AlertRecord {
    const former = this.#recordOf(incoming);
    const part = incoming.parts[0]!;
    if (former === null || isLogged(part) || !isCounted(incoming)) return this.put(incoming);
    // Without a log, tabs know which message it is by counting what each of them hears.
    const count = former.parts.filter((known) => !isLogged(known)).length;
    return this.put({ ...incoming, parts: [`#${count + 1}`] });
  }

  /** Takes a record of a storage or of another tab, which may be one that is here. */
  put(incoming: AlertRecord): AlertRecord {
    const former = this.#recordOf(incoming);
    const merged = former === null ? incoming : bounded(mergeRecords(former, incoming));
    if (former !== null && former.id !== incoming.id) this.#aliases.set(incoming.id, former.id);
    this.#records.set(merged.id, merged);
    for (const part of incoming.parts) if (isLogged(part)) this.#idByPart.set(part, merged.id);
    if (isCounted(merged)) this.#idByContent.set(contentOf(merged.alert, merged.eventNames), merged.id);
    this.#changed();
    return merged;
  }

  /** @returns what has changed */
  markRead(ids: Iterable<string>): AlertRecord[] {
    return this.#change(ids, (record) => ({ ...record, readAt: record.at }));
  }

  /** @returns what has changed */
  dismiss(ids: Iterable<string>): AlertRecord[] {
    return this.#change(ids, (record) => ({ ...record, readAt: record.at, dismissedAt: record.at }));
  }

  /** Those that are listed, and those that are not. */
  get all(): Iterable<AlertRecord> {
    return this.#records.values();
  }

  /** Those whose action is on its way. */
  get open(): AlertRecord[] {
    return [...this.all].filter(({ choice }) => choice !== null && isOpen(choice));
  }

  /** Sets a record as it stands elsewhere, without merging it. */
  set(record: AlertRecord): void {
    this.#records.set(record.id, record);
    this.#changed();
  }

  /** Forgets what is too old or too much. @returns the ids of what is gone */
  prune(now: number): string[] {
    const oldest = now - LONGEST_AGE;
    const isCrowded = this.#records.size > HISTORY_LIMIT + SLACK;
    const sorted = [...this.#records.values()].sort((a, b) => b.at - a.at);
    const gone = sorted.filter(({ at }, index) => at < oldest || (isCrowded && index >= HISTORY_LIMIT));
    for (const record of gone) this.#forget(record);
    if (gone.length > 0) this.#changed();
    return gone.map(({ id }) => id);
  }

  get isFull(): boolean {
    return this.#records.size > HISTORY_LIMIT + SLACK;
  }

  clear(): void {
    for (const map of [this.#records, this.#aliases, this.#idByPart, this.#idByContent]) map.clear();
    this.#preferences = NO_PREFERENCES;
    this.#changed();
  }

  /** The record that a message belongs to: by its id, by its place in the log, or by its text a moment ago. */
  #recordOf(incoming: AlertRecord): AlertRecord | null {
    const byPart = incoming.parts.map((part) => this.#idByPart.get(part)).find((id) => id !== undefined);
    const same = this.find(incoming.id) ?? (byPart === undefined ? null : this.find(byPart));
    if (same !== null) return same;
    if (!isCounted(incoming)) return this.#ofUnknownEvent(incoming);
    const content = contentOf(incoming.alert, incoming.eventNames);
    const alike = this.find(this.#idByContent.get(content) ?? '');
    return alike !== null && Math.abs(alike.at - incoming.at) <= REPEAT_WINDOW ? alike : null;
  }

  #ofUnknownEvent({ alert }: AlertRecord): AlertRecord | null {
    const found = this.find(givenId(alert, []));
    return found?.eventNames.length === 0 ? found : null;
  }

  #change(ids: Iterable<string>, change: (record: AlertRecord) => AlertRecord): AlertRecord[] {
    const changed: AlertRecord[] = [];
    for (const id of ids) {
      const record = this.find(id);
      if (record === null) continue;
      const next = change(record);
      if (next.readAt === record.readAt && next.dismissedAt === record.dismissedAt) continue;
      this.#records.set(next.id, next);
      changed.push(next);
    }
    if (changed.length > 0) this.#changed();
    return changed;
  }

  #forget(record: AlertRecord): void {
    this.#records.delete(record.id);
    for (const part of record.parts) this.#idByPart.delete(part);
    const content = contentOf(record.alert, record.eventNames);
    if (this.#idByContent.get(content) === record.id) this.#idByContent.delete(content);
    for (const [alias, id] of this.#aliases) if (id === record.id) this.#aliases.delete(alias);
  }

  #changed(): void {
    this.#sorted = null;
    for (const listener of [...this.#listeners]) listener();
  }
}

function bounded(record: AlertRecord): AlertRecord {
  return record.parts.length <= MOST_PARTS ? record : { ...record, parts: record.parts.slice(0, MOST_PARTS) };
}
