/** Nearer than so many pixels to the end counts as being there. */
const AT_END = 32;
/** Nearer than so many pixels to the first message that is drawn, more of them are drawn. */
const NEAR_START = 900;

/**
 * Where a person is in a conversation. The list grows from its end (`column-reverse`): there `scrollTop` is 0 and
 * stays so when messages come, and what is drawn above moves nothing.
 */
export class ScrollPlace {
  readonly #root: HTMLElement;
  #wasAtEnd = true;

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  get #list(): HTMLElement | null {
    return this.#root.querySelector('.list');
  }

  get isAtEnd(): boolean {
    return -(this.#list?.scrollTop ?? 0) < AT_END;
  }

  get isNearStart(): boolean {
    const list = this.#list;
    return list !== null && list.scrollHeight - list.clientHeight + list.scrollTop < NEAR_START;
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

  /** What a person reads above the end stays where it is while something is drawn. */
  keepWhile(draw: () => void): void {
    const list = this.#list;
    const row = list === null || this.isAtEnd ? null : this.#visibleRow(list);
    const top = row?.getBoundingClientRect().top ?? 0;
    draw();
    if (list !== null && row?.isConnected === true) list.scrollTop += row.getBoundingClientRect().top - top;
  }

  #visibleRow(list: HTMLElement): Element | null {
    const { top, bottom } = list.getBoundingClientRect();
    const rows = [...list.querySelectorAll('li')];
    let [low, high] = [0, rows.length];
    // Measuring all of ten thousand rows takes long.
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (rows[middle]!.getBoundingClientRect().bottom > (top + bottom) / 2) high = middle;
      else low = middle + 1;
    }
    return rows[low] ?? null;
  }
}
