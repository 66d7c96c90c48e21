import { eventNameProblem, PACKET } from '../../protocol.js';
import { INBOX_PACKET } from '../../protocol/inbox.js';
import { PREFERENCE_PACKET } from '../../protocol/preferences.js';
import { WEB_PUSH_PACKET } from '../../protocol/web-push.js';
import { eventReceiver, type ReceiveEvent } from './events.js';
import { serveInbox } from './inbox-requests.js';
import type { SocketServices } from './socket-services.js';
import { answerSyncs } from './sync.js';
import { receiveTopics } from './topics.js';
import type { GatewaySocket } from './types.js';
import { serveWebPush } from './web-push-requests.js';

type Serve = (socket: GatewaySocket, services: SocketServices) => void;

/** Who answers a packet; only to clients that asked for more than plain events, but for topics. */
const SERVES: ReadonlyMap<unknown, Serve> = new Map([
  [PACKET.listen, receiveTopics],
  [PACKET.leave, receiveTopics],
  [PACKET.sync, answerSyncs],
  [INBOX_PACKET.list, serveInbox],
  [INBOX_PACKET.mark, serveInbox],
  [PREFERENCE_PACKET.choose, serveInbox],
  [WEB_PUSH_PACKET.subscribe, serveWebPush],
  [WEB_PUSH_PACKET.unsubscribe, serveWebPush],
]);

/**
 * Receives all that a client sends. What answers is made when the first such packet comes: most clients only listen, and
 * what each connection keeps is multiplied by their number.
 */
export function receivePackets(socket: GatewaySocket, services: SocketServices): void {
  let receive: ReceiveEvent | undefined;
  socket.onAny((name: unknown, ...values: unknown[]) => {
    const serve = SERVES.get(name);
    if (serve !== undefined) beginOnce(serve, socket, name as string, services);
    else if (eventNameProblem(name) === null) {
      receive ??= eventReceiver(socket, services);
      services.underway.track(receive(name as string, values), socket.conn);
    }
  });
}

/** Socket.IO looks for the listeners of a packet after those of any: what begins now hears it already. */
function beginOnce(serve: Serve, socket: GatewaySocket, packet: string, services: SocketServices): void {
  const isMeant = socket.data.tracked || serve === receiveTopics;
  if (isMeant && socket.listenerCount(packet) === 0) serve(socket, services);
}
