import { activityOf } from './activity.js';
import type { Clock } from './clock.js';
import { findHold } from './holds.js';
import { failureDelay, nextStreak, planRefresh, STEADY_FIRE, type Plan, type PlanState } from './plan.js';
import { toRefreshError, type RefreshError } from './refresh-error.js';
import type { RefreshProgress, RefreshRequest, RefreshResult } from './request.js';
import { runAction } from './run-action.js';
import { RunContext } from './run-context.js';

/**
 * All refreshes of one target, whoever asks: one at a time, and one more after it where something was asked
 * meanwhile.
 */
export class RefreshJob {
  readonly #target: Element;
  readonly #clock: Clock;
  #waiting = new Map<object, RefreshRequest>();
  #running = new Map<object, RefreshRequest>();
  #context: RunContext | null = null;
  /** What is waited for, and how to stop that. */
  #plan: Waiting | null = null;
  #stops: (() => void)[] = [];
  #failures = 0;
  #wasHidden = false;
  /** What a person does that a refresh would disturb. */
  #hold: string | null = null;
  readonly #state: Omit<PlanState, 'running' | 'hidden' | 'disturbs'> = {
    firstRequestAt: null,
    lastRequestAt: 0,
    lastStartAt: -Infinity,
    streak: 0,
    spreadDelay: 0,
    notBefore: -Infinity,
    heldSince: null,
  };

  /** @param predecessor the job of an element in whose place the target stands: its pace goes on */
  constructor(target: Element, clock: Clock, predecessor?: RefreshJob) {
    this.#target = target;
    this.#clock = clock;
    if (predecessor === undefined) return;
    const { lastStartAt, streak, notBefore } = predecessor.#state;
    Object.assign(this.#state, { lastStartAt, streak, notBefore });
    this.#failures = predecessor.#failures;
  }

  /** Whether the target has left the page. */
  isGone(): boolean {
    return !this.#target.isConnected;
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
    if (this.#running.delete(owner) && this.#running.size === 0) this.#context?.abort();
  }

  #rest(): void {
    this.#state.firstRequestAt = null;
    this.#state.heldSince = null;
    this.#wasHidden = false;
    this.#stopWaiting();
  }

  #advance(): void {
    if (this.#waiting.size === 0) return;
    const newest = [...this.#waiting.values()].at(-1)!;
    const now = this.#clock.now();
    const state = this.#fullState(newest);
    const plan = planRefresh(state, newest.timing, now);
    // In a storm the plan stays the same from event to event; its timer may stay, too.
    if (!plan.start && this.#plan !== null && isSamePlan(plan, this.#plan)) {
      newest.progress(this.#progressOf(plan));
      return;
    }
    this.#stopWaiting();
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
      running: this.#context !== null,
      hidden: document.visibilityState === 'hidden',
      disturbs: () => {
        this.#hold = findHold(this.#target, holdWhile, activityOf(document));
        return this.#hold !== null;
      },
    };
  }

  #wait(plan: Waiting, now: number): void {
    const document = this.#target.ownerDocument;
    const advance = (): void => {
      this.#stopWaiting();
      this.#advance();
    };
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
    this.#plan = plan;
    this.#stops = stops;
    this.#report(this.#waiting, this.#progressOf(plan));
  }

  /** Ends the waiting for a time, the page or the person. */
  #stopWaiting(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#plan = null;
  }

  #progressOf({ until }: Waiting): RefreshProgress {
    const hold = until === 'visible' ? 'hidden tab' : until === 'quiet' ? this.#hold : null;
    return { state: hold === null ? 'waiting' : 'held', hold, throttled: this.#state.streak >= STEADY_FIRE };
  }

  #report(requests: ReadonlyMap<object, RefreshRequest>, progress: RefreshProgress): void {
    for (const request of requests.values()) request.progress(progress);
  }

  async #run(newest: RefreshRequest, now: number): Promise<void> {
    const reason = this.#wasHidden ? 'visible' : newest.reason;
    // Nothing runs: the two change their places.
    [this.#running, this.#waiting] = [this.#waiting, this.#running];
    this.#rest();
    if (this.isGone()) {
      this.#settle('gone');
      this.#running.clear();
      return;
    }
    this.#state.lastStartAt = now;
    const throttled = this.#state.streak >= STEADY_FIRE;
    this.#report(this.#running, { state: 'running', hold: null, throttled });
    const { message, action } = newest;
    const context = new RunContext(message, reason, this.#state.lastRequestAt);
    this.#context = context;
    try {
      const done = runAction(action, this.#target, context, this.#clock);
      // What is done at once needs no promise.
      const taken = typeof done === 'boolean' ? done : await done;
      this.#failures = 0;
      this.#settle(taken ? 'refreshed' : 'not-taken');
    } catch (error) {
      // An abort means that nobody waits for the answer, not that something is wrong.
      if (this.isGone()) this.#settle('gone');
      else if (this.#running.size > 0) this.#fail(toRefreshError(error), this.#running);
    } finally {
      this.#context = null;
      this.#running.clear();
      this.#advance();
    }
  }

  #settle(result: RefreshResult): void {
    for (const request of this.#running.values()) request.settled(result);
  }

  #fail(error: RefreshError, running: Map<object, RefreshRequest>): void {
    this.#failures += 1;
    const delay = error.canRetry
      ? failureDelay(this.#failures, this.#clock.random(), error.retryAfter)
      : null;
    for (const request of running.values()) request.failed(error, delay);
    if (delay === null) {
      this.#settle('failed');
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

type Waiting = Plan & { start: false };

function isSamePlan(one: Waiting, other: Waiting): boolean {
  return one.until === other.until && ('at' in one ? one.at : 0) === ('at' in other ? other.at : 0);
}
