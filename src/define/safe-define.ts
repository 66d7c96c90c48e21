import { warnOnce } from '../warn.js';

/** Our own classes carry this, so that a second copy of the script is told from somebody else's element. */
const OWN = Symbol.for('dx-realtime element');

/**
 * Registers an element once. A tag that another copy of this package has taken stays as it is; one that a
 * foreign class has taken warns. On a server without a DOM nothing happens.
 */
export function safeDefine(tag: string, elementClass: CustomElementConstructor): void {
  // Lit gives servers a registry that takes names but makes no elements, which is just as well.
  const registry = (globalThis as { customElements?: CustomElementRegistry }).customElements;
  if (registry === undefined) return;
  const present = registry.get(tag);
  if (present === undefined) {
    Object.defineProperty(elementClass, OWN, { value: true });
    registry.define(tag, elementClass);
  } else if (!(OWN in present)) {
    warnOnce(`<${tag}> is already defined by another script; the element of dx-realtime is not used`);
  }
}
