import { warnOnce } from '../../warn.js';

/** Places a session id can be read from, each given the page's window and the name after the colon. */
const PLACES = new Map<string, (view: Window, name: string) => string | null>([
  ['localStorage', (view, name) => view.localStorage.getItem(name)],
  ['sessionStorage', (view, name) => view.sessionStorage.getItem(name)],
  ['cookie', (view, name) => readCookie(view.document.cookie, name)],
  [
    'meta',
    (view, name) =>
      view.document.querySelector(`meta[name="${CSS.escape(name)}"]`)?.getAttribute('content') ?? null,
  ],
]);

/**
 * Reads the session id of the person who is signed in.
 *
 * A storage that the browser forbids counts as "nobody is signed in" and is told once.
 *
 * @param sessionKey place and name: `localStorage:sid`
 * @param view the page's window
 * @returns null where there is none
 */
export function readSession(sessionKey: string, view: Window): string | null {
  const colon = sessionKey.indexOf(':');
  const read = PLACES.get(sessionKey.slice(0, colon));
  const name = sessionKey.slice(colon + 1);
  if (read === undefined || name === '') {
    warnOnce(
      `session-key="${sessionKey}" must be localStorage:, sessionStorage:, cookie: or meta: and a name; nobody counts as signed in`,
    );
    return null;
  }
  try {
    return read(view, name) || null;
  } catch {
    warnOnce(
      `session-key="${sessionKey}": the browser does not let this page read it; nobody counts as signed in`,
    );
    return null;
  }
}

function readCookie(cookies: string, name: string): string | null {
  for (const cookie of cookies.split('; ')) {
    const equals = cookie.indexOf('=');
    if (cookie.slice(0, equals) !== name) continue;
    const value = cookie.slice(equals + 1);
    try {
      return decodeURIComponent(value);
    } catch {
      return value;
    }
  }
  return null;
}
