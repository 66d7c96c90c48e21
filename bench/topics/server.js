/**
 * A gateway with topics in a process of its own. Tells its port, then obeys `{ about: 'memory' }`, `{ about: 'cpu' }` and
 * `{ about: 'push', from, count }`, which pushes once to each of so many topics.
 */
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import { createGateway } from '../../dist/gateway/index.js';
import { answerParent } from '../answer-parent.js';

/** Pushes that are under way at a time. */
const TOGETHER = 64;

const gateway = createGateway({
  apps: [
    { id: 'bench', pushKeys: ['push-key-of-benchmarks'], anonymous: true, topics: { 'order:*': 'anyone' } },
  ],
  logLevel: 'silent',
  position: 3600,
});
const root = fileURLToPath(new URL('../../dist', import.meta.url));
await gateway.http.register(staticFiles, { root, prefix: '/dist/' });
gateway.http.get('/page/:count', ({ params }, reply) =>
  reply.type('text/html').send(`<!doctype html><link rel="icon" href="data:,">
<script src="/dist/dx-realtime.js" data-url="" data-app-id="bench"></script>
<script src="/page.js?count=${Number(params.count)}" defer></script>`),
);
gateway.http.get('/page.js', ({ query }, reply) =>
  reply.type('text/javascript').send(`
    const connection = dxRealtime.connect();
    const topics = [];
    let heard = 0;
    let liveAt = null;
    let askedAt = null;
    function ask() {
      askedAt = performance.now();
      for (let index = 0; index < ${Number(query.count)}; index += 1) {
        const topic = connection.topic('order:' + index);
        topic.on('n', () => (heard += 1));
        topic.onStatusChange(() => {
          if (topics.every(({ state }) => state === 'live')) liveAt = performance.now();
        });
        topics.push(topic);
      }
    }`),
);
const { url } = await gateway.listen({ port: 0 });

async function push({ from, count }) {
  for (let at = from; at < from + count; at += TOGETHER) {
    const size = Math.min(TOGETHER, from + count - at);
    await Promise.all(
      Array.from({ length: size }, (_, index) =>
        gateway.push('bench', { topic: `order:${at + index}`, eventName: 'n', message: 'x'.repeat(100) }),
      ),
    );
  }
  return 'pushed';
}

answerParent(push);
process.send(Number(new URL(url).port));
