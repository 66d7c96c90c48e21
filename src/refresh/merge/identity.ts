import { PLAIN, type Base, type View } from './base.js';

/** Subtrees with this attribute are the page's own and never touched. */
export const KEEP = 'dx-keep';

const FIELDS = new Set(['input', 'select', 'textarea', 'button', 'output']);
/** An attribute that names a record: `data-id`, `data-order-id`, `data-row-key`. */
const RECORD_ATTRIBUTE = /^data-(.+-)?(id|key)$/;
/** A value that is an address, in whatever attribute: where a row leads to tells which row it is. */
const ADDRESS = /^(https?:|\.{0,2})\/./;

export function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

export const isEqualList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((item, at) => item === other[at]);

/** All that a selector fits, the root itself too. */
export function queryAll<Found extends Element>(root: Element, selector: string): Found[] {
  const found = [...root.querySelectorAll<Found>(selector)];
  return root.matches(selector) ? [root as Found, ...found] : found;
}

/** Text of which nothing is seen. */
export function isBlank(node: Node): boolean {
  return node.nodeType === 3 && !/\S/.test(node.nodeValue!);
}

/**
 * What an element says of itself that makes it this one among its siblings; empty = nothing. Two elements with different
 * keys are never the same.
 */
export function keyOf(element: Element, view: View): string {
  const id = view.attribute(element, 'id');
  if (id !== null && id !== '') return `#${id}`;
  const { localName } = element;
  if (FIELDS.has(localName)) return fieldKey(element, view);
  if (localName === 'option') return `=${view.attribute(element, 'value') ?? element.textContent}`;
  if (localName === 'form') return pathOf(view.attribute(element, 'action') ?? '');
  if (!element.hasAttributes()) return '';
  if (element.hasAttribute(KEEP)) return 'kept';
  const name = element.getAttributeNames().find((one) => RECORD_ATTRIBUTE.test(one));
  return name === undefined ? '' : `${name}=${view.attribute(element, name) ?? ''}`;
}

/** A field by its name; those of which several have one name by their value as well. */
function fieldKey(field: Element, view: View): string {
  const name = view.attribute(field, 'name');
  if (name === null || name === '') return '';
  const type = view.attribute(field, 'type') ?? '';
  const isOneOfSeveral = field.localName === 'button' || /^(checkbox|radio|submit)$/i.test(type);
  return isOneOfSeveral ? `${name}=${view.attribute(field, 'value') ?? ''}` : `${name}:`;
}

/** Without what changes from one rendering to the next. */
const pathOf = (address: string): string => (address === '' ? '' : `→${address.replace(/[?#].*/s, '')}`);

/** What a row says of the record that it shows. */
export interface Description {
  /** Keys and addresses in it, the first first. */
  readonly tokens: readonly string[];
  /** Its texts. */
  readonly texts: readonly string[];
  /** All of it. */
  readonly all: string;
}

export function describe(row: Element, view: View): Description {
  const tokens: string[] = [];
  const texts: string[] = [];
  collect(row, view, tokens, texts);
  return { tokens, texts, all: [row.localName, ...tokens, '|', ...texts].join('\n') };
}

function collect(node: Node, view: View, tokens: string[], texts: string[]): void {
  if (!isElement(node)) {
    const text = view.text(node).trim();
    if (node.nodeType === 3 && text !== '') texts.push(text);
    return;
  }
  const key = keyOf(node, view);
  if (key !== '') tokens.push(key);
  for (const name of view.attributeNames(node)) {
    const value = view.attribute(node, name) ?? '';
    if (ADDRESS.test(value)) tokens.push(value);
  }
  for (const child of view.children(node)) collect(child, view, tokens, texts);
}

/** Whether a child that the server sent before says the same as one that it sends now. */
export function saysTheSame(old: Element, next: Element, base: Base): boolean {
  return describe(old, base).all === describe(next, PLAIN).all;
}

/** Whether a child that the server sent before is, as it sent it, exactly what it sends now. */
export function isEqual(old: ChildNode, next: ChildNode, base: Base): boolean {
  if (!base.isTouched(old)) return old.isEqualNode(next);
  if (!isElement(old) || !isElement(next)) return base.text(old) === next.nodeValue;
  return saysTheSame(old, next, base);
}
