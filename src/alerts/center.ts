import type { AlertAction } from '../messages/alert.js';
import { Announcer } from './announcer.js';
import type { Clock } from './clock.js';
import type { AlertEntry, AlertOwner, AlertRequest, DismissReason } from './entry.js';
import { AlertFocus } from './focus.js';
import { Home } from './home.js';
import { isHotkey, type Hotkey } from './hotkey.js';
import { LiveRegions } from './live-regions.js';
import { watchPage } from './page-watch.js';
import type { Placement } from './placement.js';
import { visibleEntries } from './queue.js';
import { AlertStore } from './store.js';
import { AlertSurface } from './surface.js';
import { AlertTimers } from './timers.js';
import { spokenText } from './words.js';

/** What the elements of a page that show alerts have in common: one store, one voice, one surface per placement. */
export class AlertCenter {
  readonly store = new AlertStore();
  readonly #document: Document;
  readonly #clock: Clock;
  readonly #timers: AlertTimers;
  readonly #focus: AlertFocus;
  readonly #surfaces = new Map<Placement, AlertSurface>();
  readonly #hotkeys = new Map<AlertOwner, { hotkey: Hotkey; text: string }>();
  #seen: ReadonlySet<string> = new Set();
  #announcer: Announcer | null = null;
  #home: Home | null = null;
  #stop: (() => void) | null = null;
  #leases = 0;
  #drawing = false;

  constructor(document: Document, clock: Clock) {
    this.#document = document;
    this.#clock = clock;
    this.#timers = new AlertTimers(clock, (id) => this.dismiss(id, 'timeout'));
    this.#focus = new AlertFocus(document);
    this.store.subscribe(() => this.#drawSoon());
  }

  /** Keeps the live regions in the page until the returned function is called. */
  lease(): () => void {
    this.#leases += 1;
    if (this.#leases === 1) this.#start();
    // A router may have put another body into the page, without what lay in the former one.
    else this.#home?.settle();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#leases -= 1;
      if (this.#leases === 0) this.#end();
    };
  }

  /** @returns the id of the alert; null where it is not shown: it came before, or there are too many */
  add(request: AlertRequest): string | null {
    const { outcome, entry } = this.store.add(request, this.#clock.now());
    if (outcome === 'ignored') return null;
    this.#announcer?.announce(
      spokenText(request.alert),
      request.alert.variant === 'danger' ? 'assertive' : 'polite',
    );
    return entry?.id ?? null;
  }

  dismiss(id: string, reason: DismissReason): void {
    const entry = this.store.find(id);
    if (entry !== null) this.#remove([entry], reason);
  }

  /** Dismisses what one owner asked for. With `session` at once, without a trace of the person it was for. */
  clear(owner: AlertOwner, reason: DismissReason): void {
    if (reason === 'session') {
      this.#announcer?.clear();
      this.store.forgetMessages();
    }
    this.#remove(this.store.of(owner), reason);
    if (reason === 'session') this.#draw(true);
  }

  /** @param hotkey null = none */
  setHotkey(owner: AlertOwner, hotkey: { hotkey: Hotkey; text: string } | null): void {
    if (hotkey === null) this.#hotkeys.delete(owner);
    else this.#hotkeys.set(owner, hotkey);
  }

  #start(): void {
    const regions = new LiveRegions(this.#document);
    this.#announcer = new Announcer(this.#clock, regions);
    this.#home = new Home(this.#document);
    this.#home.start();
    this.#home.add(regions.host);
    this.#stop = watchPage(this.#document, () => this.#hosts(), {
      hold: (reason, on) => {
        // What was kept in its place by pointer or focus may have to make room for something urgent.
        if (this.#timers.hold(reason, on)) this.#drawSoon();
        if (reason === 'hidden') this.#announcer?.setHidden(on);
      },
      key: (event) => this.#handleKey(event),
      focusEntered: (from) => this.#focus.entered(from),
    });
  }

  #end(): void {
    this.#stop?.();
    this.#announcer?.clear();
    this.#home?.stop();
    this.#announcer = null;
    this.#home = null;
    this.#surfaces.clear();
    this.#timers.show([]);
    for (const reason of ['pointer', 'focus'] as const) this.#timers.hold(reason, false);
  }

