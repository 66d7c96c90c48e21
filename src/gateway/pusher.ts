import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { EVERYBODY, PACKET, type LoggedMessage, type Position } from '../protocol.js';
import type { App } from './apps.js';
import { channelOf, topicChannel, topicOf } from './channels.js';
import type { Inbox, PushedAlert } from './inbox/inbox.js';
import type { Appended, NewMessage } from './log/message-log.js';
import type { Metrics } from './metrics.js';
import type { OtherNodes } from './other-nodes.js';
import {
  checkPush,
  type CheckedPush,
  type ListPushResult,
  type Placement,
  type PushResult,
} from './push-request.js';
import { Refusal } from './refusal.js';
import { spreadFor } from './jitter.js';
import { pushLater } from './schedule/push-later.js';
import type { Scheduler, SendScheduled } from './schedule/scheduler.js';
import type { Feed, LocalDelivery } from './sockets/feed.js';
import type { WebPush } from './web-push/web-push.js';
import { TokenBucket } from './token-bucket.js';

/** How many pushes are carried out before sockets get a turn to send. */
const PUSHES_A_TURN = 200;
/** How many receivers of a list are pushed to at a time: in the data file they share one write to the disk. */
const RECEIVERS_TOGETHER = 50;

/** @throws Refusal 422 for a wrong push, 429 for too many, 503 where the log does not take it */
export type Push = (app: App, push: unknown) => Promise<PushResult>;

/** What pushing needs. */
export interface PusherParts {
  /** To the sockets of this process. */
  delivery: LocalDelivery;
  /** To those of every node. */
  feed: Feed;
  metrics: Metrics;
  log: FastifyBaseLogger;
  others: OtherNodes;
  /** How many sockets of all nodes listen to a channel, as was known a moment ago. */
  audience: (appId: string, channel: string) => Promise<number>;
  /** Calls people who have no tab open. */
  webPush: WebPush;
  /** Per app; undefined = no limit. */
  pushesPerSecond: number | undefined;
  /** Whether the log ends with the process, and the process is about to end. */
  isForgetting: () => boolean;
  /** Takes what is sent later. */
  scheduler: Scheduler;
}

/** The ways into the log. */
export interface Pusher {
  push: Push;
  /** Sends what was scheduled: what was taken once is not counted against the rate again. */
  sendScheduled: SendScheduled;
}

/** A push that has an id, given or made. */
type NamedPush = CheckedPush & { id: string; isMadeId: boolean; isScheduled?: boolean };

export function createPusher(parts: PusherParts): Pusher {
  const buckets = new Map<string, TokenBucket>();

  const refuseTooMany = (app: App, now: number) => {
    const rate = parts.pushesPerSecond;
    if (rate === undefined) return;
    const bucket = buckets.get(app.id) ?? new TokenBucket(rate, Math.max(1, rate * 2), now);
    buckets.set(app.id, bucket);
    if (!bucket.take(now)) throw new Refusal(429, 'This app pushes too often; try again in a second.');
  };

  // A program that pushes without end in one process would otherwise let no socket send what waits for it.
  let sinceTurn = 0;
  let turn: Promise<void> | undefined;
  const nextTurn = (): Promise<void> | undefined => {
    sinceTurn += 1;
    if (sinceTurn <= PUSHES_A_TURN) return undefined;
    return (turn ??= new Promise((resolve) => {
      setImmediate(() => {
        turn = undefined;
        sinceTurn = 0;
        resolve();
      });
    }));
  };

  const send = async (app: App, named: NamedPush): Promise<PushResult> => {
    const { id, userID } = named;
    if (!Array.isArray(userID)) return { id, ...(await pushTo(parts, app, channelFor(named), named)) };
    const pushed: ListPushResult['pushed'] = [];
    for (const userIDs of groupsOf([...new Set(userID)], RECEIVERS_TOGETHER)) {
      await pushToAll(parts, app, userIDs, named, pushed);
      await nextTurn();
    }
    return { id, pushed };
  };

  const push = measured(parts.metrics, async (app, given) => {
    const checked = checkPush(given);
    refuseTooMany(app, Date.now());
    parts.metrics.pushBytes.observe({ app: app.id }, checked.bytes);
    await nextTurn();
    const id = checked.id ?? randomUUID();
    if (parts.isForgetting()) {
      const sentence = 'The gateway stops and would forget the push; send it again with this id.';
      throw new Refusal(503, sentence, undefined, { id });
    }
    const named = { ...checked, id, isMadeId: checked.id === undefined };
    if (named.timing !== null) return pushLater(parts.scheduler, app, named);
    if (!named.isMadeId) await parts.scheduler.refuseIdThatWaits(app, id);
    return send(app, named);
  });
  return {
    push,
    // What cannot be read any more rejects, as what is refused does.
    sendScheduled: async (app, request) =>
      send(app, { ...checkPush(request), id: request.id, isMadeId: false, isScheduled: true }),
  };
}

function measured({ pushDuration }: Metrics, push: Push): Push {
  return async (app, given) => {
    const end = pushDuration.startTimer({ app: app.id });
    try {
      return await push(app, given);
    } finally {
      end();
    }
  };
}

function groupsOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** @param pushed gets the receivers who have the message, also where others did not */
async function pushToAll(
  parts: PusherParts,
  app: App,
  userIDs: readonly string[],
  push: NamedPush,
  pushed: ListPushResult['pushed'],
): Promise<void> {
  const outcomes = await Promise.allSettled(
    userIDs.map((userID) => pushTo(parts, app, channelOf(userID), push)),
  );
  outcomes.forEach((outcome, index) => {
    if (outcome.status === 'fulfilled') pushed.push({ userID: userIDs[index]!, ...outcome.value });
  });
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return;
  const error: unknown = failed.reason;
  throw error instanceof Refusal ? withPushed(error, pushed) : error;
}

/** Says who has the message already. */
function withPushed({ status, message, field, details }: Refusal, pushed: ListPushResult['pushed']): Refusal {
  return new Refusal(status, message, field, { ...details, pushed });
}

/** The channel of a push with one receiver. */
function channelFor({ userID, topic }: CheckedPush): string {
  return topic === undefined ? channelOf(userID as string) : topicChannel(topic);
}

async function pushTo(parts: PusherParts, app: App, to: string, push: NamedPush): Promise<Placement> {
  const { delivery, feed } = parts;
  const spread = push.spread ?? (await spreadOf(parts, app, to));
  const inbox = app.inbox?.keeps(push, push.ttl) ? app.inbox : null;
  const about = { ttl: push.ttl, pushId: push.id, delivered: delivery.listeners(app.id, to) };
  const keeping = inbox?.keepingBy(app.log, about);
  // While the log writes; it never rejects.
  const counting = inbox !== null && keeping === undefined ? feed.count(app.id, to) : null;
  const appended = await append(parts, app, to, { ...push, spread, keeping });
  const { meta } = appended;
  if (appended.isOther) {
    const sentence = `The id "${push.id}" stands for another message, which was pushed within the last ten minutes.`;
    throw new Refusal(409, sentence, 'id');
  }
  const { channel, epoch, offset } = meta;
  // Nothing may be awaited between the log and the sockets: order in a channel is the order of the log.
  const connected = delivery.listeners(app.id, channel);
  tell(parts, app, push, appended);
  // Also of a repeated push: the node that logged it the first time may have died before it kept it.
  const delivered = (await counting) ?? about.delivered;
  const message = { ...meta, eventName: push.eventName, message: push.message };
  const { isKept = false } = appended;
  if (inbox !== null) await keep(parts, app, { inbox, message, about: { ...about, delivered }, isKept });
  return { channel, epoch, offset, connected };
}

/** Hands a message to the sockets of this process, as far as the log does not tell all nodes. */
function tell(
  parts: PusherParts,
  app: App,
  push: NamedPush,
  { meta, repeated, isTold = false }: Appended,
): void {
  const { delivery, feed, metrics } = parts;
  if (!repeated) {
    if (!isTold) delivery.deliver(app.id, push.eventName, push.message, meta);
    metrics.pushes.inc({ app: app.id });
    return;
  }
  // The node that logged it the first time may have died before it told anybody.
  app.log.top(meta.channel).then(
    (top) => feed.broadcast(app.id, meta.channel, PACKET.position, { channels: [top] } satisfies Position),
    (error: unknown) => parts.log.warn({ err: error, app: app.id }, 'a repeated push could not be told'),
  );
}

/** A user has a few connections; everybody, or a topic, may be more than the app's server bears at once. */
function spreadOf(
  { delivery, others, audience }: PusherParts,
  { id, settings }: App,
  channel: string,
): number | undefined | Promise<number | undefined> {
  const { refreshesPerSecond: rate } = settings;
  if (rate === undefined || (channel !== EVERYBODY && topicOf(channel) === null)) return undefined;
  if (channel !== EVERYBODY) return audience(id, channel).then((count) => spreadFor(count, rate));
  return spreadFor(delivery.listeners(id, EVERYBODY) + others.connections(id), rate);
}

async function append(
  { log }: PusherParts,
  app: App,
  channel: string,
  push: NamedPush & Pick<NewMessage, 'keeping'>,
): Promise<Appended> {
  try {
    return await app.log.append(channel, { ...push, at: Date.now() });
  } catch (error) {
    log.error({ err: error, app: app.id }, 'the message log refused a push');
    const sentence = isRefused(error)
      ? 'The message log did not take the push; send it again with this id.'
      : 'The message log did not answer: the push may have been taken. Send it again with this id, and it comes once.';
    throw new Refusal(503, sentence, undefined, { id: push.id });
  }
}

/** A push that is kept as an alert. */
interface KeptPush {
  inbox: Inbox;
  message: LoggedMessage;
  about: PushedAlert;
  /** The log has kept it already. */
  isKept: boolean;
}

/** Keeps an alert for the person, before its pusher is told that it was taken. */
async function keep(
  { log, webPush }: PusherParts,
  app: App,
  { inbox, message, about, isKept }: KeptPush,
): Promise<void> {
  try {
    const alert = isKept ? inbox.alertOf(message, about) : await inbox.keep(message, about);
    if (alert) await webPush.alertKept(app, alert);
  } catch (error) {
    log.error({ err: error, app: app.id }, 'the inbox did not keep a push');
    const sentence =
      'The push was sent, but the inbox did not keep it. Send it again with this id, and it comes once.';
    throw new Refusal(503, sentence, undefined, { id: about.pushId });
  }
}

/** Whether a log says that it did not take a message, as Redis does when it is full. A late answer says nothing. */
function isRefused(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError';
}
