import { contentWatchOf } from '../content-watch.js';
import { queryAll } from '../merge/identity.js';
import { setBase } from '../merge/merge.js';
import { findFresh } from './find-fresh.js';
import { readAnswer, type Answer } from './read-answer.js';

/** By how much two clocks of one server may seem to differ, in milliseconds: the header tells whole seconds. */
const TOLERANCE = 2_000;

const found = new WeakMap<Document, FirstBase>();

/**
 * What the server sent first. Mostly that is what stood in the page when the script first saw it. Where other scripts of the
 * page could run before, the browser is asked for its copy of the page, once, at the first refresh: not before, because only
 * an answer tells whether pages of this server are kept at all, and asking for one that is not is an error on the console.
 */
export class FirstBase {
  readonly #page: Document;
  #isOpen: boolean;
  #cached: Promise<void> | null = null;

  static of(page: Document): FirstBase {
    const first = found.get(page) ?? new FirstBase(page);
    found.set(page, first);
    return first;
  }

  constructor(page: Document) {
    this.#page = page;
    const { mayBeLate, asksCache, isPosted } = contentWatchOf(page);
    this.#isOpen = mayBeLate && asksCache && !isPosted && !isWebKit() && this.#isAsLoaded();
  }

  /** Whether a request for an address would overwrite the browser's copy while it is still of use. */
  needsCache(url: string): boolean {
    return this.#isOpen && url === this.#address;
  }

  /**
   * Asks for the copy and makes it the base of all that was seen until now.
   *
   * @param answer of a refresh; it tells what time it is on the server, and whether its pages may be kept
   */
  async find(answer: Answer): Promise<void> {
    if (this.#isOpen) {
      this.#isOpen = false;
      const mayBeKept = !/no-store/i.test(answer.headers.get('Cache-Control') ?? '');
      if (mayBeKept && contentWatchOf(this.#page).asksCache && this.#isAsLoaded())
        this.#cached = this.#ask(answer, performance.now());
    }
    await this.#cached;
  }

  /**
   * The page answers a form that was posted: what the server says now of that form is not what it said then. What stands
   * there stays.
   */
  keepPosted(target: Element, fresh: Element): void {
    const { posted, isPosted } = contentWatchOf(this.#page);
    if (!isPosted || posted.has(target)) return;
    posted.add(target);
    const theirs = queryAll(fresh, 'form');
    queryAll<HTMLFormElement>(target, 'form').forEach((form, at) => {
      const other = theirs.find(({ id }) => id !== '' && id === form.id) ?? theirs[at];
      if (form.method === 'post' && other !== undefined) setBase(form, other.cloneNode(true) as Element);
    });
  }

  async #ask(answer: Answer, now: number): Promise<void> {
    try {
      const response = await fetch(this.#address, { cache: 'only-if-cached', mode: 'same-origin' });
      const copy = await readAnswer(response, this.#address, this.#page.characterSet);
      if (this.#isThisPage(copy, answer, now)) this.#use(copy);
    } catch {
      // There is none: what was seen first is the base.
    }
  }

  #use(copy: Answer): void {
    const { seen } = contentWatchOf(this.#page);
    for (const target of seen) {
      try {
        if (target.isConnected) setBase(target, findFresh(copy, target).cloneNode(true) as Element);
      } catch {
        // Came later than the page.
      }
    }
  }

  /** Another tab may have got a newer page from the same address: as long as this one, and not later. */
  #isThisPage(copy: Answer, answer: Answer, now: number): boolean {
    const { decodedBodySize, responseStart } = navigationOf(this.#page)!;
    const [then, today] = [copy, answer].map(({ headers }) => Date.parse(headers.get('Date') ?? ''));
    const isLater = then! > today! - (now - responseStart) + TOLERANCE;
    return copy.size === decodedBodySize && !isLater;
  }

  get #address(): string {
    return this.#page.location.href.replace(/#.*/, '');
  }

  /** The address is still the one that was loaded. */
  #isAsLoaded(): boolean {
    return navigationOf(this.#page)?.name.replace(/#.*/, '') === this.#address;
  }
}

function navigationOf(page: Document): PerformanceNavigationTiming | undefined {
  const [navigation] = page.defaultView?.performance.getEntriesByType('navigation') ?? [];
  return navigation as PerformanceNavigationTiming | undefined;
}

/** WebKit asks the server, whatever the mode: what it answers may be newer than the page. */
function isWebKit(): boolean {
  return navigator.vendor.startsWith('Apple');
}
