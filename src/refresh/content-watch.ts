/**
 * Watches the parts of a page that are fetched, from the moment in which the script first sees them. What is told here was
 * done by scripts or by a person: what the server said is what stands there, without these changes. So nothing of what the
 * server sent has to be kept.
 *
 * This is all that a page needs at its start; what reads the changes is loaded with what fetches.
 */

/** Who reads what is told. */
export interface ContentReader {
  read(records: readonly MutationRecord[]): void;
}

/** The watch of a page. */
export interface ContentWatch {
  readonly observer: MutationObserver;
  /** What nobody has read yet. */
  unread: MutationRecord[];
  reader: ContentReader | null;
  /** Whether a script of the page could run before its parts were seen. */
  mayBeLate: boolean;
  /** Whether the browser may be asked for its copy of the page. */
  asksCache: boolean;
  /** Parts that are refreshed, as far as they were seen. */
  readonly seen: Set<Element>;
  /** Whether the page shows what the server answered to a form. */
  isPosted: boolean;
  /** Parts that keep what a posted form was answered with, and have been told so. */
  readonly posted: WeakSet<Element>;
}

/** All copies of the script on a page share the watch, and so do the parts that a script loads. */
const WATCH = Symbol.for('dx-realtime content');

const WHAT: MutationObserverInit = {
  subtree: true,
  childList: true,
  attributes: true,
  attributeOldValue: true,
  characterData: true,
  characterDataOldValue: true,
};

/** The watch of a page; made when it is asked for first. */
export function contentWatchOf(document: Document): ContentWatch {
  const page = document as { [WATCH]?: ContentWatch };
  if (page[WATCH] === undefined) {
    const observer = new MutationObserver((records) => {
      if (watch.reader === null) watch.unread.push(...records);
      else watch.reader.read(records);
    });
    const watch: ContentWatch = {
      observer,
      unread: [],
      reader: null,
      mayBeLate: isLate(document),
      asksCache: true,
      seen: new Set(),
      isPosted: false,
      posted: new WeakSet(),
    };
    Object.defineProperty(document, WATCH, { value: watch });
  }
  return page[WATCH]!;
}

/**
 * Watches a part of a page, or what was taken out of it; more than once changes nothing.
 *
 * @param root an element, or a shadow root
 */
export function watchContent(root: Node): void {
  contentWatchOf(root.ownerDocument!).observer.observe(root, WHAT);
}

/** Calls when the parser is done with a page and no deferred script has run yet; at once where that is over. */
export function whenParsed(document: Document, callback: () => void): void {
  if (document.readyState === 'loading') {
    document.addEventListener('readystatechange', callback, { once: true, capture: true });
  } else callback();
}

/** Any other script of the page may have run before. */
function isLate(document: Document): boolean {
  return [...document.scripts].some(
    ({ type, src }) => /^$|javascript|module/.test(type) && !src.includes('/dx-realtime.'),
  );
}
