import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../refusal.js';
import type { Session } from '../sessions/session-store.js';
import { addressOf, appFor, read } from './requests.js';
import type { HttpServices } from './http-services.js';

const login = z.object({
  appID: z.string(),
  username: z.string().min(1).max(256),
  password: z.string().min(1).max(1024),
});
const sessionQuery = z.object({ appID: z.string(), sessionID: z.string() });

/** How many times as often somebody may sign in where all people have one address. */
const MANY_PEOPLE = 10;

/** Login, check and logout. */
export function addAuthenticationRoutes(http: FastifyInstance, services: HttpServices): void {
  const { settings, loginGuard, sessionGuard, metrics } = services;
  const limit = {
    // Behind a proxy that nobody named all people have one address.
    max: (request: FastifyRequest) =>
      settings.limits.loginsPerMinute * (addressOf(request, services).isClients ? 1 : MANY_PEOPLE),
    timeWindow: 60_000,
    keyGenerator: (request: FastifyRequest) => addressOf(request, services).limitKey,
  };

  http.post('/:version(^v[456]$)/auth', { config: { rateLimit: limit } }, async (request) => {
    const { appID, username, password } = read(login, withQuery(request.query, request.body), 'The body');
    const app = appFor(request, services, appID);
    const attempt = { appId: app.id, username, address: addressOf(request, services).limitKey };
    await loginGuard.reserve(attempt);
    const version = app.accounts.versionOf(username);
    const user = await app.accounts.verify(username, password);
    // The configuration may have changed while the password was checked.
    const isRight = user !== null && app.accounts.versionOf(username) === version;
    metrics.logins.inc({ app: app.id, outcome: isRight ? 'right' : 'wrong' });
    if (!isRight) throw new Refusal(401, 'The user name or the password is wrong.');
    await loginGuard.succeeded(attempt);
    return { result: tokenOf(await app.sessions.create(user, app.settings.sessionLifetime)) };
  });

  http.get('/:version(^v[456]$)/auth/check', async (request) => {
    const { appID, sessionID } = read(sessionQuery, request.query, 'The query');
    const app = appFor(request, services, appID);
    const session = await sessionGuard.find(app, sessionID, addressOf(request, services));
    return { result: { result: session !== null, token: session && tokenOf(session) } };
  });

  http.get('/:version(^v[456]$)/auth/logout', async (request) => {
    const { appID, sessionID } = read(sessionQuery, request.query, 'The query');
    await appFor(request, services, appID).sessions.logOut(sessionID);
    return { result: true };
  });
}

/** The body, with the app id of the query where the body has none. */
function withQuery(query: unknown, body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const { appID } = query as { appID?: unknown };
  return { appID, ...body };
}

function tokenOf({ id, user }: Session): { token: string; username: string; role: string } {
  return { token: id, username: user.id, role: user.role };
}
