import type { EventMeta, RefusalData } from '../../protocol.js';
import type { ResolvedSettings } from '../resolve-settings.js';
import type { Transport } from '../settings.js';

export interface LinkOptions {
  settings: ResolvedSettings;
  /** In the order of this attempt. */
  transports: Transport[];
  /** Null = nobody is signed in. */
  session: string | null;
  /** Id of the browser tab. */
  origin: string;
}

/** Why a server does not want a client; null = it is no gateway, and says so in its own words. */
export type RefusalCode = RefusalData['code'] | null;

/** What a link tells the connection that opened it. Nothing follows `failed`, `refused` or `lost`. */
export interface LinkDelegate {
  opened(): void;
  /** The server could not be reached. */
  failed(reason: string): void;
  /** The server was reached and does not want this client. */
  refused(code: RefusalCode, reason: string): void;
  lost(reason: string): void;
  packet(eventName: string, payload: unknown, meta: unknown): void;
}

/** A way to the server, made anew for every attempt: a socket of the page, or one that tabs of the browser share. */
export interface Link {
  /**
   * Sends a packet and waits for the acknowledgement.
   *
   * @param meta for the gateway; a server that did not greet gets none
   * @throws where there is no answer within 10 s
   */
  request(eventName: string, payload: unknown, meta?: EventMeta): Promise<unknown>;
  /** Sends a packet to which no answer is wanted. */
  send(eventName: string, payload: unknown, meta?: EventMeta): void;
  /** Ends it; nothing is told any more. */
  close(): void;
}

/** Opens a link; what becomes of it is told later. */
export type LinkOpener = (events: LinkDelegate) => Link;
