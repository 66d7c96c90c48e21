import { setTimeout as delay } from 'node:timers/promises';
import { sayBye } from './client-connection.js';
import type { SocketServices } from './socket-services.js';
import {
  connectionsOf,
  cutOff,
  type EngineConnection,
  type GatewayServer,
  type GatewaySocket,
} from './types.js';

/** How long a client may take to read its last packet, in milliseconds. */
export const FAREWELL = 1000;
/** So many clients may be sent away each second, whatever the configuration says. */
const RATE = 100;

/**
 * Sends all clients away, one after the other: they come back at once to the nodes that are left, which should not have
 * to admit all of them in one moment. Each is sent away when what it asked for is answered.
 */
export async function sendAway(
  server: GatewayServer,
  { settings, underway }: Pick<SocketServices, 'settings' | 'underway'>,
): Promise<void> {
  const { requests, clients } = settings.shutdown;
  const connections = connectionsOf(server);
  const sockets = socketsByConnection(server);
  const pause = pauseBetween(connections.length, clients);
  const begun = performance.now();
  const closings: Promise<void>[] = [];
  for (const [index, connection] of connections.entries()) {
    const wait = begun + index * pause - performance.now();
    // Timers are not exact: several that are due go together.
    if (wait >= 1) await delay(wait);
    const leave = async () => {
      await underway.waitForCurrent(requests * 1000, connection);
      sockets.get(connection)?.forEach((socket) => sayBye(socket, 'shutdown'));
      await close(connection);
    };
    closings.push(leave());
  }
  await Promise.all(closings);
}

/** @returns milliseconds from one client to the next */
export function pauseBetween(count: number, seconds: number): number {
  return Math.min(1000 / RATE, (seconds * 1000) / Math.max(1, count));
}

function socketsByConnection(server: GatewayServer): Map<unknown, GatewaySocket[]> {
  const byConnection = new Map<unknown, GatewaySocket[]>();
  for (const socket of server.of('/').sockets.values()) {
    const others = byConnection.get(socket.conn);
    if (others) others.push(socket);
    else byConnection.set(socket.conn, [socket]);
  }
  return byConnection;
}

/** Closes the transport rather than the namespace, so that any Socket.IO client connects again by itself. */
async function close(connection: EngineConnection): Promise<void> {
  if (connection.readyState === 'closed') return;
  // Engine.IO calls a connection closed before its WebSocket has sent what it holds.
  const closing = new Promise((resolve) => {
    (connection.transport.socket ?? connection).once('close', resolve);
  });
  const given = new AbortController();
  const late = delay(FAREWELL, undefined, { signal: given.signal }).catch(() => undefined);
  connection.close();
  await Promise.race([closing, late]);
  given.abort();
  cutOff(connection);
}
