import type { IncomingMessage } from 'node:http';
import { originHeadersOf } from '../origins.js';
import type { GatewaySocket } from './types.js';

/** What stands for the answer to a WebSocket's request: Engine.IO keeps it, and the request with it. */
interface UpgradeResponse {
  req?: unknown;
}

const responses = new WeakMap<object, UpgradeResponse>();

/** Remembers what holds the request of a WebSocket. */
export function noteUpgrade(request: Pick<IncomingMessage, 'headers'>, response: UpgradeResponse): void {
  if (request.headers.upgrade !== undefined) responses.set(request, response);
}

/**
 * Socket.IO keeps the request that opened a connection, with all headers that a browser sends, for as long as the connection
 * lives. Only what tells pages apart is read later.
 */
export function forgetRequest({ conn, handshake }: GatewaySocket): void {
  const connection = conn as unknown as { request: object };
  const response = responses.get(connection.request);
  if (response !== undefined) response.req = undefined;
  const headers = originHeadersOf(handshake.headers);
  // Socket.IO reads these where a client asks to connect once more over the same connection.
  connection.request = {
    headers,
    _query: handshake.query,
    connection: { encrypted: handshake.secure },
    url: '',
  };
  handshake.headers = headers;
  handshake.url = '';
}
