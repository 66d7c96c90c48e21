import type { Gateway } from '../gateway/gateway.js';

/**
 * Lets the process of a gateway outlive what nobody caught: a scenario that throws in a timer, a promise that it forgot, a
 * library, a log that cannot be written. Each is a line of the log at `error`; thousands of connections do not end for it.
 */
export function stayAlive({ http }: Pick<Gateway, 'http'>): void {
  const say = (error: unknown) => {
    http.log.error({ err: error }, 'an error was caught by nobody; the gateway goes on');
  };
  process.on('uncaughtException', say);
  process.on('unhandledRejection', say);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
