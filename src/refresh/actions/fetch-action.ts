import { fetchPage } from './fetch-page.js';
import type { RefreshContext } from '../refresh-request.js';
import { merge } from '../merge/merge.js';
import { RefreshError } from '../refresh-error.js';

/** How long a refresh may take before the target is marked as busy, in milliseconds. */
const BUSY_DELAY = 400;

/**
 * Replaces the content of a target by the same element of a fresh page, touching only what differs.
 *
 * @param src where the page is; empty = the page itself
 * @throws RefreshError where there is no fresh page, or the target is not in it
 */
export async function refreshByFetch(
  target: Element,
  src: string,
  context: RefreshContext,
): Promise<boolean> {
  const answer = fetchPage(sourceUrl(target, src), context.requestedAt, context.signal);
  const busy = setTimeout(() => target.setAttribute('aria-busy', 'true'), BUSY_DELAY);
  try {
    const { page, isShared } = await answer;
    if (context.signal.aborted || !target.isConnected) return true;
    const fresh = findFresh(page, target);
    // Targets may lie in one another, and merging takes nodes out of the page.
    merge(target, isShared ? (fresh.cloneNode(true) as Element) : fresh);
    return true;
  } finally {
    clearTimeout(busy);
    target.removeAttribute('aria-busy');
  }
}

function sourceUrl(target: Element, src: string): string {
  const { baseURI, location } = target.ownerDocument;
  if (src === '') return location.href.replace(/#.*/, '');
  try {
    return new URL(src, baseURI).href;
  } catch {
    throw new RefreshError(`src="${src}" is not a web address`, { canRetry: false });
  }
}

/** By id; a target without one takes the only root of the answer, so that a server may send just that part. */
function findFresh(page: Document, target: Element): Element {
  const sameId = target.id === '' ? null : page.getElementById(target.id);
  const fresh = sameId ?? onlyRoot(page, target);
  if (fresh === null) {
    const name = target.id === '' ? `<${target.localName}> without an id` : `#${target.id}`;
    throw new RefreshError(
      `the answer has no element for ${name}; give the target an id that the page has too`,
      {
        canRetry: false,
      },
    );
  }
  return fresh;
}

function onlyRoot(page: Document, target: Element): Element | null {
  const roots = [...page.body.children].filter(
    ({ localName }) => localName !== 'script' && localName !== 'style',
  );
  const root = roots.length === 1 ? roots[0]! : null;
  return root?.localName === target.localName && (root.id === '' || root.id === target.id) ? root : null;
}
