import type { AddressInfo } from 'node:net';
import type { Settings } from './schema.js';
import { ConfigurationError } from './configuration.js';
import { isExampleKey } from '../key-ring.js';
import { isLoopbackName } from '../origins.js';

/**
 * Whether others than this machine are served: the address is not one of this machine alone, or the environment says
 * that this is production, as behind a proxy on the same machine.
 */
export function isReachable(host: string, environment: NodeJS.ProcessEnv): boolean {
  return !isLoopbackName(host) || environment.NODE_ENV === 'production';
}

/** Whether only pages and programs of this machine can be there: it listens for them alone, with no proxy in front. */
export function servesThisMachineOnly(
  address: string | AddressInfo | null,
  { proxies }: Pick<Settings, 'proxies'>,
  environment: NodeJS.ProcessEnv,
): boolean {
  if (address === null || typeof address === 'string' || (proxies ?? 0) > 0) return false;
  return !isReachable(address.address, environment);
}

/**
 * Refuses secrets that fit a demo only: keys of examples, and passwords in plain text.
 *
 * @throws ConfigurationError that names the field, without its value
 */
export function refuseDemoSecrets({ metricsKey, apps }: Settings): void {
  if (metricsKey !== undefined && isExampleKey(metricsKey)) refuse('metricsKey', 'is a key of an example');
  for (const [index, { pushKeys, adminKey, users }] of apps.entries()) {
    const key = pushKeys.findIndex(isExampleKey);
    if (key >= 0) refuse(`apps[${index}].pushKeys[${key}]`, 'is a key of an example');
    if (adminKey !== undefined && isExampleKey(adminKey))
      refuse(`apps[${index}].adminKey`, 'is a key of an example');
    const user = users.findIndex(({ password }) => password !== undefined);
    if (user >= 0) refuse(`apps[${index}].users[${user}].password`, 'is in plain text: use a passwordHash');
  }
}

function refuse(field: string, reason: string): never {
  const where = 'A gateway that others than this machine reach does not start with it.';
  throw new ConfigurationError(`"${field}" ${reason}. ${where}`);
}
