import { findTargets } from '../refresh/targets.js';
import { contentWatchOf, watchContent } from '../refresh/content-watch.js';
import { warnAttribute } from '../warn.js';
import { NO_IDS, type RefresherAttributes } from './dx-refresher.options.js';

/**
 * The widgets of a refresher as they are now; what is wrong with its selector warns once.
 *
 * @param needsId only those that can be found again in a page that is fetched
 */
export function widgetsOf(host: HTMLElement & RefresherAttributes, needsId: boolean): Element[] {
  const { elements, problem } = findTargets(host, host.target ?? '');
  if (problem !== null) warnAttribute(host, 'target', host.target, problem);
  if (!needsId) return elements;
  const named = elements.filter(({ id }) => id !== '');
  if (problem === null && named.length === 0) warnAttribute(host, 'action', host.action, NO_IDS);
  return named;
}

/** Sees the widgets of a refresher that fetches, as they stand there now. */
export function watchTargets(host: HTMLElement & RefresherAttributes): void {
  if (!host.isConnected) return;
  for (const target of findTargets(host, host.target ?? '').elements) {
    watchContent(target);
    contentWatchOf(target.ownerDocument).seen.add(target);
  }
}
