import type { RefreshContext } from '../refresh-request.js';
import { RefreshError } from '../refresh-error.js';
import { keepInView } from './keep-in-view.js';
import { baseOf } from '../merge/base.js';
import { merge } from '../merge/merge.js';
import { fetchPage } from './fetch-page.js';
import { findFresh } from './find-fresh.js';
import { FirstBase } from './first-base.js';
import { noteSwaps, tellLibraries } from './library-notices.js';

export { noteSwaps };

/** How long a refresh may take before the target is marked as busy, in milliseconds. */
const BUSY_DELAY = 400;

/**
 * Fetches a page and carries out on a target what the server changed in the same element of it.
 *
 * @param src where the page is; empty = the page itself
 * @throws RefreshError where there is no fresh page, or the target is not in it
 */
export async function refreshByFetch(
  target: Element,
  src: string,
  { requestedAt, signal }: RefreshContext,
): Promise<boolean> {
  const page = target.ownerDocument;
  noteSwaps(page);
  const first = FirstBase.of(page);
  const url = sourceUrl(target, src);
  const answer = fetchPage({ url, target, requestedAt, signal, sparesCache: first.needsCache(url) });
  const setBusy = (isBusy: boolean): void =>
    baseOf(page).edit(() => {
      if (isBusy) target.setAttribute('aria-busy', 'true');
      else if (target.hasAttribute('aria-busy')) target.removeAttribute('aria-busy');
    });
  const busy = setTimeout(() => setBusy(true), BUSY_DELAY);
  try {
    const fresh = await answer;
    await first.find(fresh);
    if (signal.aborted || !target.isConnected) return true;
    const found = findFresh(fresh, target);
    clearTimeout(busy);
    setBusy(false);
    first.keepPosted(target, found);
    // Targets may lie in one another, and merging takes nodes out of the page.
    keepInView(target, () => merge(target, fresh.isShared ? (found.cloneNode(true) as Element) : found));
    tellLibraries(target);
    return true;
  } finally {
    clearTimeout(busy);
    setBusy(false);
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
