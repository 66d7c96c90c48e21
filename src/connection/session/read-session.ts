import { warnOnce } from '../../warn.js';

/** Sources that a session id can be read from, each given the page's window and the name after the colon. */
const SOURCES = new Map<string, (view: Window, name: string) => string | null>([
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
 * Reads the session id of the person who is signed in, or another id that a page keeps in one of these.
 *
 * A storage that the browser forbids counts as "nobody is signed in" and is told once.
 *
 * @param key source and name: `localStorage:sid`
 * @param view the page's window
 * @param attribute names the setting in warnings
 * @returns null where there is none
 */
export function readSession(key: string, view: Window, attribute = 'session-key'): string | null {
  const colon = key.indexOf(':');
  const read = SOURCES.get(key.slice(0, colon));
  const name = key.slice(colon + 1);
  if (read === undefined || name === '') {
    warnOnce(
      `${attribute}="${key}" must be localStorage:, sessionStorage:, cookie: or meta: and a name; nobody counts as signed in`,
    );
    return null;
  }
  try {
    return presentId(read(view, name));
  } catch {
    warnOnce(`${attribute}="${key}": the browser does not let this page read it; nobody counts as signed in`);
    return null;
  }
}

/** Nothing, blank, and what scripts store for "nobody" by mistake, `"null"` and `"undefined"`, are no id. */
export function presentId(id: unknown): string | null {
  if (typeof id !== 'string') return null;
  return ['', 'null', 'undefined'].includes(id.trim()) ? null : id;
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
