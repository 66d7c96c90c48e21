import { expect } from '@open-wc/testing';
import type { Clock } from '../../../src/refresh/clock.js';
import {
  RefreshJob,
  REFRESH_TIMEOUT,
  type RefreshContext,
  type RefreshRequest,
} from '../../../src/refresh/job.js';
import { RefreshError } from '../../../src/refresh/refresh-error.js';
import { setVisibility } from '../support/page.js';

/** A clock that a test turns by hand. */
class HandClock implements Clock {
  #now = 0;
  #timers: { at: number; callback: () => void }[] = [];
  now = (): number => this.#now;
  random = (): number => 1;
  after(delay: number, callback: () => void): () => void {
    const timer = { at: this.#now + delay, callback };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  }
  async turn(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settle();
      const next = this.#timers.sort((a, b) => a.at - b.at).find(({ at }) => at <= end);
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next.at);
      this.#timers = this.#timers.filter((timer) => timer !== next);
      next.callback();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets promises that are due run on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

class Run {
  readonly context: RefreshContext;
  readonly at: number;
  end!: (taken?: boolean) => void;
  fail!: (error: unknown) => void;
  readonly work: Promise<boolean>;
  constructor(context: RefreshContext, at: number) {
    this.context = context;
    this.at = at;
    this.work = new Promise((resolve, reject) => {
      this.end = (taken = true) => resolve(taken);
      this.fail = reject;
    });
  }
}

function setUp() {
  const clock = new HandClock();
  const target = document.createElement('div');
  const job = new RefreshJob(target, clock);
  const runs: Run[] = [];
  const log: string[] = [];
  const ask = (changes: Partial<RefreshRequest> = {}): void => {
    const owner = changes.owner ?? job;
    job.request({
      owner,
      reason: 'message',
      message: null,
      timing: { minInterval: 500, debounce: 0, maxWait: 0, whileHidden: false },
      spread: 0,
      action: (_, context) => {
        const run = new Run(context, clock.now());
        runs.push(run);
        return run.work;
      },
      progress: () => undefined,
      failed: (error, retryIn) => log.push(`failed ${error.message} ${retryIn}`),
      settled: (result) => log.push(result),
      ...changes,
    });
  };
  return { clock, job, runs, log, ask };
}

describe('refresh job', () => {
  beforeEach(() => setVisibility('visible'));

  it('starts at once and shares what comes later in one more run', async () => {
    const { clock, runs, log, ask } = setUp();
    ask();
    await settle();
    expect(runs).to.have.length(1);
    runs[0]!.end();
    for (let event = 0; event < 100; event += 1) ask();
    await clock.turn(2_000);
    runs[1]!.end();
    await clock.turn(2_000);
    expect(runs.map(({ at }) => at)).to.deep.equal([0, 500]);
    expect(log.filter((entry) => entry === 'refreshed')).to.have.length(2);
  });

  it('never overlaps: what comes during a run causes exactly one after it', async () => {
    const { clock, runs, ask } = setUp();
    ask();
    await clock.turn(5_000);
    ask();
    ask();
    await clock.turn(5_000);
    expect(runs).to.have.length(1);
    runs[0]!.end();
    await clock.turn(0);
    expect(runs).to.have.length(2);
  });

  it('keeps the page no older than one interval in a storm', async () => {
    const { clock, runs, ask } = setUp();
    for (let event = 0; event < 100; event += 1) {
      ask();
      await settle();
      runs.at(-1)!.end();
      await clock.turn(20);
    }
    await clock.turn(1_000);
    runs.at(-1)!.end();
    expect(runs.map(({ at }) => at)).to.deep.equal([0, 500, 1_000, 1_500, 2_000]);
  });

  it('serves two owners who ask in one task with one run, and tells both', async () => {
    const { clock, runs, log, ask } = setUp();
    ask({ owner: {} });
    ask({ owner: {} });
    await settle();
    runs[0]!.end();
    await clock.turn(10_000);
    expect(runs).to.have.length(1);
    expect(log).to.deep.equal(['refreshed', 'refreshed']);
  });

  it('tries again after a failure, later each time, and stops when it succeeds', async () => {
    const { clock, runs, log, ask } = setUp();
    ask();
    await settle();
    runs[0]!.fail(new Error('down'));
    await clock.turn(1_000);
    runs[1]!.fail(new Error('down'));
    await clock.turn(2_000);
    runs[2]!.end();
    await clock.turn(60_000);
    expect(runs.map(({ at }) => at)).to.deep.equal([0, 1_000, 3_000]);
    expect(log).to.deep.equal(['failed down 1000', 'failed down 2000', 'refreshed']);
  });

  it('does not try again what cannot succeed', async () => {
    const { clock, runs, log, ask } = setUp();
    ask();
    await settle();
    runs[0]!.fail(new RefreshError('no HTML', { canRetry: false }));
    await clock.turn(60_000);
    expect(runs).to.have.length(1);
    expect(log).to.deep.equal(['failed no HTML null', 'failed']);
  });

  it('gives up a run that takes too long and tells it so', async () => {
    const { clock, runs, log, ask } = setUp();
    ask();
    await clock.turn(REFRESH_TIMEOUT);
    expect(runs[0]!.context.signal.aborted).to.equal(true);
    expect(log[0]).to.contain('no answer within 15 s');
  });

  it('aborts when nobody waits any more, and says nothing of it', async () => {
    const { clock, job, runs, log, ask } = setUp();
    const owner = {};
    ask({ owner });
    await settle();
    job.drop(owner);
    await clock.turn(60_000);
    expect(runs[0]!.context.signal.aborted).to.equal(true);
    expect(log).to.deep.equal(['dropped']);
  });

  it('goes on for the other owner when one leaves', async () => {
    const { clock, job, runs, log, ask } = setUp();
    const leaver = {};
    ask();
    await settle();
    runs[0]!.end();
    await clock.turn(0);
    ask({ owner: leaver });
    ask({ owner: {} });
    await clock.turn(600);
    job.drop(leaver);
    expect(runs[1]!.context.signal.aborted).to.equal(false);
    runs[1]!.end();
    await clock.turn(0);
    expect(log).to.deep.equal(['refreshed', 'dropped', 'refreshed']);
  });

  it('lets a person who asks by hand pass the back-off', async () => {
    const { clock, runs, ask } = setUp();
    ask();
    await settle();
    runs[0]!.fail(new RefreshError('busy', { retryAfter: 60_000 }));
    await clock.turn(1_000);
    ask({ reason: 'manual' });
    await clock.turn(0);
    expect(runs).to.have.length(2);
  });
});
