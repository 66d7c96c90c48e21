import { PLAIN, type Base } from './base.js';
import { isElement } from './identity.js';
import { pairChildren } from './pair-children.js';

/**
 * Makes another version the base of an element and changes nothing in the page: all in which the page differs from it was done
 * by others than the server.
 *
 * @param next of another document; used up
 */
export function rebase(live: Element, next: Element, base: Base): void {
  for (const name of new Set([...base.attributeNames(live), ...next.getAttributeNames()]))
    base.sayAttribute(live, name, next.getAttribute(name));
  if (live.localName === 'template') return;
  const children = [...next.childNodes];
  const { pairs } = pairChildren(base.children(live), children, base, true);
  const used = new Set<Node | null>(pairs);
  const list = children.map((child, at) => {
    const pair = pairs[at] ?? findWrapped(live, child, used);
    if (pair === null) return live.ownerDocument.adoptNode(child);
    used.add(pair);
    if (isElement(pair)) rebase(pair, child as unknown as Element, base);
    else base.sayText(pair, child.nodeValue!);
    return pair;
  });
  base.sayChildren(live, list);
}

/** A script may have put it into something of its own. */
function findWrapped(live: Element, child: ChildNode, used: ReadonlySet<Node | null>): ChildNode | null {
  if (!isElement(child)) return null;
  const { id, localName } = child;
  const name = PLAIN.attribute(child, 'name');
  const selector =
    id === '' ? localName + (name === null ? '' : `[name="${CSS.escape(name)}"]`) : `#${CSS.escape(id)}`;
  const found = [...live.querySelectorAll(selector)].filter(
    (one) => one.localName === localName && !used.has(one),
  );
  // Without an id or a name only where there is no other.
  return found.length === 1 ? (found[0] as Element & ChildNode) : null;
}
