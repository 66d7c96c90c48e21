import { contentWatchOf, watchContent, type ContentReader, type ContentWatch } from '../content-watch.js';

/** How nodes are seen: as they are, or as the server said. */
export interface View {
  attribute(element: Element, name: string): string | null;
  attributeNames(element: Element): readonly string[];
  children(parent: Node): readonly ChildNode[];
  text(node: Node): string;
}

/** As they are. */
export const PLAIN: View = {
  attribute: (element, name) => element.getAttribute(name),
  attributeNames: (element) => element.getAttributeNames(),
  children: (parent) => [...parent.childNodes],
  text: (node) => node.nodeValue ?? '',
};

/**
 * What the server sent last, the base of a merge. It is not kept as a copy: it is what stands in the page, but for what
 * others changed since, and only those changes are noted. Each node of the base is a node of the page, or one that a script
 * has taken out of it.
 */
export class Base implements View, ContentReader {
  readonly #watch: ContentWatch;
  /** What the server says where a script says otherwise; null = it has no such attribute. */
  readonly #attributes = new WeakMap<Element, Map<string, string | null>>();
  readonly #texts = new WeakMap<Node, string>();
  readonly #children = new WeakMap<Node, readonly ChildNode[]>();
  /** Nodes in which, at whatever depth, something is noted. */
  readonly #touched = new WeakSet<Node>();
  #isRenewing = false;

  constructor(watch: ContentWatch) {
    this.#watch = watch;
  }

  /** Whether anything in a node is not as the server said. */
  isTouched(node: Node): boolean {
    return this.#touched.has(node);
  }

  attribute(element: Element, name: string): string | null {
    const noted = this.#attributes.get(element)?.get(name);
    return noted === undefined ? element.getAttribute(name) : noted;
  }

  attributeNames(element: Element): readonly string[] {
    const notes = this.#attributes.get(element);
    const names = element.getAttributeNames();
    if (notes === undefined) return names;
    const all = new Set([...names, ...notes.keys()]);
    return [...all].filter((name) => notes.get(name) !== null);
  }

  /** Whether others changed an attribute. */
  isChanged(element: Element, name: string): boolean {
    return this.#attributes.get(element)?.has(name) === true;
  }

  text(node: Node): string {
    return this.#texts.get(node) ?? node.nodeValue ?? '';
  }

  children(parent: Node): readonly ChildNode[] {
    return this.#children.get(parent) ?? [...parent.childNodes];
  }

  /** Whether others changed which children a node has. */
  hasOtherChildren(parent: Node): boolean {
    return this.#children.has(parent);
  }

  /** The server says this of an attribute, whatever stands in the page. */
  sayAttribute(element: Element, name: string, value: string | null): void {
    if (element.getAttribute(name) === value) this.#attributes.get(element)?.delete(name);
    else this.#noteAttribute(element, name, value, true);
  }

  sayText(node: Node, text: string): void {
    if (node.nodeValue === text) this.#texts.delete(node);
    else this.#noteText(node, text, true);
  }

  sayChildren(parent: Node, children: readonly ChildNode[]): void {
    const { childNodes } = parent;
    if (children.length === childNodes.length && children.every((child, at) => child === childNodes[at])) {
      this.#children.delete(parent);
    } else {
      this.#children.set(parent, children);
      this.touch(parent);
    }
  }

  /** What stands in a node is what the server said. */
  forget(root: Node): void {
    const walker = root.ownerDocument!.createTreeWalker(root);
    for (let at: Node | null = root; at !== null; at = walker.nextNode()) {
      this.#attributes.delete(at as Element);
      this.#texts.delete(at);
      this.#children.delete(at);
      this.#touched.delete(at);
    }
  }

  /** Says of a node and of all that it lies in that something in it is noted. */
  touch(node: Node): void {
    let at: Node | null = node;
    while (at !== null && !this.#touched.has(at)) {
      this.#touched.add(at);
      at = at.parentNode ?? (at as Partial<ShadowRoot>).host ?? null;
    }
  }

