/** Who wants to know when a page speaks another language. */
const listeners = new WeakMap<Node, Set<() => void>>();

/**
 * Tells when `lang` or `dir` changes on an element or around it, out of shadow roots too.
 *
 * @returns the way to stop
 */
export function watchLanguage(element: Element, changed: () => void): () => void {
  const roots: Node[] = [];
  for (let root = element.getRootNode(); ; root = (root as ShadowRoot).host.getRootNode()) {
    roots.push(root);
    if (!('host' in root)) break;
  }
  const stops = roots.map((root) => watchRoot(root, element.ownerDocument.defaultView, changed));
  return () => {
    for (const stop of stops) stop();
  };
}

/** One observer a root, however many elements there are. */
function watchRoot(root: Node, view: Window | null, changed: () => void): () => void {
  const known = listeners.get(root);
  const all = known ?? new Set();
  all.add(changed);
  if (known === undefined && view !== null) {
    listeners.set(root, all);
    const { MutationObserver: Observer } = view as Window & typeof globalThis;
    new Observer(() => {
      for (const listener of [...all]) listener();
    }).observe(root, { attributeFilter: ['lang', 'dir'], subtree: true });
  }
  return () => void all.delete(changed);
}
