import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { EVERYBODY } from '../../protocol.js';
import { topicChannel, userIdProblem } from '../channels.js';
import { Refusal } from '../refusal.js';
import { topicProblem } from '../topics/topic-name.js';
import { needKey, read } from './requests.js';
import type { HttpServices } from './http-services.js';

const body = z.strictObject({ userID: z.string(), topic: z.string() });

/** `GET /topics/{topic}` and `POST /topics/revoke`, for whoever has a push key. */
export function addTopicRoutes(http: FastifyInstance, services: HttpServices): void {
  const { pushKeys, feed } = services;
  const onRequest = needKey(pushKeys);

  // A wildcard, since the length of a named parameter is bounded.
  http.get('/topics/*', { onRequest }, async (request) => {
    const app = pushKeys.holderOf(request);
    const topic = checked((request.params as { '*': string })['*']);
    return { topic, listeners: await feed.count(app.id, topicChannel(topic)) };
  });

  http.post('/topics/revoke', { onRequest }, async (request) => {
    const app = pushKeys.holderOf(request);
    const { userID, topic } = read(body, request.body, 'The body');
    const problem = userID === EVERYBODY ? null : userIdProblem(userID);
    if (problem !== null) throw new Refusal(422, `"userID" ${problem}.`, 'userID');
    await app.rights.revoke(userID, checked(topic));
    return { revoked: true };
  });
}

function checked(topic: string): string {
  const problem = topicProblem(topic);
  if (problem !== null) throw new Refusal(422, `"topic" ${problem}.`, 'topic');
  return topic;
}
