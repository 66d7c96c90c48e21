/**
 * One gateway with a data file in a process of its own: `node.js FILE`. Tells how long it took to start and what memory it
 * has; on `{ count, inFlight, userID, eventName }` pushes and tells how long that took.
 */
import { createGateway } from '../../dist/gateway/index.js';

const APP = 'bench';
const TEXT = 'x'.repeat(300);
const [, , data] = process.argv;
const began = performance.now();
const gateway = createGateway({
  data,
  logLevel: 'silent',
  apps: [
    {
      id: APP,
      pushKeys: ['bench-push-key-of-all'],
      inbox: { events: ['alert'], maxMessages: 5_000 },
      log: {
        maxMessages: 10_000_000,
        maxBytes: 10_000_000_000,
        maxTotalBytes: 10_000_000_000,
        maxAge: 86_400,
      },
    },
  ],
});
await gateway.listen({ port: 0 });

async function push({ count, inFlight, users, eventName }) {
  const started = performance.now();
  let sent = 0;
  const pushOn = async () => {
    while (sent < count) {
      sent += 1;
      await gateway.push(APP, { userID: `u${sent % users}`, eventName, message: TEXT });
    }
  };
  await Promise.all(Array.from({ length: inFlight }, pushOn));
  return { took: performance.now() - started };
}

process.once('disconnect', () => process.exit());
process.on('message', async (order) => {
  if (order.ends !== true) {
    process.send(await push(order));
    return;
  }
  await gateway.close();
  process.exit();
});
process.send({ started: performance.now() - began, memory: process.memoryUsage.rss() });
