/**
 * The quick way for the usual case, in which texts and attributes changed but no element came, went or moved:
 * both trees are walked side by side. Finding out which element became which, as a general merge must, takes
 * several times as long (`npm run bench:refresh`).
 *
 * The walk is made once and touches nothing; what it finds is done afterwards, once it is sure that the shapes
 * are the same. It asks the page as little as it can, since every question costs more than what is done with it.
 */

import { isCustom, syncAttributes } from './attributes.js';

/** What a merge does with a pair of elements. */
export interface Visitor {
  /** Merges the element itself; false = its content is left alone. */
  enter(old: Element, fresh: Element): boolean;
  /** After its content was merged. */
  leave(old: Element): void;
}

type Pair<Kind extends Node> = readonly [old: Kind, fresh: Kind];

/** Where two trees of one shape differ. */
interface Differences {
  texts: Pair<Node>[];
  attributes: Pair<Element>[];
  /** Elements that a visitor must see, changed or not, with all that is in them. */
  special: Pair<Element>[];
}

/**
 * Merges two trees, where they have the same elements, with the same ids, in the same places.
 *
 * @returns false where they do not; nothing is changed then
 */
export function mergeSameShape(old: Element, fresh: Element, visitor: Visitor): boolean {
  const differences: Differences = { texts: [], attributes: [], special: [] };
  if (!compareElements(old, fresh, differences)) return false;
  for (const [one, other] of differences.texts) one.nodeValue = other.nodeValue;
  for (const [one, other] of differences.attributes) syncAttributes(one, other);
  for (const [one, other] of differences.special) syncTree(one, other, visitor);
  return true;
}

function compareElements(old: Element, fresh: Element, differences: Differences): boolean {
  const { localName } = old;
  if (localName !== fresh.localName) return false;
  const names = old.getAttributeNames();
  if (
    SPECIAL_ELEMENTS.has(localName) ||
    isCustom(old) ||
    names.some((name) => SPECIAL_ATTRIBUTES.has(name))
  ) {
    differences.special.push([old, fresh]);
    return hasSameShape(old, fresh);
  }
  if (!hasEqualAttributes(old, fresh, names)) {
    if (old.id !== fresh.id) return false;
    differences.attributes.push([old, fresh]);
  }
  return compareContent(old, fresh, differences);
}

function compareContent(old: Element, fresh: Element, differences: Differences): boolean {
  let one = old.firstChild;
  let other = fresh.firstChild;
  while (one !== null && other !== null) {
    const kind = one.nodeType;
    if (kind !== other.nodeType) return false;
    if (kind === Node.ELEMENT_NODE) {
      if (!compareElements(one as Element, other as Element, differences)) return false;
    } else if (one.nodeValue !== other.nodeValue) {
      differences.texts.push([one, other]);
    }
    one = one.nextSibling;
    other = other.nextSibling;
  }
  return one === other;
}

/** Elements with a state of their own beside their attributes. */
const SPECIAL_ELEMENTS = new Set([
  ...['input', 'textarea', 'select', 'option', 'details', 'dialog', 'video', 'audio', 'template'],
]);

/** Attributes that make any element one. */
const SPECIAL_ATTRIBUTES = new Set(['dx-keep', 'contenteditable']);

function hasEqualAttributes(old: Element, fresh: Element, names: readonly string[]): boolean {
  const freshNames = fresh.getAttributeNames();
  if (names.length !== freshNames.length) return false;
  for (const name of freshNames) {
    if (old.getAttribute(name) !== fresh.getAttribute(name)) return false;
  }
  return true;
}

function hasSameShape(old: Node, fresh: Node): boolean {
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

function syncTree(old: Node, fresh: Node, visitor: Visitor): void {
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
