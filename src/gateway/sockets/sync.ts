import { z } from 'zod';
import { PACKET, type ChannelReplay, type SyncAnswer } from '../../protocol.js';
import { topicOf } from '../channels.js';
import { mayReceive } from '../topics/right.js';
import { TokenBucket } from '../token-bucket.js';
import { runAt } from '../timers.js';
import { whenDrained } from './drain.js';
import type { SocketServices } from './socket-services.js';
import type { EngineConnection, GatewaySocket, SocketData } from './types.js';

/** Syncs of one connection, a second and at once. A page needs one after a gap, and one for each further page of it. */
const PACE = { rate: 4, burst: 8 };
/** How many may wait for their turn; more are refused. */
const MAX_WAITING = 4;
/** Bytes of messages in one answer, beyond which the rest comes in the next; a single message may be larger. */
const PAGE_BYTES = 256_000;

/** Channels in one request. */
const MAX_CHANNELS = 256;

const syncRequest = z.object({
  channels: z
    .array(z.object({ channel: z.string(), epoch: z.string(), offset: z.int().min(0) }))
    .max(MAX_CHANNELS),
});

type Acknowledge = (answer: SyncAnswer | { error: string }) => void;

/**
 * Answers the client's questions for what it missed: one after another, in pages, each only when the client has taken
 * what was sent before, so that no client can have more made than it reads.
 */
export function answerSyncs(socket: GatewaySocket, services: SocketServices): void {
  const connection = socket.conn as unknown as EngineConnection;
  const bucket = new TokenBucket(PACE.rate, PACE.burst, Date.now());
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();

  const answerInTurn = async (request: unknown, acknowledge: Acknowledge): Promise<void> => {
    await bucketTurn(bucket);
    if (!(await whenDrained(connection)) || !socket.connected) return;
    acknowledge(await answerTo(socket, request, services));
  };

  socket.on(PACKET.sync, (request: unknown, acknowledge: unknown) => {
    if (typeof acknowledge !== 'function') return;
    const answer = acknowledge as Acknowledge;
    if (waiting >= MAX_WAITING) {
      answer({ error: 'Syncs come too fast; wait for the answer to one before the next.' });
      return;
    }
    waiting += 1;
    last = last.then(() => answerInTurn(request, answer)).finally(() => (waiting -= 1));
  });
}

async function bucketTurn(bucket: TokenBucket): Promise<void> {
  while (!bucket.take(Date.now())) {
    await new Promise<void>((resolve) => runAt(Date.now() + 1000 / PACE.rate, resolve));
  }
}

async function answerTo(
  socket: GatewaySocket,
  request: unknown,
  { metrics, log }: SocketServices,
): Promise<SyncAnswer | { error: string }> {
  const { app } = socket.data;
  try {
    const channels = await replay(socket, request);
    for (const { recovered } of channels) metrics.syncs.inc({ app: app.id, recovered: String(recovered) });
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
