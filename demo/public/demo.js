/** The page's own code: signing in, submitting the form, showing the state. Refreshing and alerting need none. */
const SESSION = 'sid';
const user = document.querySelector('#user');
const order = document.querySelector('#order');
const answer = document.querySelector('#answer');
const live = document.querySelector('#live');

const NAMES = {
  live: 'Live',
  connecting: 'Connecting',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  unauthorised: 'Session ended',
};

function showState({ state }) {
  live.dataset.state = state;
  live.textContent = NAMES[state] ?? 'Not connected';
}

async function call(path, { query = {}, body } = {}) {
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

async function signIn(username) {
  const former = localStorage.getItem(SESSION);
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
  const sessionID = localStorage.getItem(SESSION);
  if (!sessionID) return '';
  const { result } = await call('v4/auth/check', { query: { sessionID } });
  if (!result.result) localStorage.removeItem(SESSION);
  return result.result ? result.token.username : '';
}

function say(text, kind) {
  answer.textContent = text;
  answer.dataset.kind = kind;
}

user.addEventListener('change', () => {
  say('', '');
  signIn(user.value).catch((error) => say(error.message, 'problem'));
});

order.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = order.querySelector('button');
  button.disabled = true;
  try {
    const { payload } = await call('v5/data/orders/create', {
      query: { sessionID: localStorage.getItem(SESSION) ?? '' },
      body: Object.fromEntries(new FormData(order)),
    });
    say(payload[0].text, payload[0].accepted ? 'done' : 'problem');
  } catch (error) {
    say(error.message, 'problem');
  } finally {
    button.disabled = false;
  }
});

// The order is in the list now: what was said about it is over.
document.addEventListener('dx-refreshed', () => say('', ''));

const connection = document.querySelector('dx-connection');
connection.addEventListener('dx-connection-change', ({ detail }) => showState(detail));
showState(connection);
whoAmI().then(
  (name) => (user.value = name),
  () => (user.value = ''),
);
