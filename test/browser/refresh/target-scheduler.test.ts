import { expect } from '@open-wc/testing';
import { TargetScheduler } from '../../../src/refresh/target-scheduler.js';
import { RefreshError } from '../../../src/refresh/refresh-error.js';
import type { RefreshContext, RefreshRequest } from '../../../src/refresh/refresh-request.js';
import { REFRESH_TIMEOUT } from '../../../src/refresh/run-action.js';
import { setVisibility, until } from '../support/page.js';
import { FakeClock, flush } from '../support/fake-clock.js';

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
  const clock = new FakeClock();
  const target = document.createElement('div');
  target.innerHTML = '<input><p>text</p>';
  document.body.append(target);
  const job = new TargetScheduler(target, clock);
  const runs: Run[] = [];
  const log: string[] = [];
  const ask = (changes: Partial<RefreshRequest> = {}): void => {
    const owner = changes.owner ?? job;
    job.request({
      owner,
      reason: 'message',
      message: null,
      timing: { minInterval: 500, debounce: 0, maxWait: 0, whileHidden: false, maxHold: 30_000 },
      spread: 0,
      holdWhile: [],
      action: (_, context) => {
        const run = new Run(context, clock.now());
        runs.push(run);
        return run.work;
      },
      delegate: {
        progress: () => undefined,
        failed: (_, error, retryIn) => log.push(`failed ${error.message} ${retryIn}`),
        finished: (_, result) => log.push(result),
      },
      ...changes,
    });
  };
  return { clock, target, job, runs, log, ask };
}

describe('refresh job', () => {
  beforeEach(() => setVisibility('visible'));

  it('starts at once and shares what comes later in one more run', async () => {
    const { clock, runs, log, ask } = setUp();
    ask();
    await flush();
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
      await flush();
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
    await flush();
    runs[0]!.end();
    await clock.turn(10_000);
    expect(runs).to.have.length(1);
    expect(log).to.deep.equal(['refreshed', 'refreshed']);
  });

  it('tries again after a failure, later each time, and stops when it succeeds', async () => {
    const { clock, runs, log, ask } = setUp();
    ask();
    await flush();
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
    await flush();
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
    await flush();
    job.drop(owner);
    await clock.turn(60_000);
    expect(runs[0]!.context.signal.aborted).to.equal(true);
    expect(log).to.deep.equal(['dropped']);
  });

  it('goes on for the other owner when one leaves', async () => {
    const { clock, job, runs, log, ask } = setUp();
    const leaver = {};
    ask();
    await flush();
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
    await flush();
    runs[0]!.fail(new RefreshError('busy', { retryAfter: 60_000 }));
    await clock.turn(1_000);
    ask({ reason: 'manual' });
    await clock.turn(0);
    expect(runs).to.have.length(2);
  });

  it('gives way when its target is taken out of the page, before its turn or during it', async () => {
    const { clock, target, runs, log, ask } = setUp();
    ask({ timing: { minInterval: 500, debounce: 100, maxWait: 0, whileHidden: false, maxHold: 0 } });
    target.remove();
    await clock.turn(1_000);
    expect(log).to.deep.equal(['gone']);
    document.body.append(target);
    ask();
    await flush();
    target.remove();
    await new Promise((resolve) => setTimeout(resolve));
    expect(runs[0]!.context.signal.aborted).to.equal(true);
    await clock.turn(0);
    expect(log).to.deep.equal(['gone', 'gone']);
  });

  it('is done where a refresh itself puts another element in the place of its target', async () => {
    const { clock, target, runs, log, ask } = setUp();
    ask();
    await flush();
    target.replaceWith(document.createElement('p'));
    runs[0]!.end();
    await flush();
    expect(log).to.deep.equal(['refreshed']);
    document.body.append(target);
    ask();
    await clock.turn(500);
    runs[1]!.context.replaces();
    target.remove();
    await new Promise((resolve) => setTimeout(resolve));
    expect(runs[1]!.context.signal.aborted).to.equal(false);
    runs[1]!.end();
    await flush();
    expect(log).to.deep.equal(['refreshed', 'refreshed']);
  });

  describe('hold', () => {
    const holds: [string, Partial<RefreshRequest>, (target: Element) => void, (target: Element) => void][] = [
      [
        'a word is being composed',
        {},
        (target) =>
          target.firstElementChild!.dispatchEvent(
            new CompositionEvent('compositionstart', { bubbles: true }),
          ),
        (target) =>
          target.firstElementChild!.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true })),
      ],
      [
        'a pointer is pressed',
        {},
        (target) =>
          target.firstElementChild!.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true })),
        () => document.dispatchEvent(new PointerEvent('pointerup', { bubbles: true })),
      ],
      [
        'a field has the focus',
        { holdWhile: ['editing'] },
        (target) => target.querySelector('input')!.focus(),
        (target) => {
          target.querySelector('input')!.blur();
          target.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
        },
      ],
      [
        'text is selected',
        { holdWhile: ['selecting'] },
        (target) => document.getSelection()!.selectAllChildren(target.querySelector('p')!),
        () => {
          document.getSelection()!.removeAllRanges();
          document.dispatchEvent(new Event('selectionchange'));
        },
      ],
      [
        'a dialog is open',
        { holdWhile: ['dialog'] },
        (target) => {
          target.append(document.createElement('dialog'));
          target.querySelector('dialog')!.show();
        },
        (target) => target.querySelector('dialog')!.close(),
      ],
    ];
    for (const [name, changes, begin, end] of holds) {
      it(`waits while ${name}, and goes on when it is over`, async () => {
        const { clock, target, runs, ask } = setUp();
        begin(target);
        ask(changes);
        await clock.turn(5_000);
        expect(runs).to.have.length(0);
        end(target);
        await until(() => runs.length === 1, 'goes on');
        target.remove();
      });
    }

    it('does not wait for ever', async () => {
      const { clock, target, runs, ask } = setUp();
      target.querySelector('input')!.focus();
      ask({ holdWhile: ['editing'] });
      await clock.turn(29_999);
      expect(runs).to.have.length(0);
      await clock.turn(1);
      expect(runs).to.have.length(1);
      target.remove();
    });

    it('does not wait for what happens elsewhere on the page', async () => {
      const { clock, runs, ask } = setUp();
      const elsewhere = document.createElement('input');
      document.body.append(elsewhere);
      elsewhere.focus();
      elsewhere.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
      ask({ holdWhile: ['editing'] });
      await clock.turn(0);
      expect(runs).to.have.length(1);
      elsewhere.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
      elsewhere.remove();
    });
  });

  it('slows down under sustained load and recovers', async () => {
    const { clock, runs, ask } = setUp();
    for (let event = 0; event < 600; event += 1) {
      ask();
      await flush();
      runs.at(-1)!.end();
      await clock.turn(100);
    }
    const gaps = runs.slice(1).map(({ at }, index) => at - runs[index]!.at);
    expect(gaps[0]).to.equal(500);
    expect(gaps.at(-1)).to.be.greaterThan(1_000);
    expect(runs.length).to.be.lessThan(60);
    await clock.turn(60_000);
    runs.at(-1)!.end();
    ask();
    await flush();
    const last = runs.length;
    runs.at(-1)!.end();
    await clock.turn(0);
    ask();
    await clock.turn(500);
    expect(runs.length).to.equal(last + 1);
  });
});
