import type { Agent } from 'node:https';
import type { FastifyBaseLogger } from 'fastify';
import { EVERYBODY } from '../../protocol.js';
import type { AlertStates } from '../../protocol/inbox.js';
import type { App, Apps } from '../apps.js';
import { topicOf, userOf } from '../channels.js';
import { alertId, type StoredAlert } from '../inbox/inbox-store.js';
import type { Metrics } from '../metrics.js';
import { categoriesOf } from '../preferences/message-categories.js';
import type { Session } from '../sessions/session-store.js';
import { fingerprintOf } from '../fingerprint.js';
import { runEvery } from '../timers.js';
import { calledEvents } from './called-events.js';
import { isUrgent, payloadOf } from './payload.js';
import { createPublicAgent } from './public-address.js';
import { PushSender } from './push-sender.js';
import type { PushStore } from './push-store.js';
import { readSubscription } from './subscription-request.js';
import { createVapidKeys, keptVapidKeys, type KeepSecret, type VapidKeys } from './vapid-keys.js';

/** So many milliseconds some tab of the person has to show an alert. */
const TAKEN_WITHIN = 5_000;
/** Seconds between two looks for what is due. */
const LOOK_EVERY = 1;
/** What one node has taken comes to another after so many milliseconds, where the first one died. */
const CLAIMED_FOR = 120_000;
const MOST_JOBS = 50;
/** For how long the wish to close a notification is kept for a browser that is not running, in milliseconds. */
const CLOSE_WITHIN = 24 * 3_600_000;

/** What calling people through push services needs. */
export interface WebPushOptions {
  apps: Apps;
  /** Undefined = keys end with the process. */
  keepSecret: KeepSecret | undefined;
  log: FastifyBaseLogger;
  metrics: Metrics;
  /** Default: one that connects to public addresses only. */
  agent?: Agent | undefined;
  /** Milliseconds since 1970. Default: the time. */
  now?: () => number;
}

interface Caller {
  app: App;
  store: PushStore;
  sender: PushSender;
  /** Those that it would have by itself. */
  offered: VapidKeys;
  keys: VapidKeys | null;
}

/** Calls people who have no tab open, through the push services of their browsers. */
export class WebPush {
  readonly #options: WebPushOptions;
  readonly #now: () => number;
  readonly #callers = new Map<string, Caller>();
  #stop: () => void = () => undefined;
  #running: Promise<void> | null = null;
  #isAskedAgain = false;

