import { z } from 'zod';
import { PACKET, type ChannelReplay, type SyncAnswer } from '../../protocol.js';
import { topicOf } from '../channels.js';
import { mayReceive } from '../topics/right.js';
import { answerInTurn } from './in-turn.js';
import type { SocketServices } from './socket-services.js';
import type { GatewaySocket, SocketData } from './types.js';

/** Syncs of one connection, a second and at once. A page needs one after a gap, and one for each further page of it. */
const PACE = { rate: 4, burst: 8, maxWaiting: 4 };
const TOO_FAST = 'Syncs come too fast; wait for the answer to one before the next.';
/** Bytes of messages in one answer, beyond which the rest comes in the next; a single message may be larger. */
const PAGE_BYTES = 256_000;

/** Channels in one request. */
const MAX_CHANNELS = 256;

const syncRequest = z.object({
  channels: z
    .array(z.object({ channel: z.string(), epoch: z.string(), offset: z.int().min(0) }))
    .max(MAX_CHANNELS),
});

/** Answers the client's questions for what it missed, in pages. */
export function answerSyncs(socket: GatewaySocket, services: SocketServices): void {
  answerInTurn(socket, PACKET.sync, { pace: PACE, tooFast: TOO_FAST }, (request) =>
    answerTo(socket, request, services),
  );
}

async function answerTo(
  socket: GatewaySocket,
  request: unknown,
  { metrics, log }: SocketServices,
): Promise<SyncAnswer | { error: string }> {
  const { app } = socket.data;
  try {
    const channels = await replay(socket, request);
    for (const { recovered, messages } of channels) {
      metrics.syncs.inc({ app: app.id, recovered: String(recovered) });
      metrics.replayMessages.observe({ app: app.id }, messages.length);
    }
    return { channels };
  } catch (error) {
    if (!(error instanceof z.ZodError)) log.error({ err: error, app: app.id }, 'a sync failed');
    return { error: 'The sync could not be answered.' };
  }
}

/** Reads only the channels of the socket, each once, whatever the request names, and as much as fits into a page. */
async function replay(socket: GatewaySocket, request: unknown): Promise<ChannelReplay[]> {
  const { app, tops, topics } = socket.data;
  const cursors = new Map(syncRequest.parse(request).channels.map((cursor) => [cursor.channel, cursor]));
  const mayRead = (channel: string): boolean => {
    const topic = topicOf(channel);
    return topic === null ? tops.some((top) => top.channel === channel) : topics.has(topic);
  };
  const own = [...cursors.values()].filter(({ channel }) => mayRead(channel));
  const replays = await Promise.all(own.map((cursor) => app.log.after(cursor, PAGE_BYTES / own.length)));
  // Rights may have ended while the log was read.
  return replays.filter(({ channel }) => mayRead(channel)).map((one) => withinRight(one, topics));
}

/** Leaves out what was pushed to a topic while the client had no right to it. */
function withinRight(replay: ChannelReplay, topics: SocketData['topics']): ChannelReplay {
  const topic = topicOf(replay.channel);
  if (topic === null) return replay;
  const { periods } = topics.get(topic)!;
  const now = Date.now();
  const messages = replay.messages.filter(({ at }) => mayReceive(periods, at, now));
  return { ...replay, messages, recovered: replay.recovered && messages.length === replay.messages.length };
}
