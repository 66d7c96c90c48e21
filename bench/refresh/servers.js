/** One HTTP server for all kinds: the gateway of this package, an ActionCable endpoint and an event stream. */
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import { createGateway } from '../../dist/gateway/index.js';
import { addCable } from '../cable.js';
import { LISTS } from './lists.js';
import { KINDS, renderList, renderPage } from './pages.js';

/** The kinds that the gateway serves, an app each: a page hears only what is published for its own kind. */
const GATEWAY_KINDS = ['hand', 'dx', 'idle'];
const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * @returns {Promise<{
 *   url: string,
 *   publish: (kind: string) => Promise<{ version: number, at: number }>,
 *   requests: Record<string, number>,
 *   show: (name: string) => void,
 *   list: () => object,
 *   close: () => Promise<void>,
 * }>} `publish` makes a new version and tells the pages of a kind; `requests` counts who asked for content; `show` lets pages
 *   that are opened from now on have another list, which `list` tells
 */
export async function startServers() {
  const gateway = createGateway({
    logLevel: 'silent',
    host: '127.0.0.1',
    limits: { pushesPerSecond: 100_000 },
    apps: GATEWAY_KINDS.map((id) => ({ id, pushKeys: [`${id}-push-key-of-benchmarks`], anonymous: true })),
  });
  const { http } = gateway;
  await http.register(staticFiles, { root: folder('../../dist'), prefix: '/dist/' });
  await http.register(staticFiles, {
    root: folder('../../node_modules'),
    prefix: '/libraries/',
    decorateReply: false,
  });

  let shown = LISTS.all;
  const versions = {};
  const versionOf = (kind) => versions[kind] ?? 0;
  const requests = Object.fromEntries([...Object.keys(KINDS), 'idle'].map((kind) => [kind, 0]));
  const answer = (render) => (request, reply) => {
    const { kind } = request.params;
    requests[kind] += 1;
    return reply.type('text/html; charset=utf-8').header('Cache-Control', 'no-store').send(render(kind));
  };
  http.get(
    '/content/:kind',
    answer((kind) => renderList(shown, versionOf(kind))),
  );
  http.get(
    '/page/:kind',
    answer((kind) => renderPage(kind, shown, versionOf(kind))),
  );

  const stream = addEventStream(http);
  const cable = addCable(http.server);
  const viaGateway = (kind) => gateway.push(kind, { userID: '*', eventName: 'changed' });
  const publishers = {
    hand: viaGateway,
    dx: viaGateway,
    idle: viaGateway,
    htmx: stream.publish,
    turbo: cable.publish,
  };
  const { url } = await gateway.listen({ port: 0 });

  return {
    url,
    requests,
    list: () => shown,
    show(name) {
      shown = LISTS[name];
    },
    async publish(kind) {
      versions[kind] = versionOf(kind) + 1;
      const published = { version: versions[kind], at: performance.timeOrigin + performance.now() };
      await publishers[kind](kind);
      return published;
    },
    async close() {
      stream.close();
      cable.close();
      await gateway.close();
    },
  };
}

/** Server-sent events, for htmx. */
function addEventStream(http) {
  const responses = new Set();
  http.get('/events', (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    reply.raw.write(': welcome\n\n');
    responses.add(reply.raw);
    request.raw.on('close', () => responses.delete(reply.raw));
  });
  return {
    publish() {
      for (const response of responses) response.write('event: changed\ndata: 1\n\n');
    },
    close() {
      for (const response of responses) response.end();
    },
  };
}