  #remove(entries: readonly AlertEntry[], reason: DismissReason): void {
    if (entries.length === 0) return;
    this.store.remove(entries);
    for (const entry of entries) {
      this.#timers.forget(entry.id);
      entry.owner.dismissed(entry, reason);
    }
  }

  /** Once for all that happens in one task: a flood is drawn as one picture. */
  #drawSoon(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => {
      if (this.#drawing) this.#draw(false);
    });
  }

  #draw(atOnce: boolean): void {
    this.#drawing = false;
    if (this.#home === null) return;
    this.#home.settle();
    const focus = this.#focus.placeIn(this.#surfaces.values());
    const placements = new Set([
      ...this.#surfaces.keys(),
      ...this.store.entries.map(({ placement }) => placement),
    ]);
    const shown = [...placements].flatMap((placement) => this.#drawAt(placement, atOnce));
    if (focus !== null) this.#focus.restore(focus);
    this.#release(shown.length === 0);
    this.#timers.show(shown);
    this.#tellShown(shown);
  }

  /** What is taken away under pointer and focus tells nobody that they have left. */
  #release(isEmpty: boolean): void {
    if (isEmpty) this.#timers.hold('pointer', false);
    if (this.#focus.placeIn(this.#surfaces.values()) === null) this.#timers.hold('focus', false);
  }

  #drawAt(placement: Placement, atOnce: boolean): readonly AlertEntry[] {
    const surface = this.#surfaceAt(placement);
    const entries = this.store.at(placement);
    const shown = visibleEntries(entries, this.#heldIds(surface));
    const more = entries.length - shown.length + this.store.crowdedAt(placement);
    const hotkey = [...this.#hotkeys.values()].map(({ text }) => text).join(' ');
    surface.draw({ shown, more, atOnce, hotkey });
    return shown;
  }

  /** Those under the pointer or with the focus. */
  #heldIds(surface: AlertSurface): ReadonlySet<string> {
    const isHeld = ({ id }: AlertEntry): boolean =>
      surface.toast(id)?.matches(':hover, :focus-within') === true;
    return new Set(surface.shown.filter(isHeld).map(({ id }) => id));
  }

  #tellShown(shown: readonly AlertEntry[]): void {
    const fresh = shown.filter(({ id }) => !this.#seen.has(id));
    const present = this.store.entries.filter(({ id }) => this.#seen.has(id));
    this.#seen = new Set([...present, ...shown].map(({ id }) => id));
    for (const entry of fresh) entry.owner.shown(entry);
  }

  #surfaceAt(placement: Placement): AlertSurface {
    const found = this.#surfaces.get(placement);
    if (found !== undefined) return found;
    const surface = new AlertSurface(this.#document, placement, this.#clock, {
      dismiss: (entry, reason) => this.dismiss(entry.id, reason),
      act: (entry, action) => this.#act(entry, action),
      clear: () => this.#remove(this.store.at(placement), 'close'),
      escape: (entry) => this.#escape(entry),
    });
    this.#surfaces.set(placement, surface);
    this.#home!.add(surface.host);
    return surface;
  }

  #act(entry: AlertEntry, action: AlertAction): boolean {
    const follow = entry.owner.acted(entry, action);
    this.dismiss(entry.id, 'action');
    return follow;
  }

  #escape(entry: AlertEntry | null): void {
    this.#focus.back();
    if (entry !== null) this.dismiss(entry.id, 'escape');
  }

  #handleKey(event: KeyboardEvent): void {
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
    if (this.#focus.placeIn(this.#surfaces.values()) === null)
      this.#focus.toToast(newest.surface, newest.entry.id);
    else this.#focus.back();
  }

  #hosts(): Element[] {
    return [...this.#surfaces.values()].map(({ host }) => host);
  }
}

const NAME = 'alerts';

/** The one of a page. @param shared what all copies of the script on the page share */
export function alertCenterOf(shared: Map<string, unknown>, document: Document, clock: Clock): AlertCenter {
  const found = shared.get(NAME) as AlertCenter | undefined;
  const center = found ?? new AlertCenter(document, clock);
  shared.set(NAME, center);
  return center;
}
