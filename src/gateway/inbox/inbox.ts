import { EVERYBODY, type LoggedMessage } from '../../protocol.js';
import type { AlertMark, AlertStates, InboxPage, KeptAlert } from '../../protocol/inbox.js';
import { channelOf, topicChannel, topicOf, userOf } from '../channels.js';
import type { InboxSettings } from '../config/schema.js';
import type { AlertKeeping, MessageLog } from '../log/message-log.js';
import {
  alertId,
  countStates,
  timesOf,
  IMPLIED,
  type AlertCounts,
  type BoxCursor,
  type BoxPage,
  type InboxStore,
  type Mark,
  type PageSize,
  type StoredAlert,
} from './inbox-store.js';
import type { TopicListings } from './topic-listings.js';

/** What a page has of each of the two channels of a person, or of a topic. */
const PAGE: PageSize = { entries: 200, bytes: 128_000 };

/** What is known of the push of an alert. */
export interface PushedAlert {
  /** Seconds for which its pusher wants it kept; absent = as long as alerts are kept. */
  ttl?: number | undefined;
  pushId?: string;
  /** How many connections had it at once. */
  delivered?: number;
}

/** What became of a push. */
export interface PushOutcome {
  id: string;
  /** How many inboxes have it; that of everybody is one, and that of a topic. */
  taken: number;
  /** How many connections had it at once, on all nodes. */
  delivered: number;
  /** How many people it was shown to as a toast, or read it. */
  shown: number;
  read: number;
  dismissed: number;
  acted: number;
  /** Those that the push named; none where it was for everybody or for a topic. */
  users: { userID: string; delivered: number; states: Omit<AlertStates, 'id'> }[];
}

interface AlertOutcome {
  userID: string | null;
  delivered: number;
  states: Omit<AlertStates, 'id'>;
  counts: AlertCounts;
}

/**
 * What one app keeps of alerts: those for each person, those for everybody and those of each topic, once each. What became of
 * them for a person lies with the person.
 */
export class Inbox {
  /** Names of the events that are kept. */
  readonly events: readonly string[];
  /** Who lists what is kept of which topics. */
  readonly listings: TopicListings;
  readonly #store: InboxStore;
  readonly #maxAge: number;
  readonly #maxMessages: number;

  constructor(store: InboxStore, listings: TopicListings, { events, maxAge, maxMessages }: InboxSettings) {
    this.#store = store;
    this.listings = listings;
    this.events = events;
    this.#maxAge = maxAge;
    this.#maxMessages = maxMessages;
  }

  /**
   * Keeps a message where it is an alert; the same one once.
   *
   * @param about its push
   * @returns null where it is none
   */
  async keep(message: LoggedMessage, about: PushedAlert = {}): Promise<StoredAlert | null> {
    if (!this.keeps(message, about.ttl)) return null;
    const alert = this.alertOf(message, about);
    await this.#store.keep(message.channel, alert, Date.now());
    return alert;
  }

