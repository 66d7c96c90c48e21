import { LRUCache } from 'lru-cache';
import type { Feed } from './feed.js';

/** How many counts are remembered. */
const MAX_COUNTS = 1_000;

type Count = (appId: string, channel: string) => Promise<number>;

/** Counts the listeners of a channel at most once a second: many pushes may follow each other. */
export function createAudience(feed: Feed): Count {
  const counts = new LRUCache<string, Promise<number>>({ max: MAX_COUNTS, ttl: 1_000 });
  return (appId, channel) => {
    const key = JSON.stringify([appId, channel]);
    const counted = counts.get(key) ?? feed.count(appId, channel);
    if (!counts.has(key)) counts.set(key, counted);
    return counted;
  };
}
