/** One gateway in a process of its own: `node.js PORT REDIS_URL`. */
import { createGateway } from '../../dist/gateway/index.js';

const [, , port, redis] = process.argv;
const gateway = createGateway({
  apps: [{ id: 'bench', pushKeys: ['push-key-of-benchmarks'], anonymous: true }],
  metricsKey: 'metrics-key-of-benchmarks',
  logLevel: 'silent',
  redis,
  // All clients come from one address.
  limits: { connectionsPerAddress: 10_000 },
});
process.once('SIGTERM', () => void gateway.close().then(() => process.exit()));
process.once('disconnect', () => process.exit());
await gateway.listen({ port: Number(port) });
process.send('listening');
