import type { FastifyInstance } from 'fastify';
import { needKey } from './requests.js';
import type { HttpServices } from './http-services.js';
import { Refusal } from '../refusal.js';

/** How many pushes one call takes. */
const MOST_PUSHES = 100;

/** What one push of a list is answered. */
type Answer = { status: 202; id: string } | { status: number; error: string; field?: string };

/** `POST /push`: the "Send PUSH-message" step. Without CORS, so that only programs and the console use it. */
export function addPushRoute(http: FastifyInstance, services: HttpServices): void {
  const { push, pushKeys, scheduler, settings } = services;
  const onRequest = needKey(pushKeys);
  const options = { bodyLimit: settings.limits.maxPushBytes, onRequest };
  http.post('/push', options, async (request, reply) => {
    const app = pushKeys.holderOf(request);
    return reply.code(202).send(await push(app, request.body));
  });

  http.post('/push/batch', options, async (request) => {
    const app = pushKeys.holderOf(request);
    const answers: Answer[] = [];
    // One after the other, so that what is for the same receiver comes in the order of the list.
    for (const one of pushesIn(request.body)) answers.push(await push(app, one).then(taken, refused));
    return { answers };
  });

  // A wildcard, since the length of a named parameter is bounded.
  http.delete('/push/*', { onRequest }, (request) =>
    scheduler.cancel(pushKeys.holderOf(request), (request.params as { '*': string })['*']),
  );
}

function pushesIn(body: unknown): unknown[] {
  if (!Array.isArray(body)) throw new Refusal(422, 'The body must be a list of pushes.');
  if (body.length === 0) throw new Refusal(422, 'The list of pushes must not be empty.');
  if (body.length > MOST_PUSHES)
    throw new Refusal(422, `The list of pushes must have at most ${MOST_PUSHES} entries.`);
  return body;
}

const taken = (result: { id: string }): Answer => ({ status: 202, ...result });

function refused(error: unknown): Answer {
  if (!(error instanceof Refusal)) throw error;
  const { status, message, field, details } = error;
  return { status, error: message, ...(field !== undefined && { field }), ...details };
}
