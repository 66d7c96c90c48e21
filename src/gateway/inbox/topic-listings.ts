import { listingChannel } from '../channels.js';
import type { InboxStore, Mark } from './inbox-store.js';

const DAY = 86_400_000;
/** For how many days it is remembered at least that a person lists a topic: as long as the longest alert. */
const DAYS = 365;

/** For how long it is remembered at most after the last time, in milliseconds: once a day is written down. */
export const LISTING_LIFE = (DAYS + 1) * DAY;

/** So many alerts is a store of listings made for. Of a person it has three times as many; that of longest ago goes first. */
export const LISTINGS_AS_ALERTS = 1_000;

/**
 * Since when people list what is kept of topics. Apart from what became of their alerts: who opens many topics forgets none
 * of what was read.
 */
export class TopicListings {
  readonly #store: InboxStore;

  constructor(store: InboxStore) {
    this.#store = store;
  }

  /**
   * Remembers that a person lists a topic.
   *
   * @param term what was remembered of another one says nothing, such as of the time before a right was taken back
   * @returns since when that is remembered, in milliseconds since 1970
   */
  async since(userId: string, topic: string, term: number): Promise<number> {
    const now = Date.now();
    const ends = (Math.floor(now / DAY) + DAYS + 1) * DAY;
    const mark: Mark = { id: listingId(topic, term), ends, names: ['seen'] };
    const [states] = await this.#store.mark(listingChannel(userId), [mark], now);
    return states?.seen ?? now;
  }

  /** Whether it is remembered that a person has listed a topic. */
  async has(userId: string, topic: string, term: number): Promise<boolean> {
    const ids = [listingId(topic, term)];
    return (await this.#store.statesOf(listingChannel(userId), ids, Date.now())).length > 0;
  }

  async erase(userId: string): Promise<void> {
    await this.#store.erase(listingChannel(userId));
  }
}

const listingId = (topic: string, term: number): string => `${topic}@${term}`;
