import type { Subscription } from './push-store.js';

/** The most events of one browser; of more those that were named longest ago are dropped. */
const MOST_EVENTS = 50;

/**
 * The events of which a browser hears: those of all pages that were open there, as a page with other elements switches none
 * off. One ends when no page has named it for as long as a browser may stay away.
 *
 * @param former the browser as it was kept for the same person; undefined = it was not
 * @param names those of the page that is open now
 * @param maxAge in milliseconds
 */
export function calledEvents(
  former: Subscription | undefined,
  names: readonly string[],
  now: number,
  maxAge: number,
): Pick<Subscription, 'events' | 'named'> {
  const known = former?.named ?? former?.events.map((name) => [name, former.at] as const) ?? [];
  const all = new Map(known.filter(([, at]) => at > now - maxAge));
  for (const name of names) {
    // It comes last.
    all.delete(name);
    all.set(name, now);
  }
  const named = [...all].slice(-MOST_EVENTS);
  return { events: named.map(([name]) => name), named };
}