  constructor(options: WebPushOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    const { apps, metrics, log, agent = createPublicAgent() } = options;
    for (const app of apps.values()) {
      const { subscriptions: store } = app;
      const { webPush } = app.settings;
      if (store === null || webPush === undefined || app.inbox === null) continue;
      const { contact: subject, publicKey, privateKey } = webPush;
      const caller: Caller = {
        ...{ app, store, offered: createVapidKeys() },
        keys: publicKey === undefined ? null : { publicKey, privateKey: privateKey! },
        sender: new PushSender({
          ...{ app, store, agent, metrics, log, now: this.#now },
          vapid: () => ({ subject, ...caller.keys! }),
        }),
      };
      this.#callers.set(app.id, caller);
      app.sessions.onEnded((print) => void this.#quietly(app, () => store.endSession(print)));
    }
  }

  /** Agrees with the other nodes about the keys. */
  async shareKeys(): Promise<void> {
    const { keepSecret } = this.#options;
    for (const caller of this.#callers.values()) {
      const { app, offered } = caller;
      if (app.settings.webPush?.publicKey !== undefined) continue;
      // A store that has lost its data gets the keys back.
      caller.keys = await keptVapidKeys(app.id, caller.keys ?? offered, keepSecret);
    }
  }

  /** Begins to send. */
  start(): void {
    if (this.#callers.size > 0) this.#stop = runEvery(LOOK_EVERY, () => void this.look());
  }

  async close(): Promise<void> {
    this.#stop();
    await this.#running;
  }

  /** By which browsers subscribe; null = nobody of the app is called. */
  publicKeyOf(appId: string): string | null {
    return this.#callers.get(appId)?.keys?.publicKey ?? null;
  }

  /** Keeps a browser for the person of a session. @returns a sentence where it cannot; null = it is kept */
  async subscribe(app: App, session: Session, given: unknown): Promise<string | null> {
    const caller = this.#callers.get(app.id);
    const { pushHosts = [], maxAge, sessionGrace } = app.settings.webPush ?? {};
    if (caller === undefined || maxAge === undefined) return 'The app calls nobody.';
    const request = readSubscription(given, pushHosts);
    if (typeof request === 'string') return request;
    const { endpoint, keys, quiet = null } = request;
    const now = this.#now();
    const userId = session.user.id;
    // Another person's events are none of this one's.
    const former = (await caller.store.of(userId, now)).find((one) => one.endpoint === endpoint);
    await caller.store.save({
      ...{ endpoint, ...keys, quiet, at: now, userId },
      ...calledEvents(former, request.events, now, maxAge * 1000),
      session: fingerprintOf(session.identity ?? session.id),
      ends: Math.min(session.expiresAt + sessionGrace! * 1000, now + maxAge * 1000),
    });
    return null;
  }

  async unsubscribe(app: App, { user }: Session, endpoint: string): Promise<void> {
    await this.#callers.get(app.id)?.store.remove(endpoint, user.id);
  }

  /** Calls for an alert in a while, where nobody has seen it until then. Never rejects. */
  async alertKept(app: App, alert: StoredAlert): Promise<void> {
    // Who has a right to a topic is not known while they are away.
    const caller = topicOf(alert.channel) === null ? this.#callers.get(app.id) : undefined;
    const payload = caller === undefined ? null : payloadOf(alert);
    if (caller === undefined || payload === null) return;
    const { channel, eventName, ends } = alert;
    const userId = channel === EVERYBODY ? null : userOf(channel);
    const id = alertId(alert);
    const category = categoriesOf(alert.message)[0] ?? null;
    const job = { userId, alertId: id, eventName, category, payload, urgent: isUrgent(alert), ends };
    const due = this.#now() + TAKEN_WITHIN;
    await this.#quietly(app, () => caller.store.schedule({ ...job, id: `alert ${id}` }, due));
  }

  /**
   * Closes the notifications of alerts that were read somewhere, or that are gone. Never rejects.
   *
   * @param userId `*` = of everybody
   */
  async marked(app: App, userId: string, states: readonly AlertStates[]): Promise<void> {
    const caller = this.#callers.get(app.id);
    const done = states.filter(
      ({ read, dismissed, acted, gone }) => (read ?? dismissed ?? acted ?? gone) !== undefined,
    );
    if (caller === undefined || done.length === 0) return;
    const { store } = caller;
    await this.#quietly(app, async () => {
      const people = userId === EVERYBODY ? await store.users() : [userId];
      for (const one of people)
        await this.#close(
          caller,
          one,
          done.map(({ id }) => id),
        );
    });
    void this.look();
  }

  /** Forgets a person. @returns how many browsers there were */
  async erase(app: App, userId: string): Promise<number> {
    return (await this.#callers.get(app.id)?.store.erase(userId)) ?? 0;
  }

  /** Sends what is due. Never rejects. */
  look(): Promise<void> {
    this.#isAskedAgain = this.#running !== null;
    this.#running ??= this.#lookAll().finally(() => {
      this.#running = null;
      if (this.#isAskedAgain) void this.look();
    });
    return this.#running;
  }

  async #lookAll(): Promise<void> {
    for (const { app, store, sender } of this.#callers.values()) {
      await this.#quietly(app, async () => {
        const now = this.#now();
        for (let more = true; more;) {
          const jobs = await store.claim(now, now + CLAIMED_FOR, MOST_JOBS);
          await Promise.all(jobs.map((job) => this.#quietly(app, () => sender.run(job))));
          more = jobs.length === MOST_JOBS;
        }
      });
    }
  }

  async #close({ store }: Caller, userId: string, alertIds: readonly string[]): Promise<void> {
    const close = await store.takeSent(userId, alertIds);
    if (close.length === 0) return;
    const now = this.#now();
    const job = {
      id: `close ${userId} ${close[0]!} ${now}`,
      userId,
      alertId: null,
      eventName: '',
      category: null,
    };
    await store.schedule({ ...job, payload: { dx: 1, close }, urgent: false, ends: now + CLOSE_WITHIN }, now);
  }

  /** A notification is no reason to refuse a push or a mark. */
  async #quietly(app: App, act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#options.log.warn({ err: error, app: app.id }, 'Web Push could not use its store');
    }
  }
}
