import { expect } from '@open-wc/testing';
import { resetMouse, sendMouse } from '@web/test-runner-commands';
import { AlertManager } from '../../../../src/alerts/alert-manager.js';
import type { AlertRequest } from '../../../../src/alerts/alert-entry.js';
import { clearance } from '../../../../src/alerts/toasts/clearance.js';
import { setVisibility, until } from '../../support/page.js';
import { FakeClock, requestOf } from '../support/alerts.js';
import { drawsAlerts, hosts, nextTask, toast } from '../support/drawn.js';

const boxAt = (left: number, top: number, width: number, height: number) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

describe('clearance', () => {
  const toastsAtTop = boxAt(600, 16, 384, 80);

  it('is none where no control lies under toasts', () => {
    expect(clearance(toastsAtTop, [boxAt(0, 0, 40, 40), boxAt(700, 300, 40, 40)], 800, true)).to.equal(0);
  });

  it('reaches past all controls at the edge, one after the other', () => {
    const controls = [boxAt(900, 10, 40, 40), boxAt(700, 60, 40, 40)];
    const distance = clearance(toastsAtTop, controls, 800, true);
    expect(distance).to.equal(84);
    const toastsAtBottom = boxAt(600, 704, 384, 80);
    const mirrored = controls.map(({ left, top }) => boxAt(left, 800 - top - 40, 40, 40));
    expect(clearance(toastsAtBottom, mirrored, 800, false)).to.equal(84);
  });

  it('is none where toasts would leave the window', () => {
    expect(clearance(toastsAtTop, [boxAt(600, 0, 384, 150)], 200, true)).to.equal(0);
  });
});

