import type { EventEmitter } from 'node:events';
import type { Server, Socket } from 'socket.io';
import type { App } from '../apps.js';
import type { ChannelPosition } from '../../protocol.js';
import type { TopicRight } from '../topics/topic-rights.js';
import type { Session } from '../sessions/session-store.js';

/** That a socket listens to a topic. */
export interface Listening extends TopicRight {
  /** Whether the feed is to be left with it. */
  isFed: boolean;
  /** Forgets the end of the right. */
  stop: () => void;
}

/** What the gateway knows of an admitted socket. */
export interface SocketData {
  app: App;
  /** Null for anonymous. */
  session: Session | null;
  /** Whether the client asked for offsets and replay. */
  tracked: boolean;
  /** The channels that it listens to, with the tops from before it joined. */
  tops: ChannelPosition[];
  /** The topics to which it listens, by name. Most listen to none, and have {@link NO_TOPICS}. */
  topics: ReadonlyMap<string, Listening>;
  /** Id of the browser tab; null where the client does not say. */
  origin: string | null;
  /** Network address. */
  address: string;
  /** Milliseconds since 1970. */
  since: number;
}

export const NO_TOPICS: ReadonlyMap<string, Listening> = new Map();

type Events = Record<string, (...values: unknown[]) => void>;

export type GatewayServer = Server<Events, Events, Events, SocketData>;
export type GatewaySocket = Socket<Events, Events, Events, SocketData>;

/** What the gateway uses of an Engine.IO packet. */
export interface EnginePacket {
  data: string | Buffer | undefined;
  options: { wsPreEncodedFrame?: unknown };
}

/** What the gateway uses of an Engine.IO connection, for which Socket.IO has no complete types. */
export interface EngineConnection extends EventEmitter {
  readyState: string;
  /** What waits until the transport can take it. */
  writeBuffer: readonly unknown[];
  transport: EventEmitter & {
    name: string;
    /** Whether it can take something now. */
    writable: boolean;
    /** How long a polling transport waits for a request to answer with its end, in milliseconds. */
    closeTimeout?: number;
    /** Exists where the transport is a WebSocket. */
    socket?: EventEmitter & { terminate(): void };
  };
  close(discard?: boolean): void;
}

/** The Engine.IO connections of a server. */
export function connectionsOf(server: GatewayServer): EngineConnection[] {
  const { clients } = server.engine as unknown as { clients: Record<string, EngineConnection> };
  return Object.values(clients);
}

/** Ends a connection at once, without waiting for a client that may not read. */
export function cutOff(connection: EngineConnection): void {
  connection.transport.socket?.terminate();
  connection.close(true);
}
