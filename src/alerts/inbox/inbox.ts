import { setPopover } from '../../dom/popover.js';
import type { AlertAction } from '../alert.js';
import type { Clock } from '../../clock.js';
import { isOfEvents, isUnread, type AlertRecord } from '../history/record.js';
import type { SharedHistory } from '../history/shared-history.js';
import { ChosenOutcome } from './chosen-outcome.js';
import { Dismissals } from './dismissals.js';
import { holdList, type HeldList } from './held-list.js';
import {
  badgeText,
  groupByDay,
  listRecords,
  nextChange,
  type Listed,
  type ListOptions,
} from './inbox-list.js';
import { placePanel } from './panel-placement.js';
import type { PopoverPlacement } from './popover-position.js';
import { rowsOfInbox } from '../preferences/category-rows.js';
import { withChoice } from '../preferences/preference-changes.js';
import { prefer, readPreferences, type CategoryPreferenceChoice } from '../preferences/preferences.js';
import { adoptStyles } from '../../dom/style-sheets.js';
import { keepRowInPlace } from './keep-row-in-place.js';
import { watchDay } from '../../i18n/day-watch.js';
import { keepInput } from '../../dom/keep-input.js';
import { renderInbox, type InboxViewDelegate, type InboxViewOptions } from './inbox.view.js';
import { inboxStyles } from './inbox.styles.js';
import { PanelState } from './panel-state.js';
import { activeElement, focusedRow, restoreRowFocus } from './row-focus.js';
import type { UnreadCounter } from './unread-counter.js';
import type { Translator } from '../../i18n/translator.js';

export interface InboxOptions extends Omit<ListOptions, 'onlyUnread'> {
  placement: PopoverPlacement;
  /** Name of the button; null = in the language of the page. */
  label: string | null;
  titleCount: boolean;
  appBadge: boolean;
  /** Offers desktop notifications. */
  desktop: boolean;
}

export { unreadCounterOf } from './unread-counter.js';

/** What the inbox has of the page and tells it. */
export interface InboxDelegate {
  /** What counts for all inboxes of the page. */
  readonly counter: UnreadCounter;
  /** The words of the language that the element stands in. */
  wording(): Translator;
  /** Loads them; null = they are there, or cannot be had. */
  loadWords(): Promise<void> | null;
  /** The list was opened or closed. */
  toggled(isOpen: boolean): void;
  unreadChanged(unread: number): void;
  /** False = a link is not to be followed. */
  act(record: AlertRecord, action: AlertAction): boolean;
}

/** How many rows are drawn at first, and how many more at each step. */
const PAGE = 40;
/** Nearer than so many pixels to the end of the list, more of it is drawn. */
const NEAR_END = 600;

/** The bell of one element with its list. */
export class Inbox {
  readonly #root: HTMLElement;
  readonly #document: Document;
  readonly #clock: Clock;
  readonly #date: () => number;
  readonly #page: InboxDelegate;
  readonly #stop = new AbortController();
  /** Read since the list of unread ones was opened: taking them away under the pointer would move the next one there. */
  readonly #kept = new Set<string>();
  readonly #dismissals: Dismissals;
  readonly #state: PanelState;
  readonly #chosen = new ChosenOutcome();
  #options: InboxOptions;
  #history: SharedHistory | null = null;
  #unsubscribe: (() => void) | null = null;
  #cancelTick: (() => void) | null = null;
  #shown: readonly AlertRecord[] = [];
  #onlyUnread = false;
  #showsSettings = false;
  #length = PAGE;
  #unread = 0;
  #drawing = false;
  #closed = false;

