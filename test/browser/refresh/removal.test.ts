import { expect } from '@open-wc/testing';
import { onRemoval } from '../../../src/refresh/removal.js';
import { until } from '../support/page.js';

describe('removal of a target', () => {
  const { MutationObserver } = window;
  let observers = 0;
  beforeEach(() => {
    observers = 0;
    window.MutationObserver = class extends MutationObserver {
      constructor(callback: MutationCallback) {
        super(callback);
        observers += 1;
      }
    };
  });
  afterEach(() => {
    window.MutationObserver = MutationObserver;
  });

  const makeTarget = (parent: Node = document.body): HTMLElement =>
    parent.appendChild(document.createElement('p'));

  it('is told to whoever waits for that target, and to nobody else', async () => {
    const gone: string[] = [];
    const [first, second] = [makeTarget(), makeTarget()];
    const stops = [first, second].map((target, index) => onRemoval(target, () => gone.push(`${index}`)));
    first.remove();
    await until(() => gone.length > 0, 'the removal');
    expect(gone).to.deep.equal(['0']);
    for (const stop of stops) stop();
    second.remove();
    expect(gone).to.deep.equal(['0']);
  });

  it('is told inside a shadow root, and where its host goes', async () => {
    for (const take of [(target: Element) => target, (_: Element, host: Element) => host]) {
      const host = document.body.appendChild(document.createElement('div'));
      const target = makeTarget(host.attachShadow({ mode: 'open' }));
      let isGone = false;
      const stop = onRemoval(target, () => (isGone = true));
      take(target, host).remove();
      await until(() => isGone, 'the removal');
      stop();
      host.remove();
    }
  });

  it('costs one observer of the page, however many wait, and none when nobody does', () => {
    const targets = Array.from({ length: 100 }, () => makeTarget());
    const stops = targets.map((target) => onRemoval(target, () => undefined));
    expect(observers).to.equal(1);
    for (const stop of stops) stop();
    onRemoval(targets[0]!, () => undefined)();
    expect(observers).to.equal(2);
    for (const target of targets) target.remove();
  });
});
