import { transportsOf, type ResolvedSettings } from '../resolve-settings.js';
import type { LinkOpener } from './link.js';
import { loadSharedLink } from './load-shared-link.js';
import { SocketLink } from './socket-link.js';

/**
 * Prepares one attempt at a connection.
 *
 * @param session null = nobody is signed in
 * @param attempts how many failed before
 * @returns opens the link; `problem` says why it is not shared although the page wants that, and is empty otherwise
 */
export async function prepareLink(
  settings: ResolvedSettings,
  session: string | null,
  attempts: number,
  page: { view: Window; origin: string },
): Promise<{ open: LinkOpener; problem: string }> {
  const transports = transportsOf(settings, attempts);
  const openSocket: LinkOpener = (events) =>
    new SocketLink({ settings, transports, session, origin: page.origin }, events);
  if (settings.share !== 'browser') return { open: openSocket, problem: '' };
  return loadSharedLink(settings, session, { ...page, openSocket });
}
