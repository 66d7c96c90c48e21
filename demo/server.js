import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import { createGateway } from '../dist/gateway/index.js';
import configuration from './gateway.config.js';
import { renderPage } from './page.js';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' ws: wss:; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * Starts the demo: the gateway, its console and a page that a server renders.
 *
 * @param {{ port: number, host?: string }} address
 */
export async function startDemo(address) {
  const gateway = createGateway(configuration);
  await gateway.http.register(staticFiles, { root: folder('public'), prefix: '/demo/' });
  await gateway.http.register(staticFiles, {
    root: folder('../dist'),
    prefix: '/dist/',
    decorateReply: false,
  });
  await gateway.http.register(staticFiles, {
    root: [folder('frameworks/built'), folder('frameworks')],
    prefix: '/frameworks/',
    decorateReply: false,
  });
  gateway.http.get('/', (_, reply) =>
    reply.type('text/html; charset=utf-8').header('Content-Security-Policy', POLICY).send(renderPage()),
  );
  const { url } = await gateway.listen(address);
  return { url, gateway };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.env.PORT ?? 8080);
  try {
    const { url, gateway } = await startDemo({ port });
    const shown = url.replace('127.0.0.1', 'localhost');
    console.log(`Demo     ${shown}/\nConsole  ${shown}/console   push key: demo-push-key`);
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
