import type { FastifyInstance } from 'fastify';
import { needKey } from './requests.js';
import type { HttpServices } from './http-services.js';

/** `POST /push`: the "Send PUSH-message" step. Without CORS, so that only programs and the console use it. */
export function addPushRoute(http: FastifyInstance, { push, pushKeys, settings }: HttpServices): void {
  const options = { bodyLimit: settings.limits.maxPushBytes, onRequest: needKey(pushKeys) };
  http.post('/push', options, async (request, reply) => {
    const app = pushKeys.holderOf(request);
    return reply.code(202).send(await push(app, request.body));
  });
}
