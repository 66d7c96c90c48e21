import type { Base } from './base.js';

/** Attributes that the fields merge themselves. */
export const FIELD_STATE: ReadonlySet<string> = new Set(['value', 'checked']);
export const NO_ATTRIBUTES: ReadonlySet<string> = new Set();

/**
 * Carries out on an element what the server changed in its attributes.
 *
 * @param skipped names that are merged elsewhere
 */
export function mergeAttributes(
  live: Element,
  next: Element,
  base: Base,
  skipped: ReadonlySet<string>,
): void {
  const names = next.getAttributeNames();
  for (const name of names) {
    if (!skipped.has(name) && base.attribute(live, name) !== next.getAttribute(name)) {
      mergeAttribute(live, next, name, base);
    }
  }
  const known = base.attributeNames(live);
  if (known.length === names.length) return;
  for (const name of known)
    if (!skipped.has(name) && !next.hasAttribute(name)) mergeAttribute(live, next, name, base);
}

function mergeAttribute(live: Element, next: Element, name: string, base: Base): void {
  const value = next.getAttribute(name);
  const isOthers = base.isChanged(live, name);
  if (isOthers && name === 'class') mergeWords(live, value, base);
  else if (isOthers && name === 'style') mergeStyle(live as HTMLElement, value, base);
  else setAttribute(live, next, name, base);
}

/** Gives an element one attribute of its next version, or takes it away. */
export function setAttribute(live: Element, next: Element, name: string, base: Base): void {
  const attribute = next.getAttributeNode(name);
  base.edit(() => {
    // Cloned, because setAttribute rejects names such as "@click".
    if (attribute === null) live.removeAttribute(name);
    else live.setAttributeNode(attribute.cloneNode() as Attr);
  }, 1);
  base.sayAttribute(live, name, attribute?.value ?? null);
}

/** Others have given the element classes of their own. */
function mergeWords(live: Element, value: string | null, base: Base): void {
  const [was, is] = [wordsOf(base.attribute(live, 'class')), wordsOf(value)];
  const words = wordsOf(live.getAttribute('class'));
  for (const word of was) if (!is.has(word)) words.delete(word);
  for (const word of is) if (!was.has(word)) words.add(word);
  base.edit(() => live.setAttribute('class', [...words].join(' ')), 1);
  base.sayAttribute(live, 'class', value);
}

const wordsOf = (text: string | null): Set<string> =>
  new Set((text ?? '').split(/\s+/).filter((word) => word !== ''));

/** Others have set properties of their own. */
function mergeStyle(live: HTMLElement, value: string | null, base: Base): void {
  const [was, is] = [styleOf(live, base.attribute(live, 'style')), styleOf(live, value)];
  base.edit(() => {
    for (const name of was) if (is.getPropertyValue(name) === '') live.style.removeProperty(name);
    for (const name of is) {
      const wanted = is.getPropertyValue(name);
      if (was.getPropertyValue(name) !== wanted) {
        live.style.setProperty(name, wanted, is.getPropertyPriority(name));
      }
    }
  });
  base.sayAttribute(live, 'style', value);
}

function styleOf({ ownerDocument }: Element, text: string | null): CSSStyleDeclaration {
  const { style } = ownerDocument.createElement('i');
  style.cssText = text ?? '';
  return style;
}
