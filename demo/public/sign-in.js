/** Signing in and out, and calls to the back end: what the pages of the demo share. */
const { sessionKey = 'localStorage:sid' } = document.querySelector('script[data-app-id]').dataset;
const SESSION = sessionKey.slice(sessionKey.indexOf(':') + 1);

/** The session id; empty = nobody is signed in. */
export const session = () => localStorage.getItem(SESSION) ?? '';

/** @throws Error with the sentence of the back end */
export async function call(path, { query = {}, body } = {}) {
  const given = new URLSearchParams({ appID: 'demo', ...query });
  const init = body && {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
  const response = await fetch(`/good/api/${path}?${given}`, init);
  const result = await response.json();
  if (!response.ok) throw new Error(result.error);
  return result;
}

/** Signs in a user of the demo, whose password is the name; empty = signs out. */
export async function signIn(username) {
  const former = session();
  localStorage.removeItem(SESSION);
  if (former) await call('v4/auth/logout', { query: { sessionID: former } });
  if (username) {
    const { result } = await call('v5/auth', {
      body: { appID: 'demo', provider: 'rest', username, password: username },
    });
    localStorage.setItem(SESSION, result.token);
  }
  dxRealtime.checkSession();
}

async function whoAmI() {
  const sessionID = session();
  if (!sessionID) return '';
  const { result } = await call('v4/auth/check', { query: { sessionID } });
  if (!result.result) localStorage.removeItem(SESSION);
  return result.result ? result.token.username : '';
}

/**
 * Makes the select in the bar work.
 *
 * @param {{ changed?: (name: string) => void, failed?: (sentence: string) => void }} on `changed` is called with who
 *   is signed in, empty = nobody: at first and after every change
 */
export function startSignIn({ changed = () => undefined, failed = () => undefined } = {}) {
  const user = document.querySelector('#user');
  user.addEventListener('change', () => {
    changed(user.value);
    signIn(user.value).catch((error) => failed(error.message));
  });
  const known = (name) => {
    user.value = name;
    changed(name);
  };
  whoAmI().then(known, () => known(''));
}
