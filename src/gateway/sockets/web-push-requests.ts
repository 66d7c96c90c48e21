import { z } from 'zod';
import { WEB_PUSH_PACKET } from '../../protocol/web-push.js';
import { answerInTurn } from './in-turn.js';
import type { SocketServices } from './socket-services.js';
import type { GatewaySocket } from './types.js';

const PACE = { rate: 1, burst: 10, maxWaiting: 5 };
const TOO_FAST = 'The browser is subscribed too often.';

const unsubscribe = z.object({ endpoint: z.string().max(2_048) });

/** Subscribes the browser of a client for the person of its session, and ends that. */
export function serveWebPush(socket: GatewaySocket, { log, webPush }: SocketServices): void {
  const { app, session } = socket.data;
  if (session === null || webPush.publicKeyOf(app.id) === null) return;

  const answer = (packet: string, act: (given: unknown) => Promise<string | null>): void =>
    answerInTurn(socket, packet, { pace: PACE, tooFast: TOO_FAST }, async (given) => {
      try {
        const error = await act(given);
        return error === null ? {} : { error };
      } catch (error) {
        if (!(error instanceof z.ZodError)) log.error({ err: error, app: app.id }, 'Web Push failed');
        return { error: 'The browser could not be subscribed.' };
      }
    });

  answer(WEB_PUSH_PACKET.subscribe, (given) => webPush.subscribe(app, session, given));
  answer(WEB_PUSH_PACKET.unsubscribe, async (given) => {
    await webPush.unsubscribe(app, session, unsubscribe.parse(given).endpoint);
    return null;
  });
}
