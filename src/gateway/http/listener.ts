import dns from 'node:dns';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Listens on all addresses of a name, as `localhost` has two. The HTTP server has one of them; each of the others hands its
 * connections over to it, so that what is attached to the server, Socket.IO, is at all of them.
 */
export class Listener {
  readonly #http: FastifyInstance;
  readonly #others: Server[] = [];

  constructor(http: FastifyInstance) {
    this.#http = http;
  }

  /**
   * @param host a name or an IP address
   * @returns the URL. Rejects where the first address cannot be had; another one that cannot is a line in the log.
   */
  async listen(port: number, host: string): Promise<string> {
    const [first, ...others] = await addressesOf(host);
    const url = await this.#http.listen({ port, host: first });
    for (const address of others) await this.#listenToo(Number(new URL(url).port || 80), address);
    return url;
  }

  /** Takes no connections any more at the other addresses. Those that are open belong to the HTTP server. */
  close(): void {
    for (const server of this.#others) server.close();
  }

  async #listenToo(port: number, host: string): Promise<void> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
      this.#http.server.emit('connection', socket),
    );
    try {
      await once(server.listen({ port, host }), 'listening');
      this.#others.push(server);
    } catch (error) {
      this.#http.log.warn({ err: error, host, port }, 'the gateway does not listen on one of its addresses');
    }
  }
}

/** IPv4 first. Rejects where the name is unknown. */
function addressesOf(host: string): Promise<[string, ...string[]]> {
  return new Promise((resolve, reject) => {
    dns.lookup(host, { all: true, verbatim: false }, (error, found) => {
      if (error) reject(error);
      else resolve([...new Set(found.map(({ address }) => address))] as [string, ...string[]]);
    });
  });
}
