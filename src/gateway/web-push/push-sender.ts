import type { Agent } from 'node:https';
import type { FastifyBaseLogger } from 'fastify';
import type { App } from '../apps.js';
import type { Metrics } from '../metrics.js';
import { Rarely } from '../rarely.js';
import { deliver, type Delivery, type VapidDetails } from './deliver.js';
import { toleratesSilence } from './endpoint.js';
import type { PushJob, PushStore, Subscription } from './push-store.js';
import { isQuiet } from './quiet-hours.js';
import { retryDelay } from './retry.js';
import { wantsWebPush } from './wants-web-push.js';

/** How many browsers are told at a time. */
const TOGETHER = 20;
/** Milliseconds between two lines of the log that say the same of the same push service. */
const SAY_AGAIN = 600_000;

export interface PushSenderOptions {
  app: App;
  store: PushStore;
  agent: Agent;
  log: FastifyBaseLogger;
  metrics: Metrics;
  vapid: () => VapidDetails;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Sends what is due to the browsers of one app. */
export class PushSender {
  readonly #options: PushSenderOptions;
  readonly #failures = new Rarely(SAY_AGAIN);

  constructor(options: PushSenderOptions) {
    this.#options = options;
  }

  /** Rejects where the store cannot be reached: the job comes again then. */
  async run(job: PushJob): Promise<void> {
    const { store, now } = this.#options;
    if (job.ends > now()) {
      const people = job.userId === null ? await store.users() : [job.userId];
      for (let first = 0; first < people.length; first += TOGETHER)
        await Promise.all(people.slice(first, first + TOGETHER).map((userId) => this.#call(job, userId)));
    }
    await store.finish(job.id);
  }

  async #call(job: PushJob, userId: string): Promise<void> {
    const { store, now } = this.#options;
    const { alertId, retry } = job;
    const browsers = (await store.of(userId, now())).filter((one) => this.#isMeant(job, one));
    if (browsers.length === 0) return;
    if (alertId !== null && !(await this.#isWanted(job, userId, alertId))) return;
    const sent = { tag: job.payload.tag ?? '', ends: job.ends };
    // Of all nodes one sends it, and once, however often the push came.
    if (alertId !== null && retry === undefined && !(await store.noteSent(userId, alertId, sent, now())))
      return;
    await Promise.all(browsers.map((one) => this.#send(job, one)));
  }

  #isMeant({ alertId, eventName, retry }: PushJob, browser: Subscription): boolean {
    if (retry !== undefined && retry.endpoint !== browser.endpoint) return false;
    if (alertId === null) return toleratesSilence(browser.endpoint);
    const isListening = browser.events.some((name) => name === '*' || name === eventName);
    return isListening && !isQuiet(browser.quiet, this.#options.now());
  }

  /** Nobody is called for what some tab of the person has shown or what was read meanwhile. */
  async #isWanted({ category }: PushJob, userId: string, alertId: string): Promise<boolean> {
    const { app } = this.#options;
    return (await app.inbox!.isUntouched(userId, alertId)) && (await wantsWebPush(app, userId, category));
  }

  async #send(job: PushJob, browser: Subscription): Promise<void> {
    const { app, store, agent, metrics, vapid, now } = this.#options;
    const urgency = job.alertId === null ? 'low' : job.urgent ? 'high' : 'normal';
    const ttl = (job.ends - now()) / 1000;
    const delivery = await deliver(browser, { payload: job.payload, ttl, urgency }, vapid(), agent);
    metrics.webPushes.inc({ app: app.id, outcome: delivery.outcome });
    if (delivery.outcome === 'gone') await store.remove(browser.endpoint, browser.userId);
    if (delivery.outcome === 'refused' || delivery.outcome === 'later') this.#report(delivery, browser);
    if (delivery.outcome === 'later') await this.#later(job, browser, delivery.after);
  }

  async #later(job: PushJob, { endpoint, userId }: Subscription, asked: number | null): Promise<void> {
    const attempts = (job.retry?.attempts ?? 0) + 1;
    const delay = retryDelay(attempts, asked, Math.random());
    if (delay === null) return;
    const id = `${job.id.slice(0, 600)} ${attempts} ${endpoint.slice(-40)}`;
    const { store, now } = this.#options;
    await store.schedule({ ...job, id, userId, retry: { endpoint, attempts } }, now() + delay);
  }

  /** Without the endpoint, which is secret. */
  #report({ reason }: Extract<Delivery, { reason: string }>, { endpoint }: Subscription): void {
    const { app, log } = this.#options;
    const { host } = new URL(endpoint);
    if (this.#failures.isDue(JSON.stringify([host, reason])))
      log.warn({ app: app.id, host, reason }, 'a push service did not take a message');
  }
}
