/**
 * The quick way for the usual case, in which texts and attributes changed but no element came, went or moved:
 * both trees are walked side by side. Finding out which element became which, as a general merge must, takes
 * several times as long (`npm run bench:refresh`).
 */

/** True where both trees have the same elements, with the same ids, in the same places. */
export function hasSameShape(old: Node, fresh: Node): boolean {
  if (old.nodeType !== fresh.nodeType) return false;
  if (isElement(old) && isElement(fresh) && (old.localName !== fresh.localName || old.id !== fresh.id))
    return false;
  let one = old.firstChild;
  let other = fresh.firstChild;
  while (one !== null && other !== null) {
    if (!hasSameShape(one, other)) return false;
    one = one.nextSibling;
    other = other.nextSibling;
  }
  return one === other;
}

/** What a merge does with a pair of elements. */
export interface Visitor {
  /** Merges the element itself; false = its content is left alone. */
  enter(old: Element, fresh: Element): boolean;
  /** After its content was merged. */
  leave(old: Element): void;
}

/** Merges two trees of the same shape. */
export function syncTree(old: Node, fresh: Node, visitor: Visitor): void {
  if (!(isElement(old) && isElement(fresh))) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  if (!visitor.enter(old, fresh)) return;
  let one = old.firstChild;
  let other = fresh.firstChild;
  while (one !== null && other !== null) {
    // What is done to one may take it out of its place.
    const next = [one.nextSibling, other.nextSibling] as const;
    syncTree(one, other, visitor);
    [one, other] = next;
  }
  visitor.leave(old);
}

export function isElement(node: Node): node is HTMLElement {
  return node.nodeType === 1;
}
