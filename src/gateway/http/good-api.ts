import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { originAllowed } from '../origins.js';
import { addAuthenticationRoutes } from './authentication.js';
import { addDataRoutes } from './data.js';
import type { HttpServices } from './http-services.js';

/** The HTTP interface that the npm client `directual-api` speaks, under `/good/api`. */
export async function addGoodApi(http: FastifyInstance, services: HttpServices): Promise<void> {
  const isAllowed = (origin: string | undefined) =>
    Array.from(services.apps.values()).some(({ settings }) =>
      originAllowed(origin, undefined, settings.allowedOrigins),
    );
  await http.register(
    async (scope) => {
      await scope.register(rateLimit, { global: false });
      // A preflight does not say which app it is for: `appFor` checks the origin again.
      await scope.register(cors, {
        origin: (origin, answer) => answer(null, isAllowed(origin)),
        methods: ['GET', 'POST'],
      });
      addAuthenticationRoutes(scope, services);
      addDataRoutes(scope, services);
    },
    { prefix: '/good/api' },
  );
}
