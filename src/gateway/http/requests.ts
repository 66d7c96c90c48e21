import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import type { z } from 'zod';
import type { App, Apps } from '../apps.js';
import type { ClientAddress, ClientAddresses } from '../client-address.js';
import type { GuardedKeys } from './guarded-keys.js';
import type { OriginPolicy } from '../origins.js';
import { firstValidationMessage } from '../validation-message.js';
import { Refusal } from '../refusal.js';

/**
 * Reads a query or body.
 *
 * @param whole how to call it in a sentence, such as `The body`
 * @throws Refusal 422 that names the field
 */
export function read<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  whole: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { field, sentence } = firstValidationMessage(result.error, value, whole);
  throw new Refusal(422, sentence, field === '' ? undefined : field);
}

/**
 * Finds the app that a request of a page is for, and checks that the page may talk to it.
 *
 * @throws Refusal 404 for an unknown app, 403 for a foreign page
 */
export function appFor(
  request: FastifyRequest,
  { apps, origins }: { apps: Apps; origins: OriginPolicy },
  appId: string,
): App {
  const app = apps.get(appId);
  if (!app) throw new Refusal(404, '"appID" names no app of this gateway.', 'appID');
  if (!origins.allows(request.headers, app.settings.allowedOrigins)) {
    throw new Refusal(403, 'This app does not take requests from this origin.');
  }
  return app;
}

/** Where a request comes from. */
export function addressOf(
  { socket, headers }: FastifyRequest,
  { addresses }: { addresses: ClientAddresses },
): ClientAddress {
  return addresses.of(socket.remoteAddress ?? '', headers);
}

/** Refuses a request without a known key before its body is read. */
export function needKey(keys: GuardedKeys<unknown>): onRequestHookHandler {
  return (request, _reply, done) => {
    keys.holderOf(request);
    done();
  };
}
