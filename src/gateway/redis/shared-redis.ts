import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { InboxStore } from '../inbox/inbox-store.js';
import { RedisInbox } from '../inbox/redis-inbox.js';
import type { PreferenceStore } from '../preferences/preference-store.js';
import { RedisPreferences } from '../preferences/redis-preferences.js';
import type { Retention } from '../config/schema.js';
import type { MessageLog } from '../log/message-log.js';
import { RedisLog } from '../log/redis-log.js';
import { RedisSchedule } from '../schedule/redis-schedule.js';
import type { ScheduleStore } from '../schedule/schedule-store.js';
import { RedisSessionStore } from '../sessions/redis-sessions.js';
import type { SessionStore } from '../sessions/session-store.js';
import { connectRedis, type RedisConnection } from './redis-client.js';
import { problemOf } from './redis-problems.js';
import { PubSub } from './pub-sub.js';
import { SharedFeed } from './shared-feed.js';
import type { Feed, LocalDelivery } from '../sockets/feed.js';
import type { Apps } from '../apps.js';
import type { ChoiceKeeper } from '../choices.js';
import { RedisChoices } from './redis-choices.js';
import { RedisRights } from '../topics/redis-rights.js';
import type { RightLives, RightStore } from '../topics/right-store.js';
import type { SecretKeeper } from '../persons.js';
import type { PushStore } from '../web-push/push-store.js';
import { RedisPushStore } from '../web-push/redis-push-store.js';
import { RedisNodes } from './redis-nodes.js';
import { redisKey } from './redis-keys.js';

/** How long the start waits for Redis, in milliseconds. */
const START_PATIENCE = 10_000;
/** How long Redis may take to answer for the gateway to call itself ready, in milliseconds. */
const READY_WITHIN = 1_000;

/** For how long connections that come back count as one, in milliseconds. */
const TOGETHER = 100;

const READY_KEY = redisKey(['ready']);
const READY_LIFE = 60_000;
const PERSON_SECRET = redisKey(['person-secret']);

/** What the nodes of one gateway share. */
export interface SharedRedis {
  createLog(appId: string, retention: Retention): MessageLog;
  createSessions(appId: string): SessionStore;
  createRights(appId: string, lives: RightLives): RightStore;
  createInbox(appId: string, maxMessages: number): InboxStore;
  createPreferences(appId: string): PreferenceStore;
  /** Pushes that are sent later. */
  schedule: ScheduleStore;
  createPushStore(appId: string): PushStore;
  /** Of a secret that all nodes share under a name: the value that was offered first. */
  keepSecret(name: string, offered: string): Promise<string>;
  /** The way of live messages between the nodes. @param interval seconds between two position packets */
  createFeed(apps: Apps, local: LocalDelivery, interval: number): Feed;
  /** The other nodes. */
  nodes: RedisNodes;
  /** Answers to what people chose. */
  choices: ChoiceKeeper;
  /** For libraries that count in Redis. */
  client: RedisConnection;
  /** Waits for Redis. Rejects with a sentence where it cannot be reached within ten seconds. */
  connected(): Promise<void>;
  /** The secret of {@link Persons} that all nodes share: `candidate`, where Redis has none yet. */
  personSecret: SecretKeeper;
  /** Says why Redis takes no writes now, in a sentence part that follows its address; null = it does. */
  problem(): Promise<string | null>;
  /** Calls `listener` each time that Redis is back after it was away. */
  onReturn: (listener: () => void) => void;
  /** Calls `listener` each time that this node may have missed what others told it. */
  onMissed: (listener: () => void) => void;
  /** Calls `listener` once each time that Redis is lost, with the reason as `problem()` gives it. */
  onLoss: (listener: (problem: string) => void) => void;
  close(): void;
}

/**
 * Opens the connections to Redis.
 *
 * @param address as `redis` of the configuration
 */
export function openRedis(address: string): SharedRedis {
  const client = connectRedis(address);
  const pubSub = new PubSub(client);
  const returned: (() => void)[] = [];
  const missed: (() => void)[] = [];
  const callMissed = soon(() => missed.forEach((listener) => listener()));
  pubSub.onReturn(callMissed);
  client.once('ready', () =>
    client.on('ready', () => {
      returned.forEach((listener) => listener());
      callMissed();
    }),
  );
  const nodes = new RedisNodes(client);
  return {
    createLog: (appId, retention) => new RedisLog(client, appId, retention, { tellsNodes: true }),
    createInbox: (appId, maxMessages) => new RedisInbox(client, appId, maxMessages),
    createPreferences: (appId) => new RedisPreferences(client, appId),
    createPushStore: (appId) => new RedisPushStore(client, appId),
    keepSecret: async (name, offered) => {
      await client.setnx(redisKey([`secret-${name}`]), offered);
      return (await client.get(redisKey([`secret-${name}`]))) ?? offered;
    },
    createSessions: (appId) => new RedisSessionStore(client, pubSub, appId),
    createRights: (appId, lives) => new RedisRights(client, pubSub, appId, lives),
    createFeed: (apps, local, interval) => {
      const feed = new SharedFeed(pubSub, apps, local, nodes, interval);
      returned.push(() => feed.catchUp());
      return feed;
    },
    nodes,
    schedule: new RedisSchedule(client),
    choices: new RedisChoices(client),
    client,
    connected: () => connected(client),
    personSecret: async (candidate) => {
      await client.setnx(PERSON_SECRET, candidate);
      return (await client.get(PERSON_SECRET)) ?? candidate;
    },
    problem: () => writeProblem(client),
    onReturn: (listener) => returned.push(listener),
    onMissed: (listener) => missed.push(listener),
    onLoss: (listener) => {
      client.on('ready', () => client.once('close', () => listener(client.problem())));
    },
    close: () => {
      pubSub.close();
      client.disconnect();
    },
  };
}

/** Several connections come back one after the other: does something once for all of them. */
function soon(act: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      act();
    }, TOGETHER).unref();
  };
}

async function connected(client: RedisConnection): Promise<void> {
  if (client.status === 'ready') return;
  const patience = AbortSignal.timeout(START_PATIENCE);
  await once(client, 'ready', { signal: patience }).catch(() => {
    throw new Error(`Redis at ${client.label} ${client.problem()}.`);
  });
}

/** Writes, since a Redis that answers may still take nothing: full, read-only, without a disk. */
async function writeProblem(client: RedisConnection): Promise<string | null> {
  if (client.status !== 'ready') return client.problem();
  const late = new AbortController();
  const written = client.set(READY_KEY, '', 'PX', READY_LIFE).then(() => null, problemOf);
  try {
    const silence = delay(READY_WITHIN, 'does not answer', { signal: late.signal });
    return await Promise.race([written, silence]);
  } finally {
    late.abort();
  }
}
