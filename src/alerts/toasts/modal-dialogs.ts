import { deepActiveElement, deepParent } from '../../dom/shadow-dom.js';

/**
 * Knows which modal dialog is on top. Everything outside of it is inert: it cannot be clicked, and a screen
 * reader does not find it.
 */
export class ModalDialogs {
  readonly #document: Document;
  /** Open ones, in the order in which they were first seen: browsers tell no order. */
  #order: Element[] = [];

  constructor(document: Document) {
    this.#document = document;
  }

  /** The topmost one; null where none is open. */
  topmost(): Element | null {
    const focused = modalAround(deepActiveElement(this.#document));
    const open = [...this.#document.querySelectorAll('dialog:modal')];
    // A dialog inside a shadow root is found by the focus in it only.
    if (focused !== null) open.push(focused);
    this.#order = [...new Set([...this.#order, ...open])].filter(isModal);
    // Only the topmost one lets anything in it have the focus.
    return focused ?? this.#order.at(-1) ?? null;
  }
}

export function isModal(element: Element): boolean {
  return element.isConnected && element.matches(':modal');
}

function modalAround(element: Element | null): Element | null {
  let node: Node | null = element;
  while (node !== null) {
    if (node.nodeName === 'DIALOG' && isModal(node as Element)) return node as Element;
    node = deepParent(node);
  }
  return null;
}