  /** A message as it is kept. */
  alertOf(message: LoggedMessage, { ttl = this.#maxAge, ...push }: PushedAlert): StoredAlert {
    return { ...message, ends: Math.round(message.at + ttl * 1000), ...push };
  }

  /** How a log keeps an alert; undefined = it does not, since they do not lie together. */
  keepingBy(
    { keepsAlerts = false }: MessageLog,
    { ttl = this.#maxAge, pushId, delivered }: Required<Omit<PushedAlert, 'ttl'>> & Pick<PushedAlert, 'ttl'>,
  ): AlertKeeping | undefined {
    if (!keepsAlerts || this.#store.isWithLog !== true) return undefined;
    return { ttl, pushId, delivered, maxMessages: this.#maxMessages };
  }

  /** Whether a message is an alert that is kept. @param ttl as in the push */
  keeps({ eventName }: Pick<LoggedMessage, 'eventName'>, ttl?: number): boolean {
    return ttl !== 0 && this.events.includes(eventName);
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
      alerts: await this.#withStates(channel, alerts.map(forPages), now),
      states: pages.flatMap(({ states }) => states),
      cursor: pages.map(placeOf).join(' '),
      more: pages.some(({ more }) => more),
    };
  }

  /**
   * What is new in a topic for a person since a cursor. Whether the person may listen to it is for the caller to know.
   *
   * @param isTheirs whether an alert that was pushed at a time is for the person
   */
  async topicPage(
    userId: string,
    topic: string,
    cursor: string | null,
    isTheirs: (sentAt: number) => boolean,
  ): Promise<InboxPage> {
    const now = Date.now();
    const page = await this.#store.since(topicChannel(topic), readPlace(cursor), PAGE, now);
    const alerts = page.alerts.filter(({ at }) => isTheirs(at)).map(forPages);
    return {
      alerts: await this.#withStates(channelOf(userId), alerts, now),
      states: page.states,
      cursor: placeOf(page),
      more: page.more,
    };
  }

  /**
   * All that is kept for a person, the newest first.
   *
   * @param topic what is kept of that topic instead
   */
  async list(userId: string, topic?: string): Promise<StoredAlert[]> {
    const channel = channelOf(userId);
    const channels = topic === undefined ? [channel, EVERYBODY] : [topicChannel(topic)];
    const now = Date.now();
    const found = (await Promise.all(channels.map((one) => this.#all(one, now)))).flat();
    const alerts: StoredAlert[] = await this.#withStates(channel, found, now);
    return alerts.sort((a, b) => b.at - a.at || b.offset - a.offset);
  }

  /**
   * Takes alerts back from all who have them.
   *
   * @param channel that of a person, of everybody or of a topic
   * @returns what is said of them now
   */
  async takeBack(channel: string, isMeant: (alert: StoredAlert) => boolean): Promise<AlertStates[]> {
    const now = Date.now();
    const meant = (await this.#all(channel, now)).filter(isMeant);
    const marks = meant.flatMap((alert) =>
      idsOf(alert).map((id) => ({ id, ends: alert.ends, names: ['gone'] as const })),
    );
    return this.#store.mark(channel, marks, now);
  }

  /** What became of a push. @returns null where nothing of it is kept */
  async outcomeOf(pushId: string): Promise<PushOutcome | null> {
    const now = Date.now();
    const alerts = await this.#store.ofPush(pushId, now);
    if (alerts.length === 0) return null;
    const all = await Promise.all(alerts.map((alert) => this.#outcomeOf(alert, now)));
    const sum = (count: (one: AlertOutcome) => number): number =>
      all.reduce((total, one) => total + count(one), 0);
    return {
      ...{ id: pushId, taken: all.length, delivered: sum(({ delivered }) => delivered) },
      ...{ shown: sum(({ counts }) => counts.seen), read: sum(({ counts }) => counts.read) },
      ...{ dismissed: sum(({ counts }) => counts.dismissed), acted: sum(({ counts }) => counts.acted) },
      users: all.flatMap(({ userID, delivered, states }) =>
        userID === null ? [] : [{ userID, delivered, states }],
      ),
    };
  }

  async #outcomeOf(alert: StoredAlert, now: number): Promise<AlertOutcome> {
    const { channel, delivered = 0 } = alert;
    const id = alertId(alert);
    if (channel === EVERYBODY || topicOf(channel) !== null)
      return { userID: null, delivered, states: {}, counts: await this.#store.counts(id) };
    const found = await this.#store.statesOf(channel, [id], now);
    const states = timesOf(found[0] ?? { id });
    return { userID: userOf(channel), delivered, states, counts: countStates(found) };
  }

  /** Whether nothing became of an alert for a person: it is kept, and no tab has shown it. */
  async isUntouched(userId: string, id: string): Promise<boolean> {
    const now = Date.now();
    const channels = [channelOf(userId), EVERYBODY];
    const said = await Promise.all(channels.map((one) => this.#store.statesOf(one, [id], now)));
    return said.flat().every((states) => Object.keys(timesOf(states)).length === 0);
  }

  /** Forgets a person for good. @returns how many alerts were kept */
  async erase(userId: string): Promise<number> {
    await this.listings.erase(userId);
    return this.#store.erase(channelOf(userId));
  }

  /**
   * @param ids of alerts; in a message that is a list, the second has the id of the message and ` 1`
   * @param mayListen whether the person may listen to a topic
   * @returns what is said now of those that are kept for this person
   */
  async mark(
    userId: string,
    ids: readonly string[],
    mark: AlertMark,
    mayListen: (topic: string) => boolean,
  ): Promise<AlertStates[]> {
    const channel = channelOf(userId);
    const now = Date.now();
    const topics = new Set(ids.flatMap((id) => topicOf(id.split(' ', 1)[0]!) ?? []));
    const channels = [channel, EVERYBODY, ...[...topics].filter(mayListen).map(topicChannel)];
    const marks = await Promise.all(channels.map((one) => this.#marksIn(one, [...new Set(ids)], mark, now)));
    return this.#store.mark(channel, marks.flat(), now);
  }

  async #marksIn(channel: string, ids: readonly string[], mark: AlertMark, now: number): Promise<Mark[]> {
    const own = ids.filter((id) => id.startsWith(`${channel} `));
    const asked = [...new Set(own.flatMap((id) => [id, messageOf(id)]))];
    const ends = new Map(await this.#store.endsOf(channel, asked, now));
    return own.flatMap((id) => {
      const end = ends.get(id) ?? ends.get(messageOf(id));
      return end === undefined ? [] : [{ id, ends: end, names: IMPLIED[mark] }];
    });
  }

  async #all(channel: string, now: number): Promise<StoredAlert[]> {
    const found = new Map<string, StoredAlert>();
    for (let cursor: BoxCursor | null = null, more = true; more;) {
      const page: BoxPage = await this.#store.since(channel, cursor, PAGE, now);
      for (const alert of page.alerts) found.set(alertId(alert), alert);
      for (const { id, gone } of page.states) if (gone !== undefined) found.delete(id);
      ({ more } = page);
      cursor = page;
    }
    return [...found.values()];
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

/** Pages show so many alerts of one message. */
const MOST_ITEMS = 100;

/** The ids of the alerts of a message, which is one, or a list. */
function idsOf(alert: StoredAlert): string[] {
  const id = alertId(alert);
  const items = Array.isArray(alert.message) ? alert.message.slice(1, MOST_ITEMS) : [];
  return [id, ...items.map((_, index) => `${id} ${index + 1}`)];
}

/** The id of the message of which an alert is one of several. */
const messageOf = (id: string): string => id.replace(/ [1-9]\d?$/, '');

function forPages(alert: StoredAlert): KeptAlert {
  const forPage = { ...alert };
  delete forPage.pushId;
  delete forPage.delivered;
  return forPage;
}

/** @returns the cursors of the person's channel and of everybody's */
function readCursor(cursor: string | null): [BoxCursor | null, BoxCursor | null] {
  const [own = '', everybody = ''] = (cursor ?? '').split(' ', 2);
  return [readPlace(own), readPlace(everybody)];
}

function readPlace(text: string | null): BoxCursor | null {
  const [, epoch, revision] = /^([\w-]{1,100}):(\d{1,15})$/.exec(text ?? '') ?? [];
  return epoch === undefined ? null : { epoch, revision: Number(revision) };
}

const placeOf = ({ epoch, revision }: BoxCursor): string => `${epoch}:${revision}`;
