import type { AlertAction } from '../alert.js';
import type { Clock } from '../../clock.js';
import { isOfEvents, isUnread, type AlertRecord } from '../history/record.js';
import type { SharedHistory } from '../history/shared-history.js';
import { badgeText, inboxList, nextChange, type InboxList } from './inbox-list.js';
import { popoverPosition, type PopoverPlacement } from './popover-position.js';
import { prefer, readPreferences } from '../preferences/preferences.js';
import { adoptStyles } from '../../dom/style-sheets.js';
import { renderInbox } from './inbox.view.js';
import { inboxStyles } from './inbox.styles.js';
import type { UnreadCounter } from './unread-counter.js';
import type { Translator } from '../../i18n/translator.js';

export interface InboxOptions {
  /** Names of the events that are listed; `*` = any. */
  eventNames: readonly string[];
  placement: PopoverPlacement;
  /** Name of the button; null = in the language of the page. */
  label: string | null;
  limit: number;
  /** Milliseconds. */
  maxAge: number;
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
  opened(): void;
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
  #options: InboxOptions;
  #history: SharedHistory | null = null;
  #unsubscribe: (() => void) | null = null;
  #cancelTick: (() => void) | null = null;
  #isOpen = false;
  #onlyUnread = false;
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
    adoptStyles(root, inboxStyles.cssText);
    const { signal } = this.#stop;
    const place = (): void => this.#place();
    this.#document.defaultView!.addEventListener('resize', place, { signal });
    this.#document.addEventListener('scroll', place, { signal, capture: true, passive: true });
    this.#root.addEventListener('scroll', (event) => this.#scrolled(event.target as Element), {
      signal,
      capture: true,
      passive: true,
    });
    this.#draw();
  }

  get unread(): number {
    return this.#unread;
  }

  set options(options: InboxOptions) {
    this.#options = options;
    this.#drawSoon();
  }

  /** @param history null = nobody's, or not known yet */
  set history(history: SharedHistory | null) {
    if (history === this.#history) return;
    this.#unsubscribe?.();
    this.#history = history;
    this.#kept.clear();
    this.#length = PAGE;
    this.#unsubscribe = history?.model.subscribe(() => this.#drawSoon()) ?? null;
    // At once: the next person must not see what the former one was told.
    this.#draw();
  }

  toggle(open: boolean): void {
    this.#panel.togglePopover(open);
  }

  markAllRead(): void {
    const { eventNames } = this.#options;
    this.#markRead(this.#history?.model.listed.filter((record) => isOfEvents(record, eventNames)) ?? []);
  }

  close(): void {
    this.#closed = true;
    this.#stop.abort();
    this.#unsubscribe?.();
    this.#cancelTick?.();
    this.#page.counter.set(this, null);
    this.#root.remove();
  }

  get #panel(): HTMLElement {
    return this.#root.querySelector<HTMLElement>('#panel')!;
  }

  #drawSoon(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => {
      this.#drawing = false;
      if (!this.#closed) this.#draw();
    });
  }

  #draw(): void {
    void this.#page.loadWords()?.then(() => this.#drawSoon());
    const wording = this.#page.wording();
    const now = this.#date();
    const { eventNames, limit, maxAge, label, desktop } = this.#options;
    const wishes = { eventNames, onlyUnread: this.#onlyUnread, length: this.#length, limit, maxAge };
    const list = inboxList(this.#history?.model.listed ?? [], wishes, this.#kept, now, wording);
    const focus = this.#focusedRow();
    const drawing = {
      list,
      label: label ?? wording.text('region'),
      isOpen: this.#isOpen,
      onlyUnread: this.#onlyUnread,
      now,
      wording,
      preferences: readPreferences(this.#document, desktop),
    };
    renderInbox(this.#root, drawing, {
      toggled: (isOpen) => this.#toggled(isOpen),
      filter: (onlyUnread) => this.#filter(onlyUnread),
      more: () => this.#more(),
      markRead: (records) => this.#markRead(records),
      markAllRead: () => this.markAllRead(),
      dismiss: (record) => this.#history?.dismiss([record.id]),
      act: (record, action) => this.#act(record, action),
      prefer: (choice) => void prefer(this.#document, choice).then(() => this.#drawSoon()),
    });
    this.#restoreFocus(focus);
    this.#tellUnread(list.unread, wording);
    this.#tick(list, now);
    // A longer list fills the panel anyhow, and measuring it takes long.
    if (this.#length === PAGE) this.#place();
  }

  /** Redraws when "5 min. ago" is no longer true. */
  #tick({ days }: InboxList, now: number): void {
    this.#cancelTick?.();
    this.#cancelTick = null;
    if (!this.#isOpen) return;
    const delay = nextChange(
      days.flatMap(({ records }) => records),
      now,
    );
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
    if (isOpen === this.#isOpen) return;
    this.#isOpen = isOpen;
    // Browsers forget to give it back where the panel itself has it.
    if (!isOpen && this.#panel.contains(this.#activeElement))
      this.#root.querySelector<HTMLElement>('#bell')!.focus({ preventScroll: true });
    this.#length = PAGE;
    this.#kept.clear();
    this.#draw();
    if (isOpen) this.#page.opened();
  }

  #filter(onlyUnread: boolean): void {
    this.#onlyUnread = onlyUnread;
    this.#length = PAGE;
    this.#kept.clear();
    this.#draw();
    this.#root.querySelector('.list')?.scrollTo(0, 0);
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
    const unread = records.filter(isUnread).map(({ id }) => id);
    if (unread.length === 0) return;
    for (const id of unread) this.#kept.add(id);
    this.#history?.markRead(unread);
  }

  #act(record: AlertRecord, action: AlertAction): boolean {
    const follow = this.#page.act(record, action);
    this.#markRead([record]);
    return follow;
  }

  get #activeElement(): Element | null {
    return (this.#root.getRootNode() as ShadowRoot).activeElement;
  }

  /** Index of the row with the focus, and which of its buttons. */
  #focusedRow(): { index: number; name: string } | null {
    const active = this.#activeElement;
    const row = active?.closest('li');
    if (!active || !row) return null;
    return { index: [...this.#root.querySelectorAll('li')].indexOf(row), name: active.className };
  }

  /** After a row or its button with the focus is gone: to the row in its place, the one before, or the panel. */
  #restoreFocus(former: { index: number; name: string } | null): void {
    if (former === null || this.#activeElement?.closest('li')) return;
    const rows = [...this.#root.querySelectorAll('li')];
    const row = rows[former.index] ?? rows[former.index - 1];
    const button =
      row?.querySelector<HTMLElement>(`button.${former.name}`) ?? row?.querySelector<HTMLElement>('.dismiss');
    (button ?? this.#panel).focus({ preventScroll: button === null });
  }

  #place(): void {
    if (!this.#isOpen) return;
    const panel = this.#panel;
    const { clientWidth: width, clientHeight: height } = this.#document.documentElement;
    const button = this.#root.querySelector('#bell')!.getBoundingClientRect();
    panel.style.removeProperty('--_max');
    const size = { width: panel.offsetWidth, height: panel.offsetHeight };
    const isRtl = this.#document.defaultView!.getComputedStyle(panel).direction === 'rtl';
    const at = popoverPosition(button, size, { width, height }, this.#options.placement, isRtl);
    panel.style.setProperty('--_left', `${at.left}px`);
    panel.style.setProperty('--_top', `${at.top}px`);
    panel.style.setProperty('--_max', `${at.maxHeight}px`);
  }
}
