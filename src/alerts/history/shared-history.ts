import { isMuted, type AlertDelivery } from '../../protocol/preferences.js';
import type { AlertMark } from '../../protocol/inbox.js';
import { SeenIds } from '../../data/seen-ids.js';
import { warnOnce } from '../../warn.js';
import type { Clock } from '../../clock.js';
import { wantedOf, type CategoryPreferences } from '../preferences/category-preferences.js';
import type { PreferenceEntry } from '../preferences/preference-entry.js';
import { ActionQueue, type ChoiceStore } from './action-queue.js';
import type { ActionChoice } from './choice.js';
import { AlertHistory } from './history.js';
import { isUnread, type AlertRecord } from './record.js';
import type { HistoryStorage } from './indexed-db.js';
import type { TabNews, TabChannel } from './tab-channel.js';

/** What this history touches; tests pass their own. */
export interface SharedHistoryOptions {
  clock: Clock;
  /** Milliseconds since 1970. */
  date(): number;
  /** Null where the browser has none. */
  locks: LockManager | null;
  storage: HistoryStorage;
  /** Where what the person wants of categories is kept. */
  preferences: Pick<PreferenceEntry, 'read' | 'write'>;
  /** @param heard takes what other tabs tell */
  join(heard: (news: TabNews) => void): TabChannel;
}

/** From one writing to the next at least so many milliseconds: a flood is written in few pieces. */
const WRITE_INTERVAL = 50;

/** The history of one person, kept in the browser's storage and the same in all tabs. */
export class SharedHistory implements ChoiceStore {
  readonly model = new AlertHistory();
  /** What this person chose, on its way to the back end. */
  readonly actions: ActionQueue;
  /** Is told of alerts that another tab has shown, or where a person has read or dismissed them. */
  onElsewhere: (news: TabNews) => void = () => undefined;
  /** Is told what this person does in this tab, with ids of records. */
  onMark: (mark: AlertMark, ids: readonly string[]) => void = () => undefined;
  /** Is told when this person has chosen something for a category in this tab. */
  onPreferred: () => void = () => undefined;
  /** Is told when a person has chosen an action, here or in another tab, and when something became of it. */
  onChoice: (record: AlertRecord) => void = () => undefined;
  readonly #world: SharedHistoryOptions;
  readonly #tabs: TabChannel;
  readonly #unwritten = new Set<string>();
  /** On its way into the storage: a page that is left may take it along. */
  readonly #writing = new Set<string>();
  readonly #gone = new Set<string>();
  /** Messages that two elements hear. */
  readonly #heard = new SeenIds();
  #cancelWrite: (() => void) | null = null;
  readonly #closing = new AbortController();
  #hasStorage = true;

  constructor(world: SharedHistoryOptions) {
    this.#world = world;
    this.actions = new ActionQueue(this, world);
    this.#tabs = world.join((news) => void this.#hear(news));
  }

  /** Ends when this history is closed. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** Takes what the storage holds. */
  async load(): Promise<void> {
    // First: of former ids of the person the records take over all.
    const preferences = await this.#world.preferences.read();
    const records = await this.#try(() => this.#world.storage.load());
    if (this.closed.aborted) return;
    this.model.preferences = preferences;
    for (const record of records ?? []) this.model.put(record);
    this.#prune();
  }

