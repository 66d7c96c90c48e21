import { checkSession } from 'dx-realtime';

const SESSION = 'sid';

/** @returns who signed in last in this browser; empty = nobody */
export const signedInAs = () => (localStorage.getItem(SESSION) ? (localStorage.getItem('user') ?? '') : '');

/** @throws Error with the sentence of the back end */
export async function signIn(username, password) {
  const response = await fetch('/good/api/v5/auth?appID=demo', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ appID: 'demo', provider: 'rest', username, password }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? 'The sign-in failed.');
  localStorage.setItem(SESSION, answer.result.token);
  localStorage.setItem('user', username);
  checkSession();
}

export async function signOut() {
  const sessionID = localStorage.getItem(SESSION);
  localStorage.removeItem(SESSION);
  localStorage.removeItem('user');
  checkSession();
  await fetch(`/good/api/v4/auth/logout?${new URLSearchParams({ appID: 'demo', sessionID })}`);
}
