import { PLAIN } from './base.js';
import { keyOf, queryAll } from './identity.js';

const KEYED = '[id], input[name], select[name], textarea[name]';

/** An element of the page, what it becomes, and what stands in its place until it comes. */
export type Arrival = readonly [live: Element, next: Element, mark: ChildNode];

/** Finds elements that the server has put elsewhere: by their ids, and the names of their fields. */
export class KeyedElements {
  readonly #target: Element;
  readonly #fresh: Element;
  readonly #moved = new Set<Node>();
  #lists: { live: Map<string, Element | null>; fresh: Map<string, Element | null> } | null = null;

  constructor(target: Element, fresh: Element) {
    this.#target = target;
    this.#fresh = fresh;
  }

  /** Whether a node has been put elsewhere. */
  isMoved(node: Node): boolean {
    return this.#moved.size > 0 && this.#moved.has(node);
  }

  /**
   * Takes out of a new part of the page what the page has already.
   *
   * @param added the new part; where it is in the page as a whole its own mark is itself
   */
  takeFor(added: Element, parent: Node): Arrival[] {
    const keyed = queryAll(added, KEYED);
    if (keyed.length === 0) return [];
    // Before anything is taken out, or what is twice would look as if it were once.
    this.#lists ??= { live: listByKey(this.#target), fresh: listByKey(this.#fresh) };
    const { live: ofPage, fresh } = this.#lists;
    const arrivals: Arrival[] = [];
    for (const next of keyed) {
      const word = wordOf(next);
      const live = ofPage.get(word) ?? null;
      if (live === null || fresh.get(word) !== next || live.contains(parent) || !live.isConnected) continue;
      if (arrivals.some(([, other]) => other.contains(next))) continue;
      this.#moved.add(live);
      ofPage.delete(word);
      if (next === added) return [[live, next, next]];
      const mark = next.ownerDocument.createComment('');
      next.replaceWith(mark);
      arrivals.push([live, next, mark]);
    }
    return arrivals;
  }
}

const wordOf = (element: Element): string => `${element.localName} ${keyOf(element, PLAIN)}`;

/** Null = several have this key. */
function listByKey(root: Element): Map<string, Element | null> {
  const found = new Map<string, Element | null>();
  for (const element of root.querySelectorAll(KEYED)) {
    const word = wordOf(element);
    found.set(word, found.has(word) ? null : element);
  }
  return found;
}