  constructor(
    root: ShadowRoot,
    options: InboxOptions,
    clock: Clock,
    date: () => number,
    page: InboxDelegate,
  ) {
    this.#document = root.ownerDocument;
    // Of its own: what else is drawn in the shadow root must not disturb it.
    this.#root = this.#document.createElement('div');
    this.#root.className = 'inbox';
    root.append(this.#root);
    this.#options = options;
    this.#clock = clock;
    this.#date = date;
    this.#page = page;
    this.#dismissals = new Dismissals(clock, {
      isEngaged: () => this.#state.isEngaged,
      commit: (records) => this.#commit(records),
      changed: () => this.#draw(),
    });
    adoptStyles(root, inboxStyles.cssText);
    this.#state = new PanelState(this.#root, clock, this.#stop.signal, {
      released: () => this.#release(),
      moved: () => this.#moveBeside(),
    });
    keepInput(this.#root);
    watchDay(this.#document.defaultView!, this.#stop.signal, () => this.redraw(), date);
    const { signal } = this.#stop;
    this.#root.addEventListener('scroll', (event) => this.#scrolled(event.target as Element), {
      signal,
      capture: true,
      passive: true,
    });
    this.#document.defaultView!.addEventListener('pagehide', () => this.#dismissals.flush(), { signal });
    this.#draw();
  }

  get unread(): number {
    return this.#unread;
  }

  set options(options: InboxOptions) {
    this.#options = options;
    this.redraw();
  }

  /** @param history null = nobody's, or not known yet */
  set history(history: SharedHistory | null) {
    if (history === this.#history) return;
    this.#dismissals.flush();
    this.#unsubscribe?.();
    this.#history = history;
    this.#kept.clear();
    this.#shown = [];
    this.#length = PAGE;
    this.#unsubscribe = history?.model.subscribe(() => this.redraw()) ?? null;
    // At once: the next person must not see what the former one was told.
    this.#draw();
  }

  toggle(open: boolean): void {
    setPopover(this.#state.panel, open);
  }

  markAllRead(): void {
    const all = this.#history?.model.listed ?? [];
    this.#markRead(all.filter((record) => isOfEvents(record, this.#options.eventNames)));
  }

  close(): void {
    this.#dismissals.flush();
    this.#closed = true;
    this.#stop.abort();
    this.#unsubscribe?.();
    this.#cancelTick?.();
    this.#page.counter.set(this, null);
    this.#root.remove();
  }

  /** Draws again: words or directions may be others now. */
  redraw(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => {
      this.#drawing = false;
      // What opens above the bell on the page must not move what the pointer is on.
      if (!this.#closed) this.#draw(this.#state.isEngaged && this.#shown.length > 0);
    });
  }

  /** @param stays the panel stays where it is */
  #draw(stays = false): void {
    void this.#page.loadWords()?.then(() => this.redraw());
    const wording = this.#page.wording();
    const now = this.#date();
    const { label, desktop } = this.#options;
    const model = this.#showsSettings ? this.#history?.model : undefined;
    const listed = this.#list(now);
    const { records, waiting, gone } = this.#hold(listed);
    const rows = records.filter((record) => !this.#dismissals.isCleared(record));
    const drawn = rows.slice(0, this.#length);
    const unread = listed.unread.filter((record) => !this.#dismissals.has(record));
    const focus = focusedRow(this.#root);
    this.#shown = records;
    const view: InboxViewOptions = {
      days: groupByDay(drawn, now, wording.language),
      more: rows.length - drawn.length,
      unread: unread.length,
      waiting,
      cleared: this.#dismissals.all,
      isGone: (record) => gone.has(record.id) || this.#dismissals.has(record),
      canUndo: (record) => this.#dismissals.has(record),
      said: this.#chosen.text(records, wording),
      label: label ?? wording.text('region'),
      isOpen: this.#state.isOpen,
      onlyUnread: this.#onlyUnread,
      showsSettings: this.#showsSettings,
      now,
      wording,
      preferences: readPreferences(this.#document, desktop),
      categories: rowsOfInbox(model, this.#options, wording.language),
    };
    keepRowInPlace(this.#root.querySelector('.list'), () =>
      renderInbox(this.#root, view, this.#viewDelegate),
    );
    restoreRowFocus(this.#root, focus, this.#state.panel);
    this.#tellUnread(unread, wording);
    this.#tick(drawn, now);
    // A longer list fills the panel anyhow, and measuring it takes long.
    if (this.#length === PAGE && !stays) this.#moveBeside();
  }

  readonly #viewDelegate: InboxViewDelegate = {
    toggled: (isOpen) => this.#toggled(isOpen),
    close: () => this.toggle(false),
    filter: (onlyUnread) => this.#filter(onlyUnread),
    more: () => this.#more(),
    showWaiting: () => this.#showWaiting(),
    markRead: (records) => this.#markRead(records),
    // What waits was not seen.
    markAllRead: () => this.#markRead(this.#shown),
    dismiss: (record) => this.#dismissals.dismiss([record]),
    dismissAll: () => this.#dismissAll(),
    undo: (record) => this.#dismissals.undo(record),
    act: (record, action) => this.#act(record, action),
    toggleSettings: () => {
      this.#showsSettings = !this.#showsSettings;
      this.#draw();
    },
    prefer: (choice) => void prefer(this.#document, choice).then(() => this.redraw()),
    preferCategory: (choice) => this.#preferCategory(choice),
  };

  #preferCategory({ category, delivery }: CategoryPreferenceChoice): void {
    const at = Math.round(this.#date());
    this.#history?.prefer(withChoice(this.#history.model.preferences, { category, delivery, at }));
    // Within the click, without which browsers do not ask.
    if (delivery === 'push') this.#viewDelegate.prefer({ desktop: true });
  }

  #list(now: number): Listed {
    const options = { ...this.#options, onlyUnread: this.#onlyUnread };
    return listRecords(this.#history?.model.listed ?? [], options, this.#kept, now);
  }

  /** Rows keep their places while a person is about to press one. */
  #hold({ all, chosen }: Listed): HeldList {
    if (!this.#state.isHeld || this.#shown.length === 0)
      return { records: chosen, waiting: 0, gone: new Set() };
    const held = holdList(this.#shown, all, chosen);
    if (this.#state.isEngaged) return held;
    // A finger that is away finds no empty places when it comes back.
    return { ...held, records: held.records.filter(({ id }) => !held.gone.has(id)) };
  }

  /** Nobody is about to press anything any more. */
  #release(): void {
    this.#dismissals.commitDue();
    this.redraw();
  }

  #showWaiting(): void {
    this.#shown = [];
    this.#length = PAGE;
    this.#draw();
    this.#root.querySelector('.list')?.scrollTo(0, 0);
    if (activeElement(this.#root) === null) this.#state.panel.focus();
  }

  /** Redraws when "5 min. ago" is no longer true. */
  #tick(records: readonly AlertRecord[], now: number): void {
    this.#cancelTick?.();
    this.#cancelTick = null;
    if (!this.#state.isOpen) return;
    const delay = nextChange(records, now);
    this.#cancelTick = this.#clock.after(delay, () => this.#draw());
  }

  #tellUnread(records: readonly AlertRecord[], wording: Translator): void {
    const { titleCount: inTitle, appBadge: onIcon } = this.#options;
    this.#page.counter.set(this, { records, inTitle, onIcon }, (count) => badgeText(count, wording));
    if (records.length === this.#unread) return;
    this.#unread = records.length;
    this.#page.unreadChanged(records.length);
  }

  #toggled(isOpen: boolean): void {
    if (!this.#state.toggled(isOpen)) return;
    this.#showsSettings = false;
    this.#resetList();
    this.#page.toggled(isOpen);
  }

  #filter(onlyUnread: boolean): void {
    this.#onlyUnread = onlyUnread;
    this.#resetList();
    this.#root.querySelector('.list')?.scrollTo(0, 0);
  }

  #resetList(): void {
    this.#length = PAGE;
    this.#kept.clear();
    this.#shown = [];
    this.#draw();
  }

  #scrolled(target: Element): void {
    if (target.scrollHeight - target.scrollTop - target.clientHeight < NEAR_END) this.#more();
  }

  #more(): void {
    if (this.#root.querySelector('.more') === null) return;
    this.#length += PAGE;
    this.#draw();
  }

  #markRead(records: readonly AlertRecord[]): void {
    const unread = this.#present(records.filter(isUnread));
    if (unread.length === 0) return;
    for (const id of unread) this.#kept.add(id);
    this.#history?.markRead(unread);
  }

  #dismissAll(): void {
    const all = this.#shown.filter((record) => !this.#dismissals.has(record));
    this.#dismissals.dismiss(all, true);
  }

  /** For good. What has come again since was not meant. */
  #commit(records: readonly AlertRecord[]): void {
    this.#history?.dismiss(this.#present(records));
  }

  /** The ids of those to which nothing has come since they were drawn, as another state with their key. */
  #present(records: readonly AlertRecord[]): string[] {
    return records.filter(({ id, at }) => this.#history?.model.find(id)?.at === at).map(({ id }) => id);
  }

  #act(record: AlertRecord, action: AlertAction): boolean {
    if (action.event !== null) this.#chosen.choose(record);
    const follow = this.#page.act(record, action);
    this.#markRead([record]);
    return follow;
  }

  #moveBeside(): void {
    if (!this.#state.isOpen) return;
    placePanel(this.#state.panel, this.#root.querySelector('#bell')!, this.#options.placement);
  }
}
