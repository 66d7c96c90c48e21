import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import { EVERYBODY } from '../../protocol.js';
import { REVOKED } from '../topics/topic-rights.js';
import { sessionRoom, topicChannel } from '../channels.js';
import type { Settings } from '../config/schema.js';
import { Refusal } from '../refusal.js';
import { Rarely } from '../rarely.js';
import { admit, AdmissionError } from './admission.js';
import { check, endSession, serve } from './client-connection.js';
import { answerPlainRequests } from './plain-requests.js';
import { guardRequests } from './request-guard.js';
import { ConnectGuard } from './connect-guard.js';
import { goRound } from './rounds.js';
import { FAREWELL, sendAway } from './send-away.js';
import { TrafficGuard } from './slow-consumers.js';
import { listenersOf, socketsIn } from './rooms.js';
import { end } from './topics.js';
import type { SocketServices } from './socket-services.js';
import type { EngineConnection, GatewayServer, GatewaySocket } from './types.js';

const PATH = '/socket.io';

/**
 * Attaches Socket.IO to the HTTP server.
 *
 * @param refusesClients whether to refuse new connections; their clients try again by themselves
 */
export function createSocketServer(
  http: HttpServer,
  settings: Settings,
  refusesClients: () => boolean,
): GatewayServer {
  const server: GatewayServer = new Server(http, {
    serveClient: false,
    path: PATH,
    destroyUpgrade: false,
    maxHttpBufferSize: settings.limits.maxMessageBytes,
    connectTimeout: 10_000,
    pingInterval: settings.heartbeat.interval * 1000,
    pingTimeout: settings.heartbeat.timeout * 1000,
    // Any page may open a connection, and is told when it asks for an app that does not take it: an answer that it
    // could not read would look like a broken network.
    cors: { origin: true },
    allowRequest: (_request: IncomingMessage, answer) => answer(null, !refusesClients()),
  });
  answerPlainRequests(http, `${PATH}/`);
  return server;
}

/** All sockets of this process. */
export interface Serving {
  /** Says goodbye to all and ends every connection. */
  stop(): Promise<void>;
  /** Ends those whose session has ended and tells the others the newest offsets. */
  checkAll: () => void;
}

/**
 * Admits and serves sockets.
 *
 * @returns what can be done to all sockets of this process
 */
export function startServing(server: GatewayServer, services: SocketServices): Serving {
  const { apps, settings } = services;
  guardRequests(server, services);
  const foreignOrigins = new Rarely(SAY_AGAIN);
  const connects = new ConnectGuard(services);
  server.use(
    (socket, next) =>
      void connects.admit(socket, () => admitTo(socket, services, foreignOrigins)).then(() => next(), next),
  );
  server.on('connection', (socket) => serve(socket, services));
  for (const app of apps.values()) {
    app.sessions.onEnded((print) => {
      services.metrics.sessionsEnded.inc({ app: app.id });
      socketsIn(server, sessionRoom(app.id, print)).forEach(endSession);
    });
    app.rights.onRevoked((userId, topic) => revokeHere(server, app.id, userId, topic, services));
  }
  server.engine.on('connection', (connection: EngineConnection) => {
    // A polling client that is gone would otherwise keep a closing transport for half a minute.
    connection.transport.closeTimeout = FAREWELL;
  });
  const { sockets } = server.of('/');
  const stopRounds = goRound(settings.position, sockets, (socket) => check(socket, services));
  new TrafficGuard(settings.limits.maxQueueBytes, services).watch(server);
  return {
    stop: () => {
      stopRounds();
      return sendAway(server, services);
    },
    checkAll: () => {
      for (const socket of sockets.values()) check(socket, services);
    },
  };
}

/** Ends that sockets of a user listen to a topic. */
function revokeHere(
  server: GatewayServer,
  appId: string,
  userId: string,
  topic: string,
  services: SocketServices,
): void {
  for (const socket of listenersOf(server, appId, topicChannel(topic))) {
    const isMeant = userId === EVERYBODY || userId === (socket.data.session?.user.id ?? '');
    if (isMeant) end(socket, topic, REVOKED, services);
  }
}

/** Milliseconds between two lines of the log that say the same of the same origin. */
const SAY_AGAIN = 60_000;

async function admitTo(
  socket: GatewaySocket,
  services: SocketServices,
  foreignOrigins: Rarely,
): Promise<void> {
  const { metrics, log } = services;
  try {
    socket.data = await admit(socket, services);
  } catch (error) {
    const isRefused = error instanceof AdmissionError;
    metrics.refusals.inc({ code: isRefused ? error.data.code : 'failure' });
    if (isRefused) {
      if (error.data.code === 'foreign-origin') sayForeignOrigin(socket, services, foreignOrigins);
      throw error;
    }
    if (!(error instanceof Refusal)) log.error({ err: error }, 'a connection could not be admitted');
    throw new AdmissionError('limit', 'The gateway cannot admit anybody now; try again later.');
  }
}

/** An origin that was forgotten in the configuration is the most frequent mistake of an operator. */
function sayForeignOrigin(
  { handshake }: GatewaySocket,
  { metrics, log }: SocketServices,
  said: Rarely,
): void {
  const { origin } = handshake.headers;
  const { app_id: app } = handshake.auth as { app_id: string };
  metrics.originRefusals.inc({ app });
  if (!said.isDue(JSON.stringify([app, origin]))) return;
  log.warn(
    { app, origin },
    'a page was refused because "allowedOrigins" of the app does not list its origin',
  );
}
