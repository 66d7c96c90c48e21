import type { FastifyBaseLogger } from 'fastify';
import type { App, Apps } from '../apps.js';
import type { Settings } from '../config/schema.js';
import type { PushRequest } from '../push-request.js';
import { Refusal } from '../refusal.js';
import { runAt } from '../timers.js';
import { digestPush } from './digest.js';
import type { NewScheduledPush, ScheduledPush, ScheduleStore, Scheduling } from './schedule-store.js';

/** How long a node may take to send a push before another one does it, in milliseconds. */
const LEASE = 30_000;
/** After so long it looks again where something failed, or where another node may have scheduled something, in milliseconds. */
const LOOK_AGAIN = 1_000;
/** How many pushes of an app are sent at a time. */
const TOGETHER = 50;

/** Why a push is not cancelled any more. */
const TOO_LATE: Partial<Record<ScheduledPush['state'], string>> = {
  sending: 'is being sent',
  sent: 'was sent already',
  refused: 'was refused when its time came',
};

/** What became of a scheduled push, as its pusher reads it. */
export interface ScheduleStatus {
  id: string;
  state: ScheduledPush['state'];
  /** When it is, was or would have been sent, in milliseconds since 1970. */
  at: number;
  /** How many pushes it stands for; more than 1 only in a digest. */
  count: number;
  /** Why it was refused when its time came. */
  error?: string;
}

/** What a scheduler needs. */
export interface SchedulerOptions {
  store: ScheduleStore;
  apps: Apps;
  limits: Settings['limits'];
  log: FastifyBaseLogger;
}

/** Sends a push now, under an id by which it comes once. Rejects with a `Refusal`. */
export type SendScheduled = (app: App, push: PushRequest & { id: string }) => Promise<unknown>;

