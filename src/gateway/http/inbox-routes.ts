import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { INBOX_PACKET, ALERT_MARKS, type AlertStates } from '../../protocol/inbox.js';
import { EVERYBODY } from '../../protocol.js';
import { PREFERENCE_PACKET } from '../../protocol/preferences.js';
import type { App } from '../apps.js';
import { channelOf, topicChannel, userIdProblem, userOf } from '../channels.js';
import { alertId, timesOf, type StoredAlert } from '../inbox/inbox-store.js';
import type { Inbox } from '../inbox/inbox.js';
import { Refusal } from '../refusal.js';
import { topicProblem } from '../topics/topic-name.js';
import { needKey, read } from './requests.js';
import type { HttpServices } from './http-services.js';

const topicName = z
  .string()
  .refine((name) => topicProblem(name) === null, { error: (issue) => topicProblem(issue.input as string)! });
const query = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  topic: topicName.optional(),
});
const ids = z.array(z.string().max(600)).min(1).max(200);
const change = z
  .strictObject({ mark: z.enum(ALERT_MARKS), ids: ids.optional(), all: z.literal(true).optional() })
  .refine((body) => (body.ids === undefined) !== (body.all === undefined), {
    path: ['ids'],
    error: 'must be given, or "all": true',
  });
const takeBack = z
  .strictObject({
    userID: z.union([z.string(), z.array(z.string()).min(1).max(1_000)]).optional(),
    topic: topicName.optional(),
    id: z.string().min(1).max(600).optional(),
    key: z.string().min(1).max(600).optional(),
  })
  .refine(({ id, key }) => (id === undefined) !== (key === undefined), {
    path: ['id'],
    error: 'must be given, or "key"',
  })
  .refine(({ userID, topic }) => (userID === undefined) !== (topic === undefined), {
    path: ['userID'],
    error: 'must be given, or "topic"',
  });

/** An alert as a back end reads it. */
interface ListedAlert extends Pick<StoredAlert, 'at' | 'ends' | 'eventName' | 'message'> {
  /** Of the alert, for `PATCH`. */
  id: string;
  /** The id of its push. */
  pushID: string | null;
  states: Omit<AlertStates, 'id'>;
}

/** What is kept of people, for back ends: reading, marking, taking back, erasing. */
export function addInboxRoutes(http: FastifyInstance, services: HttpServices): void {
  const { pushKeys, adminKeys, feed, scheduler, webPush } = services;
  const onRequest = needKey(adminKeys);

  // Wildcards, since the length of a named parameter is bounded.
  http.get('/inbox/*', { onRequest }, async (request) => {
    const { limit, topic } = read(query, request.query, 'The query');
    const userID = personIn(request.params);
    const alerts = await listOf(adminKeys.holderOf(request), userID, topic);
    return {
      ...{ userID, ...(topic !== undefined && { topic }) },
      ...{ total: alerts.length, unread: alerts.filter(isUnread).length },
      alerts: alerts.slice(0, limit).map(listed),
    };
  });

  http.patch('/inbox/*', { onRequest }, async (request) => {
    const app = adminKeys.holderOf(request);
    const inbox = inboxOf(app);
    const userID = personIn(request.params);
    const { mark, ids: named, all } = read(change, request.body, 'The body');
    const wanted = all === undefined ? named! : (await listOf(app, userID)).map(alertId);
    const states = await inbox.mark(userID, wanted, mark, () => true);
    if (states.length > 0) feed.broadcast(app.id, channelOf(userID), INBOX_PACKET.marked, { states });
    void webPush.marked(app, userID, states);
    return { states };
  });

  http.post('/push/take-back', { onRequest: needKey(pushKeys) }, async (request) => {
    const app = pushKeys.holderOf(request);
    const { userID, topic, id, key } = read(takeBack, request.body, 'The body');
    const channels =
      topic === undefined
        ? [...new Set([userID!].flat())].map((user) => channelOf(checked(user)))
        : [topicChannel(topic)];
    const isMeant = (alert: StoredAlert): boolean =>
      id === undefined ? keyOf(alert) === key : alert.pushId === id || alertId(alert) === id;
    const inbox = inboxOf(app);
    let taken = 0;
    for (const channel of channels) {
      const states = await inbox.takeBack(channel, isMeant);
      if (states.length > 0) feed.broadcast(app.id, channel, INBOX_PACKET.marked, { states });
      // Nobody is called for what is pushed to a topic.
      if (topic === undefined)
        void webPush.marked(app, channel === EVERYBODY ? EVERYBODY : userOf(channel), states);
      taken += states.length;
    }
    return { taken };
  });

  // What a pusher sees of its own pushes.
  http.get('/push/*', { onRequest: needKey(pushKeys) }, async (request) => {
    const id = (request.params as { '*': string })['*'];
    const app = pushKeys.holderOf(request);
    const status = await scheduler.statusOf(app, id);
    if (status !== null && status.state !== 'sent') return status;
    const outcome = (await (status === null ? inboxOf(app) : app.inbox)?.outcomeOf(id)) ?? status;
    if (outcome === null)
      throw new Refusal(404, 'No inbox has an alert of a push with this id: it was none, or it has ended.');
    return outcome;
  });

  http.delete('/users/*', { onRequest }, async (request) => {
    const userID = personIn(request.params);
    return { userID, erased: await erase(adminKeys.holderOf(request), userID, services) };
  });
}

