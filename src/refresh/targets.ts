/** Siblings that are never widgets. */
const NO_WIDGETS = new Set([
  'script',
  'style',
  'link',
  'meta',
  'template',
  'noscript',
  'title',
  'base',
  'br',
  'hr',
]);

/** What a refresher found to refresh, or why it found nothing. */
export interface Targets {
  elements: Element[];
  /** Rest of a sentence about the `target` attribute; null where all is well. */
  problem: string | null;
}

/** Between parts of a selector: go on inside the shadow root of what was found. */
const INTO_SHADOW = '>>>';

/**
 * Finds the widgets of a refresher, each time anew: pages change.
 *
 * @param host the refresher
 * @param selector its `target` attribute; empty = the siblings that are not `dx-*`
 */
export function findTargets(host: Element, selector: string): Targets {
  if (selector.trim() === '') return findSiblings(host);
  try {
    // Inside a shadow root its own elements come first; the page's are found from there too.
    const near = select(host.getRootNode() as Document | ShadowRoot, selector);
    const elements = near.length > 0 ? near : select(host.ownerDocument, selector);
    return {
      elements,
      problem: elements.length > 0 ? null : 'no element fits this selector; nothing is refreshed',
    };
  } catch {
    return { elements: [], problem: 'is not a CSS selector; nothing is refreshed' };
  }
}

function select(root: ParentNode, selector: string): Element[] {
  const [first = '', ...rest] = selector.split(INTO_SHADOW);
  const found = [...root.querySelectorAll(first)];
  if (rest.length === 0) return found;
  return found.flatMap(({ shadowRoot }) =>
    shadowRoot === null ? [] : select(shadowRoot, rest.join(INTO_SHADOW)),
  );
}

function findSiblings(host: Element): Targets {
  const elements: Element[] = [];
  // Step by step: a list of the children would be made anew for every refresher, at every event.
  for (let at = host.parentNode?.firstElementChild ?? null; at !== null; at = at.nextElementSibling) {
    if (at !== host && !at.localName.startsWith('dx-') && !NO_WIDGETS.has(at.localName)) elements.push(at);
  }
  const problem =
    elements.length > 0
      ? null
      : 'is missing and there is no widget beside the refresher; nothing is refreshed';
  return { elements, problem };
}