/** Keeps pushes until their time and sends each once, whichever node it is and however often nodes end. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  #send: SendScheduled | null = null;
  #stopTimer: () => void = () => undefined;
  /** When it looks next; Infinity = that is not planned. */
  #looksAt = Infinity;
  #look: Promise<void> | null = null;
  #isFailing = false;
  /** Nothing waits, and no other node could have added something. */
  #isEmpty = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /** Begins to send what is due, also what was scheduled before this process began. */
  start(send: SendScheduled): void {
    this.#send = send;
    this.#planLook(0);
  }

  /** Sends nothing more, and waits for what is being sent. */
  async stop(): Promise<void> {
    this.#send = null;
    this.#stopTimer();
    await this.#look;
  }

  /**
   * Keeps a push until its time.
   *
   * @throws Refusal 422 for a time too far ahead, 429 where too many wait, 503 where the store does not take it
   */
  async add(
    push: NewScheduledPush,
    field: 'at' | 'delay' | 'digest',
  ): Promise<Exclude<Scheduling, { outcome: 'full' }>> {
    const { scheduledPushes: pushes, scheduledBytes: bytes, scheduleSeconds } = this.#options.limits;
    const now = Date.now();
    if (push.at > now + scheduleSeconds * 1000) {
      throw new Refusal(422, `"${field}" must be at most ${scheduleSeconds} seconds ahead.`, field);
    }
    const scheduling = await this.#ask((store) => store.add(push, { pushes, bytes }, now)).finally(
      () => (this.#isEmpty = false),
    );
    if (scheduling.outcome === 'full') {
      const sentence = `Too many pushes of this app wait for their time already: ${pushes}, or ${bytes} bytes together; try again later.`;
      throw new Refusal(429, sentence);
    }
    this.#planLook(scheduling.entry.at);
    return scheduling;
  }

  /** @returns null where nothing is known of it as a scheduled push */
  async statusOf({ id: app }: App, id: string): Promise<ScheduleStatus | null> {
    const found = await this.#ask((store) => store.find(app, id, Date.now()));
    return found && statusOf(found);
  }

  /**
   * Cancels a push that waits. Repeated, it answers the same.
   *
   * @throws Refusal 404 where none is known, 409 where it was sent or is being sent
   */
  async cancel({ id: app }: App, id: string): Promise<ScheduleStatus> {
    const found = await this.#ask((store) => store.cancel(app, id, Date.now()));
    if (found === null) throw new Refusal(404, 'No push with this id waits for its time.');
    if (found.state === 'cancelled') return statusOf(found);
    throw new Refusal(409, `The push "${id}" ${TOO_LATE[found.state]}.`);
  }

  /**
   * Refuses a push that is to be sent at once under the id of one that waits: when its time comes, that one would be taken
   * for it.
   *
   * @throws Refusal 409
   */
  async refuseIdThatWaits({ id: app }: App, id: string): Promise<void> {
    if (this.#isEmpty) return;
    const state = (await this.#ask((store) => store.find(app, id, Date.now())))?.state;
    if (state !== 'scheduled' && state !== 'sending') return;
    throw new Refusal(409, `The id "${id}" stands for a push that waits for its time.`, 'id');
  }

  /** How many pushes of an app wait for their time. Rejects where the store cannot be asked. */
  waiting({ id: app }: App): Promise<number> {
    return this.#options.store.waiting(app, Date.now());
  }

  /** Forgets what waits for a person. @returns how many pushes there were */
  erase({ id: app }: App, userId: string): Promise<number> {
    return this.#ask((store) => store.erase(app, userId, Date.now()));
  }

  /** @param at milliseconds since 1970 */
  #planLook(at: number): void {
    if (this.#send === null || at >= this.#looksAt) return;
    this.#stopTimer();
    this.#looksAt = at;
    this.#stopTimer = runAt(at, () => {
      this.#looksAt = Infinity;
      this.#look = (this.#look ?? Promise.resolve()).then(() => this.#sendDue());
    });
  }

  async #sendDue(): Promise<void> {
    const send = this.#send;
    if (send === null) return;
    const { store, apps, log } = this.#options;
    const options = { apps: [...apps.keys()], lease: LEASE, most: TOGETHER };
    try {
      const { due, next } = await store.claim(options, Date.now());
      this.#isFailing = false;
      this.#isEmpty = next === null && !store.isShared;
      await Promise.all(due.map((push) => this.#sendOne(push, send)));
      if (next !== null) this.#planLook(next);
    } catch (error) {
      if (!this.#isFailing) log.error({ err: error }, 'scheduled pushes cannot be read');
      this.#isFailing = true;
      this.#planLook(Date.now() + LOOK_AGAIN);
    }
    if (store.isShared) this.#planLook(Date.now() + LOOK_AGAIN);
  }

  async #sendOne({ app, id, push, count }: ScheduledPush, send: SendScheduled): Promise<void> {
    const { store, apps, log } = this.#options;
    const request = digestPush(JSON.parse(push) as PushRequest, count);
    const outcome = await send(apps.get(app)!, { ...request, id }).then(() => null, asError);
    try {
      if (outcome === null || isFinal(outcome)) {
        if (outcome !== null) log.warn({ err: outcome, app }, 'a scheduled push was refused');
        await store.finish(app, id, outcome?.message ?? null, Date.now());
      } else {
        log.warn({ err: outcome, app }, 'a scheduled push could not be sent yet');
        const again = Date.now() + LOOK_AGAIN;
        await store.postpone(app, id, again);
        this.#planLook(again);
      }
    } catch (error) {
      // It is sent again when the lease is over, by the same id: nobody gets it twice.
      log.error({ err: error, app }, 'what became of a scheduled push could not be written');
    }
  }

  async #ask<Answer>(ask: (store: ScheduleStore) => Promise<Answer>): Promise<Answer> {
    try {
      return await ask(this.#options.store);
    } catch (error) {
      this.#options.log.error({ err: error }, 'the store of scheduled pushes did not answer');
      throw new Refusal(503, 'The store of scheduled pushes did not answer; send it again with the same id.');
    }
  }
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));

/** Whether another attempt would be refused, too. */
const isFinal = (error: Error): boolean => error instanceof Refusal && error.status < 500;

function statusOf({ id, state, at, count, error }: ScheduledPush): ScheduleStatus {
  return { id, state, at, count, ...(error !== null && { error }) };
}
