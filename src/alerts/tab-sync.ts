import { isMuted, type AlertDelivery } from '../protocol/preferences.js';
import type { Hello } from '../protocol.js';
import type { Clock } from '../clock.js';
import type { Alert } from './alert.js';
import type { AlertEntry, KeptAt } from './alert-entry.js';
import type { Sender } from './history/action-queue.js';
import { isOf, isOpen, type ActionChoice } from './history/choice.js';
import { PagehideBuffer } from './history/pagehide-buffer.js';
import { isUnread, toRecord, type AlertRecord } from './history/record.js';
import { goesOn } from './ongoing.js';
import { SeenIds } from '../data/seen-ids.js';
import type { UserScope } from '../data/user-scope.js';
import type { InboxReader } from './history/inbox-readers.js';
import type { PageToasts } from './history/away-alerts.js';
import type { InboxSource } from './history/server-inbox.js';
import type { SharedHistory } from './history/shared-history.js';
import type { TabNews } from './history/tab-channel.js';
import { warnOnce } from '../warn.js';

export interface TabSyncDelegate extends PageToasts {
  /** This tab shows the alerts of a person from now on, or no longer. @param change makes it so */
  front(change: () => void): void;
  /** Other tabs, or the inbox of this one, have these alerts done with. */
  elsewhere(news: TabNews): void;
  /** Something became of what a person chose. */
  chosen(record: AlertRecord): void;
}

/** For how long an alert that another tab has shown is remembered where it may come again, in milliseconds. */
const KEY_TIME = 30_000;
/** For how long nothing is shown until it is known what the person wants, in milliseconds. */
const PATIENCE = 1_000;

/** What alerts of a page have in common with other tabs and other visits. Its code is loaded when first needed. */
export class TabSync {
  readonly #view: Window;
  readonly #clock: Clock;
  readonly #events: TabSyncDelegate;
  readonly #histories = new Map<string, Promise<SharedHistory | null>>();
  /** Keys of people of whom more is known since, with their new ones: toasts that were shown before have the former. */
  readonly #renamed = new Map<string, string>();
  /** Record ids with the time at which another tab showed them. */
  readonly #shownElsewhere = new SeenIds();
  /** What came before its history was open: a page that is left in that moment takes it along. */
  readonly #waiting = new Set<{ scope: UserScope; record: AlertRecord }>();
  /** By scope, what decides whether this tab shows its alerts. */
  readonly #tabs = new Map<string, { close(): void }>();
  readonly #isFront = new Map<string, boolean>();
  readonly #open = new Map<string, SharedHistory>();

