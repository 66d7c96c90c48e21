/**
 * `dx-realtime/gateway`: the gateway, which is a package of its own so that pages do not install a server.
 *
 * @throws Error where `dx-realtime-gateway` is not installed
 */
import type * as GatewayPackage from 'dx-realtime-gateway';

export type * from 'dx-realtime-gateway';

const gatewayPackage: typeof GatewayPackage = await import('dx-realtime-gateway').catch((cause: unknown) => {
  if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
  throw new Error('The gateway is a package of its own: npm install dx-realtime-gateway', { cause });
});

export const { ConfigurationError, createGateway, createTopicToken, loadConfiguration, Refusal } =
  gatewayPackage;
