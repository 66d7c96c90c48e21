import type { Clock } from '../clock.js';
import type { RefreshError } from './refresh-error.js';
import type { RefreshProgress, RefreshRequest, RefreshResult, RequestDelegate } from './refresh-request.js';
import { TargetScheduler } from './target-scheduler.js';

/** What one event came to, over all targets of a refresher. */
export interface RefreshOutcome {
  /** Those that are fresh now. */
  refreshed: Element[];
  /** From the request to the last target, in milliseconds. */
  duration: number;
  /** Some target was taken out of the page before its turn; what stands in its place is not fresh. */
  isIncomplete: boolean;
  /** A newer event took over, or nobody waits any more: nothing is to be told. */
  isOvertaken: boolean;
  /** No target has a way to be refreshed. */
  isUnhandled: boolean;
}

/** What a refresher hears while its targets are refreshed. */
export interface RefreshBatchDelegate {
  progress(progress: RefreshProgress): void;
  /** @param retryIn milliseconds; null = it is not tried again */
  failed(target: Element, error: RefreshError, retryIn: number | null): void;
  /** All targets are done. */
  done(outcome: RefreshOutcome): void;
}

/** What is asked of each target. */
type RefreshOptions = Omit<RefreshRequest, 'owner' | 'delegate'>;

/** The scheduler of each target of a page; kept where copies of the script find them, too. */
type Schedulers = WeakMap<Element, TargetScheduler>;

export function schedulersOf(shared: Map<string, unknown>): Schedulers {
  const schedulers = (shared.get('refresh jobs') ?? new WeakMap()) as Schedulers;
  shared.set('refresh jobs', schedulers);
  return schedulers;
}

/**
 * What one refresher asks of its targets. Their schedulers belong to the page: two refreshers on one target share one.
 *
 * All targets of an event share one request and one delegate instead of a promise each: with a thousand targets promises
 * would be much of what an event costs.
 */
export class RefreshBatch {
  readonly #owner: object;
  readonly #schedulers: Schedulers;
  readonly #clock: Clock;
  readonly #busy = new Set<Element>();
  /** Targets of the last request. */
  #former: readonly Element[] = [];

  constructor(owner: object, schedulers: Schedulers, clock: Clock) {
    this.#owner = owner;
    this.#schedulers = schedulers;
    this.#clock = clock;
  }

  /** Asks for a refresh of several targets. */
  request(targets: readonly Element[], options: RefreshOptions, delegate: RefreshBatchDelegate): void {
    const startedAt = this.#clock.now();
    const results = new Map<Element, RefreshResult>();
    const finish = (): void => delegate.done(outcomeOf(targets, results, this.#clock.now() - startedAt));
    const finished: RequestDelegate['finished'] = (target, result) => {
      // Kept any longer it would keep a target alive that has left the page.
      if (result !== 'merged') this.#busy.delete(target);
      results.set(target, result);
      if (results.size === targets.length) finish();
    };
    const heard: RequestDelegate = {
      progress: (progress) => delegate.progress(progress),
      failed: (target, error, retryIn) => delegate.failed(target, error, retryIn),
      finished,
    };
    const request = { ...options, owner: this.#owner, delegate: heard };
    // All before the first is asked, which may ask for the next.
    const schedulers = targets.map((target, index) => this.#schedulerOf(target, index));
    this.#former = targets;
    if (targets.length === 0) finish();
    for (const [index, target] of targets.entries()) {
      this.#busy.add(target);
      schedulers[index]!.request(request);
    }
  }

  /** Takes back all that waits or runs. */
  drop(): void {
    for (const target of this.#busy) this.#schedulers.get(target)?.drop(this.#owner);
    this.#busy.clear();
  }

  /** A new element in the place of one that has left the page goes on at its pace. */
  #schedulerOf(target: Element, index: number): TargetScheduler {
    const found = this.#schedulers.get(target);
    if (found !== undefined) return found;
    const key = keyOf(target, index);
    const former = this.#former.find((other, at) => keyOf(other, at) === key);
    const predecessor = former?.isConnected === false ? this.#schedulers.get(former) : undefined;
    const scheduler = new TargetScheduler(target, this.#clock, predecessor);
    this.#schedulers.set(target, scheduler);
    return scheduler;
  }
}

function outcomeOf(
  targets: readonly Element[],
  results: ReadonlyMap<Element, RefreshResult>,
  duration: number,
): RefreshOutcome {
  const all = new Set(results.values());
  const refreshed = targets.filter((target) => results.get(target) === 'refreshed');
  return {
    refreshed,
    duration,
    isIncomplete: all.has('gone'),
    isOvertaken: all.has('merged') || all.has('dropped'),
    isUnhandled: refreshed.length === 0 && all.has('unhandled'),
  };
}

/** By its id, else by its number. */
const keyOf = (target: Element, index: number): string => target.id || String(index);
