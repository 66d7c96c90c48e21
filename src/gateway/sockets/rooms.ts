import { EVERYBODY, type MessageMeta } from '../../protocol.js';
import { channelRoom, sessionRoom, topicOf, type Audience } from '../channels.js';
import type { Metrics } from '../metrics.js';
import type { LocalDelivery } from './feed.js';
import { fingerprintOf } from '../fingerprint.js';
import { mayReceive } from '../topics/right.js';
import type { GatewayServer, GatewaySocket, SocketData } from './types.js';

/** The rooms of a socket: what reaches it, and what it counts as. */
export function roomsOf({ app, session, tops, tracked }: SocketData): string[] {
  const audience = tracked ? 'tracked' : 'plain';
  const rooms = tops.map(({ channel }) => channelRoom(app.id, channel, audience));
  if (session) rooms.push(sessionRoom(app.id, fingerprintOf(session.identity ?? session.id)));
  return rooms;
}

/** How many sockets of this process are in a room. */
export function roomSize(server: GatewayServer, room: string): number {
  return server.of('/').adapter.rooms.get(room)?.size ?? 0;
}

/** How many sockets of this process listen to a channel. */
export function listenerCount(server: GatewayServer, appId: string, channel: string): number {
  return (
    roomSize(server, channelRoom(appId, channel, 'plain')) +
    roomSize(server, channelRoom(appId, channel, 'tracked'))
  );
}

/** The sockets of this process in a room. */
export function socketsIn(server: GatewayServer, room: string): GatewaySocket[] {
  const { adapter, sockets } = server.of('/');
  return Array.from(adapter.rooms.get(room) ?? [], (id) => sockets.get(id)).filter(
    (socket) => socket !== undefined,
  );
}

/** The sockets of this process that listen to a channel. */
export function listenersOf(server: GatewayServer, appId: string, channel: string): GatewaySocket[] {
  return (['plain', 'tracked'] as const).flatMap((audience) =>
    socketsIn(server, channelRoom(appId, channel, audience)),
  );
}

/** The sockets of this process that belong to an app. */
export function socketsOfApp(server: GatewayServer, appId: string): GatewaySocket[] {
  return listenersOf(server, appId, EVERYBODY);
}

/** The ids of the sockets in the room of a topic that may not be given a message of it. */
function withoutRight(server: GatewayServer, room: string, { channel, at }: MessageMeta): string[] {
  const topic = topicOf(channel)!;
  const now = Date.now();
  return socketsIn(server, room)
    .filter(({ data }) => !mayReceive(data.topics.get(topic)?.periods ?? [], at, now))
    .map(({ id }) => id);
}

/** Delivery over Socket.IO. */
export function createDelivery(server: GatewayServer, metrics: Metrics): LocalDelivery {
  const deliver: LocalDelivery['deliver'] = (appId, eventName, message, meta) => {
    const send = (audience: Audience, ...values: unknown[]): number => {
      const room = channelRoom(appId, meta.channel, audience);
      const size = roomSize(server, room);
      // Socket.IO encodes the packet also where nobody hears it.
      if (size === 0) return 0;
      const withheld = topicOf(meta.channel) === null ? [] : withoutRight(server, room, meta);
      server.local
        .to(room)
        .except(withheld)
        .emit(eventName, ...values);
      return size - withheld.length;
    };
    const count = send('plain', message) + send('tracked', message, meta);
    metrics.deliveries.inc({ app: appId }, count);
    if (count > 0) metrics.deliveryDelay.observe({ app: appId }, Math.max(0, Date.now() - meta.at) / 1000);
  };
  return {
    deliver,
    broadcast(appId, channel, eventName, payload) {
      const room = channelRoom(appId, channel, 'tracked');
      if (roomSize(server, room) > 0) server.local.to(room).emit(eventName, payload);
    },
    listeners: (appId, channel) => listenerCount(server, appId, channel),
  };
}
