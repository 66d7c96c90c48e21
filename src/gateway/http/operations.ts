import type { FastifyInstance } from 'fastify';
import { linesOfApp } from '../metrics.js';
import type { HttpServices } from './http-services.js';

/** `/healthz`, `/readyz` and `/metrics`. */
export function addOperationRoutes(http: FastifyInstance, services: HttpServices): void {
  const { metrics, metricsKeys, readyProblem } = services;

  http.get('/healthz', () => ({ alive: true }));
  http.get('/readyz', async (_request, reply) => {
    const problem = await readyProblem();
    const ready = problem === null;
    return reply.code(ready ? 200 : 503).send({ ready, ...(!ready && { problem }) });
  });
  http.get('/metrics', async (request, reply) => {
    const { appId } = metricsKeys.holderOf(request);
    const figures = await metrics.registry.metrics();
    return reply
      .type(metrics.registry.contentType)
      .send(appId === null ? figures : linesOfApp(figures, appId));
  });
}
