import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { OtherNodes } from '../other-nodes.js';
import { listenerCount } from './rooms.js';
import type { GatewayServer } from './types.js';

/** The question of one node to all others: app id, channel, and the way to answer. */
const COUNT = 'dx:count';

/** How long a push waits for the count of the other nodes, in milliseconds. */
const PATIENCE = 500;
/** How many counts are remembered. */
const MAX_COUNTS = 1_000;

/** Answers other nodes that ask how many listen here. */
export function answerCounts(server: GatewayServer): void {
  server.on(COUNT, (...given) => {
    const [appId, channel, answer] = given as [string, string, (count: number) => void];
    answer(listenerCount(server, appId, channel));
  });
}

/** How many sockets of all nodes listen to a channel. A node that does not answer counts none. */
export async function countListeners(
  server: GatewayServer,
  others: OtherNodes,
  appId: string,
  channel: string,
): Promise<number> {
  const here = listenerCount(server, appId, channel);
  if (others.count() === 0) return here;
  const counts = await askOthers(server, appId, channel).catch(answersSoFar);
  return counts.reduce((sum: number, count: unknown) => sum + (typeof count === 'number' ? count : 0), here);
}

/** Socket.IO has no type for answers of other nodes. */
function askOthers(server: GatewayServer, ...question: string[]): Promise<unknown[]> {
  interface Asking {
    serverSideEmitWithAck(name: string, ...given: string[]): Promise<unknown[]>;
  }
  return (server as unknown as Asking).serverSideEmitWithAck(COUNT, ...question);
}

function answersSoFar(error: unknown): unknown[] {
  return (error as { responses?: unknown[] }).responses ?? [];
}

type Count = (appId: string, channel: string) => Promise<number>;

/**
 * Counts a channel at most once a second: many pushes may follow each other. A node that has died and still counts holds
 * up no push.
 */
export function createAudience(server: GatewayServer, others: OtherNodes): Count {
  const count: Count = (appId, channel) =>
    Promise.race([
      countListeners(server, others, appId, channel),
      delay(PATIENCE, undefined, { ref: false }).then(
        () => listenerCount(server, appId, channel) * (others.count() + 1),
      ),
    ]);
  const counts = new LRUCache<string, Promise<number>>({ max: MAX_COUNTS, ttl: 1_000 });
  return (appId, channel) => {
    const key = JSON.stringify([appId, channel]);
    const counted = counts.get(key) ?? count(appId, channel);
    if (!counts.has(key)) counts.set(key, counted);
    return counted;
  };
}
