import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import { createGateway } from '../dist/gateway/index.js';
import configuration from './gateway.config.js';
import { markupOf, renderIndex, renderMissing, renderStory, sourcesOf } from './layout.js';
import { escape } from './html.js';
import { createLine } from './line.js';
import { renderDevice, renderOrders, renderPerson } from './orders.js';
import { renderCounted } from './scenarios/counting.js';
import { renderReadings } from './scenarios/readings.js';
import { toggleRight } from './scenarios/watching.js';
import { STORIES } from './stories.js';
import { renderWatching } from './watching.js';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' ws: wss:; " +
  "frame-src 'self'; form-action 'self'; base-uri 'none'";
/** Only the editor gets less: it styles its page, and an inline style is all that it has. */
const EDITOR_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace(
  "img-src 'self'",
  "img-src 'self' data:",
);

/** One device of a story calls the server by its other name. */
const DEVICE_POLICY = POLICY.replace(
  "connect-src 'self'",
  "connect-src 'self' http://localhost:* http://127.0.0.1:*",
);

/** What stands in a story's markup for what the back end knows. */
const FILLED = { '<!-- readings -->': renderReadings, '<!-- counted -->': renderCounted };

/** Sends a page; `'self'` may show it in a frame, others may not. */
function send(reply, html, policy = POLICY) {
  return reply
    .type('text/html; charset=utf-8')
    .header('Content-Security-Policy', `${policy}; frame-ancestors 'self'`)
    .header('Cache-Control', 'no-store')
    .send(html);
}

function addFiles(http) {
  const serve = (root, prefix) =>
    http.register(staticFiles, { root: [root].flat().map(folder), prefix, decorateReply: false });
  serve('public', '/demo/');
  serve('../dist', '/dist/');
  serve(['frameworks/built', 'frameworks'], '/frameworks/');
  serve('../node_modules/grapesjs/dist', '/demo/grapesjs/');
  http.get('/demo/manifest.json', (_, reply) =>
    reply.type('application/json').send(readFileSync(folder('../manifest.json'))),
  );
}

function addPages(http, line) {
  http.get('/demo/orders.html', (_, reply) => send(reply, renderOrders()));
  http.get('/demo/', (_, reply) => send(reply, renderIndex()));
  for (const story of STORIES.filter(({ file }) => file)) {
    http.get(story.path, (request, reply) => {
      const markup = markupOf(story);
      const body = Object.entries(FILLED).reduce(
        (text, [mark, render]) => text.replace(mark, render),
        markup,
      );
      if (story.file === 'offline.html') reply.header('Set-Cookie', line.cookie());
      // The command to copy goes to this server, on whatever port it is.
      const own = body.replaceAll('http://localhost:8080', escape(`http://${request.headers.host}`));
      const policy = story.file === 'grapesjs.html' ? EDITOR_POLICY : POLICY;
      return send(reply, renderStory(story, own, sourcesOf(story, markup)), policy);
    });
  }
  http.get('/demo/person.html', (request, reply) => send(reply, renderPerson(request.query.person)));
  http.get('/demo/watching.html', (request, reply) => send(reply, renderWatching(request.query.person)));
  http.get('/demo/device.html', (request, reply) =>
    send(reply, renderDevice(request.query.device, request.headers.host), DEVICE_POLICY),
  );
  http.get('/demo/readings', (_, reply) => send(reply, renderReadings()));
  http.get('/demo/counted', (_, reply) => send(reply, renderCounted()));
  http.post('/demo/cut', (request, reply) =>
    line.cut(request.headers.cookie)
      ? { duration: line.duration }
      : reply.code(422).send({ error: 'This browser is not known. Load the page again, with cookies.' }),
  );
}

/** Takes a right from Boris and gives it back, as a back end does: by its own rule, and by revoking what holds already. */
function addRight(http) {
  const headers = { authorization: 'Bearer demo-push-key' };
  http.post('/demo/right', async () => {
    const mayWatch = toggleRight();
    const payload = { userID: 'boris', topic: 'order:42' };
    if (!mayWatch) await http.inject({ method: 'POST', url: '/topics/revoke', headers, payload });
    return { mayWatch };
  });
}

/** A person whose address leads nowhere gets a page with the navigation; programs get the gateway's answer. */
function addMissingPage(http) {
  http.addHook('onSend', (request, reply, payload, done) => {
    const isPerson = request.method === 'GET' && request.headers.accept?.includes('text/html');
    if (reply.statusCode !== 404 || !isPerson) return done(null, payload);
    const html = renderMissing(request.url.split('?')[0]);
    reply
      .type('text/html; charset=utf-8')
      .header('Content-Security-Policy', POLICY)
      .header('Content-Length', Buffer.byteLength(html));
    done(null, html);
  });
  http.get('/frameworks/', (_, reply) => reply.redirect('/demo/'));
  http.get('/demo/two.html', (_, reply) => reply.redirect('/'));
}

/**
 * Starts the demo: the gateway, its console and the stories.
 *
 * @param {{ port: number, host?: string }} address
 */
export async function startDemo(address) {
  const gateway = createGateway(configuration);
  addMissingPage(gateway.http);
  addFiles(gateway.http);
  addPages(gateway.http, createLine(gateway.http.server));
  addRight(gateway.http);
  const { url } = await gateway.listen(address);
  return { url, gateway };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.env.PORT ?? 8080);
  try {
    const { url, gateway } = await startDemo({ port });
    const shown = url.replace('127.0.0.1', 'localhost');
    console.log(`Demo     ${shown}/\nStories  ${shown}/demo/`);
    console.log(`Console  ${shown}/console   push key: demo-push-key`);
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void gateway.close());
  } catch (error) {
    console.error(
      error.code === 'EADDRINUSE'
        ? `Port ${port} is taken. Another one: PORT=${port + 1} npm start`
        : `The demo did not start: ${error.message}`,
    );
    process.exitCode = 1;
  }
}
