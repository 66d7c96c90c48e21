/** The attributes that the last answer had for a custom element. */
const fromServer = new WeakMap<Element, ReadonlySet<string>>();

/** Gives an element the attributes of its fresh version, but leaves those that it gave itself. */
export function syncAttributes(old: Element, fresh: Element): void {
  for (const attribute of fresh.attributes) {
    // Cloned, because setAttribute rejects names such as "@click".
    if (old.getAttribute(attribute.name) !== attribute.value)
      old.setAttributeNode(attribute.cloneNode() as Attr);
  }
  if (old.attributes.length !== fresh.attributes.length) {
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && mayRemove(old, name)) old.removeAttribute(name);
    }
  }
  if (isCustom(old)) fromServer.set(old, new Set(fresh.getAttributeNames()));
}

/**
 * An attribute that a custom element has and the server never sent is the element's own: it gave itself a role
 * or a class. The busy mark is ours, and goes when the refresh is over.
 */
export function mayRemove(element: Element, attribute: string): boolean {
  if (attribute === 'aria-busy') return false;
  return !isCustom(element) || fromServer.get(element)?.has(attribute) === true;
}

export function isCustom(element: Element): boolean {
  return element.localName.includes('-');
}
