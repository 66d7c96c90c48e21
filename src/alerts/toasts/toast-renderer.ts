import type { AlertAction } from '../alert.js';
import type { Clock } from '../../clock.js';
import type { ActionOutcome, AlertEntry, AlertOwner, DismissReason } from '../alert-entry.js';
import { ToastFocus } from './toast-focus.js';
import { shieldEvents } from './event-shield.js';
import { followSwipe } from './swipe.js';
import { fitViewport } from './viewport-fit.js';
import { isDarkPage, watchTheme } from '../../dom/page-theme.js';
import { TopLayer } from './top-layer.js';
import { isHotkey, type Hotkey } from './hotkey.js';
import { uncoveredBoxes } from './clearance.js';
import { isObscured } from './focus-obscured.js';
import { containsDeep, deepActiveElement } from '../../dom/shadow-dom.js';
import { visibleEntries } from '../priority.js';
import type { Placement } from '../placement.js';
import type { AlertStore } from '../alert-store.js';
import { ToastRegion } from './toast-region.js';
import { watchLanguage } from '../../i18n/language-watch.js';
import type { Translator } from '../../i18n/translator.js';

/** What a person does with what is drawn. */
export interface ToastRendererDelegate {
  dismiss(entries: readonly AlertEntry[], reason: DismissReason): void;
  /** False = a link is not to be followed. */
  act(entry: AlertEntry, action: AlertAction): boolean;
  /** What became of the action that a person chose; null = nothing was chosen. */
  outcomeOf(entry: AlertEntry): ActionOutcome | null;
  /** Whether an alert may be shown in this tab now. */
  mayShow(entry: AlertEntry): boolean;
  /** How many came at a placement while nobody looked, until they are worked off; 0 = none. */
  away(placement: Placement): number;
  /** The words of the page's language. */
  wording(): Translator;
  /** The page speaks another language. */
  languageChanged(): void;
}

/** What rests on toasts; null = nothing. */
export type ToastHold = 'pointer' | 'focus' | null;

/** The keys that lead to the toasts, each with its name for people. */
export type Hotkeys = ReadonlyMap<AlertOwner, { hotkey: Hotkey; text: string }>;

/** Draws what the store holds, one surface a placement, and leads the focus to it and back. */
export class ToastRenderer {
  readonly #document: Document;
  readonly #clock: Clock;
  readonly #store: AlertStore;
  readonly #events: ToastRendererDelegate;
  readonly #home: TopLayer;
  readonly #focus: ToastFocus;
  readonly #surfaces = new Map<Placement, ToastRegion>();
  readonly #hotkeys: Hotkeys;
  #stops: readonly (() => void)[] = [];
  #viewport: ReturnType<typeof fitViewport> | null = null;

  /** @param hotkeys those that are asked for now */
  /** Something opened since the page was last looked at. */
  #hasOpened = false;
  #isFrameAsked = false;
  #isPointed = false;
  /** Where the pointer was last, and since when. */
  #pointer = { x: 0, y: 0, since: -Infinity };
  #cancelSwipe: () => void = () => undefined;

  constructor(
    document: Document,
    clock: Clock,
    store: AlertStore,
    hotkeys: Hotkeys,
    events: ToastRendererDelegate,
  ) {
    this.#document = document;
    this.#clock = clock;
    this.#store = store;
    this.#hotkeys = hotkeys;
    this.#events = events;
    this.#home = new TopLayer(document);
    this.#focus = new ToastFocus(document);
  }

