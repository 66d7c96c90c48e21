import { deepActiveElement } from '../../dom/shadow-dom.js';
import type { Base } from './base.js';

/** Browsers of today have it not yet all. */
interface Movable {
  moveBefore?: (node: Node, before: Node | null) => void;
}

/**
 * Puts a node behind another one, or in front of all where that is null. What is in the page is moved as it is, with focus,
 * frames and animations, where the browser can.
 */
export function placeAfter(parent: ParentNode, node: ChildNode, before: ChildNode | null, base: Base): void {
  const next = before === null ? parent.firstChild : before.nextSibling;
  if (next === node || node === before) return;
  const movable = parent as Movable;
  const isMove = node.isConnected && parent.isConnected && node.ownerDocument === parent.ownerDocument;
  if (!isMove) base.edit(() => parent.insertBefore(node, next), parent.isConnected ? 1 : Infinity);
  else if (movable.moveBefore === undefined) {
    base.edit(() => withFocus(parent, node, () => parent.insertBefore(node, next)), 2);
  } else base.edit(() => movable.moveBefore!(node, next), 2);
  if (base.isTouched(node)) base.touch(parent);
}

/** Where a node stands among the children of an element, if need be with what a script has wrapped it in; null = nowhere. */
export function childWith(parent: Node, node: Node): ChildNode | null {
  let at: Node | null = node;
  while (at !== null && at.parentNode !== parent) at = at.parentNode;
  return at as ChildNode | null;
}

/** A node that is taken out and put in again loses the focus. */
function withFocus(parent: Node, node: Node, move: () => void): void {
  const active = deepActiveElement(parent.ownerDocument!);
  move();
  if (active !== null && node.contains(active)) active.focus({ preventScroll: true });
}
