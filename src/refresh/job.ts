import { activityOf } from './activity.js';
import type { Clock } from './clock.js';
import { findHold } from './holds.js';
import { failureDelay, nextStreak, planRefresh, STEADY_FIRE, type Plan, type PlanState } from './plan.js';
import { toRefreshError, type RefreshError } from './refresh-error.js';
import type { RefreshProgress, RefreshRequest, RefreshResult } from './request.js';
import { runAction } from './run-action.js';

/**
 * All refreshes of one target, whoever asks: one at a time, and one more after it where something was asked
 * meanwhile.
 */
export class RefreshJob {
  readonly #target: Element;
  readonly #clock: Clock;
  readonly #waiting = new Map<object, RefreshRequest>();
  #running = new Map<object, RefreshRequest>();
  #abort: AbortController | null = null;
  /** Ends the waiting for a time, the page or the person. */
  #stopWaiting: (() => void) | null = null;
  #failures = 0;
  #wasHidden = false;
  readonly #state: Omit<PlanState, 'running' | 'hidden' | 'disturbs'> = {
    firstRequestAt: null,
    lastRequestAt: 0,
    lastStartAt: -Infinity,
    streak: 0,
    spreadDelay: 0,
    notBefore: -Infinity,
    heldSince: null,
  };

  constructor(target: Element, clock: Clock) {
    this.#target = target;
    this.#clock = clock;
  }

  request(request: RefreshRequest): void {
    const now = this.#clock.now();
    if (this.#state.firstRequestAt === null) {
      this.#state.firstRequestAt = now;
      this.#state.spreadDelay = this.#clock.random() * request.spread;
    }
    this.#state.lastRequestAt = now;
    // A person who asks by hand does not wait for a failing server's back-off.
    if (request.reason === 'manual') this.#state.notBefore = -Infinity;
    this.#waiting.get(request.owner)?.settled('merged');
    this.#waiting.delete(request.owner);
    this.#waiting.set(request.owner, request);
    // Later in the same task other refreshers may hear the same message: all of them share one run.
    queueMicrotask(() => this.#advance());
  }

  /** Takes back what an owner asked; a refresh that nobody waits for any more is aborted. */
  drop(owner: object): void {
    this.#waiting.get(owner)?.settled('dropped');
    this.#waiting.delete(owner);
    if (this.#waiting.size === 0) this.#rest();
    this.#running.get(owner)?.settled('dropped');
    if (this.#running.delete(owner) && this.#running.size === 0) this.#abort?.abort();
  }

  #rest(): void {
    this.#state.firstRequestAt = null;
    this.#state.heldSince = null;
    this.#wasHidden = false;
    this.#stopWaiting?.();
    this.#stopWaiting = null;
  }

  #advance(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    const newest = [...this.#waiting.values()].at(-1);
    if (newest === undefined) return;
    const now = this.#clock.now();
    const state = this.#fullState(newest);
    const plan = planRefresh(state, newest.timing, now);
    if (!plan.start) {
      this.#wait(plan, now);
      return;
    }
    this.#state.streak = nextStreak(state, newest.timing.minInterval, now);
    void this.#run(newest, now);
  }

  #fullState({ holdWhile }: RefreshRequest): PlanState {
    const document = this.#target.ownerDocument;
    return {
      ...this.#state,
      running: this.#abort !== null,
      hidden: document.visibilityState === 'hidden',
      disturbs: findHold(this.#target, holdWhile, activityOf(document)) !== null,
    };
  }

  #wait(plan: Plan & { start: false }, now: number): void {
    const document = this.#target.ownerDocument;
    const advance = (): void => this.#advance();
    const stops: (() => void)[] = [];
    if ('at' in plan) stops.push(this.#clock.after(plan.at - now, advance));
    if (plan.until === 'visible') {
      this.#wasHidden = true;
      document.addEventListener('visibilitychange', advance);
      stops.push(() => document.removeEventListener('visibilitychange', advance));
    }
    if (plan.until === 'quiet') {
      this.#state.heldSince ??= now;
      stops.push(activityOf(document).onEnd(advance));
    }
    this.#stopWaiting = () => stops.forEach((stop) => stop());
    this.#report(this.#waiting, plan.until === 'visible' || plan.until === 'quiet' ? 'held' : 'waiting');
  }

  #report(requests: ReadonlyMap<object, RefreshRequest>, state: RefreshProgress['state']): void {
    const progress = { state, throttled: this.#state.streak >= STEADY_FIRE };
    for (const request of requests.values()) request.progress(progress);
  }

  async #run(newest: RefreshRequest, now: number): Promise<void> {
    const reason = this.#wasHidden ? 'visible' : newest.reason;
    const running = new Map(this.#waiting);
    this.#waiting.clear();
    this.#rest();
    if (this.#isGone()) {
      settleAll(running, 'gone');
      return;
    }
    const abort = new AbortController();
    this.#abort = abort;
    this.#running = running;
    this.#state.lastStartAt = now;
    this.#report(running, 'running');
    const { message, action } = newest;
    const context = { message, reason, signal: abort.signal, requestedAt: this.#state.lastRequestAt };
    try {
      const taken = await runAction(action, this.#target, context, abort, this.#clock);
      this.#failures = 0;
      settleAll(running, taken ? 'refreshed' : 'not-taken');
    } catch (error) {
      // An abort means that nobody waits for the answer, not that something is wrong.
      if (this.#isGone()) settleAll(running, 'gone');
      else if (running.size > 0) this.#fail(toRefreshError(error), running);
    } finally {
      this.#abort = null;
      this.#running = new Map();
      this.#advance();
    }
  }

  #isGone(): boolean {
    return !this.#target.isConnected;
  }

  #fail(error: RefreshError, running: Map<object, RefreshRequest>): void {
    this.#failures += 1;
    const delay = error.canRetry
      ? failureDelay(this.#failures, this.#clock.random(), error.retryAfter)
      : null;
    for (const request of running.values()) request.failed(error, delay);
    if (delay === null) {
      settleAll(running, 'failed');
      return;
    }
    const now = this.#clock.now();
    this.#state.notBefore = now + delay;
    this.#state.firstRequestAt ??= now;
    for (const [owner, request] of running) {
      if (this.#waiting.has(owner)) request.settled('merged');
      else this.#waiting.set(owner, request);
    }
  }
}

function settleAll(requests: ReadonlyMap<object, RefreshRequest>, result: RefreshResult): void {
  for (const request of requests.values()) request.settled(result);
}

/** The job of a target, made when first needed. */
export function jobOf(jobs: WeakMap<Element, RefreshJob>, target: Element, clock: Clock): RefreshJob {
  let job = jobs.get(target);
  if (job === undefined) {
    job = new RefreshJob(target, clock);
    jobs.set(target, job);
  }
  return job;
}