/** What was erased of a person. Sessions that another source issued are not kept here. */
async function erase(app: App, userID: string, { feed, scheduler, webPush }: HttpServices): Promise<Erased> {
  // First, so that none of it is sent meanwhile.
  const scheduled = await scheduler.erase(app, userID);
  // The devices that are open forget them too.
  const states = (await app.inbox?.takeBack(channelOf(userID), () => true)) ?? [];
  if (states.length > 0) feed.broadcast(app.id, channelOf(userID), INBOX_PACKET.marked, { states });
  // Notifications are closed before it is forgotten whom to tell.
  await webPush.marked(app, userID, states);
  await webPush.look();
  const subscriptions = await webPush.erase(app, userID);
  await app.inbox?.erase(userID);
  const preferences = (await app.preferences?.erase(userID)) ?? 0;
  if (preferences > 0) feed.broadcast(app.id, channelOf(userID), PREFERENCE_PACKET.changed, { choices: [] });
  const messages = await app.log.erase(channelOf(userID));
  await app.sessions.revokeUser(userID);
  return { alerts: states.length, preferences, messages, scheduled, subscriptions, sessions: 'ended' };
}

interface Erased {
  /** How many alerts of the inbox, with what became of them. */
  alerts: number;
  /** For how many categories something was chosen. */
  preferences: number;
  /** How many messages of the log. */
  messages: number;
  /** How many pushes that waited for their time; those to others, too, are sent to the others. */
  scheduled: number;
  /** How many browsers were called while no page was open. */
  subscriptions: number;
  /** Those that the gateway issued. */
  sessions: 'ended';
}

/** What a person lists, also on the devices: not what that person wants nothing of. */
async function listOf(app: App, userID: string, topic?: string): Promise<StoredAlert[]> {
  const alerts = await inboxOf(app).list(userID, topic);
  return app.preferences!.wanted(userID, alerts);
}

export function inboxOf({ id, inbox }: App): Inbox {
  if (inbox === null)
    throw new Refusal(404, `The app "${id}" keeps no inbox: "inbox" in the configuration names its events.`);
  return inbox;
}

function personIn(parameters: unknown): string {
  return personOf((parameters as { '*': string })['*']);
}

/** @throws Refusal 422 where it is no person */
export function personOf(userID: string): string {
  if (userID === EVERYBODY)
    throw new Refusal(422, '"userID" must not be "*": everybody is no person.', 'userID');
  return checked(userID);
}

function checked(userID: string): string {
  const problem = userID === EVERYBODY ? null : userIdProblem(userID);
  if (problem !== null) throw new Refusal(422, `"userID" ${problem}.`, 'userID');
  return userID;
}

const isUnread = ({ states }: StoredAlert): boolean =>
  states?.read === undefined && states?.dismissed === undefined;

function listed(alert: StoredAlert): ListedAlert {
  const { at, ends, eventName, message, pushId, states } = alert;
  const id = alertId(alert);
  return { id, pushID: pushId ?? null, at, ends, eventName, message, states: timesOf(states ?? { id }) };
}

/** The key of an alert whose back end used the field names as they are. */
function keyOf({ message }: StoredAlert): string | null {
  const { key } = (message ?? {}) as { key?: unknown };
  return typeof key === 'string' || typeof key === 'number' ? String(key) : null;
}
