import { expect } from '@open-wc/testing';
import { AlertManager } from '../../../src/alerts/alert-manager.js';
import { hidden, flipped } from '../../../src/alerts/toasts/focus-obscured.js';
import { alertDuration } from '../../../src/alerts/duration.js';
import { setDurationFactor, durationFactor } from '../../../src/alerts/preferences/duration-factor.js';
import { setVisibility } from '../support/page.js';
import { alertOf, FakeClock, requestOf } from './support/alerts.js';
import { announcements, drawsAlerts, hosts, nextTask, toast, toasts } from './support/drawn.js';

describe('accessibility of alerts', () => {
  let clock: FakeClock;
  let center: AlertManager;
  let release: () => void;
  const dismissed: string[] = [];
  const owner = {
    shown: () => undefined,
    acted: () => true,
    reported: () => undefined,
    dismissed: ({ alert }: { alert: { text: string } }, reason: string) =>
      void dismissed.push(`${alert.text} ${reason}`),
  };
  const add = async (data: unknown, more: object = {}): Promise<string> => {
    const id = center.add(requestOf(data, { owner, ...more }));
    await nextTask();
    return id!;
  };

  beforeEach(async () => {
    setVisibility('visible');
    dismissed.length = 0;
    clock = new FakeClock();
    center = new AlertManager(document, clock);
    release = center.lease();
    await drawsAlerts();
  });
  afterEach(() => {
    setDurationFactor(document, 1);
    release();
  });

  it('stays at least five seconds, longer for longer texts, and for ever where it matters', () => {
    expect(alertDuration(alertOf('Hi'), null)).to.equal(5_000);
    const long = alertDuration(alertOf('x'.repeat(200)), null)!;
    expect(long).to.be.within(10_000, 30_000);
    for (const data of [
      { text: 'a', variant: 'danger' },
      { text: 'a', href: '/x' },
      { text: 'a', action: { label: 'Go', event: 'go' } },
      { text: 'a', sticky: true },
    ])
      expect(alertDuration(alertOf(data), 3_000)).to.equal(null);
  });

  it('stays for ever where the author says 0', () => {
    expect(alertDuration(alertOf('Hi'), 0)).to.equal(null);
  });

  it('stays ten times longer, or until it is closed, where the person has chosen that once', async () => {
    setDurationFactor(document, 10);
    expect(durationFactor(document)).to.equal(10);
    await add('a', { duration: 5_000 });
    clock.pass(49_000);
    expect(dismissed).to.deep.equal([]);
    clock.pass(1_000);
    expect(dismissed).to.deep.equal(['a timeout']);
    setDurationFactor(document, Infinity);
    await add('b', { duration: 5_000 });
    clock.pass(1_000_000);
    expect(toasts()).to.have.length(1);
    toast('b');
  });

  it('shows at most as many as usual on return, and says once how many came meanwhile', async () => {
    setVisibility('hidden');
    for (let index = 1; index <= 7; index += 1) await add(`text ${index}`, { duration: 5_000 });
    expect(toasts()).to.have.length(0);
    clock.pass(2_000);
    setVisibility('visible');
    await nextTask();
    expect(toasts()).to.have.length(3);
    expect(hosts()[0]!.shadowRoot!.querySelector('.more')!.textContent).to.contain(
      '7 alerts while you were away',
    );
    clock.pass(100);
    expect(announcements()).to.deep.equal(['7 alerts while you were away', '']);
    clock.pass(5_000);
    await nextTask();
    expect(toasts()).to.have.length(3);
    clock.pass(10_000);
    await nextTask();
    clock.pass(10_000);
    await nextTask();
    expect(dismissed).to.have.length(7);
    for (let index = 1; index <= 4; index += 1) await add(`later ${index}`);
    expect(hosts()[0]!.shadowRoot!.querySelector('.more')!.textContent).to.contain('1 more alert');
  });

  it('says what came a moment before the page was shown as any other: nobody was away', async () => {
    setVisibility('hidden');
    for (const text of ['a', 'b']) await add(text);
    clock.pass(1_900);
    setVisibility('visible');
    await nextTask();
    expect(toasts()).to.have.length(2);
    expect(hosts()[0]!.shadowRoot!.querySelector('.more')?.textContent ?? '').to.equal('');
    clock.pass(100);
    expect(announcements()).to.deep.equal(['2 new alerts', '']);
  });

  it('takes what is going out of reach', async () => {
    const id = await add('a');
    center.dismiss(id, 'api');
    await nextTask();
    expect(hosts()[0]!.shadowRoot!.querySelector('li')!.inert).to.equal(true);
  });

  describe('a toast and the element with the focus', () => {
    let field: HTMLInputElement;
    const isSeen = (): boolean => {
      for (const animation of hosts()[0]!.shadowRoot!.getAnimations()) animation.finish();
      const { left, top, width, height } = field.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) === field;
    };

    beforeEach(() => {
      field = document.createElement('input');
      field.setAttribute('aria-label', 'Name');
      field.setAttribute('style', 'position:fixed;right:40px;bottom:30px;width:200px');
      document.body.append(field);
    });
    afterEach(() => field.remove());

    it('do not meet where the toast comes later', async () => {
      field.focus();
      await add('a', { placement: 'bottom-end' });
      expect(isSeen()).to.equal(true);
      expect(toast('a').getBoundingClientRect().top).to.be.lessThan(innerHeight / 2);
    });

    it('do not meet where the focus comes later, and the toast returns when it goes', async () => {
      await add('a', { placement: 'bottom-end' });
      expect(isSeen()).to.equal(false);
      field.focus();
      expect(isSeen()).to.equal(true);
      field.blur();
      await nextTask();
      expect(toast('a').getBoundingClientRect().top).to.be.greaterThan(innerHeight / 2);
    });

    it('leave each other alone where they are apart', async () => {
      field.focus();
      await add('a', { placement: 'top-end' });
      expect(toast('a').getBoundingClientRect().top).to.be.lessThan(innerHeight / 2);
      expect(isSeen()).to.equal(true);
    });
  });

  it('knows how much of an element is hidden', () => {
    const box = (left: number, top: number, right: number, bottom: number) => ({ left, top, right, bottom });
    expect(hidden(box(0, 0, 10, 10), box(5, 5, 20, 20))).to.equal(25);
    expect(hidden(box(0, 0, 10, 10), box(100, 100, 110, 110))).to.equal(0);
    expect(flipped(box(0, 0, 10, 20), 100)).to.deep.equal(box(0, 80, 10, 100));
  });

  it('has nothing that moves on and on', async () => {
    await add({ text: 'a', variant: 'warning' }, { duration: 60_000 });
    for (const animation of hosts()[0]!.shadowRoot!.getAnimations())
      expect(animation.effect!.getComputedTiming().endTime).to.be.lessThan(5_000);
    expect(hosts()[0]!.shadowRoot!.querySelector('progress, [role=progressbar]') === null).to.equal(true);
  });
});
