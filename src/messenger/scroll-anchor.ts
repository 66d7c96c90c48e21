import { isTouch } from './composer.js';
import type { ScrollPosition } from './visible-range.js';

/** Nearer than so many pixels to the end counts as being there. */
const AT_END = 32;
/** Nearer than so many pixels to the first or last message that is drawn, more of them are drawn. */
const NEAR = 900;

/**
 * Where a person is in a conversation. The list grows from its end (`column-reverse`): there `scrollTop` is 0 and
 * stays so when messages come, and what is drawn above moves nothing. Later messages that are not drawn leave a gap.
 */
export class ScrollAnchor implements ScrollPosition {
  readonly #root: HTMLElement;
  #wasAtEnd = true;
  /** Height of the later messages that are not drawn, in pixels. */
  #gap = 0;
  /** How many those are. */
  #skipped = 0;

  constructor(root: HTMLElement) {
    this.#root = root;
    // Not `:has(:hover)`: WebKit (2.50) notices that the pointer comes, and not that it leaves.
    root.addEventListener('pointerover', ({ target }) => {
      root.classList.toggle('pointing', (target as Element).closest('li :is(a,button)') !== null);
    });
    root.addEventListener('pointerleave', () => root.classList.remove('pointing'));
  }

  get #list(): HTMLElement | null {
    return this.#root.querySelector('.list');
  }

  get #fromEnd(): number {
    return -(this.#list?.scrollTop ?? 0);
  }

  get isAtEnd(): boolean {
    return this.#fromEnd < AT_END;
  }

  /** The link or button of a message that the pointer is on. A finger leaves no pointer behind, though browsers say so. */
  get pointed(): Element | null {
    const found = this.#root.querySelector('li :is(a,button):hover');
    return found === null || isTouch(this.#root) ? null : found;
  }

  get isNearStart(): boolean {
    const list = this.#list;
    return list !== null && list.scrollHeight - list.clientHeight - this.#fromEnd < NEAR;
  }

  get isNearGap(): boolean {
    return this.#fromEnd - this.#gap < NEAR;
  }

  get shareOfGap(): number | null {
    const middle = this.#fromEnd + (this.#list?.clientHeight ?? 0) / 2;
    return middle < this.#gap ? middle / this.#gap : null;
  }

  /** Whether the person has come to the end or left it since this was asked last. */
  hasChanged(): boolean {
    const { isAtEnd } = this;
    const hasChanged = isAtEnd !== this.#wasAtEnd;
    this.#wasAtEnd = isAtEnd;
    return hasChanged;
  }

  toEnd(): void {
    this.#list?.scrollTo({ top: 0 });
    this.#wasAtEnd = true;
  }

  /** What a person reads above the end, or is about to press, stays where it is while something is drawn. @param skipped how many of the newest messages are not drawn then */
  keepWhile(draw: () => void, skipped: number): void {
    const list = this.#list;
    const isInGap = this.shareOfGap !== null;
    const row = this.pointed ?? this.#readRow();
    const top = row?.getBoundingClientRect().top ?? 0;
    draw();
    if (skipped === 0 || isInGap) this.#shrinkGap(skipped);
    this.#skipped = skipped;
    if (list === null || row?.isConnected !== true) return;
    const moved = (): number => row.getBoundingClientRect().top - top;
    // Rows that are left out below let all above them sink: the gap takes their place.
    if (skipped > 0) this.#setGap(Math.max(0, this.#gap + moved()));
    const distance = moved();
    if (distance !== 0) list.scrollBy({ top: distance, behavior: 'instant' });
  }

  /** Nobody knows how high those are that were left out and are drawn now: as high as the others. */
  #shrinkGap(skipped: number): void {
    this.#setGap(skipped === 0 ? 0 : (this.#gap * skipped) / this.#skipped);
  }

  #setGap(height: number): void {
    if (height === this.#gap) return;
    this.#gap = height;
    const gap = this.#root.querySelector<HTMLElement>('.gap');
    if (gap !== null) gap.style.blockSize = `${height}px`;
  }

  /** The row in the middle of what is seen; null at the end, where what is new is read. */
  #readRow(): Element | null {
    const list = this.#list;
    if (list === null || this.isAtEnd) return null;
    const { top, bottom } = list.getBoundingClientRect();
    const rows = [...list.querySelectorAll('li')];
    let [low, high] = [0, rows.length];
    // Measuring all of many rows takes long.
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (rows[middle]!.getBoundingClientRect().bottom > (top + bottom) / 2) high = middle;
      else low = middle + 1;
    }
    return rows[low] ?? null;
  }
}
