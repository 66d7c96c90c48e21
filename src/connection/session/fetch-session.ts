import { readPath } from '../../data/path.js';
import { presentId } from './read-session.js';

/** How long the answer may take, in milliseconds. */
const TIMEOUT = 10_000;

/**
 * Asks an address of the site for the session id, with cookies.
 *
 * @param src address, relative to the page
 * @param path where the session id is in the JSON of the answer
 * @returns null where nobody is signed in: the answer has no session id, or is 401, 403 or 404
 * @throws Error where it cannot be told who is signed in: no answer, another error, no JSON
 */
export async function fetchSession(src: string, path: string, view: Window): Promise<string | null> {
  const response = await fetch(new URL(src, view.document.baseURI), {
    credentials: 'include',
    cache: 'no-store',
    headers: { Accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if ([401, 403, 404].includes(response.status)) return null;
  if (!response.ok) throw new Error(`session-src answered ${response.status}`);
  // The browser's own words quote the answer, which may be the session id.
  const answer: unknown = await response.json().catch(() => {
    throw new Error('session-src did not answer with JSON');
  });
  return presentId(readPath(answer, path));
}
