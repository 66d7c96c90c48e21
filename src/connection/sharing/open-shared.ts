import type { LinkOpener } from '../transport/link.js';
import { digestOf } from '../../data/hash.js';
import { appKey, type ResolvedSettings } from '../resolve-settings.js';
import { TAB_MESSAGE_VERSION } from './tab-message.js';
import { SharedLink, type SharedLinkOptions } from './shared-link.js';

/** Says why a page cannot share its connection; null where it can. */
export async function sharingProblem({ navigator, isSecureContext }: Window): Promise<string | null> {
  if (!isSecureContext) return 'the page is not on https';
  if (!('locks' in navigator)) return 'the browser has no Web Locks';
  if (typeof BroadcastChannel === 'undefined') return 'the browser has no BroadcastChannel';
  // In a sandboxed frame, or where storage is blocked, they are there and refuse: nobody would ever lead.
  return navigator.locks.query().then(
    () => null,
    () => 'the browser does not let this page use Web Locks',
  );
}

/**
 * Names what tabs share. Another person is another name; the session id itself is not in it, since the name can be
 * read by anything on the site.
 */
async function nameOfShared(settings: ResolvedSettings, session: string | null): Promise<string> {
  const { withCredentials } = settings;
  const named = await digestOf(JSON.stringify([appKey(settings), session, withCredentials]));
  return `dx-realtime ${TAB_MESSAGE_VERSION} ${named}`;
}

/**
 * @param session null = nobody is signed in
 * @returns opens the link
 */
export async function prepareShared(
  settings: ResolvedSettings,
  session: string | null,
  page: Omit<SharedLinkOptions, 'name'>,
): Promise<LinkOpener> {
  const name = await nameOfShared(settings, session);
  return (events) => new SharedLink({ ...page, name }, events);
}
