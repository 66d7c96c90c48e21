import { z } from 'zod';
import {
  PACKET,
  type ChannelPosition,
  type ListenAnswer,
  type TopicPosition,
  type TopicRefusal,
} from '../../protocol.js';
import { channelRoom, topicChannel } from '../channels.js';
import { runAt } from '../timers.js';
import { TokenBucket } from '../token-bucket.js';
import { endOf, holds, union } from '../topics/right.js';
import { expired, type Reason, type TopicRight } from '../topics/topic-rights.js';
import type { SocketServices } from './socket-services.js';
import { NO_TOPICS, type GatewaySocket, type Listening } from './types.js';

/** Topics that one connection may ask for, a second and at once. */
const PACE = { rate: 100, burst: 2_000 };
/** How many requests may wait for their turn; more are refused. */
const MAX_WAITING = 32;
const MAX_TOPICS = 100;

const listenRequest = z.object({
  topics: z.array(z.object({ topic: z.string(), token: z.string().max(16_000).optional() })).max(MAX_TOPICS),
});
const leaveRequest = z.object({ topics: z.array(z.string()).max(MAX_TOPICS) });

type Acknowledge = (answer: unknown) => void;

/** Lets a client listen to topics and leave them: one request after another, so that the last one counts. */
export function receiveTopics(socket: GatewaySocket, services: SocketServices): void {
  let bucket: TokenBucket | undefined;
  let waiting = 0;
  let last: Promise<void> | undefined;

  const inTurn = (acknowledge: unknown, answer: () => Promise<unknown>): void => {
    const reply = typeof acknowledge === 'function' ? (acknowledge as Acknowledge) : () => undefined;
    if (waiting >= MAX_WAITING) {
      reply({ error: 'Topics come too fast; wait for the answer to one request before the next.' });
      return;
    }
    waiting += 1;
    last = (last ?? Promise.resolve()).then(async () => {
      try {
        if (socket.connected) reply(await answer());
      } catch (error) {
        if (!(error instanceof z.ZodError))
          services.log.error({ err: error }, 'topics could not be listened to');
        reply({ error: `A request has at most ${MAX_TOPICS} topics: { topics: [{ topic, token }] }.` });
      } finally {
        waiting -= 1;
      }
    });
  };

  socket.on(PACKET.listen, (request: unknown, acknowledge: unknown) =>
    inTurn(acknowledge, async () => {
      const { topics } = listenRequest.parse(request);
      bucket ??= new TokenBucket(PACE.rate, PACE.burst, Date.now());
      for (let taken = 0; taken < topics.length;) {
        if (bucket.take(Date.now())) taken += 1;
        else await new Promise<void>((resolve) => runAt(Date.now() + 1000 / PACE.rate, resolve));
      }
      return listen(socket, topics, services);
    }),
  );
  socket.on(PACKET.leave, (request: unknown, acknowledge: unknown) =>
    inTurn(acknowledge, () => {
      for (const topic of leaveRequest.parse(request).topics) leave(socket, topic, services);
      return Promise.resolve({});
    }),
  );
}

async function listen(
  socket: GatewaySocket,
  topics: readonly { topic: string; token?: string | undefined }[],
  services: SocketServices,
): Promise<ListenAnswer> {
  const outcomes = await Promise.all(
    topics.map(({ topic, token = '' }) => listenTo(socket, topic, token, services)),
  );
  const refused = outcomes.filter((one) => 'code' in one);
  for (const { code } of refused) services.metrics.refusals.inc({ code });
  return { channels: outcomes.filter((one) => 'channel' in one), refused };
}

async function listenTo(
  socket: GatewaySocket,
  topic: string,
  token: string,
  services: SocketServices,
): Promise<TopicPosition | TopicRefusal> {
  const { app, session } = socket.data;
  const user = session?.user ?? null;
  const decision = await app.rights.decide(user, topic, token);
  if ('code' in decision) return { topic, ...decision };
  if (!socket.connected) return { topic, code: 'unavailable', reason: 'The connection has ended.' };
  const problem = join(socket, topic, decision, services);
  if (problem !== null) return { topic, ...problem };
  try {
    // Between the decision and joining its room a socket did not hear that the right was taken back.
    const late = await app.rights.problemOf(user, topic, decision);
    // Joined before the log is read: overlap makes repeats, never holes.
    const top = await hear(socket, topic, services);
    if (late !== null) end(socket, topic, late, services);
    if (late !== null || !socket.data.topics.has(topic)) return { topic, ...(late ?? ENDED) };
    const endsIn = endOf(socket.data.topics.get(topic)!.periods, Date.now()) - Date.now();
    return { topic, ...top, ...(Number.isFinite(endsIn) && { endsIn: Math.max(0, Math.round(endsIn)) }) };
  } catch {
    end(socket, topic, ENDED, services);
    return { topic, code: 'unavailable', reason: 'The rights or the log cannot be reached now; try again.' };
  }
}

