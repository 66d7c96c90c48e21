import { z } from 'zod';
import { EVERYBODY, OPT_IN_QUERY, ORIGIN_QUERY, type RefusalData } from '../../protocol.js';
import type { App } from '../apps.js';
import { addressRoom, channelOf } from '../channels.js';
import type { Settings } from '../config/schema.js';
import type { OtherNodes } from '../other-nodes.js';
import { originAllowed } from '../origins.js';
import { readOrigin } from '../push-request.js';
import type { Session } from '../sessions/session-store.js';
import { clientAddress } from './address.js';
import { listenerCount, roomSize } from './rooms.js';
import type { SocketServices } from './socket-services.js';
import type { GatewayServer, GatewaySocket, SocketData } from './types.js';

/** A refused connection: Socket.IO sends `message` and `data` to the client as its `connect_error`. */
export class AdmissionError extends Error {
  readonly data: RefusalData;

  constructor(code: RefusalData['code'], sentence: string) {
    super(sentence);
    this.data = { code };
  }
}

const claims = z.object({ app_id: z.string(), session_id: z.string().nullish() });

/**
 * Decides whether a socket may connect, from its `auth`, origin and address alone.
 *
 * @throws AdmissionError
 */
export async function admit(
  server: GatewayServer,
  socket: GatewaySocket,
  { apps, settings, others }: SocketServices,
): Promise<SocketData> {
  const { auth, headers, query } = socket.handshake;
  const claimed = claims.safeParse(auth);
  const app = claimed.success ? apps.get(claimed.data.app_id) : undefined;
  if (!app) throw new AdmissionError('unknown-app', 'There is no app with this app_id.');
  if (!originAllowed(headers.origin, headers.host, app.settings.allowedOrigins)) {
    throw new AdmissionError('foreign-origin', 'This app does not take connections from this origin.');
  }
  const session = await sessionOf(app, claimed.data?.session_id ?? '');
  const tops = [await app.log.top(EVERYBODY)];
  if (session) tops.push(await app.log.top(channelOf(session.user.id)));
  const address = clientAddress(socket.handshake.address, headers, settings.proxies);
  refuseTooMany(server, app, address, settings.limits, others);
  const tracked = query[OPT_IN_QUERY] === '1';
  return { app, session, tracked, tops, origin: readOrigin(query[ORIGIN_QUERY]), address, since: Date.now() };
}

async function sessionOf(app: App, sessionId: string): Promise<Session | null> {
  if (sessionId === '') {
    if (app.settings.anonymous) return null;
    throw new AdmissionError('unauthorised', 'This app needs a session_id.');
  }
  const session = await app.sessions.find(sessionId);
  if (!session) throw new AdmissionError('unauthorised', 'The session is unknown or has ended.');
  return session;
}

function refuseTooMany(
  server: GatewayServer,
  app: App,
  address: string,
  limits: Settings['limits'],
  others: OtherNodes,
): void {
  const { connectionsPerApp, connectionsPerAddress } = limits;
  const isFull =
    listenerCount(server, app.id, EVERYBODY) + others.connections(app.id) >= connectionsPerApp ||
    (connectionsPerAddress !== undefined && roomSize(server, addressRoom(address)) >= connectionsPerAddress);
  if (isFull) throw new AdmissionError('limit', 'There are too many connections; try again later.');
}
