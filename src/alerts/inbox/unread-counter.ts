import type { AlertRecord } from '../history/record.js';

/** What one inbox adds to the count of its page. */
export interface UnreadShare {
  /** Those in its list. */
  records: readonly AlertRecord[];
  /** Counts before the title of the page. */
  inTitle: boolean;
  /** Counts on the icon of an installed app. */
  onIcon: boolean;
}

/** How the number is written in the language of an inbox. */
type NumberText = (count: number) => string;

/**
 * Counts unread alerts before the title of a page, `(3) Orders`, and on the icon of its app. All inboxes of the page
 * count together, and an alert that two of them list counts once.
 */
export class UnreadCounter {
  readonly #document: Document;
  readonly #shares = new Map<object, UnreadShare>();
  #watch: MutationObserver | null = null;
  #prefix = '';
  #onIcon = 0;

  constructor(document: Document) {
    this.#document = document;
  }

  /** @param share null = this inbox counts no longer */
  set(inbox: object, share: UnreadShare | null, text: NumberText = String): void {
    if (share === null) this.#shares.delete(inbox);
    else this.#shares.set(inbox, share);
    this.#writeTitle(this.#count('inTitle'), text);
    this.#writeIcon(this.#count('onIcon'));
  }

  #count(where: 'inTitle' | 'onIcon'): number {
    const shares = [...this.#shares.values()].filter((share) => share[where]);
    return new Set(shares.flatMap(({ records }) => records)).size;
  }

  #writeTitle(count: number, text: NumberText): void {
    const former = this.#prefix;
    this.#prefix = count === 0 ? '' : `(${text(count)}) `;
    if (this.#prefix === former) return;
    if (this.#prefix === '') this.#watch?.disconnect();
    else if (former === '') this.#watchTitle();
    this.#write(former);
  }

  /** A router may write the title at any time. */
  #watchTitle(): void {
    const { MutationObserver: Observer } = this.#document.defaultView as Window & typeof globalThis;
    this.#watch ??= new Observer(() => {
      if (!this.#document.title.startsWith(this.#prefix)) this.#write('');
    });
    this.#watch.observe(this.#document.head, { childList: true, subtree: true, characterData: true });
  }

  #write(former: string): void {
    const { title } = this.#document;
    const own = former !== '' && title.startsWith(former) ? title.slice(former.length) : title;
    if (this.#prefix + own !== title) this.#document.title = this.#prefix + own;
  }

  #writeIcon(count: number): void {
    if (count === this.#onIcon) return;
    this.#onIcon = count;
    const navigator = this.#document.defaultView?.navigator as
      { setAppBadge?: (count: number) => Promise<void> } | undefined;
    void navigator?.setAppBadge?.(count).catch(() => undefined);
  }
}

const NAME = 'unread';

/** The one of a page. @param shared what all copies of the script on the page share */
export function unreadCounterOf(shared: Map<string, unknown>, document: Document): UnreadCounter {
  const found = shared.get(NAME) as UnreadCounter | undefined;
  const counter = found ?? new UnreadCounter(document);
  shared.set(NAME, counter);
  return counter;
}