const ENDED: Reason = { code: 'unavailable', reason: 'It ended while it began; try again.' };

/** @returns why the socket may listen to no more topics; null where it listens */
function join(
  socket: GatewaySocket,
  topic: string,
  right: TopicRight,
  services: SocketServices,
): Reason | null {
  const { topics } = socket.data;
  const known = topics.get(topic);
  const { topicsPerConnection, topicsPerPerson } = services.settings.limits;
  if (known === undefined) {
    if (topics.size >= topicsPerConnection) return tooMany('connection', topicsPerConnection);
    if (!services.topicCounts.add(socket.data, topicsPerPerson)) return tooMany('person', topicsPerPerson);
  }
  known?.stop();
  const periods = union([...(known?.periods ?? []), ...right.periods]);
  const isFed = known?.isFed ?? false;
  const listening: Listening = { ...right, periods, isFed, stop: () => undefined };
  listening.stop = endInTime(socket, topic, listening, services);
  ownTopics(socket).set(topic, listening);
  void socket.join(roomOf(socket, topic));
  return null;
}

/** Hears the topic in this process until the socket leaves it. @returns its newest position */
async function hear(
  { data }: GatewaySocket,
  topic: string,
  { feed }: SocketServices,
): Promise<ChannelPosition> {
  const channel = topicChannel(topic);
  const top = await feed.listen(data.app.id, channel);
  const listening = data.topics.get(topic);
  // It has left meanwhile, or asked twice.
  if (listening === undefined || listening.isFed) feed.leave(data.app.id, channel);
  else listening.isFed = true;
  return top;
}

function tooMany(whose: 'connection' | 'person', most: number): Reason {
  return { code: 'limit', reason: `One ${whose} may listen to at most ${most} topics at a time.` };
}

function endInTime(
  socket: GatewaySocket,
  topic: string,
  { periods }: Listening,
  services: SocketServices,
): () => void {
  const until = endOf(periods, Date.now());
  if (until === Infinity) return () => undefined;
  return runAt(until, () => {
    if (!holds(periods, Date.now())) end(socket, topic, expired(topic), services);
  });
}

/** Ends that a socket listens to a topic, and says why to a client that understands. */
export function end(socket: GatewaySocket, topic: string, reason: Reason, services: SocketServices): void {
  if (!leave(socket, topic, services) || !socket.data.tracked) return;
  socket.emit(PACKET.refused, { topics: [{ topic, ...reason }] });
}

/** @returns whether it listened */
function leave(socket: GatewaySocket, topic: string, services: SocketServices): boolean {
  const listening = socket.data.topics.get(topic);
  if (listening === undefined) return false;
  listening.stop();
  ownTopics(socket).delete(topic);
  services.topicCounts.remove(socket.data);
  if (listening.isFed) services.feed.leave(socket.data.app.id, topicChannel(topic));
  void socket.leave(roomOf(socket, topic));
  return true;
}

/** Ends all at the end of a connection. */
export function leaveAll(socket: GatewaySocket, services: SocketServices): void {
  for (const topic of [...socket.data.topics.keys()]) leave(socket, topic, services);
}

/** Ends the topics to which a socket may not listen any more, whoever forgot to say so. */
export async function reviewTopics(socket: GatewaySocket, services: SocketServices): Promise<void> {
  const { app, session, topics } = socket.data;
  await Promise.all(
    [...topics].map(async ([topic, listening]) => {
      const reason = await app.rights.problemOf(session?.user ?? null, topic, listening);
      if (reason !== null && topics.get(topic) === listening) end(socket, topic, reason, services);
    }),
  );
}

function ownTopics({ data }: GatewaySocket): Map<string, Listening> {
  if (data.topics === NO_TOPICS) data.topics = new Map();
  return data.topics as Map<string, Listening>;
}

function roomOf({ data }: GatewaySocket, topic: string): string {
  return channelRoom(data.app.id, topicChannel(topic), data.tracked ? 'tracked' : 'plain');
}
