import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addAuthenticationRoutes } from './authentication.js';
import { mostPerAddress } from '../sockets/connection-slots.js';
import { Refusal } from '../refusal.js';
import { addDataRoutes } from './data.js';
import type { HttpServices } from './http-services.js';
import { RequestSlots } from './request-slots.js';
import { addressOf } from './requests.js';

/** The HTTP interface that the npm client `directual-api` speaks, under `/good/api`. */
export async function addGoodApi(http: FastifyInstance, services: HttpServices): Promise<void> {
  const isAllowed = ({ headers }: FastifyRequest) =>
    Array.from(services.apps.values()).some(({ settings }) =>
      services.origins.allows(headers, settings.allowedOrigins),
    );
  await http.register(
    async (scope) => {
      await scope.register(rateLimit, { global: false });
      // A preflight does not say which app it is for: `appFor` checks the origin again.
      await scope.register(cors, {
        delegator: (request, answer) =>
          answer(null, { origin: isAllowed(request), methods: ['GET', 'POST'] }),
      });
      limitRequests(scope, services);
      // Answers hold session ids and what one person may see.
      scope.addHook('onSend', async (_request, reply) => {
        reply.header('cache-control', 'no-store');
      });
      addAuthenticationRoutes(scope, services);
      addDataRoutes(scope, services);
    },
    { prefix: '/good/api' },
  );
}

/** Who has no key may have as many requests under way as connections: their bodies are read before anybody is known. */
function limitRequests(scope: FastifyInstance, services: HttpServices): void {
  const { connectionsPerApp: perApp, connectionsPerAddress: perAddress } = services.settings.limits;
  const slots = new RequestSlots(mostPerAddress({ perApp, perAddress }));
  scope.addHook('onRequest', (request, reply, done) => {
    const { limitKey, isClients } = addressOf(request, services);
    const release = isClients ? slots.take(limitKey) : () => undefined;
    if (release !== null) reply.raw.once('close', release);
    done(
      release === null
        ? new Refusal(429, 'There are too many requests from this address at a time; try again in a second.')
        : undefined,
    );
  });
}
