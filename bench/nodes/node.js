/**
 * One gateway of several, with clients of its own people: `node.js REDIS_URL INDEX CLIENTS`. Tells its port, then obeys
 * `{ about: 'push', topics, count, rate }`, `{ about: 'cpu' }` and `{ about: 'memory' }`.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { createGateway } from '../../dist/gateway/index.js';
import { answerParent } from '../answer-parent.js';

const [, , redis] = process.argv;
const gateway = createGateway({
  apps: [{ id: 'bench', pushKeys: ['push-key-of-benchmarks'], anonymous: true, topics: { '*': 'anyone' } }],
  logLevel: 'silent',
  position: 3600,
  limits: { connectionsPerApp: 100_000, connectionsPerAddress: 100_000 },
  redis,
});
const { url } = await gateway.listen({ port: 0 });

/** Open loop: each push has its time, whether the one before is done or not. */
async function push({ topics, count, rate }) {
  const started = performance.now();
  const pushes = [];
  for (let index = 0; index < count; index += 1) {
    const due = started + (index * 1_000) / rate;
    if (due > performance.now()) await pause(due - performance.now());
    const topic = topics[index % topics.length];
    pushes.push(gateway.push('bench', { topic, eventName: 'n', message: { index, text: 'x'.repeat(100) } }));
  }
  await Promise.all(pushes);
  return 'pushed';
}

answerParent(push);
process.send(Number(new URL(url).port));
