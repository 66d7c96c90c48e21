import { RefreshError } from '../refresh-error.js';
import { parseInContext, type Answer } from './read-answer.js';

/**
 * Finds a target in an answer: by its id; a target without one takes the only root of the answer, so that a server may send
 * just that part.
 *
 * @throws RefreshError where it is not there
 */
export function findFresh({ page, html }: Pick<Answer, 'page' | 'html'>, target: Element): Element {
  const found = findIn(page, page.body.children, target);
  // Outside a drawing its shapes are elements of HTML.
  const isKind = found?.namespaceURI === target.namespaceURI;
  const fresh = isKind ? found : (findInContext(html, target) ?? found);
  if (fresh !== null) return fresh;
  const name = target.id === '' ? `<${target.localName}> without an id` : `#${target.id}`;
  throw new RefreshError(
    `the answer has no element for ${name}; give the target an id that the page has too`,
    { canRetry: false },
  );
}

function findInContext(html: string, target: Element): Element | null {
  const root = parseInContext(html, target);
  return root === null ? null : findIn(root, root.children, target);
}

function findIn(root: ParentNode, children: HTMLCollection, target: Element): Element | null {
  if (target.id !== '') {
    const sameId = root.querySelector(`#${CSS.escape(target.id)}`);
    if (sameId !== null) return sameId;
  }
  const roots = [...children].filter(({ localName }) => localName !== 'script' && localName !== 'style');
  const only = roots.length === 1 ? roots[0]! : null;
  return only?.localName === target.localName && (only.id === '' || only.id === target.id) ? only : null;
}
