import { z } from 'zod';
import { PACKET, type ChannelReplay, type SyncAnswer } from '../../protocol.js';
import type { SocketServices } from './socket-services.js';
import type { GatewaySocket } from './types.js';

const syncRequest = z.object({
  channels: z.array(z.object({ channel: z.string(), epoch: z.string(), offset: z.int().min(0) })).max(16),
});

/** Answers the client's questions for what it missed. */
export function answerSyncs(socket: GatewaySocket, { metrics, log }: SocketServices): void {
  const { app } = socket.data;
  socket.on(PACKET.sync, (request: unknown, acknowledge: unknown) => {
    if (typeof acknowledge !== 'function') return;
    const answer = acknowledge as (answer: SyncAnswer | { error: string }) => void;
    replay(socket, request).then(
      (channels) => {
        for (const { recovered } of channels)
          metrics.syncs.inc({ app: app.id, recovered: String(recovered) });
        answer({ channels });
      },
      (error: unknown) => {
        if (!(error instanceof z.ZodError)) log.error({ err: error, app: app.id }, 'a sync failed');
        answer({ error: 'The sync could not be answered.' });
      },
    );
  });
}

/** Reads only the channels of the socket, each once, whatever the request names. */
async function replay(socket: GatewaySocket, request: unknown): Promise<ChannelReplay[]> {
  const { app, tops } = socket.data;
  const cursors = new Map(syncRequest.parse(request).channels.map((cursor) => [cursor.channel, cursor]));
  const own = tops.map(({ channel }) => cursors.get(channel)).filter((cursor) => cursor !== undefined);
  return Promise.all(own.map((cursor) => app.log.after(cursor)));
}
