import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addAuthenticationRoutes } from './authentication.js';
import { addDataRoutes } from './data.js';
import type { HttpServices } from './http-services.js';

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
