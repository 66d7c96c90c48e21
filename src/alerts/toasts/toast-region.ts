import { setPopover } from '../../dom/popover.js';
import { html, nothing, render } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Clock } from '../../clock.js';
import { clearance } from './clearance.js';
import type { Box } from './focus-obscured.js';
import type { AlertEntry } from '../alert-entry.js';
import type { Placement } from '../placement.js';
import { urgency } from '../priority.js';
import { keepScrolling } from '../../dom/keep-scrolling.js';
import { adoptStyles } from '../../dom/style-sheets.js';
import { toastRegionStyles } from './toast-region.styles.js';
import { mayBeLong, toastTemplate, type ToastDelegate } from './toast.view.js';
import type { Translator } from '../../i18n/translator.js';

export interface ToastRegionDelegate extends Omit<ToastDelegate, 'wording'> {
  /** "Clear all" was chosen for those that were there when a person read it. */
  clear(entries: readonly AlertEntry[]): void;
  /** Escape was pressed in a toast; null = elsewhere on the surface. */
  escape(entry: AlertEntry | null): void;
  /** The words of the page's language. */
  wording(): Translator;
}

/** What a surface shows. */
export interface Drawing {
  shown: readonly AlertEntry[];
  /** Those shown and those that wait. */
  all: readonly AlertEntry[];
  /** How many wait or did not fit. */
  more: number;
  /** How many came while nobody looked, until they are worked off; 0 = none. */
  away: number;
  /** Nothing that goes may be seen any longer. */
  atOnce: boolean;
  /** The pointer rests on toasts: none of them may move. */
  isHeld: boolean;
  /** The key that leads to it; empty = none. */
  hotkey: string;
}

/** How long a toast that goes is still drawn, in milliseconds: its animation, with some reserve. */
const LEAVE_TIME = 240;
/** So old must an alert be that a person has read how many there are, in milliseconds. */
const UNREAD_TIME = 700;
/** How long after a toast came or went nobody can have aimed at what is there, in milliseconds. */
const UNSTEADY_TIME = 300;

/** `kept`: its place stays, empty. `closing`: the place goes, too. */
type LeavingState = 'leaving' | 'kept' | 'closing';

/** Draws the toasts of one placement in the top layer. */
export class ToastRegion {
  /** `.dx-alerts`: in the body, or in the modal dialog that is open. */
  readonly host: HTMLElement;
  readonly placement: Placement;
  readonly #root: ShadowRoot;
  readonly #clock: Clock;
  readonly #handlers: ToastRegionDelegate;
  /** Those that go. While the pointer rests on toasts they leave their place empty. */
  readonly #leaving = new Map<string, { entry: AlertEntry; state: LeavingState }>();
  #shown: readonly AlertEntry[] = [];
  #drawing: Pick<Drawing, 'all' | 'more' | 'away' | 'hotkey'> = { all: [], more: 0, away: 0, hotkey: '' };
  #isAside = false;
  /** How far it lies from its edge, in pixels, so that it covers no control. */
  #clearance = 0;
  /** Whether toasts lie in a pile that unfolds under pointer and focus. */
  #isStack = false;
  /** When a toast last came or went, in the clock's milliseconds. */
  #movedAt = -Infinity;

