/** A gateway with a page whose tabs share one connection and write down what they hear. */
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import { createGateway } from '../../dist/gateway/index.js';

const APP = 'takeover';
const PAGE = `<!doctype html><link rel="icon" href="data:,">
  <script src="/dist/dx-realtime.js" data-url="" data-app-id="${APP}" data-share="browser"></script>
  <script>
    const heard = [];
    const connection = dxRealtime.connect({ url: '' });
    connection.on('n', ({ data }) => heard.push([data, performance.timeOrigin + performance.now()]));
  </script>`;

export async function startSharingSite() {
  const gateway = createGateway({
    logLevel: 'silent',
    apps: [{ id: APP, pushKeys: ['takeover-push-key'], anonymous: true }],
  });
  const root = fileURLToPath(new URL('../../dist', import.meta.url));
  await gateway.http.register(staticFiles, { root, prefix: '/dist/' });
  gateway.http.get('/page', (_, reply) => reply.type('text/html').send(PAGE));
  const { url } = await gateway.listen({ port: 0 });
  return {
    url,
    push: (number) => gateway.push(APP, { userID: '*', eventName: 'n', message: number }),
    /** @returns the time at which the next tab asks for a socket, over whichever transport */
    nextSocket: () =>
      new Promise((resolve) => {
        const { server } = gateway.http;
        const look = ({ url: asked }) => {
          if (!asked.startsWith('/socket.io/') || asked.includes('sid=')) return;
          for (const name of ['upgrade', 'request']) server.off(name, look);
          resolve(performance.timeOrigin + performance.now());
        };
        for (const name of ['upgrade', 'request']) server.on(name, look);
      }),
    close: () => gateway.close(),
  };
}
