import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { fastify, type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Settings } from '../config/schema.js';
import type { Metrics } from '../metrics.js';
import { Rarely } from '../rarely.js';
import { Refusal } from '../refusal.js';
import type { Underway } from '../underway.js';
import { errorForLog } from './error-for-log.js';
import { addJsonParser } from './json-body.js';
import { standardOutput, type LogStream } from './standard-output.js';

/** Milliseconds between two lines of the log about wrong keys from the same address. */
const SAY_AGAIN = 60_000;

/** Creates the HTTP server, without routes: what it logs and how it refuses. */
export function createHttpServer(settings: Settings, metrics: Metrics, stream?: LogStream): FastifyInstance {
  const http = fastify({
    logger: loggerOf(settings, stream),
    trustProxy: (_address, hop) => hop < (settings.proxies ?? 0),
    bodyLimit: settings.limits.maxMessageBytes,
    requestTimeout: 30_000,
    forceCloseConnections: true,
    // A user id of 256 characters, each of up to nine in an address.
    routerOptions: { maxParamLength: 2_400 },
    // Never that of the request: whoever writes to the log decides what stands in it.
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    // What Fastify refuses before it looks for a route, such as an address with a broken percent sign.
    frameworkErrors: (error, request, reply: FastifyReply) => {
      metrics.refusals.inc({ code: 400 });
      request.log.info({ code: error.code }, 'a request could not be read');
      reply.code(400).header('x-request-id', request.id).send({ error: BAD_ADDRESS });
    },
  });
  http.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  // Only JSON has a parser, so that no page can send a body without asking first (a CORS preflight).
  http.removeAllContentTypeParsers();
  addJsonParser(http);
  http.setNotFoundHandler(() => {
    throw new Refusal(404, 'There is nothing at this address.');
  });
  const wrongKeys = new Rarely(SAY_AGAIN);
  http.setErrorHandler<FastifyError | Refusal>((error, request, reply) => {
    const refusal = refusalOf(error);
    metrics.refusals.inc({ code: refusal.status });
    if (refusal.field === 'Authorization' && wrongKeys.isDue(request.ip))
      request.log.warn({ ip: request.ip }, 'a request came with a wrong key, or with none');
    if (refusal !== error && refusal.status === 500) request.log.error({ err: error }, 'a request failed');
    const { message, field, details } = refusal;
    return reply
      .code(refusal.status)
      .send({ error: message, ...(field !== undefined && { field }), ...details });
  });
  return http;
}

/** Remembers the requests that are being answered, until their last byte is sent or their client is gone. */
export function trackRequests(http: FastifyInstance, underway: Underway, isStopping: () => boolean): void {
  http.addHook('onRequest', (_request, reply, done) => {
    underway.track(new Promise((resolve) => void reply.raw.once('close', resolve)));
    if (isStopping()) reply.header('connection', 'close');
    done();
  });
}

/**
 * Remembers the TCP connections of a server, also those that became WebSockets.
 *
 * @returns a function that ends them all: a WebSocket whose client is gone would hold up the end for half a minute
 */
export function trackConnections(server: Server): () => void {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    // A request that is given back to the server comes over a connection that is known.
    if (open.has(socket)) return;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return () => open.forEach((socket) => socket.destroy());
}

/** The query holds session ids, and headers hold keys: neither is logged. */
function loggerOf({ logLevel }: Settings, stream: LogStream = standardOutput) {
  const serializers = {
    err: (error: unknown) => errorForLog(error),
    error: (error: unknown) => errorForLog(error),
    req: ({ method, url, ip }: { method: string; url: string; ip: string }) => ({
      method,
      path: url.split('?', 1)[0],
      ip,
    }),
  };
  return { level: logLevel, serializers, stream };
}

const BAD_ADDRESS = 'The address cannot be read: a percent sign in it begins no character of UTF-8.';

const SENTENCES = new Map([
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 'The body must be sent with "Content-Type: application/json".'],
  ['FST_ERR_CTP_BODY_TOO_LARGE', 'The body is too large.'],
  ['FST_ERR_CTP_EMPTY_JSON_BODY', 'The body is empty; it must be JSON.'],
]);

function refusalOf(error: FastifyError | Refusal): Refusal {
  if (error instanceof Refusal) return error;
  const status = error.statusCode ?? 500;
  if (status >= 500) return new Refusal(500, 'The gateway failed to answer; its log says why.');
  if (status === 429) return new Refusal(429, 'There were too many attempts; try again in a minute.');
  const sentence = SENTENCES.get(error.code);
  if (sentence !== undefined) return new Refusal(status, sentence);
  return new Refusal(status, status === 400 ? 'The body is not valid JSON.' : error.message);
}
