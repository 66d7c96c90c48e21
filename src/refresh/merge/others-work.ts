import { PLAIN, type Base } from './base.js';
import { reportConflict } from './conflict.js';
import { describe, isBlank, isElement, keyOf } from './identity.js';
import type { Pairs } from './pair-children.js';
import { childWith } from './place.js';

/** What the server took away and a person worked on: it may come back. */
export const orphans = new WeakSet<Node>();

/** What a script has put there in advance, or a person has kept, and the server has now is the same. */
export function adoptOwn(
  live: ParentNode,
  old: readonly ChildNode[],
  next: readonly ChildNode[],
  pairs: Pairs,
  base: Base,
): void {
  if (!base.hasOtherChildren(live)) return;
  const known = new Set<Node>([...old, ...pairs.filter((pair) => pair !== null)]);
  const own = [...live.childNodes].filter(
    (child): child is Element & ChildNode => isElement(child) && !known.has(child),
  );
  next.forEach((child, at) => {
    if (pairs[at] !== null || !isElement(child)) return;
    const [key, said] = [keyOf(child, PLAIN), textsOf(child)];
    const same = own.findIndex((one) => {
      if (one.localName !== child.localName) return false;
      const ownKey = keyOf(one, PLAIN);
      // A record of the server's, whatever it says now.
      if (orphans.has(one)) return firstToken(one) === firstToken(child);
      return ownKey === '' ? said !== '' && textsOf(one) === said : ownKey === key;
    });
    if (same === -1) return;
    const [pair] = own.splice(same, 1);
    base.forget(pair!);
    pairs[at] = pair!;
  });
}

const firstToken = (element: Element): string => describe(element, PLAIN).tokens[0] ?? textsOf(element);
const textsOf = (element: Element): string => describe(element, PLAIN).texts.join('\n');

/** Whether a script has put something of its own in the place of all that the server sent, such as an editor. */
export function isReplaced(live: ParentNode, old: readonly ChildNode[], base: Base): boolean {
  if (!base.hasOtherChildren(live)) return false;
  const seen = old.filter((child) => !isBlank(child) && child.nodeType !== 8);
  const isGone = seen.length > 0 && seen.every((child) => childWith(live, child) === null);
  return isGone && ![...live.childNodes].every(isBlank);
}

/** Of which elements it was said that a script has replaced what lay in them. */
const toldReplaced = new WeakSet<Element>();

export function reportReplaced(element: Element, list: readonly ChildNode[]): void {
  if (toldReplaced.has(element)) return;
  toldReplaced.add(element);
  const theirs = list.map((node) => (isElement(node) ? node.outerHTML : (node.nodeValue ?? ''))).join('');
  reportConflict(element, 'replaced', element.innerHTML, theirs);
}
