import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

type Upgrade = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

/** Headers that offer another protocol. A server that does not know it answers as if they were not there (RFC 9110). */
const OFFERS = new Set(['upgrade', 'http2-settings', 'connection']);

/**
 * Answers requests that offer another protocol than WebSocket over HTTP/1.1, as servers do that know no upgrade: the HTTP
 * client of Java and `curl --http2` offer `h2c` with every plain request.
 *
 * Node hands such a request over without its body and answers nothing. It is given back to the server as a connection of
 * its own, without the offer.
 *
 * @param path where WebSockets are taken, such as `/socket.io/`
 */
export function answerPlainRequests(server: Server, path: string): void {
  const taken = server.listeners('upgrade') as Upgrade[];
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const isWebSocket = /^websocket$/i.test(request.headers.upgrade ?? '');
    if (isWebSocket && request.url!.startsWith(path)) {
      for (const take of taken) take(request, socket, head);
      return;
    }
    // A site that embeds the gateway may have WebSockets of its own at other addresses.
    if (isWebSocket && server.listenerCount('upgrade') > 1) return;
    socket.unshift(Buffer.concat([headOf(request), head]));
    server.emit('connection', socket);
  });
}

/** The request as it came, without its offer. */
function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (!OFFERS.has(rawHeaders[index]!.toLowerCase()))
      lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}
