import { containsDeep, deepActiveElement } from '../../dom/shadow-dom.js';
import type { Base } from './base.js';
import { reportConflict } from './conflict.js';
import { isElement, isEqual, isEqualList, KEEP } from './identity.js';
import { KeyedElements } from './keyed-elements.js';
import { longestRun } from './longest-run.js';
import { adoptOwn, isReplaced, orphans, reportReplaced } from './others-work.js';
import { holdsEntries } from './own-work.js';
import { pairChildren, type Pairs } from './pair-children.js';
import { childWith, placeAfter } from './place.js';
import { adoptShadowRoots } from './shadow-roots.js';

/** Lets the children of elements come, go and move as the server has them now. */
export class ChildrenMerge {
  readonly #target: Element;
  readonly #base: Base;
  readonly #mergeNode: (live: ChildNode, next: ChildNode) => void;
  /** Elements that may have come from elsewhere in the target. */
  readonly #keyed: KeyedElements;
  readonly #hasTemplates: boolean;
  /** What the server has no more. Taken out at the end: some of it may be needed elsewhere. */
  readonly #doomed = new Map<ChildNode, ParentNode>();
  /** The children of elements in which some came, went or moved. */
  readonly #lists = new Map<Node, ChildNode[]>();

  /**
   * @param hasTemplates the server's version has templates
   * @param mergeNode merges a child with what the server has of it now
   */
  constructor(
    target: Element,
    fresh: Element,
    base: Base,
    hasTemplates: boolean,
    mergeNode: (live: ChildNode, next: ChildNode) => void,
  ) {
    this.#target = target;
    this.#base = base;
    this.#hasTemplates = hasTemplates;
    this.#mergeNode = mergeNode;
    this.#keyed = new KeyedElements(target, fresh);
  }

  merge(live: ParentNode, nextParent: ParentNode): void {
    if (this.#mergeOnlyText(live, nextParent)) return;
    const known = this.#base.children(live);
    const old = known.filter((child) => !this.#keyed.isMoved(child));
    const next = [...nextParent.childNodes];
    const { pairs, changed } = pairChildren(old, next, this.#base);
    if (isReplaced(live, old, this.#base) && this.#isChanged(next, pairs)) {
      this.#keepReplacement(live, old, next, pairs);
    } else if (isEqualList(known, pairs)) {
      // What lies in templates is not compared.
      for (const at of this.#hasTemplates ? next.keys() : changed) this.#mergeNode(old[at]!, next[at]!);
    } else this.#mergeList(live, old, next, pairs);
  }

  /** Takes out what went; called once, when all else is merged. */
  finish(): void {
    for (const [node, parent] of this.#doomed) this.#remove(node, parent);
    for (const [parent, children] of this.#lists) this.#base.sayChildren(parent, children);
  }

  /** Nothing but a text before and now: most of what changes. */
  #mergeOnlyText(
    { firstChild: old, lastChild }: ParentNode,
    { firstChild: next, lastChild: last }: ParentNode,
  ): boolean {
    if (old === null || next === null || old !== lastChild || next !== last) return false;
    if (old.nodeType !== 3 || next.nodeType !== 3 || this.#base.hasOtherChildren(old.parentNode!))
      return false;
    this.#mergeNode(old, next);
    return true;
  }

  #isChanged(next: readonly ChildNode[], pairs: Pairs): boolean {
    return next.some((child, at) => pairs[at] == null || !isEqual(pairs[at], child, this.#base));
  }

  #keepReplacement(live: ParentNode, old: readonly ChildNode[], next: ChildNode[], pairs: Pairs): void {
    const element = isElement(live) ? live : this.#target;
    const list = next.map((child, at) => {
      const pair = pairs[at];
      if (pair == null) return element.ownerDocument.adoptNode(child);
      this.#mergeNode(pair, child);
      return pair;
    });
    if (!isEqualList(list, old)) this.#base.sayChildren(live, list);
    reportReplaced(element, list);
  }

  #mergeList(live: ParentNode, old: readonly ChildNode[], next: ChildNode[], pairs: Pairs): void {
    adoptOwn(live, old, next, pairs, this.#base);
    const stay = this.#findStable(old, pairs);
    const start = this.#startOf(live, old);
    let before = start;
    const list = next.map((child, at) => {
      const pair = pairs[at];
      if (pair == null) return (before = this.#insert(child, live, before));
      this.#mergeNode(pair, child);
      const shown = childWith(live, pair);
      if (shown === null) return pair;
      if (!stay.has(at)) placeAfter(live, shown, before, this.#base);
      before = shown;
      return pair;
    });
    const kept = new Set(pairs);
    for (const child of old) if (!kept.has(child)) this.#doomed.set(child, live);
    this.#lists.set(live, list);
  }

  /** After which node of the page the server's part of the children begins; null = at the start. */
  #startOf(live: ParentNode, old: readonly ChildNode[]): ChildNode | null {
    if (!this.#base.hasOtherChildren(live)) return null;
    for (const child of old) {
      const shown = childWith(live, child);
      if (shown !== null) return shown.previousSibling;
    }
    return live.lastChild;
  }

  /** Which children need not move. The one with the focus never does, where that can be. */
  #findStable(old: readonly ChildNode[], pairs: Pairs): Set<number> {
    const index = new Map<ChildNode | null, number>(old.map((child, at) => [child, at]));
    const places = [...pairs.keys()].filter((at) => index.has(pairs[at]!));
    const order = places.map((at) => index.get(pairs[at]!)!);
    const active = deepActiveElement(this.#target.ownerDocument);
    const hasFocus = active !== null && containsDeep(this.#target, active);
    const pinned = hasFocus ? places.findIndex((at) => containsDeep(pairs[at] as Element, active)) : -1;
    return new Set([...longestRun(order, pinned)].map((at) => places[at]!));
  }

  #insert(child: ChildNode, parent: ParentNode, before: ChildNode | null): ChildNode {
    const moved = isElement(child) ? this.#keyed.takeFor(child, parent) : [];
    const [first] = moved;
    if (first?.[2] === child) {
      const [pair] = first;
      for (const [owner, list] of this.#lists)
        this.#lists.set(
          owner,
          list.filter((one) => one !== pair),
        );
      placeAfter(parent, pair, before, this.#base);
      this.#mergeNode(pair, child);
      return pair;
    }
    if (isElement(child)) adoptShadowRoots(child);
    placeAfter(parent, child, before, this.#base);
    for (const [pair, next, mark] of moved) {
      placeAfter(mark.parentNode!, pair, mark, this.#base);
      this.#base.edit(() => mark.remove(), 1);
      this.#mergeNode(pair, next);
    }
    return child;
  }

  #remove(child: ChildNode, parent: ParentNode): void {
    if (this.#keyed.isMoved(child)) return;
    if (isElement(child) && (child.hasAttribute(KEEP) || this.#isWork(child))) return;
    const shown = childWith(parent, child);
    if (shown === null) return;
    // A wrapper that a script has put around it goes, too, where nothing else of the server's is in it.
    const others = this.#lists.get(parent) ?? [];
    const isWrapper = shown !== child && !others.some((other) => shown.contains(other));
    this.#base.edit(() => (isWrapper ? shown : child).remove(), 1);
  }

  #isWork(child: Element): boolean {
    if (!child.isConnected || !holdsEntries(child, this.#base)) return false;
    orphans.add(child);
    reportConflict(child, 'removed', child.outerHTML, '');
    return true;
  }
}
