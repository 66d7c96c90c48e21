/**
 * One gateway in a process of its own, as an operator would run it: `node.js [REDIS_URL]`. Tells its port, and what
 * processor time it used whenever it is asked.
 */
import { createGateway } from '../../dist/gateway/index.js';

const [, , redis] = process.argv;
const gateway = createGateway({
  apps: [{ id: 'bench', pushKeys: ['push-key-of-benchmarks'], anonymous: true }],
  ...(redis !== undefined && { redis }),
});
process.once('disconnect', () => process.exit());
process.on('message', () => process.send(process.cpuUsage()));
const { url } = await gateway.listen({ port: 0 });
process.send(Number(new URL(url).port));
