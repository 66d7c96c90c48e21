/** The element that has the focus, also inside shadow roots; null where only the page has it. */
export function deepActiveElement(document: Document): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  const isPage = active === document.body || active === document.documentElement;
  return active === null || isPage ? null : (active as HTMLElement);
}

/** The element that fills the screen, also inside shadow roots. */
export function deepFullscreenElement(document: Document): Element | null {
  // Documents of component tests do not know it.
  let element = (document as Partial<Document>).fullscreenElement ?? null;
  while (element?.shadowRoot?.fullscreenElement) element = element.shadowRoot.fullscreenElement;
  return element;
}

/** Whether a node lies in an element, also inside the shadow roots in it. */
export function containsDeep(element: Element, node: Node | null): boolean {
  let current = node;
  while (current !== null) {
    if (current === element) return true;
    current = deepParent(current);
  }
  return false;
}

/** The parent, out of shadow roots too; 11 = a fragment, which a shadow root is. */
export function deepParent(node: Node): Node | null {
  return node.parentNode ?? (node.nodeType === 11 && 'host' in node ? (node as ShadowRoot).host : null);
}

/** Whether some element that a selector finds passes a test, also inside the open shadow roots of what lies in `root`. */
export function someDeep(
  root: ParentNode,
  selector: string,
  test: (element: HTMLElement) => boolean,
): boolean {
  if ([...root.querySelectorAll<HTMLElement>(selector)].some(test)) return true;
  return [...root.querySelectorAll('*')].some(
    ({ shadowRoot }) => shadowRoot !== null && someDeep(shadowRoot, selector, test),
  );
}