  constructor(view: Window, clock: Clock, events: TabSyncDelegate) {
    this.#view = view;
    this.#clock = clock;
    this.#events = events;
    view.addEventListener('pagehide', () => this.#keepWaiting());
  }

  /** The history of a scope. @returns null where its code could not be loaded */
  history(scope: UserScope): Promise<SharedHistory | null> {
    const key = this.#keyOf(scope);
    const found = this.#histories.get(key);
    if (found !== undefined) return found;
    this.#setFront(key, false);
    const opening = this.#load(scope);
    this.#histories.set(key, opening);
    return opening;
  }

  /**
   * Whether this tab shows the alerts of a person: of all that could show the same ones, one does.
   *
   * @param scope null = nothing is kept of them, and no other tab has them
   */
  isFront(scope: UserScope | null): boolean {
    return scope === null || (this.#isFront.get(this.#keyOf(scope)) ?? true);
  }

  async add(scope: UserScope, record: AlertRecord, messageId: string | null): Promise<void> {
    const waiting = { scope, record };
    this.#waiting.add(waiting);
    const history = await this.history(scope);
    this.#waiting.delete(waiting);
    history?.add(record, messageId);
  }

  /** Tells other tabs what is shown here. */
  async tellShown(entry: AlertEntry): Promise<void> {
    if (entry.record !== null) (await this.#historyOf(entry))?.tellShown([entry.record.id]);
  }

  async markRead(entry: AlertEntry): Promise<void> {
    if (entry.record !== null) (await this.#historyOf(entry))?.markRead([entry.record.id], false);
  }

  /**
   * Takes a person's choice of the action of an alert, and sends it once.
   *
   * @param kept where it is kept; an alert that is not kept yet is kept unlisted
   * @param alert as the person read it
   * @param event name of the event to send
   */
  async choose({ id, scope }: KeptAt, alert: Alert, event: string): Promise<void> {
    const history = await this.history(scope);
    if (history === null) return;
    const at = Date.now();
    const unlisted = { ...toRecord(alert, { identity: null, at }), id, dismissedAt: at };
    await history.actions.choose(history.model.find(id) ?? unlisted, event, alert);
  }

  /**
   * Takes a connection that is live: what was chosen without one is sent, and where the gateway offers an inbox, the
   * alerts of the person are kept there.
   *
   * @param failed gets what is not taken
   */
  async connected(
    scope: UserScope,
    sender: Sender,
    source: InboxSource,
    reader: InboxReader,
    failed?: (record: AlertRecord) => void,
  ): Promise<void> {
    const history = await this.history(scope);
    if (history === null) return;
    if (failed !== undefined) history.actions.onFailure = failed;
    history.actions.connected(sender);
    if (!(source.hello as Partial<Hello> | null)?.inbox) return;
    const page = {
      clock: this.#clock,
      document: this.#view.document,
      toasts: this.#events,
      tabs: this,
      scope,
    };
    import('./history/server-inbox.js').then(
      ({ followInbox }) => followInbox(history, page, source, reader),
      // Who loads parts says which are missing.
      () => undefined,
    );
  }

  /** Nothing of a person is sent until {@link connected}: somebody else may be signed in. */
  async disconnected(scope: UserScope): Promise<void> {
    (await this.#histories.get(this.#keyOf(scope)))?.actions.disconnected();
  }

  /** What a person chose of an alert as they see it; null = nothing. @param id of the record */
  choiceOf(id: string, alert: Alert): ActionChoice | null {
    const record = [...this.#open.values()].map(({ model }) => model.find(id)).find(Boolean);
    const choice = record?.choice ?? null;
    return choice !== null && (isOpen(choice) || choice.of >= record!.at || isOf(choice, alert))
      ? choice
      : null;
  }

  /** Whether the person wants no toast of it, as far as is known: until then, or for a second, nothing is shown. */
  isMuted({ alert, record }: Pick<AlertEntry, 'alert' | 'record'>): boolean {
    const history = record && this.#open.get(this.#keyOf(record.scope));
    return history != null && isMuted(history.wanted(alert));
  }

  /** Whether what comes now is a step of something that the person has read or closed: in another tab, or before a reload. */
  isDoneWith({ record }: Pick<AlertEntry, 'record'>): boolean {
    const next = [...this.#waiting].findLast((waiting) => waiting.record.id === record?.id)?.record;
    const former = record && this.#open.get(this.#keyOf(record.scope))?.model.find(record.id);
    if (next === undefined || former == null || isUnread(former)) return false;
    return goesOn(former.alert, next.alert, next.at - former.at);
  }

  /**
   * What the person wants of an alert.
   *
   * @returns `push` where nothing is kept of the person
   */
  async wanted({ alert, record }: Pick<AlertEntry, 'alert' | 'record'>): Promise<AlertDelivery> {
    return (record && (await this.history(record.scope)))?.wanted(alert) ?? 'push';
  }

  /** Whether another tab has shown it. */
  wasShown({ record }: Pick<AlertEntry, 'record'>): boolean {
    if (record === null) return false;
    const { id } = record;
    const ids = [id, ...Array.from(this.#open.values(), ({ model }) => model.find(id)?.id ?? id)];
    return ids.some((other) => this.#isRemembered(other));
  }

  /** Forgets a person who has left. */
  async end(scope: UserScope): Promise<void> {
    const key = this.#keyOf(scope);
    const ending = this.#histories.get(key);
    this.#histories.delete(key);
    for (const [former, next] of this.#renamed) if (next === key) this.#renamed.delete(former);
    this.#leave(key);
    this.#shownElsewhere.clear();
    const history = await ending;
    this.#open.delete(key);
    await history?.end();
  }

  close(): void {
    for (const key of this.#tabs.keys()) this.#leave(key);
    this.#isFront.clear();
    this.#renamed.clear();
    this.#open.clear();
    // Also those whose code or records are still on their way, after what waits for them.
    for (const opening of this.#histories.values()) void opening.then(finish);
    this.#histories.clear();
  }

  #keepWaiting(): void {
    for (const { scope, record } of this.#waiting) {
      const buffer = new PagehideBuffer(scope);
      buffer.keep([...buffer.take(), record]);
    }
  }

  #historyOf(entry: AlertEntry): Promise<SharedHistory | null> | undefined {
    return entry.record === null ? undefined : this.#histories.get(this.#keyOf(entry.record.scope));
  }

  #isRemembered(id: string): boolean {
    const at = this.#shownElsewhere.timeOf(id);
    return at !== undefined && (!id.startsWith('key ') || this.#clock.now() - at < KEY_TIME);
  }

  async #load(scope: UserScope): Promise<SharedHistory | null> {
    const key = this.#keyOf(scope);
    try {
      await this.#closeFormer(scope);
      const code = await import('./history/open.js');
      const opening = code.openHistory(this.#view, scope, this.#clock).then((history) => {
        history.onChoice = (record) => this.#events.chosen(record);
        history.onElsewhere = (news) => this.#hear(history, news);
        if (this.#histories.has(key)) this.#open.set(key, history);
        return history;
      });
      // Nothing is shown of which the person wants nothing. A storage that hangs holds back no longer than that.
      await Promise.race([opening, new Promise<void>((done) => this.#clock.after(PATIENCE, done))]);
      if (this.#histories.has(key) && !this.#tabs.has(key))
        this.#tabs.set(key, new code.ActiveTab(this.#view, key, (isFront) => this.#setFront(key, isFront)));
      return await opening;
    } catch (error) {
      warnOnce(`alerts are not kept, since a part of the script could not be loaded: ${String(error)}`);
      this.#setFront(key, true);
      return null;
    }
  }

  /** More is known of the person: what was taken before is written, since it is taken over from the storage. */
  async #closeFormer({ app, user: next, formerUsers }: UserScope): Promise<void> {
    for (const user of formerUsers) {
      const key = keyOf({ app, user });
      const opening = this.#histories.get(key);
      this.#histories.delete(key);
      this.#renamed.set(key, keyOf({ app, user: next }));
      const history = await opening;
      if (!history) continue;
      this.#leave(key);
      this.#open.delete(key);
      await history.flush();
      history.close();
    }
  }

  #keyOf(scope: UserScope): string {
    const key = keyOf(scope);
    return this.#renamed.get(key) ?? key;
  }

  #setFront(key: string, isFront: boolean): void {
    this.#events.front(() => this.#isFront.set(key, isFront));
  }

  /** Another tab may show these alerts. */
  #leave(key: string): void {
    this.#tabs.get(key)?.close();
    this.#tabs.delete(key);
    this.#isFront.delete(key);
  }

  #hear(history: SharedHistory, { type, ids }: TabNews): void {
    const known = ids.flatMap((id) => [id, history.model.find(id)?.id ?? id]);
    if (type === 'shown') for (const id of known) this.#shownElsewhere.add(id, this.#clock.now());
    this.#events.elsewhere({ type, ids: known });
  }
}

function finish(history: SharedHistory | null): void {
  void history?.flush();
  history?.close();
}

const keyOf = ({ app, user }: Pick<UserScope, 'app' | 'user'>): string => JSON.stringify([app, user]);
