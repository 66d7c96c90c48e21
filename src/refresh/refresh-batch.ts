import type { Clock } from '../clock.js';
import { TargetScheduler } from './target-scheduler.js';
import type { RefreshError } from './refresh-error.js';
import type { RefreshProgress, RefreshRequest, RefreshResult } from './refresh-request.js';

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
  isNotTaken: boolean;
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
type Wish = Omit<RefreshRequest, 'owner' | 'settled' | 'failed' | 'progress'>;

/** The jobs of a page, by target; kept where copies of the script find them, too. */
export function schedulersOf(shared: Map<string, unknown>): WeakMap<Element, TargetScheduler> {
  const jobs = (shared.get('refresh jobs') ?? new WeakMap()) as WeakMap<Element, TargetScheduler>;
  shared.set('refresh jobs', jobs);
  return jobs;
}

/** The jobs that one refresher has given out. Jobs belong to the page: two refreshers on one target share one. */
export class RefreshBatch {
  readonly #owner: object;
  readonly #jobs: WeakMap<Element, TargetScheduler>;
  readonly #clock: Clock;
  readonly #busy = new Set<TargetScheduler>();
  /** The last request. */
  #former: { targets: readonly Element[]; jobs: readonly TargetScheduler[] } = { targets: [], jobs: [] };

  constructor(owner: object, jobs: WeakMap<Element, TargetScheduler>, clock: Clock) {
    this.#owner = owner;
    this.#jobs = jobs;
    this.#clock = clock;
  }

  /** Asks for a refresh of several targets. */
  request(targets: readonly Element[], wish: Wish, listener: RefreshBatchDelegate): void {
    const startedAt = this.#clock.now();
    const jobs = this.#jobsOf(targets);
    const results: RefreshResult[] = [];
    let missing = targets.length;
    const settle = (): void => listener.done(this.#outcomeOf(targets, results, startedAt));
    if (missing === 0) settle();
    targets.forEach((target, index) =>
      this.#requestOne(jobs[index]!, target, wish, listener, (result) => {
        results[index] = result;
        missing -= 1;
        if (missing === 0) settle();
      }),
    );
  }

  #outcomeOf(
    targets: readonly Element[],
    results: readonly RefreshResult[],
    startedAt: number,
  ): RefreshOutcome {
    const has = (result: RefreshResult): boolean => results.includes(result);
    const refreshed = targets.filter((_, index) => results[index] === 'refreshed');
    return {
      refreshed,
      duration: this.#clock.now() - startedAt,
      isIncomplete: has('gone'),
      isOvertaken: has('merged') || has('dropped'),
      isNotTaken: refreshed.length === 0 && has('not-taken'),
    };
  }

  /** Takes back all that waits or runs. */
  drop(): void {
    for (const job of this.#busy) job.drop(this.#owner);
    this.#busy.clear();
  }

  #jobsOf(targets: readonly Element[]): TargetScheduler[] {
    const jobs = targets.map((target, index) => this.#jobs.get(target) ?? this.#begin(target, index));
    this.#former = { targets, jobs };
    return jobs;
  }

  /** A new element in the place of one that has left the page goes on at its pace. */
  #begin(target: Element, index: number): TargetScheduler {
    const { targets, jobs } = this.#former;
    const place = placeOf(target, index);
    const predecessor = jobs[targets.findIndex((former, at) => placeOf(former, at) === place)];
    const job = new TargetScheduler(
      target,
      this.#clock,
      predecessor?.isGone() === true ? predecessor : undefined,
    );
    this.#jobs.set(target, job);
    return job;
  }

  #requestOne(
    job: TargetScheduler,
    target: Element,
    wish: Wish,
    listener: RefreshBatchDelegate,
    settled: (result: RefreshResult) => void,
  ): void {
    this.#busy.add(job);
    job.request({
      ...wish,
      owner: this.#owner,
      progress: (progress) => listener.progress(progress),
      failed: (error, retryIn) => listener.failed(target, error, retryIn),
      settled: (result) => {
        // Kept any longer it would keep a target alive that has left the page.
        if (result !== 'merged') this.#busy.delete(job);
        settled(result);
      },
    });
  }
}

/** By its id, else by its number. */
const placeOf = (target: Element, index: number): string => target.id || String(index);
