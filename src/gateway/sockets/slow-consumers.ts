import type { FastifyBaseLogger } from 'fastify';
import type { Metrics } from '../metrics.js';
import { TokenBucket } from '../token-bucket.js';
import { cutOff, type EngineConnection, type EnginePacket, type GatewayServer } from './types.js';

/** Packets of any kind that a connection may send, a second and at once, before it is cut off. */
const FLOOD = { rate: 500, burst: 2000 };

/** What a packet that waits costs beside its data, in bytes. */
const PACKET_BYTES = 150;

/** What cutting a connection off needs. */
export interface SlowConsumerOptions {
  metrics: Metrics;
  log: FastifyBaseLogger;
}

/**
 * Cuts off each connection for which more than `limit` bytes of packets wait behind what is being sent, as soon as they do.
 *
 * The look itself waits until the connection had a turn to send: one who pushes a lot at once does not make a reader
 * slow.
 */
export function cutSlow(server: GatewayServer, limit: number, services: SlowConsumerOptions): void {
  server.engine.on('connection', (connection: EngineConnection) => {
    let waiting = 0;
    let isLooking = false;
    connection.on('flush', () => (waiting = 0));
    connection.on('packetCreate', (packet: EnginePacket) => {
      waiting += (packet.data?.length ?? 0) + PACKET_BYTES;
      dropText(packet, connection);
      if (waiting <= limit || isLooking) return;
      isLooking = true;
      setImmediate(() => {
        isLooking = false;
        if (waiting > limit) cutAsSlow(connection, limit, services);
      });
    });
  });
}

function cutAsSlow(connection: EngineConnection, limit: number, services: SlowConsumerOptions): void {
  services.log.warn({ reason: 'slow', limit }, 'a connection was cut off because it reads too slowly');
  cut(connection, 'slow', services);
}

/** A broadcast comes with its WebSocket frame ready: the text beside it would only double what a slow reader costs. */
function dropText(packet: EnginePacket, { transport }: EngineConnection): void {
  if (transport.name === 'websocket' && packet.options.wsPreEncodedFrame !== undefined)
    packet.data = undefined;
}

/** Cuts off each connection that sends far more packets than any page does. */
export function cutFloods(server: GatewayServer, services: SlowConsumerOptions): void {
  server.engine.on('connection', (connection: EngineConnection) => {
    const bucket = new TokenBucket(FLOOD.rate, FLOOD.burst, Date.now());
    connection.on('packet', () => {
      if (bucket.take(Date.now())) return;
      services.log.warn({ reason: 'flood' }, 'a connection was cut off because it sends too much');
      cut(connection, 'flood', services);
    });
  });
}

/** Cuts a connection off and counts why. */
export function cut(connection: EngineConnection, reason: string, { metrics }: SlowConsumerOptions): void {
  metrics.cuts.inc({ reason });
  cutOff(connection);
}
