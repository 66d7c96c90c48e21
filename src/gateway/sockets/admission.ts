import { z } from 'zod';
import {
  EVERYBODY,
  OPT_IN_QUERY,
  ORIGIN_QUERY,
  type ChannelPosition,
  type RefusalData,
} from '../../protocol.js';
import type { App } from '../apps.js';
import type { ClientAddress } from '../client-address.js';
import { channelOf } from '../channels.js';
import { readOrigin } from '../push-request.js';
import type { SessionGuard } from '../sessions/session-guard.js';
import type { Session } from '../sessions/session-store.js';
import type { Feed } from './feed.js';
import type { SocketServices } from './socket-services.js';
import { NO_TOPICS, type GatewaySocket, type SocketData } from './types.js';
import { whenClosed } from './when-closed.js';

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
 * Decides whether a socket may connect, from its `auth`, origin and address alone, and takes its slot.
 *
 * @throws AdmissionError
 */
export async function admit(socket: GatewaySocket, services: SocketServices): Promise<SocketData> {
  const { apps, origins, slots, addresses } = services;
  const { auth, headers } = socket.handshake;
  const claimed = claims.safeParse(auth);
  const app = claimed.success ? apps.get(claimed.data.app_id) : undefined;
  if (!app) throw new AdmissionError('unknown-app', 'There is no app with this app_id.');
  if (!origins.allows(headers, app.settings.allowedOrigins)) {
    throw new AdmissionError('foreign-origin', 'This app does not take connections from this origin.');
  }
  const from = addresses.of(socket.handshake.address, headers);
  const release = await slots.reserve(app.id, from);
  if (release === null) throw new AdmissionError('limit', 'There are too many connections; try again later.');
  // Whatever becomes of it: the slot is its own until its transport is closed.
  whenClosed(socket.conn, release);
  try {
    return await dataOf(socket, app, claimed.data!.session_id ?? '', from, services);
  } catch (error) {
    release();
    throw error;
  }
}

async function dataOf(
  socket: GatewaySocket,
  app: App,
  sessionId: string,
  from: ClientAddress,
  { sessionGuard, feed }: SocketServices,
): Promise<SocketData> {
  const { query } = socket.handshake;
  const session = await sessionOf(app, sessionId, from, sessionGuard);
  const ofAll = await listen(socket, app, EVERYBODY, feed);
  const tops = session ? [ofAll, await listen(socket, app, channelOf(session.user.id), feed)] : [ofAll];
  const tracked = query[OPT_IN_QUERY] === '1';
  return {
    app,
    session,
    tracked,
    tops,
    topics: NO_TOPICS,
    origin: readOrigin(query[ORIGIN_QUERY]),
    address: from.address,
    since: Date.now(),
  };
}

/** Hears a channel from before the socket is admitted until its transport is closed. */
async function listen(
  { conn }: GatewaySocket,
  { id }: App,
  channel: string,
  feed: Feed,
): Promise<ChannelPosition> {
  const top = await feed.listen(id, channel);
  whenClosed(conn, () => feed.leave(id, channel));
  return top;
}

async function sessionOf(
  app: App,
  sessionId: string,
  from: ClientAddress,
  guard: SessionGuard,
): Promise<Session | null> {
  if (sessionId === '') {
    if (app.settings.anonymous) return null;
    throw new AdmissionError('unauthorised', 'This app needs a session_id.');
  }
  const session = await guard.find(app, sessionId, from);
  if (!session) throw new AdmissionError('unauthorised', 'The session is unknown or has ended.');
  return session;
}
