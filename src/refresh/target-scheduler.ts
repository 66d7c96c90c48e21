import { isHidden } from '../dom/page-visibility.js';
import { activityOf } from './hold/user-activity.js';
import { inMicrotask } from './microtask-batch.js';
import type { Clock } from '../clock.js';
import { findHold } from './hold/hold-reasons.js';
import {
  failureDelay,
  nextStreak,
  scheduleRefresh,
  SUSTAINED_LOAD,
  type Schedule,
  type ScheduleState,
} from './schedule.js';
import { toRefreshError, type RefreshError } from './refresh-error.js';
import type { RefreshProgress, RefreshRequest, RefreshResult } from './refresh-request.js';
import { runAction } from './run-action.js';
import { RunContext } from './run-context.js';

/**
 * All refreshes of one target, whoever asks: one at a time, and one more after it where something was asked
 * meanwhile.
 */
export class TargetScheduler {
  readonly #target: Element;
  readonly #clock: Clock;
  /** One of each owner, the newest last. */
  #waiting: readonly RefreshRequest[] = [];
  #running: readonly RefreshRequest[] = [];
  #context: RunContext | null = null;
  /** What is waited for, and how to stop that. */
  #plan: Waiting | null = null;
  #stops: (() => void)[] = [];
  #failures = 0;
  #wasHidden = false;
  /** What a person does that a refresh would disturb. */
  #hold: string | null = null;
  /** Kept, not made anew for each plan: with many targets that would be much of what an event costs. */
  readonly #state: ScheduleState = {
    firstRequestAt: null,
    lastRequestAt: 0,
    lastStartAt: -Infinity,
    streak: 0,
    spreadDelay: 0,
    notBefore: -Infinity,
    heldSince: null,
    running: false,
    hidden: false,
    disturbs: () => {
      this.#hold = findHold(
        this.#target,
        this.#waiting.at(-1)!.holdWhile,
        activityOf(this.#target.ownerDocument),
      );
      return this.#hold !== null;
    },
  };

  /** @param predecessor the job of an element in whose place the target stands: its pace goes on */
  constructor(target: Element, clock: Clock, predecessor?: TargetScheduler) {
    this.#target = target;
    this.#clock = clock;
    if (predecessor === undefined) return;
    const { lastStartAt, streak, notBefore } = predecessor.#state;
    Object.assign(this.#state, { lastStartAt, streak, notBefore });
    this.#failures = predecessor.#failures;
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
    const former = ownedBy(request.owner, this.#waiting);
    this.#finish(former, 'merged');
    this.#waiting = [...this.#waiting.filter((other) => other !== former), request];
    // Later in the same task other refreshers may hear the same message: all of them share one run.
    inMicrotask(this);
  }

  /** Takes back what an owner asked; a refresh that nobody waits for any more is aborted. */
  drop(owner: object): void {
    const waiting = ownedBy(owner, this.#waiting);
    this.#finish(waiting, 'dropped');
    this.#waiting = this.#waiting.filter((request) => request !== waiting);
    if (this.#waiting.length === 0) this.#rest();
    const running = ownedBy(owner, this.#running);
    if (running === undefined) return;
    this.#finish(running, 'dropped');
    this.#running = this.#running.filter((request) => request !== running);
    if (this.#running.length === 0) this.#context?.abort();
  }

  /** Plans what is next. */
  advance(): void {
    const newest = this.#waiting.at(-1);
    if (newest === undefined) return;
    const now = this.#clock.now();
    const state = this.#state;
    state.running = this.#context !== null;
    state.hidden = isHidden(this.#target.ownerDocument);
    const plan = scheduleRefresh(state, newest.timing, now);
    // In a storm the plan stays the same from event to event; its timer may stay, too.
    if (!plan.start && this.#plan !== null && isSamePlan(plan, this.#plan)) {
      newest.delegate.progress(this.#progressOf(plan));
      return;
    }
    this.#stopWaiting();
    if (!plan.start) {
      this.#wait(plan, now);
      return;
    }
    state.streak = nextStreak(state, newest.timing.minInterval, now);
    this.#run(newest, now);
  }

  #rest(): void {
    this.#state.firstRequestAt = null;
    this.#state.heldSince = null;
    this.#wasHidden = false;
    this.#stopWaiting();
  }

  #wait(plan: Waiting, now: number): void {
    const document = this.#target.ownerDocument;
    const advance = (): void => {
      this.#stopWaiting();
      this.advance();
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
    if (this.#plan === null) return;
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#plan = null;
  }

  #progressOf({ until }: Waiting): RefreshProgress {
    const hold = until === 'visible' ? 'hidden tab' : until === 'quiet' ? this.#hold : null;
    return {
      state: hold === null ? 'waiting' : 'held',
      hold,
      throttled: this.#state.streak >= SUSTAINED_LOAD,
    };
  }

  #report(requests: readonly RefreshRequest[], progress: RefreshProgress): void {
    for (const request of requests) request.delegate.progress(progress);
  }

  #run({ reason, message, action }: RefreshRequest, now: number): void {
    const context = new RunContext(message, this.#wasHidden ? 'visible' : reason, this.#state.lastRequestAt);
    this.#running = this.#waiting;
    this.#waiting = [];
    this.#rest();
    if (!this.#target.isConnected) {
      this.#finishAll('gone');
      this.#running = [];
      return;
    }
    this.#state.lastStartAt = now;
    this.#context = context;
    try {
      const done = runAction(action, this.#target, context, this.#clock);
      if (typeof done !== 'boolean') {
        const throttled = this.#state.streak >= SUSTAINED_LOAD;
        this.#report(this.#running, { state: 'running', hold: null, throttled });
        void this.#await(done);
        return;
      }
      // What is done at once needs no promise, and was never seen to run.
      this.#succeed(done);
    } catch (error) {
      this.#fail(error);
    }
    this.#end();
  }

  async #await(done: Promise<boolean>): Promise<void> {
    try {
      this.#succeed(await done);
    } catch (error) {
      this.#fail(error);
    }
    this.#end();
  }

  #end(): void {
    this.#context = null;
    this.#running = [];
    this.advance();
  }

  #succeed(isHandled: boolean): void {
    this.#failures = 0;
    this.#finishAll(isHandled ? 'refreshed' : 'unhandled');
  }

  #finish(request: RefreshRequest | undefined, result: RefreshResult): void {
    request?.delegate.finished(this.#target, result);
  }

  #finishAll(result: RefreshResult): void {
    for (const request of this.#running) this.#finish(request, result);
  }

  #fail(reason: unknown): void {
    // An abort means that nobody waits for the answer, not that something is wrong.
    if (!this.#target.isConnected) this.#finishAll('gone');
    else if (this.#running.length > 0) this.#retry(toRefreshError(reason));
  }

  #retry(error: RefreshError): void {
    this.#failures += 1;
    const delay = error.canRetry
      ? failureDelay(this.#failures, this.#clock.random(), error.retryAfter)
      : null;
    for (const request of this.#running) request.delegate.failed(this.#target, error, delay);
    if (delay === null) {
      this.#finishAll('failed');
      return;
    }
    const now = this.#clock.now();
    this.#state.notBefore = now + delay;
    this.#state.firstRequestAt ??= now;
    for (const request of this.#running) {
      if (ownedBy(request.owner, this.#waiting) !== undefined) this.#finish(request, 'merged');
      else this.#waiting = [...this.#waiting, request];
    }
  }
}

function ownedBy(owner: object, requests: readonly RefreshRequest[]): RefreshRequest | undefined {
  return requests.find((request) => request.owner === owner);
}

type Waiting = Schedule & { start: false };

function isSamePlan(one: Waiting, other: Waiting): boolean {
  return one.until === other.until && ('at' in one ? one.at : 0) === ('at' in other ? other.at : 0);
}