  /**
   * Takes an alert that came.
   *
   * @param messageId of the message that brought it; null where the page itself asked for the alert
   */
  add(record: AlertRecord, messageId: string | null): AlertRecord {
    if (messageId !== null && !this.#heard.add(messageId)) return this.model.find(record.id) ?? record;
    const added = this.model.add(record);
    if (added.choice !== null) this.onChoice(added);
    if (this.model.isFull) this.#prune();
    this.#write([added]);
    this.#tellIfRead(record);
    return added;
  }

  /** @param isNews false = whoever calls is the one who would be told of it in this tab */
  markRead(ids: readonly string[], isNews = true): void {
    if (isNews) this.onElsewhere({ type: 'read', ids });
    this.#mark('read', this.model.markRead(ids));
  }

  dismiss(ids: readonly string[]): void {
    this.onElsewhere({ type: 'dismissed', ids });
    this.#mark('dismissed', this.model.dismiss(ids));
  }

  /**
   * Takes a record with a new choice, before it is sent. @returns it as it stands now: another tab may have chosen first
   */
  async claim(record: AlertRecord): Promise<AlertRecord> {
    this.model.put(record);
    this.onChoice(record);
    // A page that is left in this moment takes it along.
    this.#writing.add(record.id);
    const claimed = await this.#try(() => this.#world.storage.claim(record));
    this.#writing.delete(record.id);
    if (claimed === null || this.closed.aborted) return record;
    this.model.set(claimed);
    this.onChoice(claimed);
    this.#broadcast({ type: 'added', ids: [record.id] });
    return claimed;
  }

  /** Sets what became of a choice. */
  setChoice(record: AlertRecord, choice: ActionChoice): AlertRecord {
    const chosen = { ...record, choice };
    this.set(chosen);
    this.onChoice(chosen);
    if (choice.state === 'done') this.onMark('acted', [record.id]);
    void this.flush();
    return chosen;
  }

  /** Sets a record as it is to be, and writes it. */
  set(record: AlertRecord): void {
    this.model.set(record);
    this.#write([record]);
  }

  /** Takes what other tabs have written. */
  async refresh(ids: readonly string[]): Promise<void> {
    const records = await this.#try(() => this.#world.storage.read(ids));
    if (this.closed.aborted) return;
    for (const record of records ?? []) {
      const former = this.model.find(record.id);
      const wasRead = former !== null && !isUnread(former);
      const { choice } = this.model.put(record);
      if (choice !== null) this.onChoice({ ...record, choice });
      if (!wasRead) this.#tellIfRead(record);
    }
  }

  /** What the person wants of an alert. */
  wanted(alert: { readonly category?: string | null }): AlertDelivery {
    return wantedOf(this.model.preferences, alert);
  }

  /** Takes what the person has chosen in this tab. */
  prefer(preferences: CategoryPreferences): void {
    this.setPreferences(preferences);
    this.onPreferred();
  }

  /** Sets what the person wants, as it stands elsewhere. */
  setPreferences(preferences: CategoryPreferences): void {
    if (this.closed.aborted) return;
    this.#applyPreferences(preferences);
    void this.#world.preferences
      .write(preferences)
      .then(() => this.#broadcast({ type: 'preferred', ids: [] }));
  }

  tellShown(ids: readonly string[]): void {
    this.onMark('seen', ids);
    this.#broadcast({ type: 'shown', ids });
  }

  /** Writes what is not written yet. @param isLast the page is being left */
  async flush(isLast = false): Promise<void> {
    const unsure = isLast ? [...this.#writing] : [];
    const ids = [...new Set([...unsure, ...this.#unwritten])];
    if (ids.length + this.#gone.size === 0 || this.closed.aborted) return;
    const gone = [...this.#gone];
    for (const id of ids) this.#writing.add(id);
    this.#unwritten.clear();
    this.#gone.clear();
    // Before the first wait, since a page that is left does not come back from it.
    const records = ids.map((id) => this.model.find(id)).filter((record) => record !== null);
    const isWritten = await this.#try(() =>
      this.#world.storage.write(records, gone, isLast).then(() => true),
    );
    for (const id of ids) this.#writing.delete(id);
    if (isWritten === true && ids.length > 0) this.#broadcast({ type: 'added', ids });
  }

  /** The person has left: nothing stays, here or in the storage. */
  async end(): Promise<void> {
    this.close();
    this.model.clear();
    this.#heard.clear();
    await this.#try(() => this.#world.storage.clear());
  }

  close(): void {
    this.#closing.abort();
    this.#cancelWrite?.();
    this.#tabs.close();
  }

  #applyPreferences(preferences: CategoryPreferences): void {
    this.model.preferences = preferences;
    const muted = [...this.model.all].filter(({ alert }) => isMuted(this.wanted(alert)));
    // Their toasts go.
    this.onElsewhere({ type: 'read', ids: muted.map(({ id }) => id) });
  }

  #broadcast(news: TabNews): void {
    if (!this.closed.aborted) this.#tabs.broadcast(news);
  }

  /** A person may have read it in another tab before this one could hear of that. */
  #tellIfRead({ id }: AlertRecord): void {
    const known = this.model.find(id);
    if (known !== null && !isUnread(known)) this.onElsewhere({ type: 'read', ids: [id] });
  }

  #mark(type: 'read' | 'dismissed', changed: readonly AlertRecord[]): void {
    if (changed.length === 0) return;
    const news = { type, ids: changed.map(({ id }) => id) };
    this.#broadcast(news);
    this.#write(changed);
    this.onMark(type, news.ids);
  }

  async #hear(news: TabNews): Promise<void> {
    const { type, ids } = news;
    if (type === 'read') this.model.markRead(ids);
    if (type === 'dismissed') this.model.dismiss(ids);
    if (type === 'preferred') {
      const preferences = await this.#world.preferences.read();
      if (!this.closed.aborted) this.#applyPreferences(preferences);
    } else if (type === 'added') {
      await this.refresh(ids);
      this.actions.flush();
    } else this.onElsewhere(news);
  }

  #write(records: readonly AlertRecord[]): void {
    for (const { id } of records) this.#unwritten.add(id);
    // At once after the task, then in intervals: what came last is rarely lost with the page.
    this.#cancelWrite ??= this.#world.clock.after(0, () => {
      void this.flush();
      this.#cancelWrite = this.#world.clock.after(WRITE_INTERVAL, () => {
        this.#cancelWrite = null;
        if (this.#unwritten.size + this.#gone.size > 0) this.#write([]);
      });
    });
  }

  #prune(): void {
    const gone = this.model.prune(this.#world.date());
    for (const id of gone) {
      this.#unwritten.delete(id);
      this.#gone.add(id);
    }
    if (gone.length > 0) this.#write([]);
  }

  /** @returns null where the storage fails; from then on everything stays in memory */
  async #try<Result>(act: () => Promise<Result>): Promise<Result | null> {
    if (!this.#hasStorage) return null;
    try {
      return await act();
    } catch (error) {
      this.#hasStorage = false;
      const reason = error instanceof Error ? error.message : String(error);
      warnOnce(`alerts are kept until this page is left, since the browser does not store them: ${reason}`);
      return null;
    }
  }
}
