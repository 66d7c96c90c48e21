import { setTimeout as delay } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { PACKET, type RefusalData } from '../../protocol.js';
import { ok, PATIENCE, skipped, wrong, type Finding, type Patient } from './finding.js';
import { ask } from './http-checks.js';

type Transport = 'websocket' | 'polling';

/** A connection, or why there is none. */
interface Attempt {
  socket: Socket;
  /** Milliseconds until it was there. */
  took: number;
  error: (Error & { data?: RefusalData; description?: unknown }) | null;
  /** The first packet of a gateway with replay; null = there is none. */
  hello: Promise<unknown>;
}

/** What comes first with an event; null after 10 s. A socket that is closed tells nobody. */
function heard(
  socket: Socket,
  eventName: string,
  fits: (given: unknown) => boolean = () => true,
): Promise<unknown> {
  const came = new Promise((resolve) => {
    socket.on(eventName, (given: unknown) => {
      if (fits(given)) resolve(given);
    });
  });
  return Promise.race([came, elapsed(PATIENCE).then(() => null)]);
}

/** Does not keep the process alive. */
const elapsed = (milliseconds: number): Promise<void> => delay(milliseconds, undefined, { ref: false });

/** Connects as a page does; whoever calls closes the socket. */
async function connect({ url, appId, sessionId, origin }: Patient, transport: Transport): Promise<Attempt> {
  const started = performance.now();
  const socket = io(url.origin, {
    transports: [transport],
    query: { dx: '1' },
    auth: { app_id: appId ?? '', session_id: sessionId ?? '' },
    extraHeaders: origin === undefined ? {} : { Origin: origin },
    reconnection: false,
    forceNew: true,
    timeout: PATIENCE,
  });
  const hello = heard(socket, PACKET.hello);
  const error = await Promise.race([
    heard(socket, 'connect').then(() =>
      socket.connected ? null : new Error('it does not answer within 10 s'),
    ),
    heard(socket, 'connect_error') as Promise<Attempt['error']>,
  ]);
  return { socket, took: Math.round(performance.now() - started), error, hello };
}

const NAMES = { websocket: 'WebSocket', polling: 'Long polling' };

const TRANSPORT_ADVICE = {
  websocket:
    'The proxy in front does not pass the upgrade on. nginx: proxy_http_version 1.1; proxy_set_header Upgrade ' +
    '$http_upgrade; proxy_set_header Connection "upgrade". Pages work all the same, by long polling, slower.',
  polling:
    'Several gateways behind one address need sticky sessions for long polling; and the proxy must pass on /socket.io/ ' +
    'with its query. Pages that get a WebSocket do not notice.',
};

/** Does a transport work? A refusal by the app is an answer, too: the line is there. */
export async function checkTransport(patient: Patient, transport: Transport): Promise<Finding> {
  const { socket, took, error } = await connect(patient, transport);
  socket.close();
  const name = NAMES[transport];
  if (error === null) return ok(`${name} connects, in ${took} ms.`);
  if (error.data?.code !== undefined) return ok(`${name} reaches the gateway.`);
  if (refusedOrigin(error)) {
    return wrong(
      `${name} is refused for pages of ${patient.origin ?? 'this origin'}.`,
      'Add the origin to "allowedOrigins" of the app.',
    );
  }
  return wrong(`${name} does not connect: ${error.message}.`, TRANSPORT_ADVICE[transport]);
}

/** Refused before a socket exists: HTTP 403. */
function refusedOrigin({ message, description }: Error & { description?: unknown }): boolean {
  const seen = description as { message?: string } | number | undefined;
  return seen === 403 || /403/.test(typeof seen === 'object' ? (seen.message ?? '') : message);
}

const REFUSALS: Readonly<Record<RefusalData['code'], string>> = {
  'unknown-app': 'Give the "id" of an app in the configuration with --app.',
  unauthorised:
    'Sign in and give the session (DX_SESSION or --session-file), or let the app have "anonymous": true.',
  'foreign-origin': 'Add the origin to "allowedOrigins" of the app.',
  limit: 'Raise "limits" in the configuration, or find out who opens so many connections; the log says more.',
};

/** Is this app, with this session, let in, and does it get offsets and replay? */
export async function checkAdmission(patient: Patient): Promise<Finding> {
  if (patient.appId === undefined) return skipped('Give --app to check who is let in.');
  const { socket, error, hello } = await connectAnyhow(patient);
  const code = error?.data?.code;
  if (code !== undefined) {
    socket.close();
    return wrong(`The app does not let the page in: ${error!.message}`, REFUSALS[code]);
  }
  if (error !== null) return skipped('There is no connection.');
  const given = await hello;
  socket.close();
  const who = patient.sessionId === undefined ? 'Whoever is not signed in' : 'The person of the session';
  return given === null
    ? ok(`${who} is let in, by a server without replay: what is pushed during a gap is not sent again.`)
    : ok(`${who} is let in, with replay after gaps.`);
}

/** Connects by WebSocket, else by long polling; whoever calls closes the socket. */
export async function connectAnyhow(patient: Patient): Promise<Attempt> {
  const first = await connect(patient, 'websocket');
  if (first.error === null || first.error.data !== undefined) return first;
  first.socket.close();
  return connect(patient, 'polling');
}

/** Pushes an event and waits for it on a connection. */
export async function checkRoundTrip(patient: Patient): Promise<Finding> {
  const { url, pushKey, appId } = patient;
  if (pushKey === undefined || appId === undefined) {
    return skipped('Give --app, and DX_PUSH_KEY or --key-file, to send a message through.');
  }
  const { socket, error } = await connectAnyhow(patient);
  if (error !== null) {
    socket.close();
    return skipped('There is no connection to send a message through.');
  }
  const mark = `doctor ${Math.random()}`;
  const came = heard(socket, 'dx-doctor', (message) => message === mark);
  const started = performance.now();
  const userID = (await userOf(patient)) ?? '*';
  const response = await ask(new URL('/push', url), {
    method: 'POST',
    headers: { Authorization: `Bearer ${pushKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ userID, eventName: 'dx-doctor', message: mark, ttl: 1 }),
  });
  const { error: refusal = '' } = (await response.json().catch(() => ({}))) as { error?: string };
  const isThere = response.status === 202 && (await came) !== null;
  socket.close();
  if (isThere) return ok(`A message takes ${Math.round(performance.now() - started)} ms from push to page.`);
  return response.status === 202
    ? wrong(
        'The push was taken, but did not come within 10 s.',
        `Is the push key that of the app "${appId}"? With several gateways: do they share a Redis (--redis)?`,
      )
    : wrong(
        `The push was refused (${response.status}). ${refusal}`,
        'Check the key, and that /push is passed on.',
      );
}

/** Whose session it is, so that only that person's pages hear the test; undefined = nobody's. */
async function userOf({ url, appId, sessionId }: Patient): Promise<string | undefined> {
  if (appId === undefined || sessionId === undefined) return undefined;
  const query = new URLSearchParams({ appID: appId, sessionID: sessionId });
  const response = await ask(new URL(`/good/api/v5/auth/check?${query}`, url));
  const body = (await response.json()) as { result?: { token: { username: string } | null } };
  return body.result?.token?.username;
}
