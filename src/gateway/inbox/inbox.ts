import {
  EVERYBODY,
  type AlertMark,
  type AlertStates,
  type InboxPage,
  type KeptAlert,
  type LoggedMessage,
} from '../../protocol.js';
import { channelOf, topicOf } from '../channels.js';
import type { InboxSettings } from '../config/schema.js';
import { alertId, IMPLIED, type BoxCursor, type InboxStore, type PageSize } from './inbox-store.js';

/** What a page has of each of the two channels of a person. */
const PAGE: PageSize = { entries: 200, bytes: 128_000 };

/** What one app keeps of alerts for each person: those for that person, and those for everybody. */
export class Inbox {
  /** Names of the events that are kept. */
  readonly events: readonly string[];
  readonly #store: InboxStore;
  readonly #maxAge: number;

  constructor(store: InboxStore, { events, maxAge }: InboxSettings) {
    this.#store = store;
    this.events = events;
    this.#maxAge = maxAge;
  }

  /**
   * Keeps a message where it is an alert; the same one once.
   *
   * @param ttl seconds for which its pusher wants it kept; absent = as long as alerts are kept
   */
  async keep(message: LoggedMessage, ttl = this.#maxAge): Promise<void> {
    // A topic is nobody's: who listens to it is not known while they are away.
    if (ttl === 0 || topicOf(message.channel) !== null || !this.events.includes(message.eventName)) return;
    const alert = { ...message, ends: Math.round(message.at + ttl * 1000) };
    await this.#store.keep(message.channel, alert, Date.now());
  }

  /** What is new for a person since a cursor. @param cursor what came with the page before; anything else = all */
  async page(userId: string, cursor: string | null): Promise<InboxPage> {
    const channel = channelOf(userId);
    const now = Date.now();
    const [own, everybody] = readCursor(cursor);
    const pages = await Promise.all([
      this.#store.since(channel, own, PAGE, now),
      this.#store.since(EVERYBODY, everybody, PAGE, now),
    ]);
    const alerts = pages.flatMap((page) => page.alerts);
    return {
      alerts: await this.#withStates(channel, alerts, now),
      states: pages.flatMap(({ states }) => states),
      cursor: pages.map(({ epoch, revision }) => `${epoch}:${revision}`).join(' '),
      more: pages.some(({ more }) => more),
    };
  }

  /** @returns what is said now of those that are kept for this person */
  async mark(userId: string, ids: readonly string[], mark: AlertMark): Promise<AlertStates[]> {
    const channel = channelOf(userId);
    const now = Date.now();
    const wanted = [...new Set(ids)];
    const places = await Promise.all(
      [channel, EVERYBODY].map((place) =>
        this.#store.endsOf(
          place,
          wanted.filter((id) => id.startsWith(`${place} `)),
          now,
        ),
      ),
    );
    const marks = places.flatMap((ends) =>
      Array.from(ends, ([id, until]) => ({ id, ends: until, names: IMPLIED[mark] })),
    );
    return this.#store.mark(channel, marks, now);
  }

  async #withStates(channel: string, alerts: readonly KeptAlert[], now: number): Promise<KeptAlert[]> {
    const states = await this.#store.statesOf(channel, alerts.map(alertId), now);
    const byId = new Map(states.map((one) => [one.id, one]));
    return alerts.map((alert) => {
      const found = byId.get(alertId(alert));
      return found === undefined ? alert : { ...alert, states: found };
    });
  }
}

/** @returns the cursors of the person's channel and of everybody's */
function readCursor(cursor: string | null): [BoxCursor | null, BoxCursor | null] {
  const parts = /^([\w-]{1,100}):(\d{1,15}) ([\w-]{1,100}):(\d{1,15})$/.exec(cursor ?? '');
  if (parts === null) return [null, null];
  const [, own, ownRevision, everybody, revision] = parts as unknown as string[];
  return [
    { epoch: own!, revision: Number(ownRevision) },
    { epoch: everybody!, revision: Number(revision) },
  ];
}