  /**
   * Carries out a change that the server made.
   *
   * @param records how many changes the page tells of it; what it tells beyond was done by scripts of the page that hear of
   *   it at once, such as those of custom elements
   */
  edit<Result>(change: () => Result, records = Infinity): Result {
    this.readPending();
    const result = change();
    const told = this.#watch.observer.takeRecords();
    if (told.length > records) this.read(told.slice(records));
    return result;
  }

  /** Reads what others did until now. */
  readPending(): void {
    const { unread, observer } = this.#watch;
    const told = observer.takeRecords();
    if (unread.length > 0) this.#watch.unread = [];
    if (unread.length + told.length > 0) this.read([...unread, ...told]);
  }

  /** From here to {@link endRenewal} all changes are what the server sent, by another library's hands. */
  startRenewal(): void {
    this.readPending();
    this.#isRenewing = true;
  }

  endRenewal(): void {
    if (this.#isRenewing) this.readPending();
    this.#isRenewing = false;
  }

  read(records: readonly MutationRecord[]): void {
    if (this.#isRenewing) {
      records.forEach((record) => this.#renew(record));
      return;
    }
    const lists = new Map<Node, MutationRecord[]>();
    for (const record of records) {
      const { target, type, oldValue } = record;
      if (type === 'attributes') this.#noteAttribute(target as Element, nameOf(record), oldValue, false);
      else if (type === 'characterData') this.#noteText(target, oldValue ?? '', false);
      else lists.set(target, [...(lists.get(target) ?? []), record]);
    }
    for (const [parent, changes] of lists) this.#noteChildren(parent, changes);
  }

  #renew(record: MutationRecord): void {
    const { target, type } = record;
    if (type === 'attributes') this.#attributes.get(target as Element)?.delete(nameOf(record));
    else if (type === 'characterData') this.#texts.delete(target);
    else this.#children.delete(target);
  }

  #noteAttribute(element: Element, name: string, value: string | null, replaces: boolean): void {
    const notes = this.#attributes.get(element) ?? new Map<string, string | null>();
    if (notes.has(name) && !replaces) return;
    notes.set(name, value);
    this.#attributes.set(element, notes);
    this.touch(element);
  }

  #noteText(node: Node, text: string, replaces: boolean): void {
    if (this.#texts.has(node) && !replaces) return;
    this.#texts.set(node, text);
    this.touch(node);
  }

  #noteChildren(parent: Node, changes: readonly MutationRecord[]): void {
    if (!this.#children.has(parent)) {
      const before = [...parent.childNodes];
      for (const change of [...changes].reverse()) undo(before, change);
      const [[text], [now]] = [before, parent.childNodes];
      // `textContent = …` puts another text in the place of the first.
      const isText =
        before.length === 1 && parent.childNodes.length === 1 && text!.nodeType === 3 && now!.nodeType === 3;
      if (isText && text !== now) this.sayText(now!, this.text(text!));
      else this.sayChildren(parent, before);
    }
    // What a script took out it may change and put back.
    for (const { removedNodes } of changes) {
      for (const node of removedNodes) if (!node.isConnected) watchContent(node);
    }
  }
}

/** The base of a page; made when it is asked for first. */
export function baseOf(document: Document): Base {
  const watch = contentWatchOf(document);
  watch.reader ??= new Base(watch);
  return watch.reader as Base;
}

function undo(
  list: ChildNode[],
  { addedNodes, removedNodes, previousSibling, nextSibling }: MutationRecord,
): void {
  const [first] = addedNodes;
  const neighbour = (first ?? nextSibling) as ChildNode | null;
  let at = neighbour === null ? -1 : list.indexOf(neighbour);
  if (at === -1) at = previousSibling === null ? 0 : list.indexOf(previousSibling as ChildNode) + 1;
  list.splice(at, addedNodes.length, ...([...removedNodes] as ChildNode[]));
}

/** With its prefix, as elements are asked for it. */
function nameOf({ attributeName, attributeNamespace }: MutationRecord): string {
  const prefix = /(xlink|XML)/.exec(attributeNamespace ?? '')?.[1]?.toLowerCase();
  return prefix === undefined ? attributeName! : `${prefix}:${attributeName!}`;
}
