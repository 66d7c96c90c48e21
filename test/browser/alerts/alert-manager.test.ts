import { expect } from '@open-wc/testing';
import { resetMouse, sendMouse } from '@web/test-runner-commands';
import { AlertManager } from '../../../src/alerts/alert-manager.js';
import type { AlertEntry, AlertOwner, AlertRequest } from '../../../src/alerts/alert-entry.js';
import { personUser, type UserScope } from '../../../src/data/user-scope.js';
import { parseHotkey } from '../../../src/alerts/toasts/hotkey.js';
import { itWhere } from '../support/engines.js';
import { setVisibility, until } from '../support/page.js';
import { alertOf, FakeClock, requestOf } from './support/alerts.js';
import {
  announcements,
  deepActive,
  drawsAlerts,
  hosts,
  nextTask,
  toast,
  toasts,
  expectSame,
} from './support/drawn.js';

/** A center with a clock of the test's own; what its owner hears is written down. */
function setUp() {
  const clock = new FakeClock();
  const center = new AlertManager(document, clock);
  const heard: string[] = [];
  const owner: AlertOwner = {
    shown: ({ alert }) => void heard.push(`shown ${alert.text}`),
    acted: ({ alert }, { label }) => heard.push(`acted ${alert.text} ${label}`) > 0,
    reported: ({ alert }, { state }) => void heard.push(`reported ${alert.text} ${state}`),
    dismissed: ({ alert }, reason) => void heard.push(`dismissed ${alert.text} ${reason}`),
  };
  const release = center.lease();
  const add = async (data: unknown, more: Partial<AlertRequest> = {}): Promise<string> => {
    const id = center.add(requestOf(data, { owner, ...more }));
    await nextTask();
    return id!;
  };
  return { clock, center, heard, owner, release, add };
}

const press = (key: string, target: EventTarget = document.activeElement ?? document.body): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true });
  target.dispatchEvent(event);
  return event;
};

const point = (target: Element, pointerType = 'mouse'): boolean =>
  target.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, composed: true, pointerType }));

