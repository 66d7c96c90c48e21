import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { MAX_SESSION_ID_LENGTH } from '../sessions/sessions.js';
import { needKey, read } from './requests.js';
import type { HttpServices } from './http-services.js';

const body = z.strictObject({ sessionID: z.string().min(1).max(MAX_SESSION_ID_LENGTH) });

/** `POST /revoke`: whoever issued a session ends it here, and its sockets within a second on every node. */
export function addRevokeRoute(http: FastifyInstance, { pushKeys }: HttpServices): void {
  http.post('/revoke', { onRequest: needKey(pushKeys) }, async (request) => {
    const app = pushKeys.holderOf(request);
    await app.sessions.revoke(read(body, request.body, 'The body').sessionID);
    return { revoked: true };
  });
}
