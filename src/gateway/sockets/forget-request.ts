import { originHeadersOf } from '../origins.js';
import type { GatewaySocket } from './types.js';

/**
 * Socket.IO keeps the request that opened a connection, with its parser's buffers and all headers that a browser sends, for as
 * long as the connection lives. Only what tells pages apart is read later.
 */
export function forgetRequest({ conn, handshake }: GatewaySocket): void {
  const headers = originHeadersOf(handshake.headers);
  // Socket.IO reads these where a client asks to connect once more over the same connection.
  const kept = { headers, _query: handshake.query, connection: { encrypted: handshake.secure }, url: '' };
  (conn as unknown as { request: typeof kept }).request = kept;
  handshake.headers = headers;
  handshake.url = '';
}
