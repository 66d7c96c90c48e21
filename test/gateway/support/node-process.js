/** The process of one gateway: `node-process.js INDEX PORT CONFIGURATION`, the configuration as JSON. */
import process from 'node:process';

const [, , index, port, configuration] = process.argv;
/** @type {typeof import('../../../src/gateway/index.js')} */
const { createGateway } = await import(index);
const gateway = createGateway(JSON.parse(configuration));
process.once('SIGTERM', () => void gateway.close().then(() => process.exit()));
process.once('disconnect', () => process.exit());
await gateway.listen({ port: Number(port) }).then(
  () => process.send('listening'),
  (error) => process.send(String(error)),
);
