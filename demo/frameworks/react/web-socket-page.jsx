import { useState } from 'react';
import { useConnection, useMessages } from 'dx-realtime/react';
import { signedInAs, signIn, signOut } from './session.js';

/** Login, whether the page is connected, and the history of any event. */
export function WebSocketPage() {
  const [user, setUser] = useState(signedInAs);
  const { state } = useConnection();
  const messages = useMessages('*');
  return (
    <>
      <h1>WebSocket page</h1>
      {user ? <SignedIn user={user} setUser={setUser} /> : <Login setUser={setUser} />}
      <p>
        Is connected: <b id="connected">{state === 'live' ? 'yes' : 'no'}</b>
      </p>
      <ol id="history">
        {messages.map(({ eventName, data }, index) => (
          <li key={index}>
            {eventName}: <code>{JSON.stringify(data)}</code>
          </li>
        ))}
      </ol>
      <dx-alert-toast event-name="alert" />
    </>
  );
}

function SignedIn({ user, setUser }) {
  const leave = async () => {
    setUser('');
    await signOut();
  };
  return (
    <p>
      Signed in as <b>{user}</b> <button onClick={leave}>Sign out</button>
    </p>
  );
}

function Login({ setUser }) {
  const [problem, setProblem] = useState('');
  const submit = async (event) => {
    event.preventDefault();
    const { username, password } = Object.fromEntries(new FormData(event.target));
    try {
      await signIn(username, password);
      setUser(username);
    } catch (error) {
      setProblem(error.message);
    }
  };
  return (
    <form onSubmit={submit}>
      <label>
        User
        <input name="username" defaultValue="testUser" required />
      </label>
      <label>
        Password
        <input
          name="password"
          type="password"
          autoComplete="current-password"
          defaultValue="testUser"
          required
        />
      </label>
      <button>Sign in</button>
      <span role="alert">{problem}</span>
    </form>
  );
}
