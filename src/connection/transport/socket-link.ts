import { Manager, type Socket } from 'socket.io-client';
import { OPT_IN_QUERY, ORIGIN_QUERY, type EventMeta, type RefusalData } from '../../protocol.js';
import type { Link, LinkDelegate, LinkOptions, RefusalCode } from './link.js';

/** How long a connection may take to be made, in milliseconds. Socket.IO's own 20 s leaves a page waiting. */
const CONNECT_TIMEOUT = 5_000;
/** How long an answer to a packet may take, in milliseconds. */
const ACKNOWLEDGEMENT_TIMEOUT = 10_000;

/**
 * One attempt at a connection and, where it succeeds, its life: a Manager and a Socket of their own.
 *
 * It is never reused. Reusing a Socket after a change of user would send the former user's queued packets under
 * the next user's name (measured with socket.io-client 4.8).
 */
export class SocketLink implements Link {
  readonly #socket: Socket;
  #events: LinkDelegate | null;

  constructor({ settings, transports, session, origin }: LinkOptions, events: LinkDelegate) {
    this.#events = events;
    const manager = new Manager(settings.url, {
      autoConnect: false,
      // Reconnecting is the connection's work: it wants jitter at every attempt and a new session each time.
      reconnection: false,
      path: settings.path,
      transports,
      query: { [OPT_IN_QUERY]: '1', [ORIGIN_QUERY]: origin },
      timeout: CONNECT_TIMEOUT,
      withCredentials: settings.withCredentials,
    });
    this.#socket = manager.socket(settings.namespace, {
      auth: session === null ? { app_id: settings.appId } : { app_id: settings.appId, session_id: session },
    });
    this.#listen();
    this.#socket.connect();
  }

  request(eventName: string, payload: unknown, meta?: EventMeta): Promise<unknown> {
    return this.#socket.timeout(ACKNOWLEDGEMENT_TIMEOUT).emitWithAck(eventName, ...valuesOf(payload, meta));
  }

  send(eventName: string, payload: unknown, meta?: EventMeta): void {
    this.#socket.emit(eventName, ...valuesOf(payload, meta));
  }

  close(): void {
    this.#events = null;
    this.#socket.offAny();
    this.#socket.disconnect();
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('connect', () => this.#events?.opened());
    socket.on('connect_error', (error) => {
      // An inactive socket was refused by the server; an active one did not reach it.
      if (socket.active) this.#end((events) => events.failed(error.message));
      else this.#end((events) => events.refused(refusalCode(error), error.message));
    });
    socket.on('disconnect', (reason) => this.#end((events) => events.lost(reason)));
    socket.onAny((eventName: string, payload: unknown, meta: unknown) =>
      this.#events?.packet(eventName, payload, meta),
    );
  }

  #end(report: (events: LinkDelegate) => void): void {
    const events = this.#events;
    if (events === null) return;
    this.close();
    report(events);
  }
}

const valuesOf = (payload: unknown, meta: EventMeta | undefined): unknown[] =>
  meta === undefined ? [payload] : [payload, meta];

const CODES: readonly RefusalCode[] = ['unauthorised', 'unknown-app', 'foreign-origin', 'limit'];

/** A server that knows nothing of our codes may refuse because its database is away. */
function refusalCode(error: Error & { data?: unknown }): RefusalCode {
  const code = (error.data as Partial<RefusalData> | null | undefined)?.code;
  return CODES.find((known) => known === code) ?? null;
}
