import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { TargetScheduler } from '../../../src/refresh/target-scheduler.js';
import { RefreshError } from '../../../src/refresh/refresh-error.js';
import type { RefreshRequest } from '../../../src/refresh/refresh-request.js';
import { REFRESH_TIMEOUT } from '../../../src/refresh/run-action.js';
import { setVisibility } from '../support/page.js';
import { FakeClock, flush } from '../support/fake-clock.js';

const MIN_INTERVAL = 500;
const OWNERS = [{ name: 'first' }, { name: 'second' }] as const;

/** What can happen to a target and its refreshers. */
type Step =
  | { kind: 'event'; owner: 0 | 1 }
  | { kind: 'wait'; milliseconds: number }
  | { kind: 'server'; latency: number; fails: boolean }
  | { kind: 'leave'; owner: 0 | 1 }
  | { kind: 'show'; visible: boolean }
  | { kind: 'compose'; on: boolean }
  | { kind: 'page'; holdsTarget: boolean };

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('event' as const),
        owner: fc.constantFrom(0 as const, 1 as const),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.nat({ max: 1_500 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('server' as const),
        latency: fc.oneof(fc.nat({ max: 2_000 }), fc.constant(REFRESH_TIMEOUT * 2)),
        fails: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('leave' as const),
        owner: fc.constantFrom(0 as const, 1 as const),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('show' as const), visible: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('compose' as const), on: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('page' as const), holdsTarget: fc.boolean() }) },
  ),
  { minLength: 5, maxLength: 60 },
);

/** A server, a target that shows its version, and what a refresher does about them. */
class World {
  readonly clock = new FakeClock();
  readonly target = document.createElement('div');
  readonly job = new TargetScheduler(this.target, this.clock);
  readonly starts: number[] = [];
  version = 0;
  shown = 0;
  latency = 10;
  fails = false;
  running = 0;
  overlaps = 0;
  wentBack = 0;
  failures = 0;
  asked = 0;
  /** The version that each refresher has been told of, where it still listens. */
  readonly owed = new Map<object, number>();

  constructor() {
    document.body.append(this.target);
  }

  event(owner: object): void {
    this.version += 1;
    this.owed.set(owner, this.version);
    this.#ask(owner);
  }

  leave(owner: object): void {
    this.owed.delete(owner);
    this.job.drop(owner);
  }

  #ask(owner: object): void {
    this.asked += 1;
    const request: RefreshRequest = {
      owner,
      reason: 'message',
      message: null,
      timing: { minInterval: MIN_INTERVAL, debounce: 0, maxWait: 0, whileHidden: false, maxHold: 30_000 },
      spread: 0,
      holdWhile: [],
      action: (_, { signal }) => this.#fetch(signal),
      delegate: {
        progress: () => undefined,
        failed: () => (this.failures += 1),
        // As the element does: another target may stand in the place of the one that is gone.
        finished: (_, result) => {
          if (result === 'gone') this.#whenBack(owner);
        },
      },
    };
    this.job.request(request);
  }

  readonly #waitingForTarget = new Set<object>();
  #whenBack(owner: object): void {
    if (this.target.isConnected) this.#ask(owner);
    else this.#waitingForTarget.add(owner);
  }

  setPage(holdsTarget: boolean): void {
    if (!holdsTarget) this.target.remove();
    else if (!this.target.isConnected) {
      document.body.append(this.target);
      for (const owner of this.#waitingForTarget) if (this.owed.has(owner)) this.#ask(owner);
      this.#waitingForTarget.clear();
    }
  }

  #fetch(signal: AbortSignal): Promise<boolean> {
    this.starts.push(this.clock.now());
    this.running += 1;
    this.overlaps += this.running > 1 ? 1 : 0;
    const { version, fails } = this;
    return new Promise((resolve, reject) => {
      let isOver = false;
      const end = (act: () => void): void => {
        if (isOver) return;
        isOver = true;
        this.running -= 1;
        act();
      };
      signal.addEventListener('abort', () => end(() => reject(new Error('aborted'))));
      this.clock.after(this.latency, () =>
        end(() => {
          if (fails) reject(new RefreshError('down'));
          else {
            this.wentBack += version < this.shown ? 1 : 0;
            this.shown = version;
            resolve(true);
          }
        }),
      );
    });
  }

  compose(on: boolean): void {
    this.target.dispatchEvent(
      new CompositionEvent(on ? 'compositionstart' : 'compositionend', { bubbles: true }),
    );
  }

  remove(): void {
    for (const owner of OWNERS) this.job.drop(owner);
    this.compose(false);
    this.target.remove();
  }
}

async function perform(world: World, step: Step): Promise<void> {
  if (step.kind === 'event') world.event(OWNERS[step.owner]);
  if (step.kind === 'wait') await world.clock.turn(step.milliseconds);
  if (step.kind === 'server') Object.assign(world, { latency: step.latency, fails: step.fails });
  if (step.kind === 'leave') world.leave(OWNERS[step.owner]);
  if (step.kind === 'show') setVisibility(step.visible ? 'visible' : 'hidden');
  if (step.kind === 'compose') world.compose(step.on);
  if (step.kind === 'page') world.setPage(step.holdsTarget);
  await flush();
}

describe('refresh job, whatever happens', () => {
  afterEach(() => setVisibility('visible'));

  it('ends up fresh, never overlaps, never goes back, never asks too often (1,000 random histories)', async function () {
    this.timeout(120_000);
    const property = fc.asyncProperty(steps, async (history) => {
      const world = new World();
      for (const step of history) await perform(world, step);
      // Everything comes to rest: the server is well, the person is done, the page is shown.
      Object.assign(world, { latency: 10, fails: false });
      world.compose(false);
      // Mutation observers report in a task of their own.
      await new Promise((resolve) => setTimeout(resolve));
      world.setPage(true);
      setVisibility('visible');
      await world.clock.turn(120_000);
      const result = {
        shownAtLeast: Math.max(0, ...world.owed.values()),
        shown: world.shown,
        overlaps: world.overlaps,
        wentBack: world.wentBack,
        tooSoon: world.starts.slice(1).filter((start, index) => start - world.starts[index]! < MIN_INTERVAL),
        // Each start answers something that was asked, or tries again what failed.
        requestsWithoutCause: Math.max(0, world.starts.length - world.asked - world.failures),
      };
      world.remove();
      expect(result.shown).to.be.at.least(result.shownAtLeast);
      expect(result).to.deep.include({ overlaps: 0, wentBack: 0, tooSoon: [], requestsWithoutCause: 0 });
    });
    await fc.assert(property, { numRuns: 1_000 });
  });
});