describe('AlertCenter', () => {
  let page: ReturnType<typeof setUp>;
  let field: HTMLInputElement;

  beforeEach(async () => {
    setVisibility('visible');
    page = setUp();
    await drawsAlerts();
    field = document.createElement('input');
    field.setAttribute('aria-label', 'Name');
    document.body.append(field);
  });

  afterEach(() => {
    page.release();
    field.remove();
    for (const dialog of document.querySelectorAll('dialog')) dialog.remove();
    expectSame(document.querySelector('.dx-alerts, .dx-alerts-live'), null);
  });

  describe('drawing', () => {
    it('has the live regions before the first message, and no landmark that is empty', async () => {
      expect(announcements()).to.deep.equal(['', '']);
      expect(hosts()).to.have.length(0);
      const id = await page.add('a');
      expect(hosts()[0]!.shadowRoot!.querySelector('[role=region]')).to.have.attribute(
        'aria-label',
        'Notifications',
      );
      page.center.dismiss(id, 'api');
      await nextTask();
      page.clock.pass(1_000);
      expectSame(hosts()[0]!.shadowRoot!.querySelector('[role=region]'), null);
      expect(hosts()[0]!.matches(':popover-open')).to.equal(false);
    });

    it('is no live region itself', async () => {
      await page.add({ text: 'a', variant: 'danger' });
      expectSame(hosts()[0]!.shadowRoot!.querySelector('[aria-live], [role=alert], [role=status]'), null);
    });

    it('lets clicks beside the toasts through', async () => {
      await page.add('a');
      expect(getComputedStyle(hosts()[0]!).pointerEvents).to.equal('none');
      expect(getComputedStyle(toast('a')).pointerEvents).to.equal('auto');
    });

    it('draws the newest at the edge, says how many more there are, and draws none of those', async () => {
      for (const text of ['a', 'b', 'c', 'd', 'e']) await page.add(text);
      expect(toasts().map(({ innerText }) => innerText.trim())).to.have.length(3);
      expect(hosts()[0]!.shadowRoot!.querySelector('.more')!.textContent).to.contain('2 more alerts');
      const [first, last] = [toasts()[0]!, toasts()[2]!].map((item) => item.getBoundingClientRect().top);
      expect(toasts()[0]!.textContent).to.contain('c');
      expect(first).to.be.lessThan(last!);
    });

    it('draws ten thousand alerts once and stays small', async () => {
      for (let index = 0; index < 10_000; index += 1) page.center.add(requestOf(`text ${index}`));
      await nextTask();
      expect(toasts()).to.have.length(3);
      expect(hosts()[0]!.shadowRoot!.querySelector('.more')!.textContent).to.contain('9,997 more alerts');
      page.clock.pass(100);
      expect(announcements()).to.deep.equal(['10,000 new alerts', '']);
      page.clock.pass(1_000);
      hosts()[0]!.shadowRoot!.querySelector<HTMLElement>('.clear')!.click();
      await nextTask();
      expect(toasts()).to.have.length(0);
    });

    it('counts the same text instead of drawing it again', async () => {
      for (let times = 0; times < 3; times += 1) await page.add('Saved');
      expect(toasts()).to.have.length(1);
      expect(toast('Saved').querySelector('.count')!.textContent).to.equal('×3');
      expect(page.heard).to.deep.equal(['shown Saved']);
    });

    it('has close buttons of at least 24 by 24 pixels, also where they are left out of toasts that go', async () => {
      await page.add('stays', { closable: false });
      await page.add('goes', { closable: false, duration: 5_000 });
      const { width, height } = toast('stays').querySelector('.close')!.getBoundingClientRect();
      expect(Math.min(width, height)).to.be.at.least(24);
      expectSame(toast('goes').querySelector('.close'), null);
    });

    it('passes axe in every variant', async () => {
      for (const variant of ['info', 'success', 'warning'])
        await page.add({
          title: variant,
          text: 'text',
          variant,
          href: '/x',
          action: { label: 'Go', event: 'go' },
        });
      await page.add('waits');
      for (const animation of hosts()[0]!.shadowRoot!.getAnimations()) animation.finish();
      await expect(hosts()[0]!).to.be.accessible();
    });

    it('leaves on release, also what is still moving', async () => {
      const id = await page.add('a');
      page.center.dismiss(id, 'api');
      page.release();
      expectSame(document.querySelector('.dx-alerts'), null);
      page.clock.pass(1_000);
    });
  });

  describe('time', () => {
    it('stands still under a mouse, and goes on with the rest', async () => {
      await page.add('a', { duration: 5_000 });
      page.clock.pass(4_000);
      point(toast('a'));
      page.clock.pass(60_000);
      expect(page.heard).to.deep.equal(['shown a']);
      point(document.body);
      page.clock.pass(1_000);
      expect(page.heard).to.deep.equal(['shown a', 'dismissed a timeout']);
    });

    it('stands still under a finger, and goes on soon after it has left', async () => {
      await page.add('a', { duration: 5_000 });
      point(toast('a'), 'touch');
      page.clock.pass(60_000);
      expect(page.heard).to.deep.equal(['shown a']);
      toast('a').dispatchEvent(
        new PointerEvent('pointerout', { bubbles: true, composed: true, pointerType: 'touch' }),
      );
      page.clock.pass(5_700);
      expect(page.heard).to.contain('dismissed a timeout');
    });

    it('waits while the window is visible and a person works in another one', async () => {
      await page.add('a', { duration: 5_000 });
      document.hasFocus = () => false;
      window.dispatchEvent(new Event('blur'));
      page.clock.pass(60_000);
      expect(page.heard).to.deep.equal(['shown a']);
      document.hasFocus = () => true;
      window.dispatchEvent(new Event('focus'));
      page.clock.pass(5_000);
      expect(page.heard).to.contain('dismissed a timeout');
    });

    it('stands still while the focus is inside', async () => {
      await page.add('a', { duration: 5_000 });
      toast('a').querySelector<HTMLElement>('.close')!.focus();
      page.clock.pass(60_000);
      expect(page.heard).to.deep.equal(['shown a']);
      field.focus();
      page.clock.pass(5_000);
      expect(page.heard).to.contain('dismissed a timeout');
    });

    it('stands still from the start in a page that was opened in the background', async () => {
      page.release();
      setVisibility('hidden');
      page = setUp();
      await drawsAlerts();
      await page.add('a', { duration: 5_000 });
      page.clock.pass(60_000);
      setVisibility('visible');
      await nextTask();
      page.clock.pass(4_900);
      expect(page.heard).to.deep.equal(['shown a']);
    });

    it('runs again after a toast with pointer and focus was taken away', async () => {
      await page.add('a');
      point(toast('a'));
      toast('a').querySelector<HTMLElement>('.close')!.focus();
      page.center.clear(page.owner, 'session');
      await page.add('b', { duration: 5_000 });
      page.clock.pass(5_000);
      expect(page.heard).to.contain('dismissed b timeout');
    });

    it('stands still in a hidden page, also for what arrives there', async () => {
      setVisibility('hidden');
      await page.add('a', { duration: 5_000 });
      page.clock.pass(60_000);
      expect(page.heard).to.deep.equal([]);
      expect(announcements()).to.deep.equal(['', '']);
      setVisibility('visible');
      await nextTask();
      expect(page.heard).to.deep.equal(['shown a']);
      page.clock.pass(100);
      expect(announcements()[0]).to.contain('a');
      page.clock.pass(4_900);
      expect(page.heard).to.contain('dismissed a timeout');
    });
  });

  describe('focus', () => {
    beforeEach(() => {
      page.center.setHotkey(page.owner, { hotkey: parseHotkey('F6')!, text: 'F6' });
      field.focus();
    });

    it('stays where it is when alerts come, change and go', async () => {
      const id = await page.add({ key: 'k', text: 'a', variant: 'danger' });
      await page.add({ key: 'k', text: 'b', variant: 'danger' });
      page.center.dismiss(id, 'api');
      await nextTask();
      expectSame(document.activeElement, field);
    });

    it('goes to the newest toast with the hotkey and back with the same', async () => {
      expect(press('F6').defaultPrevented).to.equal(false);
      await page.add('a');
      await page.add('b');
      expect(press('F6').defaultPrevented).to.equal(true);
      expectSame(deepActive(), toast('b'));
      press('F6');
      expectSame(document.activeElement, field);
      expect(page.heard).to.deep.equal(['shown a', 'shown b']);
    });

    it('moves to the next toast when the one with it goes, then to the former, then back', async () => {
      for (const text of ['a', 'b', 'c']) await page.add(text);
      toast('b').querySelector<HTMLElement>('.close')!.focus();
      const close = async (): Promise<void> => {
        const active = deepActive()!;
        (active.matches('.close') ? active : active.querySelector<HTMLElement>('.close')!).click();
        await nextTask();
      };
      await close();
      expectSame(deepActive(), toast('c'));
      await close();
      expectSame(deepActive(), toast('a'));
      await close();
      expectSame(document.activeElement, field);
    });

    it('dismisses with Escape only from inside', async () => {
      await page.add('a');
      press('Escape');
      expect(page.heard).to.deep.equal(['shown a']);
      press('F6');
      const event = press('Escape', deepActive()!);
      expect(event.defaultPrevented).to.equal(true);
      expect(page.heard).to.deep.equal(['shown a', 'dismissed a escape']);
      expectSame(document.activeElement, field);
    });

    it('is not taken by a click with the mouse', async () => {
      await page.add({ text: 'a', action: { label: 'Go', event: 'go' } });
      for (const part of ['.close', '.action']) {
        const event = new MouseEvent('mousedown', { bubbles: true, cancelable: true, composed: true });
        toast('a').querySelector(part)!.dispatchEvent(event);
        expect(event.defaultPrevented, part).to.equal(true);
      }
      expect(toast('a').matches('[tabindex]')).to.equal(false);
    });
  });

  describe('over a modal dialog', () => {
    const openDialog = (parent: ParentNode = document.body): HTMLDialogElement => {
      const dialog = document.createElement('dialog');
      dialog.innerHTML = '<button>OK</button>';
      parent.append(dialog);
      dialog.showModal();
      return dialog;
    };
    const isOnTop = (text: string): boolean => {
      for (const animation of hosts()[0]!.shadowRoot!.getAnimations()) animation.finish();
      const { left, top, width, height } = toast(text).getBoundingClientRect();
      const host = hosts()[0]!;
      let hit = document.elementFromPoint(left + width / 2, top + height / 2);
      while (hit?.shadowRoot && hit !== host) {
        hit = hit.shadowRoot.elementFromPoint(left + width / 2, top + height / 2);
      }
      return hit === host;
    };

    it('can be clicked, whichever opened first', async () => {
      const dialog = openDialog();
      await page.add('a');
      expectSame(hosts()[0]!.parentElement, dialog);
      expectSame(document.querySelector('.dx-alerts-live')!.parentElement, dialog);
      expect(isOnTop('a')).to.equal(true);
      dialog.close();
      await nextTask();
      expectSame(hosts()[0]!.parentElement, document.body);
      expect(isOnTop('a')).to.equal(true);
      const second = openDialog();
      await nextTask();
      expect(isOnTop('a')).to.equal(true);
      expect(second.querySelector('.dx-alerts') === null).to.equal(false);
    });

    it('moves to the topmost of two, and back to the other', async () => {
      const [lower, upper] = [openDialog(), openDialog()];
      await page.add('a');
      expectSame(hosts()[0]!.parentElement, upper);
      upper.close();
      await nextTask();
      expectSame(hosts()[0]!.parentElement, lower);
      expect(isOnTop('a')).to.equal(true);
    });

    it('moves into a dialog inside a shadow root', async () => {
      const outer = document.createElement('div');
      document.body.append(outer);
      const dialog = openDialog(outer.attachShadow({ mode: 'open' }));
      await page.add('a');
      expectSame(hosts()[0]!.parentElement, dialog);
      expect(isOnTop('a')).to.equal(true);
      dialog.close();
      await nextTask();
      expectSame(hosts()[0]!.parentElement, document.body);
      outer.remove();
    });

    it('moves into a dialog that a button in the same shadow root opens', async () => {
      const outer = document.createElement('div');
      document.body.append(outer);
      const root = outer.attachShadow({ mode: 'open' });
      root.innerHTML = '<button>Open</button>';
      const button = root.querySelector('button')!;
      button.focus();
      button.onclick = () => openDialog(root);
      await page.add('a');
      button.click();
      await nextTask();
      expectSame(hosts()[0]!.parentElement, root.querySelector('dialog'));
      expect(isOnTop('a')).to.equal(true);
      root.querySelector('dialog')!.remove();
      await nextTask();
      expectSame(hosts()[0]!.parentElement, document.body);
      outer.remove();
    });

    it('works in a browser that cannot move elements in one piece', async () => {
      const moveBefore = Object.getOwnPropertyDescriptor(Element.prototype, 'moveBefore');
      Reflect.deleteProperty(Element.prototype, 'moveBefore');
      try {
        await page.add('a');
        const close = toast('a').querySelector<HTMLElement>('.close')!;
        const dialog = openDialog();
        await nextTask();
        expect(isOnTop('a')).to.equal(true);
        close.focus();
        dialog.close();
        await nextTask();
        expect(isOnTop('a')).to.equal(true);
      } finally {
        if (moveBefore !== undefined) Object.defineProperty(Element.prototype, 'moveBefore', moveBefore);
      }
    });

    const knowsClosedBy = 'closedBy' in HTMLDialogElement.prototype;
    itWhere(
      knowsClosedBy,
      '`closedby`',
      'leaves a dialog open that closes at any click beside it',
      async () => {
        const dialog = openDialog();
        dialog.setAttribute('closedby', 'any');
        await page.add('a');
        isOnTop('a');
        const { left, top, width, height } = toast('a').getBoundingClientRect();
        await sendMouse({
          type: 'click',
          position: [Math.round(left + width / 2), Math.round(top + height / 2)],
        });
        expect(dialog.open).to.equal(true);
        await sendMouse({ type: 'click', position: [1, 1] });
        expect(dialog.open).to.equal(false);
        await resetMouse();
      },
    );

    it('survives a dialog that is taken out of the page while open', async () => {
      const dialog = openDialog();
      await page.add('a');
      dialog.remove();
      await nextTask();
      expectSame(hosts()[0]!.parentElement, document.body);
      expect(isOnTop('a')).to.equal(true);
      expect(announcements()).to.have.length(2);
    });

    it('leaves the dialog open when it is clicked or Escape is pressed in it', async () => {
      const dialog = openDialog();
      let clicks = 0;
      dialog.addEventListener('click', () => (clicks += 1));
      dialog.addEventListener('pointerdown', () => (clicks += 1));
      await page.add('a');
      toast('a').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
      toast('a').click();
      expect(clicks).to.equal(0);
      const close = toast('a').querySelector<HTMLElement>('.close')!;
      close.focus();
      expect(press('Escape', close).defaultPrevented).to.equal(true);
      expect(dialog.open).to.equal(true);
      expect(dialog.contains(document.activeElement)).to.equal(true);
    });

    it('rises above a popover that opens later', async () => {
      await page.add('a');
      const popover = document.createElement('div');
      popover.popover = 'manual';
      popover.setAttribute('style', 'inset:0;width:100%;height:100%;background:red');
      document.body.append(popover);
      popover.showPopover();
      expect(isOnTop('a')).to.equal(false);
      await until(() => isOnTop('a'), 'on top again');
      popover.remove();
    });
  });

  it('shows and says what came before that which draws was loaded', async () => {
    page.release();
    page = setUp();
    page.center.add(requestOf('early', { owner: page.owner }));
    page.clock.pass(200);
    expect(toasts()).to.have.length(0);
    await drawsAlerts();
    await nextTask();
    expect(toast('early').getBoundingClientRect().height).to.be.greaterThan(0);
    page.clock.pass(200);
    expect(announcements()).to.deep.equal(['Information: early', '']);
  });

  it('comes along when a router puts another body into the page', async () => {
    const body = document.body;
    await page.add('a');
    const other = document.createElement('body');
    document.documentElement.replaceChild(other, body);
    const release = page.center.lease();
    expectSame(document.querySelector('.dx-alerts-live')!.parentElement, other);
    expect(toast('a').getBoundingClientRect().height).to.be.greaterThan(0);
    document.documentElement.replaceChild(body, other);
    release();
    await page.add('b');
    expectSame(hosts()[0]!.parentElement, body);
  });

  describe('what is listed and not shown', () => {
    const scope = (): UserScope => ({
      app: crypto.randomUUID(),
      user: personUser('u'),
      formerUsers: [],
      keepsOthers: false,
    });
    const list = (text: string, owner: UserScope): void =>
      page.center.announce(alertOf(text), crypto.randomUUID(), owner);

    it('is said a moment later where it came before it was known which tab says it', async () => {
      const anna = scope();
      void page.center.sharing.history(anna);
      list('early', anna);
      page.clock.pass(200);
      expect(announcements()).to.deep.equal(['', '']);
      await until(() => page.center.sharing.isFront(anna), 'in front');
      page.clock.pass(200);
      expect(announcements()).to.deep.equal(['Information: early', '']);
    });

    it('is not said where it came long before this tab was in front', async () => {
      const anna = scope();
      void page.center.sharing.history(anna);
      list('old', anna);
      page.clock.pass(2_000);
      await until(() => page.center.sharing.isFront(anna), 'in front');
      list('new', anna);
      page.clock.pass(200);
      expect(announcements()).to.deep.equal(['Information: new', '']);
    });

    it('is not said once the person may be another one', async () => {
      const anna = scope();
      void page.center.sharing.history(anna);
      list('secret', anna);
      page.center.hush();
      await until(() => page.center.sharing.isFront(anna), 'in front');
      list('later', anna);
      page.clock.pass(200);
      expect(announcements()).to.deep.equal(['Information: later', '']);
    });
  });

  it('drops everything of the former person at once', async () => {
    await page.add('secret');
    page.clock.pass(200);
    expect(announcements()[0]).to.contain('secret');
    page.center.clear(page.owner, 'session');
    expect(page.heard).to.contain('dismissed secret session');
    expect(announcements()).to.deep.equal(['', '']);
    expect(hosts()[0]!.shadowRoot!.textContent).not.to.contain('secret');
  });

  it('drops at once what was still going, and takes the same id from the next person', async () => {
    const id = await page.add('secret', { messageId: '1' });
    page.center.dismiss(id, 'api');
    await nextTask();
    expect(hosts()[0]!.shadowRoot!.textContent).to.contain('secret');
    page.center.clear(page.owner, 'session');
    expect(hosts()[0]!.shadowRoot!.textContent).not.to.contain('secret');
    expect(await page.add('for the next', { messageId: '1' })).to.be.a('string');
  });

  describe('under the pointer', () => {
    const boxes = (): string =>
      toasts()
        .map((one) => JSON.stringify(one.getBoundingClientRect()))
        .join();
    const line = (): string => hosts()[0]!.shadowRoot!.querySelector('.more')?.textContent ?? '';

    it('lets what comes wait, and what goes leave its place, until the pointer has left', async () => {
      await page.add({ text: 'a', variant: 'danger' });
      const b = await page.add('b');
      await Promise.all(
        toasts().flatMap((one) =>
          one
            .closest('li')!
            .getAnimations()
            .map(({ finished }) => finished),
        ),
      );
      point(toast('a'));
      const before = boxes();
      await page.add({ text: 'c', variant: 'danger' });
      expect(boxes()).to.equal(before);
      expect(line()).to.contain('1 more alert');
      page.center.dismiss(b, 'api');
      await nextTask();
      page.clock.pass(1_000);
      expect(boxes()).to.equal(JSON.stringify(toast('a').getBoundingClientRect()));
      expect(before).to.contain(boxes());
      point(document.body);
      await nextTask();
      expect(
        toasts()
          .map((one) => one.querySelector('.lines')!.textContent)
          .sort(),
      ).to.deep.equal(['a', 'c']);
      expect(line()).to.equal('');
    });

    it('goes on with a bar whose steps change nothing else', async () => {
      const valueOf = (): number => toasts()[0]!.querySelector('progress')!.value;
      await page.add({ key: 'k', text: '10 %', progress: 0.1 });
      point(toast('10 %'));
      await page.add({ key: 'k', text: '20 %', progress: 0.2 });
      expect(toast('10 %').dataset['id']).to.equal(toasts()[0]!.dataset['id']);
      expect(valueOf()).to.equal(0.2);
      point(document.body);
      await nextTask();
      toast('20 %');
    });

    it('closes what is read; what has become of it meanwhile is no step of it and comes when the pointer has left', async () => {
      for (const text of ['10 %', '20 %']) {
        await page.add({ key: 'k', title: 'Import', text, progress: 0.1 });
        point(toast(text));
        await page.add({ key: 'k', title: 'Import', text: '30 %', progress: 0.3 });
        if (text === '20 %')
          await page.add({ key: 'k', title: 'Import', text: 'It failed', variant: 'danger' });
        toast(text).querySelector<HTMLElement>('.close')!.click();
        await nextTask();
        expect(toasts()).to.have.length(0);
        point(document.body);
        await nextTask();
        expect(toasts()).to.have.length(text === '20 %' ? 1 : 0);
        page.clock.pass(60_000);
      }
      expect(toast('It failed').dataset['variant']).to.equal('danger');
      expect(page.heard.filter((entry) => entry.startsWith('dismissed'))).to.deep.equal([
        'dismissed 10 % close',
        'dismissed 20 % close',
      ]);
    });

    it('does not change what is read, and changes it when the pointer has left', async () => {
      await page.add({ key: 'k', text: 'one line' });
      point(toast('one line'));
      await page.add({ key: 'k', text: 'another text' });
      expect(toasts()[0]!.textContent).to.contain('one line');
      point(document.body);
      await nextTask();
      expect(toasts()[0]!.textContent).to.contain('another text');
    });

    it('lets nothing come to the place of the last one for a moment', async () => {
      await page.add('a');
      point(toast('a'));
      toast('a').querySelector<HTMLElement>('.close')!.click();
      await nextTask();
      for (const text of ['b', 'c']) await page.add(text);
      expect(toasts()).to.have.length(0);
      page.clock.pass(700);
      await nextTask();
      expect(toasts()).to.have.length(2);
    });

    it('lets the place of the last one stay for a moment: the second click of two hits nothing', async () => {
      await page.add('a');
      point(toast('a'));
      const { x, y } = toast('a').querySelector('.close')!.getBoundingClientRect();
      toast('a').querySelector<HTMLElement>('.close')!.click();
      await nextTask();
      expectSame(document.elementFromPoint(x + 5, y + 5), hosts()[0]!);
      page.heard.length = 0;
      hosts()[0]!.shadowRoot!.querySelector<HTMLElement>('.leaving .close')!.click();
      expect(page.heard).to.deep.equal([]);
      page.clock.pass(1_000);
      await nextTask();
      page.clock.pass(1_000);
      expect(hosts()[0]!.matches(':popover-open')).to.equal(false);
    });

    it('clears what was there when the line was read, not what came since', async () => {
      for (const text of ['a', 'b', 'c', 'd']) await page.add(text);
      page.clock.pass(1_000);
      const clear = hosts()[0]!.shadowRoot!.querySelector<HTMLElement>('.clear')!;
      await page.add({ text: 'drawn just now', variant: 'danger' });
      page.clock.pass(500);
      page.center.add(requestOf('not yet drawn', { owner: page.owner }));
      clear.click();
      await nextTask();
      expect(toasts()).to.have.length(2);
      toast('drawn just now');
      toast('not yet drawn');
    });
  });

  describe('under the focus', () => {
    const placeOf = (text: string): string => JSON.stringify(toast(text).getBoundingClientRect());
    const focusOn = (text: string, part: string): HTMLElement => {
      const control = toast(text).querySelector<HTMLElement>(part)!;
      control.focus();
      return control;
    };

    it('lets what comes wait, and come when the focus has left', async () => {
      for (const text of ['a', 'b']) await page.add(text);
      for (const animation of hosts()[0]!.shadowRoot!.getAnimations()) animation.finish();
      focusOn('a', '.close');
      const before = placeOf('a');
      await page.add({ text: 'c', variant: 'danger' });
      expect(toasts()).to.have.length(2);
      expect(placeOf('a')).to.equal(before);
      expect(hosts()[0]!.shadowRoot!.querySelector('.more')!.textContent).to.contain('1 more alert');
      field.focus();
      await nextTask();
      expect(toasts()).to.have.length(3);
    });

    it('keeps what a key would press until the focus has left, and shows other changes', async () => {
      const refund = (id: string) => ({
        ...{ id, key: 'refund', text: `Refund ${id}` },
        action: { label: `Approve ${id}`, event: 'approve' },
      });
      await page.add(refund('7'));
      await page.add({ key: 'upload', text: '10 %' });
      const button = focusOn('Refund 7', '.action');
      await page.add(refund('8'));
      await page.add({ key: 'upload', text: '20 %' });
      toast('20 %');
      expect(toast('Refund 7').querySelector('.action')!.textContent.trim()).to.equal('Approve 7');
      expectSame(deepActive(), button);
      button.click();
      expect(page.heard).to.include('acted Refund 7 Approve 7');
      field.focus();
      await nextTask();
      expect(toast('Refund 8').querySelector('.action')!.textContent.trim()).to.equal('Approve 8');
    });
  });

  describe('what has just come', () => {
    const press = (target: Element, pointerType: string): void => {
      const init = { bubbles: true, cancelable: true, composed: true, pointerType };
      target.dispatchEvent(new PointerEvent('pointerdown', init));
      target.dispatchEvent(new MouseEvent('click', { ...init, detail: 1 }));
    };
    const moveTo = (screenX: number): boolean =>
      document.body.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, screenX, screenY: 5 }));
    const close = (text: string): Element => toast(text).querySelector('.close')!;

    it('is not pressed by a finger that was on its way', async () => {
      await page.add('a');
      press(close('a'), 'touch');
      await nextTask();
      toast('a');
      page.clock.pass(400);
      press(close('a'), 'touch');
      await nextTask();
      expect(page.heard).to.deep.equal(['shown a', 'dismissed a close']);
    });

    it('is not pressed by a mouse that rests where it came, but by one that was moved to it, or presses later', async () => {
      moveTo(5);
      page.clock.pass(1_000);
      for (const text of ['a', 'b']) await page.add(text);
      // Browsers say so where something comes under a pointer that rests.
      moveTo(5);
      press(close('a'), 'mouse');
      await nextTask();
      expect(page.heard).to.deep.equal(['shown a', 'shown b']);
      page.clock.pass(100);
      moveTo(6);
      press(close('a'), 'mouse');
      await nextTask();
      expect(page.heard.at(-1)).to.equal('dismissed a close');
      page.clock.pass(100);
      await page.add('c');
      press(close('c'), 'mouse');
      expect(page.heard.at(-1)).to.equal('shown c');
      page.clock.pass(400);
      press(close('c'), 'mouse');
      expect(page.heard.at(-1)).to.equal('dismissed c close');
    });
  });

  describe('actions', () => {
    const action = { label: 'Undo' };
    const button = (): HTMLElement => toast('a').querySelector<HTMLElement>('.action')!;
    const said = (): string => toast('a').querySelector('.outcome')?.textContent ?? '';

    it('gives its owner the action, and keeps the toast, busy, until the action has an outcome', async () => {
      let finish = (): void => undefined;
      const run = () => new Promise<void>((resolve) => (finish = resolve));
      await page.add({ text: 'a', action: { ...action, event: 'x' } }, { run });
      button().click();
      await nextTask();
      expect(page.heard).to.deep.equal(['shown a', 'acted a Undo']);
      expect(button()).to.have.attribute('aria-busy', 'true');
      expect(button()).to.have.attribute('aria-disabled', 'true');
      button().click();
      finish();
      await nextTask();
      expect(page.heard).to.deep.equal(['shown a', 'acted a Undo', 'reported a done', 'dismissed a action']);
    });

    it('says the sentence of a refusal, interrupts with it, and offers the action again', async () => {
      const run = () => Promise.resolve({ error: 'You may not approve this refund.' });
      await page.add({ text: 'a', action: { ...action, event: 'x' } }, { run });
      page.clock.pass(1_000);
      button().click();
      await nextTask();
      expect(said()).to.equal('You may not approve this refund.');
      expect(button()).not.to.have.attribute('aria-disabled');
      page.clock.pass(200);
      expect(announcements()[1]).to.equal('a: You may not approve this refund.');
      expect(page.heard.at(-1)).to.equal('reported a refused');
    });

    it('shows under the pointer what becomes of it, and runs once however often it is pressed', async () => {
      let runs = 0;
      let fail = (): void => undefined;
      const run = () =>
        new Promise((resolve) => {
          runs += 1;
          fail = () => resolve({ error: 'Not now.' });
        });
      await page.add({ text: 'a', action: { ...action, event: 'x' } }, { run });
      point(toast('a'));
      for (const detail of [1, 2]) {
        button().dispatchEvent(
          new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, detail }),
        );
        await nextTask();
      }
      expect(button()).to.have.attribute('aria-busy', 'true');
      button().click();
      expect([runs, page.heard]).to.deep.equal([1, ['shown a', 'acted a Undo']]);
      fail();
      await nextTask();
      expect(said()).to.equal('Not now.');
      expect(button()).not.to.have.attribute('aria-busy');
    });

    it('has time that stands still while its action is on the way, and where it was refused', async () => {
      let fail = (): void => undefined;
      const run = () => new Promise((resolve) => (fail = () => resolve({ error: 'Not now.' })));
      await page.add({ text: 'a', action: { ...action, event: 'x' } }, { run, duration: 8_000 });
      page.clock.pass(7_900);
      button().click();
      await nextTask();
      page.clock.pass(60_000);
      fail();
      await nextTask();
      expect(said()).to.equal('Not now.');
      page.clock.pass(600_000);
      expect(page.heard.filter((entry) => entry.startsWith('dismissed'))).to.deep.equal([]);
    });

    it('leaves a toast with an event that nothing can send, and says that nothing answered', async () => {
      await page.add({ text: 'a', action: { ...action, event: 'x' } });
      button().click();
      await nextTask();
      expect(said()).to.contain('No answer came');
    });
  });

  it('keeps an entry as it was given', async () => {
    await page.add('a');
    const [entry] = page.center.store.entries as [AlertEntry];
    await page.add('a');
    expect(entry.count).to.equal(1);
  });
});
