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

/** What is known of a connection. */
interface Watch {
  readonly bucket: TokenBucket;
  readonly guard: TrafficGuard;
  /** Bytes of the packets that wait behind what is being sent. */
  waiting: number;
  isLooking: boolean;
}

/** With the connection itself, and listeners that are the same for all: each of its own would cost all of them memory. */
const WATCH = Symbol('watch');
type Watched = EngineConnection & { [WATCH]: Watch };

/** Cuts off connections that read too slowly, and those that send far more packets than any page does. */
export class TrafficGuard {
  readonly #limit: number;
  readonly #services: SlowConsumerOptions;

  /** @param limit how many bytes of packets may wait behind what is being sent */
  constructor(limit: number, services: SlowConsumerOptions) {
    this.#limit = limit;
    this.#services = services;
  }

  watch(server: GatewayServer): void {
    server.engine.on('connection', (connection: Watched) => {
      const bucket = new TokenBucket(FLOOD.rate, FLOOD.burst, Date.now());
      connection[WATCH] = { bucket, guard: this, waiting: 0, isLooking: false };
      connection.on('flush', flushed);
      connection.on('packetCreate', created);
      connection.on('packet', received);
    });
  }

  /**
   * The look itself waits until the connection had a turn to send: one who pushes a lot at once does not make a reader
   * slow.
   */
  created(connection: Watched, packet: EnginePacket): void {
    const watch = connection[WATCH];
    watch.waiting += (packet.data?.length ?? 0) + PACKET_BYTES;
    dropText(packet, connection);
    if (watch.waiting <= this.#limit || watch.isLooking) return;
    watch.isLooking = true;
    setImmediate(() => {
      watch.isLooking = false;
      if (watch.waiting > this.#limit) cutAsSlow(connection, this.#limit, this.#services);
    });
  }

  received(connection: Watched): void {
    if (connection[WATCH].bucket.take(Date.now())) return;
    this.#services.log.warn({ reason: 'flood' }, 'a connection was cut off because it sends too much');
    cut(connection, 'flood', this.#services);
  }
}

function flushed(this: Watched): void {
  this[WATCH].waiting = 0;
}

function created(this: Watched, packet: EnginePacket): void {
  this[WATCH].guard.created(this, packet);
}

function received(this: Watched): void {
  this[WATCH].guard.received(this);
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

/** Cuts a connection off and counts why. */
export function cut(connection: EngineConnection, reason: string, { metrics }: SlowConsumerOptions): void {
  metrics.cuts.inc({ reason });
  cutOff(connection);
}