  constructor(document: Document, placement: Placement, clock: Clock, handlers: ToastRegionDelegate) {
    this.placement = placement;
    this.#clock = clock;
    this.#handlers = handlers;
    this.host = document.createElement('div');
    this.host.className = 'dx-alerts';
    this.host.popover = 'manual';
    this.host.dataset['placement'] = placement;
    this.#root = this.host.attachShadow({ mode: 'open' });
    adoptStyles(this.#root, toastRegionStyles.cssText);
    // Libraries that hide all but their modal from screen readers leave out what has this.
    this.host.ariaLive = 'off';
    keepScrolling(this.host);
  }

  /** The alerts that are drawn, in the order in which they came, without those that go. */
  get shown(): readonly AlertEntry[] {
    return this.#shown;
  }

  /** Whether toasts are drawn, or the places of such as have gone under the pointer. */
  get hasPlaces(): boolean {
    return this.#shown.length > 0 || [...this.#leaving.values()].some(({ state }) => state === 'kept');
  }

  /** Whether it lies at the edge opposite to its own. */
  get isAside(): boolean {
    return this.#isAside;
  }

  /** Lays the toasts at the edge opposite to their own, or back. @returns whether they were elsewhere */
  setAside(isAside: boolean): boolean {
    if (this.#isAside === isAside) return false;
    this.#isAside = isAside;
    if (isAside) this.host.dataset['aside'] = '';
    else delete this.host.dataset['aside'];
    this.#render();
    return true;
  }

  /** Lays the toasts so far from the edge that they cover none of these controls. */
  clear(controls: readonly Box[]): void {
    const { style, ownerDocument } = this.host;
    const box = this.#boxAt(0);
    this.#clearance =
      box === null ? 0 : clearance(box, controls, ownerDocument.documentElement.clientHeight, this.#isTop);
    if (this.#clearance > 0) style.setProperty('--_clear', `${this.#clearance}px`);
    else style.removeProperty('--_clear');
  }

  /** Whether all of a toast can be read without pointing at it. */
  isUnfolded(entry: AlertEntry): boolean {
    return !this.#isStack || urgency(entry) < 2 || entry.id === this.#shown.at(-1)?.id;
  }

  /** Where toasts lie when nothing moves any more; null where there are none. */
  box(): Box | null {
    return this.#boxAt(this.#clearance);
  }

  /** @param clearance how far from its edge, in pixels */
  #boxAt(clearance: number): Box | null {
    const drawn = [...this.#root.querySelectorAll<HTMLElement>('li:not(.leaving, .folded) .toast, .more')];
    const view = this.host.ownerDocument.defaultView;
    if (drawn[0] === undefined || view === null) return null;
    const pixels = (element: Element): number => parseFloat(view.getComputedStyle(element).paddingBlockStart);
    const gap = 2 * pixels(drawn[0].closest('.row')!);
    const height = drawn.reduce((sum, { offsetHeight }) => sum + offsetHeight + gap, 0);
    const section = view.getComputedStyle(this.#root.querySelector('section')!);
    const edge = clearance + parseFloat(this.#isTop ? section.paddingBlockStart : section.paddingBlockEnd);
    // The line that says how many more there are is shorter than toasts.
    const boxes = drawn.map((element) => element.getBoundingClientRect());
    const left = Math.min(...boxes.map((one) => one.left));
    const right = Math.max(...boxes.map((one) => one.right));
    const top = this.#isTop ? edge : this.host.ownerDocument.documentElement.clientHeight - edge - height;
    return { left, right, top, bottom: top + height };
  }

  get #isTop(): boolean {
    return this.placement.startsWith('top') !== this.#isAside;
  }

  draw({ shown, atOnce, isHeld, ...drawing }: Drawing): void {
    const stays = new Set(shown.map(({ id }) => id));
    const former = new Set(this.#shown.map(({ id }) => id));
    const gone = this.#shown.filter(({ id }) => !stays.has(id) && !atOnce);
    for (const entry of gone) this.#leave(entry, isHeld ? 'kept' : 'leaving');
    const kept = [...this.#leaving.values()].filter(({ state }) => state === 'kept' && !isHeld);
    for (const { entry } of kept) this.#leave(entry, 'closing');
    if (atOnce) this.#leaving.clear();
    for (const id of stays) this.#leaving.delete(id);
    if (shown.some(({ id }) => !former.has(id))) this.#movedAt = this.#clock.now();
    this.#shown = shown;
    this.#drawing = drawing;
    const style = this.host.ownerDocument.defaultView?.getComputedStyle(this.host);
    this.#isStack = style?.getPropertyValue('--dx-alert-toast-layout').trim() === 'stack';
    this.#render();
  }

  toast(id: string): HTMLElement | null {
    return this.#root.querySelector<HTMLElement>(`li:not(.leaving) .toast[data-id="${id}"]`);
  }

  /**
   * Whether toasts have just come or moved: what is hit then is not what the person saw.
   *
   * @param since since when the pointer is where it is: what comes under it was not aimed at
   */
  isUnsteady(since: number): boolean {
    return since < this.#movedAt && this.#clock.now() - this.#movedAt < UNSTEADY_TIME;
  }

  #leave(entry: AlertEntry, state: LeavingState): void {
    this.#movedAt = this.#clock.now();
    const leaving = { entry, state };
    this.#leaving.set(entry.id, leaving);
    if (state === 'kept') return;
    this.#clock.after(LEAVE_TIME, () => {
      if (this.#leaving.get(entry.id) !== leaving) return;
      this.#leaving.delete(entry.id);
      this.#render();
    });
  }

  #render(): void {
    const going = [...this.#leaving.values()].map(({ entry }) => entry);
    const entries = [...this.#shown, ...going].sort((a, b) => a.order - b.order);
    // The newest lies at the edge of the window. The order of the tree is the order that is seen.
    const isTop = this.#isTop;
    const { more, hotkey } = this.#drawing;
    const wording = this.#handlers.wording();
    const line = this.#moreLine(wording);
    if (isTop) entries.reverse();
    const isEmpty = entries.length === 0 && more === 0;
    this.#open(!isEmpty);
    const list = html`<ol>
      ${repeat(
        entries,
        ({ id }) => id,
        (entry) => this.#item(entry, wording),
      )}
    </ol>`;
    const section = html`<section
      class=${this.#isStack ? 'stack' : nothing}
      role="region"
      aria-label=${wording.text('region')}
      aria-keyshortcuts=${hotkey || nothing}
    >
      ${isTop ? nothing : line} ${list} ${isTop ? line : nothing}
    </section>`;
    render(isEmpty ? nothing : section, this.#root, { creationScope: this.host.ownerDocument });
    if (this.#shown.some(({ alert }) => mayBeLong(alert))) requestAnimationFrame(() => this.#measure());
  }

  /** Finds the texts that have more lines than are seen; once a frame, as the browser lays out the page then. */
  #measure(): void {
    for (const toast of this.#root.querySelectorAll<HTMLElement>('.toast:has(.expand):not([data-full])')) {
      const isLong = [...toast.querySelectorAll('.lines')].some(
        ({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1,
      );
      toast.toggleAttribute('data-long', isLong);
    }
  }

  #item(entry: AlertEntry, wording: Translator): unknown {
    const state = this.#leaving.get(entry.id)?.state;
    return html`<li
      class=${state !== undefined ? `leaving ${state}` : this.isUnfolded(entry) ? nothing : 'folded'}
      ?inert=${state !== undefined && state !== 'kept'}
      aria-hidden=${state === 'kept' ? 'true' : nothing}
    >
      <div class="row">${toastTemplate(entry, { ...this.#handlers, wording })}</div>
    </li>`;
  }

  #moreLine(wording: Translator): unknown {
    const { more, away } = this.#drawing;
    if (more === 0) return nothing;
    const text = away > 0 ? wording.count('away', away) : wording.count('more', more);
    return html`<div class="row">
      <div class="more" part="more">
        <span dir="auto">${text}</span>
        <button class="clear" part="clear-button" type="button" @click=${() => this.#clear()}>
          ${wording.text('clear')}
        </button>
      </div>
    </div>`;
  }

  /** What came just before the press was not meant. */
  #clear(): void {
    const seen = this.#drawing.all.map((entry) => this.#shown.find(({ id }) => id === entry.id) ?? entry);
    this.#handlers.clear(seen.filter(({ at }) => at < this.#clock.now() - UNREAD_TIME));
  }

  #open(open: boolean): void {
    if (open) this.host.dataset['open'] = '';
    else delete this.host.dataset['open'];
    if (this.host.isConnected) setPopover(this.host, open);
  }

  /** A key was pressed in it. */
  handleKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing) return;
    const toast = (event.composedPath()[0] as Element).closest<HTMLElement>('.toast');
    const entry = this.#shown.find(({ id }) => id === toast?.dataset['id']);
    // Otherwise the same key press closes the dialog, too.
    event.preventDefault();
    this.#handlers.escape(entry ?? null);
  }
}
