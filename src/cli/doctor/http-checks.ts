import { ok, PATIENCE, skipped, wrong, type Finding, type Patient } from './finding.js';

/** Asks; a redirect is an answer of its own, since browsers do not follow one on a preflight. */
export function ask(url: URL, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE), ...init });
}

/** What the codes of failed connections mean, and what helps. */
const CONNECTING: Readonly<Record<string, [sentence: string, advice: string]>> = {
  ENOTFOUND: ['The name of the server is unknown.', 'Check the spelling, and the DNS entry of the name.'],
  ECONNREFUSED: [
    'Nothing listens at this address.',
    'Start the gateway, and check the port. It listens on 127.0.0.1 only, unless --host says otherwise.',
  ],
  CERT_HAS_EXPIRED: ['The certificate has expired.', 'Renew the certificate of the proxy in front.'],
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    'The certificate is signed by itself, so that browsers refuse it.',
    'Use a certificate of a public authority, such as Let’s Encrypt.',
  ],
  ERR_SSL_WRONG_VERSION_NUMBER: [
    'The server does not speak TLS at this port.',
    'Use http:// for the gateway itself; TLS belongs to the proxy in front of it.',
  ],
  TimeoutError: ['The server does not answer within 10 s.', 'Check firewalls between here and the server.'],
};

/** Says why a request got no answer. */
export function explainFailure(error: unknown): Finding {
  const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  const [sentence, advice] = CONNECTING[cause?.code ?? ''] ??
    CONNECTING[name] ?? [
      `The server cannot be reached: ${cause?.message ?? message}.`,
      'Check the address, and whether the server runs.',
    ];
  return wrong(sentence, advice);
}

/** `/healthz`: does a gateway answer here at all? */
export async function checkHealth({ url }: Patient): Promise<Finding> {
  const response = await ask(new URL('/healthz', url));
  const body = (await response.json().catch(() => null)) as { alive?: boolean } | null;
  if (response.status === 200 && body?.alive) return ok('The gateway is up.');
  if (response.status >= 300 && response.status < 400) {
    const target = response.headers.get('location') ?? 'somewhere else';
    return wrong(`The address redirects to ${target}.`, 'Use that address; Socket.IO follows no redirect.');
  }
  if (response.status >= 502 && response.status <= 504) {
    return wrong(
      `The proxy answers ${response.status}: it does not reach the gateway.`,
      'Start the gateway, and check the address of it in the proxy.',
    );
  }
  return wrong(
    `What answers here (${response.status}) is no gateway of this package.`,
    'Check the address. A stock Directual endpoint has no /healthz: the checks of connections hold for it all the same.',
  );
}

/** `/readyz`: can it answer now? */
export async function checkReadiness({ url }: Patient): Promise<Finding> {
  const { status } = await ask(new URL('/readyz', url));
  if (status === 200) return ok('The gateway is ready.');
  if (status === 503) {
    return wrong(
      'The gateway is up, but not ready: Redis is unreachable, or it is shutting down.',
      'Check Redis and --redis; the log of the gateway says which.',
    );
  }
  return skipped(`/readyz answers ${status}.`);
}

/** Engine.IO says at the first request whether it speaks this version. */
export async function checkVersion({ url }: Patient): Promise<Finding> {
  const response = await ask(new URL('/socket.io/?EIO=4&transport=polling', url));
  const text = await response.text();
  if (text.startsWith('0{')) return ok('Socket.IO speaks version 4 of its protocol, as the pages do.');
  if (/"code":5/.test(text)) {
    return wrong(
      'The Socket.IO server is too old.',
      'It must be version 3 or newer; the pages use version 4.',
    );
  }
  return wrong(
    `There is no Socket.IO at /socket.io/ (${response.status}).`,
    'Let the proxy pass /socket.io/ on to the gateway, with its query, and without a page of its own.',
  );
}

/** Do pages of another origin get their answers? */
export async function checkCors(patient: Patient): Promise<Finding> {
  const { url, origin, appId } = patient;
  if (origin === undefined) return skipped('Give --origin, the origin of your pages, to check CORS.');
  const headers = { Origin: origin };
  const preflight = await ask(new URL('/good/api/v5/auth', url), {
    method: 'OPTIONS',
    headers: {
      ...headers,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'content-type',
    },
  });
  const allowed = preflight.headers.get('access-control-allow-origin');
  if (allowed !== origin && allowed !== '*') {
    return wrong(
      `Browsers may not ask from ${origin}: the answer to their preflight does not allow it.`,
      `Add "${origin}" to "allowedOrigins" of the app. If it is there, the proxy answers OPTIONS or drops the headers.`,
    );
  }
  if (appId === undefined) return ok(`Some app takes requests from ${origin}; give --app to check one.`);
  const query = new URLSearchParams({ appID: appId, sessionID: patient.sessionId ?? 'none' });
  const response = await ask(new URL(`/good/api/v5/auth/check?${query}`, url), { headers });
  return response.status === 403
    ? wrong(
        `The app "${appId}" refuses ${origin}; another app of the gateway allows it.`,
        `Add it to "allowedOrigins" of "${appId}".`,
      )
    : ok(`Pages of ${origin} get answers.`);
}

/** Is the session good? */
export async function checkSession({ url, appId, sessionId, origin }: Patient): Promise<Finding> {
  if (appId === undefined) return skipped('Give --app, the id of the app, to check sessions.');
  const query = new URLSearchParams({ appID: appId, sessionID: sessionId ?? 'none' });
  const headers = origin === undefined ? {} : { Origin: origin };
  const response = await ask(new URL(`/good/api/v5/auth/check?${query}`, url), { headers });
  if (response.status === 404) {
    return wrong(
      `The gateway has no app "${appId}".`,
      'Use the "id" of an app in the configuration, exactly.',
    );
  }
  if (sessionId === undefined) return skipped('Set DX_SESSION or give --session-file to check a session.');
  const body = (await response.json().catch(() => null)) as AuthAnswer | null;
  if (body?.result?.result) return ok(`The session is that of "${body.result.token.username}".`);
  return wrong(
    'The session is unknown or has ended.',
    'Sign in again. With several gateways: do they share a Redis? Without one each has sessions of its own.',
  );
}

interface AuthAnswer {
  result?: { result: boolean; token: { username: string } };
}