  /** @param regions what else lies where the toasts lie */
  start(regions: HTMLElement): void {
    this.#home.start();
    this.#home.add(regions);
    this.#viewport = fitViewport(
      this.#document.defaultView as Window,
      () => this.hosts(),
      () => this.#clear(),
    );
    const unwatchLanguage = watchLanguage(this.#document.documentElement, () =>
      this.#events.languageChanged(),
    );
    const unwatchTheme = watchTheme(this.#document, () => {
      // Reading colours makes the browser work out styles, and some pages write on their root at each scroll.
      if ([...this.#surfaces.values()].some(({ hasPlaces }) => hasPlaces)) this.#fitTheme();
    });
    const unshield = shieldEvents(this.#document.defaultView as Window, {
      hosts: () => this.hosts(),
      moved: ({ screenX: x, screenY: y }) => {
        // Browsers tell of a pointer that rests, too, where something came under it.
        if (x !== this.#pointer.x || y !== this.#pointer.y)
          this.#pointer = { x, y, since: this.#clock.now() };
      },
      pressed: (event) => this.#pressed(event),
      key: (event, host) =>
        [...this.#surfaces.values()].find((surface) => surface.host === host)?.handleKey(event),
    });
    this.#stops = [unwatchLanguage, unwatchTheme, unshield];
  }

  /** @returns whether the person aimed at what they hit */
  #pressed(event: PointerEvent): boolean {
    const isMouse = event.pointerType === 'mouse';
    if (!isMouse) this.#startSwipe(event);
    const path = event.composedPath();
    const surface = [...this.#surfaces.values()].find(({ host }) => path.includes(host));
    return surface?.isUnsteady(isMouse ? this.#pointer.since : -Infinity) !== true;
  }

  #startSwipe(event: PointerEvent): void {
    // A second finger makes all larger, and dismisses nothing.
    this.#cancelSwipe();
    if (!event.isPrimary) return;
    const toast = (event.composedPath()[0] as Element).closest<HTMLElement>('.toast');
    const shown = [...this.#surfaces.values()].flatMap((surface) => surface.shown);
    const entry = shown.find(({ id }) => id === toast?.dataset['id']);
    if (toast !== null && entry !== undefined)
      this.#cancelSwipe = followSwipe(this.#document.defaultView as Window, toast, event, () =>
        this.#events.dismiss([entry], 'close'),
      );
  }

  end(): void {
    for (const stop of this.#stops) stop();
    this.#viewport?.stop();
    this.#home.stop();
    this.#surfaces.clear();
  }

  /** Puts everything where it belongs now. */
  reconcile(): void {
    this.#home.reconcile();
  }

  /** Above what was opened later. */
  raise(): void {
    this.#home.raiseAll();
  }

  hosts(): HTMLElement[] {
    return [...this.#surfaces.values()].map(({ host }) => host);
  }

  get hasFocus(): boolean {
    return this.#focus.focusedIn(this.#surfaces.values()) !== null;
  }

  /** The focus came from an element outside. */
  focusEntered(from: EventTarget | null): void {
    this.#focus.entered(from);
  }

  /** The pointer came to the toasts, or left them. */
  point(isPointed: boolean): void {
    this.#isPointed = isPointed;
    this.#home.point(isPointed);
    this.makeWay();
  }

  /**
   * @param hold what rests on toasts: nothing comes between, and under the pointer nothing moves
   * @returns what is shown now
   */
  draw(atOnce: boolean, hold: ToastHold): readonly AlertEntry[] {
    this.#home.reconcile();
    const focus = this.#focus.focusedIn(this.#surfaces.values());
    const placements = new Set([
      ...this.#surfaces.keys(),
      ...this.#store.entries.map(({ placement }) => placement),
    ]);
    const former = new Set(
      [...this.#surfaces.values()].flatMap(({ shown: before }) => before.map(({ id }) => id)),
    );
    const shown = [...placements].flatMap((placement) => this.#drawAt(placement, atOnce, hold));
    // What opened meanwhile in a shadow root told nobody.
    if (shown.some(({ id }) => !former.has(id))) this.#opened();
    if (focus !== null) this.#focus.restore(focus);
    this.makeWay();
    return shown;
  }

  /** At once, and then once a frame: each of these makes the browser lay out the page. */
  #opened(): void {
    this.#hasOpened = true;
    if (this.#isFrameAsked) return;
    this.#isFrameAsked = true;
    this.#fitPage();
    requestAnimationFrame(() => {
      this.#isFrameAsked = false;
      if (this.#hasOpened) this.#opened();
    });
  }

  #fitPage(): void {
    this.#hasOpened = false;
    this.#fitTheme();
    this.#viewport?.fit();
    this.#home.raiseAll();
  }

  #fitTheme(): void {
    const isDark = isDarkPage(this.#document);
    for (const host of this.hosts()) host.toggleAttribute('data-dark', isDark);
  }

  /** Whether all of a toast can be read: the time of others stands still. */
  isUnfolded(entry: AlertEntry): boolean {
    return this.#surfaces.get(entry.placement)?.isUnfolded(entry) ?? true;
  }

  /** Moves toasts from what must be reached, where nobody is about to press something in them. */
  #clear(): void {
    if (this.#isPointed || this.hasFocus) return;
    const controls = uncoveredBoxes(this.#document);
    for (const surface of this.#surfaces.values()) surface.clear(controls);
  }

  /**
   * Moves toasts that cover the element with the focus to the other edge of the window. Not from under the pointer: whoever
   * presses a button of theirs takes the focus from that element.
   */
  makeWay(): void {
    if (this.#isPointed) return;
    this.#clear();
    const focused = deepActiveElement(this.#document);
    let hasMoved = false;
    for (const surface of this.#surfaces.values()) {
      // Not `:focus-within`: in WebKit a host does not match it yet when it hears that the focus came.
      if (focused !== null && containsDeep(surface.host, focused)) continue;
      if (surface.setAside(focused !== null && isObscured(focused, surface))) hasMoved = true;
    }
    // Other controls lie at the other edge.
    if (hasMoved) this.#clear();
  }

  handleKey(event: KeyboardEvent): void {
    const { key, code, ctrlKey, altKey, shiftKey, metaKey, isComposing } = event;
    const press = { key, code, ctrlKey, altKey, shiftKey, metaKey, isComposing };
    if (![...this.#hotkeys.values()].some(({ hotkey }) => isHotkey(hotkey, press))) return;
    const shown = [...this.#surfaces.values()].flatMap((surface) =>
      surface.shown.map((entry) => ({ surface, entry })),
    );
    const newest = shown.sort((a, b) => b.entry.order - a.entry.order)[0];
    // With nothing to show the key belongs to the browser.
    if (newest === undefined) return;
    event.preventDefault();
    if (this.hasFocus) this.#focus.back();
    else this.#focus.toToast(newest.surface, newest.entry.id);
  }

  #drawAt(placement: Placement, atOnce: boolean, hold: ToastHold): readonly AlertEntry[] {
    const surface = this.#surfaceAt(placement);
    const all = this.#store.at(placement).filter((entry) => this.#events.mayShow(entry));
    const isHeld = hold !== null && surface.hasPlaces;
    const shown = isHeld ? stillShown(surface.shown, all, hold) : visibleEntries(all);
    const crowded = all.length === 0 ? 0 : this.#store.crowdedAt(placement);
    const more = all.length - shown.length + crowded;
    const hotkey = [...this.#hotkeys.values()].map(({ text }) => text).join(' ');
    const away = this.#events.away(placement);
    surface.draw({ shown, all, more, away, atOnce, isHeld: hold === 'pointer', hotkey });
    return shown;
  }

  #surfaceAt(placement: Placement): ToastRegion {
    const found = this.#surfaces.get(placement);
    if (found !== undefined) return found;
    const surface = new ToastRegion(this.#document, placement, this.#clock, {
      dismiss: (entry, reason) => this.#events.dismiss([entry], reason),
      act: (entry, action) => this.#events.act(entry, action),
      outcomeOf: (entry) => this.#events.outcomeOf(entry),
      clear: (entries) => this.#events.dismiss(entries, 'close'),
      escape: (entry) => this.#escape(entry),
      wording: () => this.#events.wording(),
    });
    this.#surfaces.set(placement, surface);
    this.#home.add(surface.host);
    return surface;
  }

  #escape(entry: AlertEntry | null): void {
    this.#focus.back();
    if (entry !== null) this.#events.dismiss([entry], 'escape');
  }
}

/**
 * Those that were shown and are there. Under the pointer one that changes would move others, so it changes later, and so
 * does what a key would press under the focus. What becomes of what a person chose is shown, and how far something is.
 */
function stillShown(
  former: readonly AlertEntry[],
  entries: readonly AlertEntry[],
  hold: ToastHold,
): readonly AlertEntry[] {
  return former.flatMap((entry) => {
    const now = entries.find(({ id }) => id === entry.id);
    if (now === undefined) return [];
    if (hold === 'focus' && pressable(entry) === pressable(now)) return [now];
    const isStep = entry.alert.progress !== null && now.alert.progress !== null;
    const { progress } = isStep ? now.alert : entry.alert;
    const { outcome } = now.version === entry.version ? now : entry;
    return [{ ...entry, outcome, alert: { ...entry.alert, progress } }];
  });
}

/** What a press in a toast comes to; empty = nothing but that it is closed. */
const pressable = ({ alert: { id, action, href } }: AlertEntry): string =>
  action === null && href === null ? '' : JSON.stringify([id, action, href]);