describe('toasts of a page', () => {
  let center: AlertManager;
  let clock: FakeClock;
  let release: () => void;
  let gone: string[];
  const added: HTMLElement[] = [];
  const put = (markup: string): HTMLElement => {
    const holder = document.createElement('div');
    holder.innerHTML = markup;
    document.body.append(holder);
    added.push(holder);
    return holder.firstElementChild as HTMLElement;
  };
  const add = async (data: unknown, more: Partial<AlertRequest> = {}): Promise<void> => {
    const owner = {
      shown: () => undefined,
      acted: () => true,
      reported: () => undefined,
      dismissed: ({ alert }: { alert: { text: string } }) => void gone.push(alert.text),
    };
    center.add(requestOf(data, { owner, ...more }));
    await nextTask();
  };
  /** What came has come to rest. */
  const atRest = (): Promise<void> =>
    until(() => hosts().every(({ shadowRoot }) => shadowRoot!.getAnimations().length === 0), 'at rest');
  const moveAway = (): Promise<void> => sendMouse({ type: 'move', position: [1, 1] });
  const meet = (one: Element, other: Element): boolean => {
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  };

  beforeEach(async () => {
    setVisibility('visible');
    clock = new FakeClock();
    gone = [];
    center = new AlertManager(document, clock);
    release = center.lease();
    await drawsAlerts();
  });

  afterEach(async () => {
    release();
    for (const element of added.splice(0)) element.remove();
    document.documentElement.style.removeProperty('--dx-alert-toast-layout');
    scrollTo(0, 0);
    await resetMouse();
  });

  describe('beside controls', () => {
    const BUTTON = '<button dx-uncovered style="position:fixed;inset:8px 8px auto auto">Help</button>';

    it('lie below what must not be covered, and at the edge again when it is gone', async () => {
      const control = put(BUTTON);
      await add('Hello');
      await atRest();
      expect(meet(toast('Hello'), control)).to.equal(false);
      const lower = toast('Hello').getBoundingClientRect().top;
      control.remove();
      dispatchEvent(new Event('resize'));
      await until(() => toast('Hello').getBoundingClientRect().top < lower, 'at the edge again');
    });

    it('lie below the tools of a list that opened, and cover none of them where they move aside for the focus', async () => {
      const inbox = put('<dx-inbox style="position:fixed;inset:8px 8px auto auto"></dx-inbox>');
      inbox.attachShadow({ mode: 'open' }).innerHTML =
        '<div part="header" style="position:fixed;inset:60px 8px auto;block-size:60px"><button>Settings</button></div>';
      const tools = inbox.shadowRoot!.querySelector('[part=header]')!;
      await add('Hello');
      await atRest();
      expect(meet(toast('Hello'), tools)).to.equal(false);
      const atBottom = put('<button style="position:fixed;inset:auto 8px 8px;block-size:60px">Save</button>');
      await add('Bye', { placement: 'bottom-end' });
      await atRest();
      expect(meet(toast('Bye'), atBottom)).to.equal(true);
      atBottom.focus();
      await until(() => !meet(toast('Bye'), atBottom), 'aside');
      await atRest();
      expect(meet(toast('Bye'), tools)).to.equal(false);
    });

    it('stay under the pointer when the focus leaves what they covered, and go back to their edge afterwards', async () => {
      const control = put('<button style="position:fixed;inset:auto 8px 8px;block-size:60px">Save</button>');
      await add('Hello', { placement: 'bottom-end' });
      control.focus();
      await until(() => !meet(toast('Hello'), control), 'aside');
      await atRest();
      const { left, top, width } = toast('Hello').getBoundingClientRect();
      await sendMouse({ type: 'move', position: [Math.round(left + width / 2), Math.round(top + 20)] });
      control.blur();
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      expect(toast('Hello').getBoundingClientRect().top).to.equal(top);
      await moveAway();
      await until(() => meet(toast('Hello'), control), 'at the edge again');
    });

    it('lie below it, too, where a shorter line under them says how many more there are', async () => {
      const control = put(BUTTON);
      for (const text of ['one', 'two']) await add(text, { maxVisible: 1 });
      await atRest();
      expect(meet(toast('one'), control)).to.equal(false);
    });

    it('follow it when the page is scrolled', async () => {
      const control = put(
        '<button dx-uncovered style="position:absolute;inset:8px 8px auto auto">Help</button>',
      );
      put('<div style="block-size:300vh"></div>');
      await add('Hello');
      await atRest();
      const lower = toast('Hello').getBoundingClientRect().top;
      expect(meet(toast('Hello'), control)).to.equal(false);
      scrollTo(0, 400);
      await until(() => toast('Hello').getBoundingClientRect().top < lower, 'at the edge');
      scrollTo(0, 0);
      await until(() => !meet(toast('Hello'), control), 'below it');
    });

    it('stay where they are under the pointer', async () => {
      await add('Hello');
      await atRest();
      const { left, top, width } = toast('Hello').getBoundingClientRect();
      await sendMouse({ type: 'move', position: [Math.round(left + width / 2), Math.round(top + 20)] });
      put(BUTTON);
      dispatchEvent(new Event('resize'));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      expect(toast('Hello').getBoundingClientRect().top).to.equal(top);
      await moveAway();
      await until(() => toast('Hello').getBoundingClientRect().top > top, 'beside it');
    });
  });

  it('speak another language as soon as the page does', async () => {
    await add('Hello');
    document.documentElement.lang = 'de';
    await until(() => hosts()[0]!.shadowRoot!.querySelector('section')!.ariaLabel === 'Meldungen', 'German');
    document.documentElement.lang = 'en';
    await until(
      () => hosts()[0]!.shadowRoot!.querySelector('section')!.ariaLabel === 'Notifications',
      'English again',
    );
  });

  describe('in a pile', () => {
    const heightOf = (text: string): number => toast(text).closest<HTMLElement>('.row')!.offsetHeight;
    beforeEach(() => document.documentElement.style.setProperty('--dx-alert-toast-layout', 'stack'));

    it('show the newest and the edges of others, and unfold under the pointer, where the newest stays', async () => {
      for (const text of ['one', 'two', 'three']) await add(text, { placement: 'bottom-end' });
      await atRest();
      expect(heightOf('one')).to.be.lessThan(20);
      expect(heightOf('two')).to.be.lessThan(20);
      expect(heightOf('three')).to.be.greaterThan(40);
      const before = toast('three').getBoundingClientRect();
      await sendMouse({
        type: 'move',
        position: [Math.round(before.left + 60), Math.round(before.top + before.height / 2)],
      });
      await until(() => heightOf('one') > 40 && heightOf('two') > 40, 'unfolded');
      expect(toast('three').getBoundingClientRect().top).to.be.closeTo(before.top, 1);
      await moveAway();
      await until(() => heightOf('one') < 20, 'folded again');
    });

    it('unfold where the keyboard comes to one of them', async () => {
      for (const text of ['one', 'two']) await add(text);
      await atRest();
      expect(heightOf('one')).to.be.lessThan(20);
      toast('one').querySelector<HTMLElement>('.close')!.focus();
      expect(heightOf('one')).to.be.greaterThan(40);
    });

    it('fold no error and nothing that asks for an action', async () => {
      await add({ text: 'failed', variant: 'danger' });
      await add({ text: 'approve', action: { label: 'Approve', event: 'approve' } });
      await add('news');
      await atRest();
      for (const text of ['failed', 'approve', 'news']) expect(heightOf(text)).to.be.greaterThan(40);
    });

    it('have no time that runs before they can be read', async () => {
      await add('one', { duration: 5_000 });
      await add('two', { duration: 5_000 });
      clock.pass(5_000);
      await nextTask();
      expect(gone).to.deep.equal(['two']);
      clock.pass(4_999);
      expect(gone).to.deep.equal(['two']);
      clock.pass(1);
      expect(gone).to.deep.equal(['two', 'one']);
    });
  });
});
