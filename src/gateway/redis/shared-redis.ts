import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import type { Redis } from 'ioredis';
import type { Retention } from '../config/schema.js';
import type { MessageLog } from '../log/message-log.js';
import { RedisLog } from '../log/redis-log.js';
import { RedisSessionStore } from '../sessions/redis-sessions.js';
import type { SessionStore } from '../sessions/session-store.js';
import { RedisClient } from './redis-client.js';
import type { SecretKeeper } from '../persons.js';
import { RedisNodes } from './redis-nodes.js';
import { redisKey } from './redis-keys.js';
import { NODE_STREAM } from './node-stream.js';

/** How long the start waits for Redis, in milliseconds. */
const START_PATIENCE = 10_000;
/** How long Redis may take to answer for the gateway to call itself ready, in milliseconds. */
const READY_WITHIN = 1_000;

const PERSON_SECRET = redisKey(['person-secret']);

/** What the nodes of one gateway share. */
export interface SharedRedis {
  createLog(appId: string, retention: Retention): MessageLog;
  createSessions(appId: string): SessionStore;
  /** Socket.IO's adapter: the fast path of live messages between nodes. */
  adapter: ReturnType<typeof createAdapter>;
  /** The other nodes. */
  nodes: RedisNodes;
  /** For libraries that count in Redis. */
  client: Redis;
  /** Waits for Redis. Rejects with a sentence where it cannot be reached within ten seconds. */
  connected(): Promise<void>;
  /** The secret of {@link Persons} that all nodes share: `candidate`, where Redis has none yet. */
  personSecret: SecretKeeper;
  /** Whether Redis answers now. */
  isReady(): Promise<boolean>;
  /** Calls `listener` each time that Redis is back after it was away: anything may have been missed. */
  onReturn: (listener: () => void) => void;
  close(): void;
}

/** Opens the connections to Redis. */
export function openRedis(url: string): SharedRedis {
  const client = new RedisClient(url);
  const listener = client.duplicate();
  const returned: (() => void)[] = [];
  client.once('ready', () => client.on('ready', () => returned.forEach((tell) => tell())));
  return {
    createLog: (appId, retention) => new RedisLog(client, appId, retention, { tellsNodes: true }),
    createSessions: (appId) => new RedisSessionStore(client, listener, appId),
    adapter: createAdapter(client, {
      streamName: NODE_STREAM.name,
      channelPrefix: NODE_STREAM.name,
      maxLen: NODE_STREAM.maxLength,
      readCount: 500,
      blockTimeInMs: 1_000,
    }),
    nodes: new RedisNodes(client),
    client,
    connected: () => connected(client),
    personSecret: async (candidate) => {
      await client.setnx(PERSON_SECRET, candidate);
      return (await client.get(PERSON_SECRET)) ?? candidate;
    },
    isReady: () => answers(client),
    onReturn: (tell) => returned.push(tell),
    close: () => client.endAll(),
  };
}

async function connected(client: Redis): Promise<void> {
  if (client.status === 'ready') return;
  const patience = AbortSignal.timeout(START_PATIENCE);
  await once(client, 'ready', { signal: patience }).catch(() => {
    const { host, port } = client.options;
    throw new Error(`Redis at ${host}:${port} cannot be reached.`);
  });
}

async function answers(client: Redis): Promise<boolean> {
  if (client.status !== 'ready') return false;
  const late = new AbortController();
  try {
    const pong = client.ping().then(
      () => true,
      () => false,
    );
    return await Promise.race([pong, delay(READY_WITHIN, false, { signal: late.signal })]);
  } finally {
    late.abort();
  }
}
