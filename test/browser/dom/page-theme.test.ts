import { expect } from '@open-wc/testing';
import { watchTheme } from '../../../src/dom/page-theme.js';
import { until } from '../support/page.js';

describe('the watch of the colours of a page', () => {
  let frame: HTMLIFrameElement;
  beforeEach(() => {
    frame = document.createElement('iframe');
    document.body.append(frame);
  });
  afterEach(() => frame.remove());

  it('hears of both of its elements, and of a body that a router puts into it, until it is stopped', async () => {
    const page = frame.contentDocument!;
    let heard = 0;
    const stop = watchTheme(page, () => (heard += 1));
    const hears = async (change: () => void, what: string): Promise<void> => {
      const before = heard;
      change();
      await until(() => heard > before, what);
    };
    await hears(() => (page.documentElement.className = 'dark'), 'of the root');
    await hears(() => (page.body.className = 'dark'), 'of the body');
    await hears(() => page.body.replaceWith(page.createElement('body')), 'of another body');
    await hears(() => (page.body.className = 'light'), 'of what becomes of that');
    await hears(() => page.body.dispatchEvent(new Event('transitionend', { bubbles: true })), 'of a fade');
    stop();
    const before = heard;
    page.documentElement.className = 'light';
    page.body.dispatchEvent(new Event('transitionend', { bubbles: true }));
    // A watch of the test's own, made later, has heard of it by then.
    await new Promise<void>((resolve) => {
      new MutationObserver(() => resolve()).observe(page.body, { attributes: true });
      page.body.className = 'dark';
    });
    expect(heard).to.equal(before);
  });
});
