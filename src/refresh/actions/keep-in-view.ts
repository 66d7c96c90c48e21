import { containsDeep } from '../../dom/shadow-dom.js';

/** At how many heights something is looked for that a person reads. */
const POINTS = 8;

/**
 * Keeps what a person reads where it is while a target changes above it: other browsers do so by themselves, WebKit does not.
 *
 * @param change of what lies in the target
 */
export function keepInView(target: Element, change: () => void): void {
  const read = CSS.supports('overflow-anchor:auto') ? null : whatIsRead(target);
  const before = topOf(read);
  change();
  if (!read?.isConnected) return;
  for (const scroller of scrollersOf(read)) {
    // Where a list begins, people want to see what comes.
    if (scroller.scrollTop > 0) scroller.scrollBy({ top: topOf(read) - before, behavior: 'instant' });
  }
}

/** The first of the target that is seen, or what is seen after it. */
function whatIsRead(target: Element): Element | null {
  const { left, right, top, bottom } = target.getBoundingClientRect();
  const { innerHeight, innerWidth } = target.ownerDocument.defaultView!;
  const isAbove = bottom <= 0;
  const x = isAbove ? innerWidth / 2 : (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
  const from = isAbove ? innerHeight / 4 : Math.max(top, 0);
  const height = (isAbove ? innerHeight : Math.min(bottom, innerHeight)) - from;
  const root = target.getRootNode() as Document | ShadowRoot;
  for (let point = 0; point < POINTS && height > 0; point += 1) {
    const seen = root.elementFromPoint(x, from + (height * (point + 0.5)) / POINTS);
    if (seen !== null && !containsDeep(seen, target) && (isAbove || target.contains(seen))) return seen;
  }
  return null;
}

/** From the inside to the page. */
function scrollersOf(element: Element): Element[] {
  const found: Element[] = [];
  for (let at: Element | null = element; at !== null; at = at.parentElement ?? hostOf(at)) {
    const isPage = at === at.ownerDocument.scrollingElement;
    if (isPage || /auto|scroll/.test(getComputedStyle(at).overflowY)) found.push(at);
  }
  return found;
}

const hostOf = (element: Element): Element | null =>
  (element.getRootNode() as Partial<ShadowRoot>).host ?? null;
const topOf = (element: Element | null): number => element?.getBoundingClientRect().top ?? 0;
