/** The process of one gateway: `node-process.ts PORT CONFIGURATION`, the configuration as JSON. */
import { createGateway, type GatewayConfiguration } from '../../../src/gateway/index.js';

const [, , port, configuration] = process.argv;
const gateway = createGateway(JSON.parse(configuration!) as GatewayConfiguration);
process.once('SIGTERM', () => void gateway.close().then(() => process.exit()));
process.once('disconnect', () => process.exit());
await gateway.listen({ port: Number(port) }).then(
  () => process.send!('listening'),
  (error: unknown) => process.send!(String(error)),
);
