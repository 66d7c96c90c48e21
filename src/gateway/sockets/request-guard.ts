import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import type { Apps } from '../apps.js';
import { NOT_MY_NAME } from '../http/host-guard.js';
import type { OriginPolicy } from '../origins.js';
import type { GatewayServer } from './types.js';

type EngineRequest = IncomingMessage & { _query?: Record<string, string> };

/** What is decided about an Engine.IO request before it reaches Socket.IO. */
export interface RequestFacts {
  headers: IncomingMessage['headers'];
  query: Readonly<Record<string, string | undefined>>;
  /** `Origin` of the handshake of the connection that the request continues; null = the request is a handshake. */
  handshake: { origin: string | undefined } | null;
  /** Whether some app takes the origin of the request. */
  isTaken: boolean;
}

/**
 * Says why a request cannot come from a page that opened a connection by `fetch`, XMLHttpRequest or WebSocket.
 *
 * Other ways need no leave of the gateway and send no `Origin`: scripts (JSONP), pictures, frames, links. A page could
 * open a connection by one and use it by another, so each request is looked at, not only the first.
 *
 * @returns a sentence, or null where nothing is wrong
 */
export function requestProblem({ headers, query, handshake, isTaken }: RequestFacts): string | null {
  if (query.j !== undefined) return 'JSONP is not served.';
  if (!isByScript(headers)) {
    return 'This address is for connections of scripts; it is no page, picture or script.';
  }
  const { origin } = headers;
  if (handshake === null)
    return origin === undefined && !isTaken ? 'A page of another site must say its origin.' : null;
  // A page of the own host sends no origin with a GET, but with a POST and an upgrade.
  const isSame = origin === handshake.origin || (handshake.origin === undefined && isTaken);
  return isSame ? null : 'The connection was opened by a page of another origin.';
}

/** Browsers say what a request is for; programs say nothing. */
function isByScript(headers: RequestFacts['headers']): boolean {
  const destination = headers['sec-fetch-dest'] ?? 'empty';
  const isScripts = destination === 'empty' || destination === 'websocket';
  return isScripts && !['navigate', 'no-cors'].includes(headers['sec-fetch-mode'] ?? '');
}

/** Refuses requests to Socket.IO that no page of an app could have sent. */
export function guardRequests(
  server: GatewayServer,
  { apps, origins, log }: { apps: Apps; origins: OriginPolicy; log: FastifyBaseLogger },
): void {
  const { engine } = server as unknown as {
    engine: {
      clients: Record<string, { request: IncomingMessage }>;
      use(middleware: (request: EngineRequest, response: ServerResponse, next: () => void) => void): void;
    };
  };
  engine.use((request, response, next) => {
    const { headers, _query: query = {} } = request;
    const known = query.sid !== undefined && Object.hasOwn(engine.clients, query.sid);
    const handshake = known ? { origin: engine.clients[query.sid!]!.request.headers.origin } : null;
    const rules = Array.from(apps.values(), ({ settings }) => settings.allowedOrigins);
    const isTaken = rules.some((allowed) => origins.allows(headers, allowed));
    const problem = origins.isReboundName(headers.host, rules)
      ? NOT_MY_NAME
      : requestProblem({ headers, query, handshake, isTaken });
    if (problem === null) {
      next();
      return;
    }
    log.info({ origin: headers.origin, host: headers.host, problem }, 'a request to Socket.IO was refused');
    response.writeHead(403, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: problem }));
  });
}
