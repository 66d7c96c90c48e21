import type { DxMessage } from '../messages/message.js';
import type { Clock } from './clock.js';
import { failureDelay, planRefresh, type PlanState, type RefreshReason, type RefreshTiming } from './plan.js';
import { RefreshError, toRefreshError } from './refresh-error.js';

/** How long a refresh may take, in milliseconds. */
export const REFRESH_TIMEOUT = 15_000;

/** What an action is told. */
export interface RefreshContext {
  /** The newest message that caused it; null where none did. */
  message: DxMessage | null;
  reason: RefreshReason;
  /** Ends when the result is of no use any more. */
  signal: AbortSignal;
  /** When the newest of the requests it answers came, on the clock of the job. */
  requestedAt: number;
}

/** Carries out a refresh; false = the target has no way to be refreshed. */
export type RefreshAction = (target: Element, context: RefreshContext) => Promise<boolean>;

/** What became of a request. `merged`: a newer one of the same owner took its place. */
export type RefreshResult = 'refreshed' | 'not-taken' | 'merged' | 'failed' | 'dropped';

/** A wish that a target be refreshed. */
export interface RefreshRequest {
  /** Who asks: a newer request of the same owner replaces its older one. */
  owner: object;
  reason: RefreshReason;
  message: DxMessage | null;
  timing: RefreshTiming;
  /** Upper bound of the random delay, in milliseconds. */
  spread: number;
  action: RefreshAction;
  /** The plan changed: `held` waits for the tab to be shown. */
  progress(state: 'held' | 'waiting' | 'running'): void;
  failed(error: RefreshError, retryIn: number | null): void;
  settled(result: RefreshResult): void;
}

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
  #cancelTimer: (() => void) | null = null;
  #stopVisibility: (() => void) | null = null;
  #failures = 0;
  #wasHeld = false;
  readonly #state: Omit<PlanState, 'running' | 'hidden'> = {
    firstRequestAt: null,
    lastRequestAt: 0,
    lastStartAt: -Infinity,
    spreadDelay: 0,
    notBefore: -Infinity,
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
    this.#wasHeld = false;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#stopVisibility?.();
    this.#stopVisibility = null;
  }

  #advance(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const newest = [...this.#waiting.values()].at(-1);
    if (newest === undefined) return;
    const { document, now } = { document: this.#target.ownerDocument, now: this.#clock.now() };
    const hidden = document.visibilityState === 'hidden';
    const plan = planRefresh({ ...this.#state, running: this.#abort !== null, hidden }, newest.timing, now);
    if (plan.start) {
      void this.#run(newest);
      return;
    }
    if ('at' in plan) this.#cancelTimer = this.#clock.after(plan.at - now, () => this.#advance());
    const held = 'until' in plan && plan.until === 'visible';
    if (held) this.#awaitVisible(document);
    for (const request of this.#waiting.values()) request.progress(held ? 'held' : 'waiting');
  }

  #awaitVisible(document: Document): void {
    this.#wasHeld = true;
    if (this.#stopVisibility !== null) return;
    const listener = (): void => this.#advance();
    document.addEventListener('visibilitychange', listener);
    this.#stopVisibility = () => document.removeEventListener('visibilitychange', listener);
  }

  async #run(newest: RefreshRequest): Promise<void> {
    const abort = new AbortController();
    const running = new Map(this.#waiting);
    const reason = this.#wasHeld ? 'visible' : newest.reason;
    const { message } = newest;
    const requestedAt = this.#state.lastRequestAt;
    this.#waiting.clear();
    this.#rest();
    this.#abort = abort;
    this.#running = running;
    this.#state.lastStartAt = this.#clock.now();
    for (const request of running.values()) request.progress('running');
    try {
      const context = { message, reason, signal: abort.signal, requestedAt };
      const taken = await this.#withTimeout(newest.action(this.#target, context), abort);
      this.#failures = 0;
      for (const request of running.values()) request.settled(taken ? 'refreshed' : 'not-taken');
    } catch (error) {
      // An abort means that nobody waits for the answer, not that something is wrong.
      if (running.size > 0) this.#fail(toRefreshError(error), running);
    } finally {
      this.#abort = null;
      this.#advance();
    }
  }

  #fail(error: RefreshError, running: Map<object, RefreshRequest>): void {
    this.#failures += 1;
    const delay = error.canRetry
      ? failureDelay(this.#failures, this.#clock.random(), error.retryAfter)
      : null;
    for (const request of running.values()) request.failed(error, delay);
    if (delay === null) {
      for (const request of running.values()) request.settled('failed');
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

  async #withTimeout(work: Promise<boolean>, abort: AbortController): Promise<boolean> {
    let cancel = (): void => undefined;
    const limit = new Promise<never>((_, reject) => {
      cancel = this.#clock.after(REFRESH_TIMEOUT, () => {
        reject(new RefreshError(`no answer within ${REFRESH_TIMEOUT / 1000} s`));
        abort.abort();
      });
    });
    const aborted = new Promise<never>((_, reject) => {
      abort.signal.addEventListener('abort', () => reject(new RefreshError('nobody waits for it any more')));
    });
    try {
      return await Promise.race([work, limit, aborted]);
    } finally {
      cancel();
    }
  }
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
