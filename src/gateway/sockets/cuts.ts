import type { FastifyBaseLogger } from 'fastify';
import type { Metrics } from '../metrics.js';
import { TokenBucket } from '../token-bucket.js';
import { connectionsOf, cutOff, type EngineConnection, type GatewayServer } from './types.js';

/** Packets of any kind that a connection may send, a second and at once, before it is cut off. */
const FLOOD = { rate: 500, burst: 2000 };

/** Cuts off each connection for which more than `limit` bytes wait behind what is being sent. */
export function cutSlow(
  server: GatewayServer,
  limit: number,
  metrics: Metrics,
  log: FastifyBaseLogger,
): void {
  for (const connection of connectionsOf(server)) {
    if (waitingBytes(connection) <= limit) continue;
    metrics.cuts.inc({ reason: 'slow' });
    log.warn({ reason: 'slow', limit }, 'a connection was cut off because it reads too slowly');
    cutOff(connection);
  }
}

/** Cuts off each connection that sends far more packets than any page does. */
export function cutFloods(server: GatewayServer, metrics: Metrics, log: FastifyBaseLogger): void {
  server.engine.on('connection', (connection: EngineConnection) => {
    const bucket = new TokenBucket(FLOOD.rate, FLOOD.burst, Date.now());
    connection.on('packet', () => {
      if (bucket.take(Date.now())) return;
      metrics.cuts.inc({ reason: 'flood' });
      log.warn({ reason: 'flood' }, 'a connection was cut off because it sends too much');
      cutOff(connection);
    });
  });
}

function waitingBytes({ writeBuffer }: EngineConnection): number {
  return writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
}
