import type { IncomingMessage, ServerResponse } from 'node:http';
import { NOT_MY_NAME } from '../http/host-guard.js';
import { KeyedBuckets } from '../keyed-buckets.js';
import { noteUpgrade } from './forget-request.js';
import { mostPerAddress } from './connection-slots.js';
import type { SocketServices } from './socket-services.js';
import type { GatewayServer } from './types.js';

type EngineRequest = IncomingMessage & { _query?: Record<string, string> };

/** What is decided about an Engine.IO request before it reaches Socket.IO. */
export interface RequestFacts {
  headers: IncomingMessage['headers'];
  query: Readonly<Record<string, string | undefined>>;
  /** `Origin` of the handshake of the connection that the request continues; null = the request is a handshake. */
  handshake: { origin: string | undefined } | null;
  /** Whether some app takes the origin of the request. */
  isAllowed: boolean;
}

/**
 * Says why a request cannot come from a page that opened a connection by `fetch`, XMLHttpRequest or WebSocket.
 *
 * Other ways need no leave of the gateway and send no `Origin`: scripts (JSONP), pictures, frames, links. A page could
 * open a connection by one and use it by another, so each request is looked at, not only the first.
 *
 * @returns a sentence, or null where nothing is wrong
 */
export function requestProblem({ headers, query, handshake, isAllowed }: RequestFacts): string | null {
  if (query.j !== undefined) return 'JSONP is not served.';
  if (!isByScript(headers)) {
    return 'This address is for connections of scripts; it is no page, picture or script.';
  }
  const { origin } = headers;
  if (handshake === null)
    return origin === undefined && !isAllowed ? 'A page of another site must say its origin.' : null;
  // A page of the own host sends no origin with a GET, but with a POST and an upgrade.
  const isSame = origin === handshake.origin || (handshake.origin === undefined && isAllowed);
  return isSame ? null : 'The connection was opened by a page of another origin.';
}

/** Browsers say what a request is for; programs say nothing. */
function isByScript(headers: RequestFacts['headers']): boolean {
  const destination = headers['sec-fetch-dest'] ?? 'empty';
  const isScripts = destination === 'empty' || destination === 'websocket';
  return isScripts && !['navigate', 'no-cors'].includes(headers['sec-fetch-mode'] ?? '');
}

const TOO_MANY = 'There were too many new connections from this address; try again in a second.';

/** Refuses requests to Socket.IO that no page of an app could have sent, and handshakes that are too many. */
export function guardRequests(server: GatewayServer, services: SocketServices): void {
  const { apps, origins, log, metrics } = services;
  const mayOpen = handshakeLimit(services);
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
    const isAllowed = rules.some((allowed) => origins.allows(headers, allowed));
    const problem = origins.isReboundName(headers.host, rules)
      ? NOT_MY_NAME
      : requestProblem({ headers, query, handshake, isAllowed });
    if (problem !== null) {
      log.info({ origin: headers.origin, host: headers.host, problem }, 'a request to Socket.IO was refused');
      refuse(response, 403, problem);
    } else if (handshake === null && !mayOpen(request)) {
      metrics.refusals.inc({ code: 429 });
      refuse(response, 429, TOO_MANY);
    } else {
      noteUpgrade(request, response);
      next();
    }
  });
}

/** A connection that asks to be admitted late, or never, takes no slot; it costs memory all the same. */
function handshakeLimit({ settings: { limits }, addresses }: SocketServices) {
  const { handshakesPerSecond: rate, connectionsPerApp, connectionsPerAddress } = limits;
  const atOnce = mostPerAddress({ perApp: connectionsPerApp, perAddress: connectionsPerAddress });
  const handshakes = new KeyedBuckets(rate, Math.max(rate, atOnce));
  return ({ socket, headers }: IncomingMessage): boolean => {
    const { limitKey, isClients } = addresses.of(socket.remoteAddress ?? '', headers);
    return !isClients || handshakes.take(limitKey);
  };
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: sentence }));
}
