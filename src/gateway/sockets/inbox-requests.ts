import { z } from 'zod';
import { ALERT_DELIVERIES, PREFERENCE_PACKET, type PreferencesKept } from '../../protocol/preferences.js';
import { INBOX_PACKET, ALERT_MARKS, type InboxMarked, type InboxPage } from '../../protocol/inbox.js';
import { channelOf } from '../channels.js';
import type { Inbox } from '../inbox/inbox.js';
import { categoryName, MOST_CHOICES } from '../preferences/preference-store.js';
import { answerInTurn } from './in-turn.js';
import { holds } from '../topics/right.js';
import type { SocketServices } from './socket-services.js';
import type { GatewaySocket, Listening } from './types.js';

/** A person who reads one alert after another marks a few a second. */
const PACE = { rate: 10, burst: 30, maxWaiting: 20 };
const TOO_FAST = 'The inbox is asked too often; wait for the answer to one request before the next.';

const request = z.object({ cursor: z.string().max(300).nullable(), topic: z.string().max(128).nullish() });
const changes = z.object({
  changes: z
    .array(
      z.object({
        category: categoryName,
        delivery: z.enum(ALERT_DELIVERIES).nullable(),
        at: z.number().min(0),
      }),
    )
    .max(MOST_CHOICES),
});
const mark = z.object({ ids: z.array(z.string().max(600)).max(200), mark: z.enum(ALERT_MARKS) });

/** What a socket may hear of a topic now. @returns null where it may not */
function listensNow({ data }: GatewaySocket, topic: string): Listening | null {
  const listening = data.topics.get(topic) ?? null;
  return listening !== null && holds(listening.periods, Date.now()) ? listening : null;
}

/** What is kept of a topic, as far as the person has a right to it: now, and when it was pushed. */
async function topicPage(
  socket: GatewaySocket,
  inbox: Inbox,
  { topic, cursor }: { topic: string; cursor: string | null },
): Promise<InboxPage> {
  const { app, session } = socket.data;
  const { user } = session!;
  const nothing: InboxPage = { alerts: [], states: [], cursor: cursor ?? '', more: false };
  const listening = listensNow(socket, topic);
  if (listening === null) return nothing;
  const { isTheirs, problem } = await app.rights.kept(user, topic, listening, (term) =>
    inbox.listings.since(user.id, topic, term),
  );
  if (problem !== null) return nothing;
  const page = await inbox.topicPage(user.id, topic, cursor, isTheirs);
  // The right may have ended while the store was read.
  return listensNow(socket, topic) === null ? nothing : page;
}

/** Answers what a client asks of the inbox of its person, and of nobody else's: the person is that of the session. */
export function serveInbox(socket: GatewaySocket, { log, feed, webPush, personPace }: SocketServices): void {
  const { app, session } = socket.data;
  const { inbox, preferences } = app;
  if (inbox === null || preferences === null || session === null) return;
  const userId = session.user.id;

  const answer = (
    packet: string,
    answerTo: (given: unknown) => Promise<unknown>,
    mayGoOn?: () => boolean,
  ): void =>
    answerInTurn(
      socket,
      packet,
      { pace: PACE, tooFast: TOO_FAST, ...(mayGoOn && { mayGoOn }) },
      async (given) => {
        try {
          return await answerTo(given);
        } catch (error) {
          if (!(error instanceof z.ZodError)) log.error({ err: error, app: app.id }, 'the inbox failed');
          return { error: 'The inbox could not be asked.' };
        }
      },
    );

  // All connections of the person hear of it: many that say something would be many times many messages.
  const person = JSON.stringify([app.id, userId]);
  const mayTellAll = (): boolean => personPace.take(person);

  answer(INBOX_PACKET.list, (given) => {
    const { cursor, topic = null } = request.parse(given);
    return topic === null ? inbox.page(userId, cursor) : topicPage(socket, inbox, { topic, cursor });
  });
  const takeMark = async (given: unknown): Promise<InboxMarked> => {
    const { ids, mark: name } = mark.parse(given);
    const states = await inbox.mark(userId, ids, name, (topic) => listensNow(socket, topic) !== null);
    if (states.length > 0) feed.broadcast(app.id, channelOf(userId), INBOX_PACKET.marked, { states });
    void webPush.marked(app, userId, states);
    return { states };
  };
  const takeChoices = async (given: unknown): Promise<PreferencesKept> => {
    const chosen = changes.parse(given).changes;
    const kept: PreferencesKept = { choices: await preferences.choose(userId, chosen) };
    if (chosen.length > 0) feed.broadcast(app.id, channelOf(userId), PREFERENCE_PACKET.changed, kept);
    return kept;
  };
  answer(INBOX_PACKET.mark, takeMark, mayTellAll);
  answer(PREFERENCE_PACKET.choose, takeChoices, mayTellAll);
}
