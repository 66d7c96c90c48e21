/** Shows a number before the title of the page, `(3) Orders`, whatever the page does with its title. */
export class TitleCount {
  readonly #document: Document;
  readonly #watch: MutationObserver;
  #prefix = '';

  constructor(document: Document) {
    this.#document = document;
    const { MutationObserver: Observer } = document.defaultView as Window & typeof globalThis;
    this.#watch = new Observer(() => this.#apply());
    this.#watch.observe(document.head, { childList: true, subtree: true, characterData: true });
  }

  /** @param label as a badge shows it; empty = nothing */
  set(label: string): void {
    const former = this.#prefix;
    this.#prefix = label === '' ? '' : `(${label}) `;
    if (former !== this.#prefix) this.#write(this.#document.title, former);
  }

  stop(): void {
    this.#watch.disconnect();
    this.set('');
  }

  #apply(): void {
    const { title } = this.#document;
    if (!title.startsWith(this.#prefix)) this.#write(title, '');
  }

  #write(title: string, former: string): void {
    const own = former !== '' && title.startsWith(former) ? title.slice(former.length) : title;
    const next = this.#prefix + own;
    if (next !== title) this.#document.title = next;
  }
}
