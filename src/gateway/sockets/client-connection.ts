import { PACKET, type Bye, type Hello, type Position } from '../../protocol.js';
import type { OriginPolicy } from '../origins.js';
import { clearAlarm, setAlarm } from '../timers.js';
import { forgetRequest } from './forget-request.js';
import { receivePackets } from './packets.js';
import { roomsOf } from './rooms.js';
import type { SocketServices } from './socket-services.js';
import { leaveAll, reviewTopics } from './topics.js';
import { topicChannel } from '../channels.js';
import type { GatewaySocket } from './types.js';

/** Serves an admitted socket until it disconnects. */
export function serve(socket: GatewaySocket, services: SocketServices): void {
  const { metrics } = services;
  const { app, session, tracked } = socket.data;
  forgetRequest(socket);
  void socket.join(roomsOf(socket.data));
  receivePackets(socket, services);
  const alarm = session && setAlarm(session.expiresAt, endSession, socket);
  if (tracked) greet(socket, services);
  metrics.connections.inc({ app: app.id });
  socket.on('disconnect', () => {
    metrics.connections.dec({ app: app.id });
    if (alarm !== null) clearAlarm(alarm);
    leaveAll(socket, services);
    // A client may leave the namespace and keep the transport, where nothing would count it any more.
    socket.conn.close();
  });
  // Between admission and joining its rooms a socket hears nothing, neither a message nor the end of its session.
  check(socket, services, true);
}

/**
 * Ends the socket whose session has ended, whoever forgot to say so, and tells the newest offsets to a client that
 * understands them, so that it finds what it missed.
 *
 * @param onlyNews whether to say nothing where the offsets are those of the greeting
 */
export function check(socket: GatewaySocket, services: SocketServices, onlyNews = false): void {
  checkNow(socket, onlyNews, services).catch((error: unknown) => {
    services.log.warn({ err: error, app: socket.data.app.id }, 'a connection could not be checked');
  });
}

/** Tells the client, if it can understand, and disconnects it; Socket.IO clients do not come back by themselves. */
export function endSession(socket: GatewaySocket): void {
  sayBye(socket, 'session-ended');
  socket.disconnect(true);
}

/** Tells a client that understands why its connection ends. */
export function sayBye(socket: GatewaySocket, code: Bye['code']): void {
  if (socket.data.tracked) socket.emit(PACKET.bye, { code } satisfies Bye);
}

function greet(socket: GatewaySocket, { settings, persons, webPush }: SocketServices): void {
  const { app, session, tops } = socket.data;
  const publicKey = webPush.publicKeyOf(app.id);
  const hello: Hello = {
    channels: tops,
    position: settings.position,
    limits: { maxMessageBytes: settings.limits.maxMessageBytes },
    ...(session && { person: persons.idOf(app.id, session.user.id) }),
    now: Date.now(),
    topics: true,
    ...(session &&
      app.inbox && {
        inbox: { events: [...app.inbox.events], categories: [...(app.preferences?.categories ?? [])] },
      }),
    ...(session && publicKey !== null && { webPush: { publicKey } }),
  };
  socket.emit(PACKET.hello, hello);
}

/** Whether the configuration, which may have changed, still lets the page in. */
function mayStay({ data, handshake }: GatewaySocket, origins: OriginPolicy): boolean {
  const { settings } = data.app;
  return (
    (data.session !== null || settings.anonymous) &&
    origins.allows(handshake.headers, settings.allowedOrigins)
  );
}

async function checkNow(socket: GatewaySocket, onlyNews: boolean, services: SocketServices): Promise<void> {
  const { app, session, tops, topics, tracked } = socket.data;
  const hasEnded =
    !mayStay(socket, services.origins) ||
    (session !== null && (await app.sessions.find(session.id)) === null);
  if (hasEnded) endSession(socket);
  if (hasEnded) return;
  await reviewTopics(socket, services);
  if (!tracked) return;
  const listened = [...topics.keys()].map(topicChannel);
  const names = [...tops.map(({ channel }) => channel), ...listened];
  const channels = await Promise.all(names.map((channel) => services.feed.position(app.id, channel)));
  const isNews = tops.some(({ epoch, offset }, index) => {
    return epoch !== channels[index]!.epoch || offset !== channels[index]!.offset;
  });
  if (isNews || !onlyNews) socket.emit(PACKET.position, { channels } satisfies Position);
}
