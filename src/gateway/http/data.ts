import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ORIGIN_HEADER } from '../../protocol.js';
import type { App } from '../apps.js';
import type { ClientAddress } from '../client-address.js';
import type { DataCall } from '../config/configuration.js';
import { KeyedBuckets } from '../keyed-buckets.js';
import { readOrigin } from '../push-request.js';
import { Refusal } from '../refusal.js';
import type { User } from '../user.js';
import { addressOf, appFor, read } from './requests.js';
import type { HttpServices } from './http-services.js';

const dataQuery = z
  .object({ appID: z.string(), sessionID: z.string().default('') })
  .catchall(z.union([z.string(), z.array(z.string())]));

/** Data calls, answered by the scenarios of the app. */
export function addDataRoutes(http: FastifyInstance, services: HttpServices): void {
  const { callsPerSecond } = services.settings.limits;
  const calls = new KeyedBuckets(callsPerSecond, callsPerSecond * 2);

  http.route<{ Params: { structure: string; method: string } }>({
    method: ['GET', 'POST'],
    url: '/:version(^v[456]$)/data/:structure/:method',
    handler: async (request) => {
      const { appID, sessionID, ...query } = read(dataQuery, request.query, 'The query');
      const app = appFor(request, services, appID);
      const from = addressOf(request, services);
      if (from.isClients && !calls.take(from.limitKey)) {
        throw new Refusal(429, 'There were too many data calls from this address; try again in a second.');
      }
      const origin = readOrigin(request.headers[ORIGIN_HEADER.toLowerCase()]);
      const caller = { app, user: await userOf(app, sessionID, from, services), origin };
      const call: DataCall = { query, body: request.body ?? null };
      const { structure, method } = request.params;
      return pageOf(await services.scenarios.runData(caller, `${structure}/${method}`, call));
    },
  });
}

async function userOf(
  app: App,
  sessionId: string,
  from: ClientAddress,
  { sessionGuard }: HttpServices,
): Promise<User | null> {
  if (sessionId === '' && app.settings.anonymous) return null;
  const session = await sessionGuard.find(app, sessionId, from);
  if (!session) throw new Refusal(401, '"sessionID" is missing, unknown or has ended.', 'sessionID');
  return session.user;
}

/** A handler returns the rows, or the page with its rows itself. */
function pageOf(answer: unknown): unknown {
  if (typeof answer === 'object' && answer !== null && 'payload' in answer) return answer;
  const payload = Array.isArray(answer) ? (answer as unknown[]) : [answer ?? null];
  return { payload, pageInfo: { page: 0, pageSize: payload.length, totalCount: payload.length } };
}
