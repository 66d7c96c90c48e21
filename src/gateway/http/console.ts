import { fileURLToPath } from 'node:url';
import serveFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { socketsOfApp } from '../sockets/rooms.js';
import type { GatewaySocket } from '../sockets/types.js';
import type { HttpServices } from './http-services.js';

/** How many connections `/console/connections` lists; it counts them all, also those of other nodes. */
const MAX_ROWS = 200;

const HEADERS = {
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The console page at `/console` and what it asks for. The page holds nothing that its viewer lacks a key for. */
export async function addConsole(http: FastifyInstance, services: HttpServices): Promise<void> {
  const { pushKeys, sockets, others, scheduler } = services;
  await http.register(async (scope) => {
    await scope.register(serveFiles, {
      root: fileURLToPath(new URL('../console/', import.meta.url)),
      prefix: '/console/',
      index: false,
      cacheControl: false,
    });
    scope.addHook('onSend', async (_request, reply) => {
      reply.headers(HEADERS);
    });
    scope.get('/console', (_request, reply) => reply.sendFile('console.html'));
    scope.get('/console/connections', async (request) => {
      const app = pushKeys.holderOf(request);
      const connected = socketsOfApp(sockets, app.id);
      return {
        app: app.id,
        connections: connected.slice(0, MAX_ROWS).map(rowOf),
        onThisNode: connected.length,
        total: connected.length + others.connections(app.id),
        nodes: others.count() + 1,
        // Null where the store does not answer: what is connected is shown all the same.
        scheduled: await scheduler.waiting(app).catch(() => null),
      };
    });
  });
}

function rowOf(socket: GatewaySocket) {
  const { session, since, address, tracked } = socket.data;
  const user = session?.user.id ?? null;
  return { id: socket.id, user, since, address, optedIn: tracked, transport: socket.conn.transport.name };
}
