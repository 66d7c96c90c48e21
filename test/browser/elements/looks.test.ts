import { expect, fixture, html } from '@open-wc/testing';
import { sendMouse, setViewport } from '@web/test-runner-commands';
import '../../../src/define/dx-alert-toast.js';
import '../../../src/define/dx-inbox.js';
import '../../../src/define/dx-messenger.js';
import type { DxAlertToast } from '../../../src/elements/dx-alert-toast.js';
import type { DxInbox } from '../../../src/elements/dx-inbox.js';
import type { DxMessenger } from '../../../src/elements/dx-messenger.js';
import { drawsAlerts, toast, toasts } from '../alerts/support/drawn.js';
import { gatewayForEach } from '../support/gateway.js';
import { liveConnection, until } from '../support/page.js';

const findAll = (element: Element, selector: string): HTMLElement[] => [
  ...element.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];
const find = (element: Element, selector: string): HTMLElement => findAll(element, selector)[0]!;
const styleOf = (element: Element, pseudo?: string): CSSStyleDeclaration => getComputedStyle(element, pseudo);
const middleOf = (element: Element): number => {
  const { top, bottom } = element.getBoundingClientRect();
  return (top + bottom) / 2;
};

describe('to the eye', () => {
  const gateway = gatewayForEach();
  const push = (eventName: string, message: unknown) => gateway.push({ userID: '*', eventName, message });

  it('what failed and what warns has a tint and an edge of its colour; an action has the colour of its variant', async () => {
    const element = await fixture<DxAlertToast>(
      html`<dx-alert-toast event-name="a" duration="600000" max-visible="4"></dx-alert-toast>`,
    );
    await drawsAlerts();
    const variants = ['info', 'success', 'warning', 'danger'];
    for (const variant of variants)
      element.show({ text: variant, variant, action: { label: 'Do it', event: 'do' } });
    await until(() => toasts().length === 4, 'all four');
    const read = (name: 'backgroundColor' | 'borderInlineStartWidth'): string[] =>
      variants.map((variant) => styleOf(toast(variant))[name]);
    const [info, success, warning, danger] = read('backgroundColor');
    expect(success).to.equal(info);
    expect(new Set([info, warning, danger]).size, 'three grounds').to.equal(3);
    expect(read('borderInlineStartWidth')).to.deep.equal(['1px', '1px', '4px', '4px']);
    const colours = variants.map((variant) => [
      styleOf(toast(variant).querySelector('.icon')!).color,
      styleOf(toast(variant).querySelector('.action')!).backgroundColor,
    ]);
    for (const [icon, action] of colours) expect(action).to.equal(icon);
    expect(new Set(colours.map(([icon]) => icon)).size, 'four colours').to.equal(4);
  });

  describe('an inbox', () => {
    const open = async (): Promise<DxInbox> => {
      const element = await fixture<DxInbox>(html`<dx-inbox event-name="alerts"></dx-inbox>`);
      await until(() => element.shadowRoot?.querySelector('.bell'), 'drawn');
      (await liveConnection()).close();
      for (const text of ['b', 'a']) await push('alerts', { title: `Title ${text}`, text });
      await until(() => element.unread === 2, 'came');
      element.open();
      await until(() => findAll(element, 'li').length === 2, 'listed');
      return element;
    };

    it('tells what is unread by its dot alone, and has the time beside the title', async () => {
      const element = await open();
      const [unread, read] = findAll(element, 'li');
      read!.querySelector<HTMLElement>('.dot')!.click();
      await until(() => read!.querySelector('.dot') === null, 'read');
      expect(unread!.querySelector('.dot span')!.getBoundingClientRect().width).to.be.greaterThan(5);
      for (const part of ['.title', '.text', '.content', '.icon']) {
        const [one, other] = [unread!, read!].map((row) => styleOf(row.querySelector(part)!));
        for (const name of ['fontWeight', 'backgroundColor', 'color'] as const)
          expect(one![name], `${part} ${name}`).to.equal(other![name]);
      }
      const [title, time] = ['.title', 'time'].map((part) => unread!.querySelector(part)!);
      expect(Math.abs(middleOf(title!) - middleOf(time!))).to.be.lessThan(6);
      expect(time!.getBoundingClientRect().left).to.be.at.least(title!.getBoundingClientRect().right);
    });

    it('shows × on the row under the pointer and on that with the focus, where there is a pointer', async () => {
      const element = await open();
      await sendMouse({ type: 'move', position: [1, 1] });
      const [first, second] = findAll(element, 'li');
      const isSeen = (row: HTMLElement): boolean => styleOf(row.querySelector('.dismiss')!).opacity === '1';
      if (!matchMedia('(hover: hover)').matches) {
        expect([isSeen(first!), isSeen(second!)]).to.deep.equal([true, true]);
        return;
      }
      expect([isSeen(first!), isSeen(second!)]).to.deep.equal([false, false]);
      const { left, top } = first!.getBoundingClientRect();
      await sendMouse({ type: 'move', position: [Math.round(left + 80), Math.round(top + 20)] });
      await until(() => isSeen(first!), 'seen under the pointer');
      expect(isSeen(second!)).to.equal(false);
      second!.querySelector<HTMLElement>('.dismiss')!.focus();
      expect(isSeen(second!)).to.equal(true);
      await sendMouse({ type: 'move', position: [1, 1] });
    });

    it('lies over a scrim on a phone, with a button to close it, and has neither on a wide page', async () => {
      const element = await open();
      const look = (): [boolean, boolean] => {
        const scrim = styleOf(find(element, '.panel'), '::backdrop').backgroundColor;
        return [/rgba\(0, 0, 0, 0\.[1-9]/.test(scrim), find(element, '.close-button').offsetWidth > 0];
      };
      expect(look()).to.deep.equal([false, false]);
      await setViewport({ width: 390, height: 700 });
      try {
        await until(() => look().join() === 'true,true', 'scrim and button');
        find(element, '.close-button').click();
        await until(() => !find(element, '.panel').matches(':popover-open'), 'closed');
      } finally {
        await setViewport({ width: 1000, height: 700 });
      }
    });
  });

  describe('a conversation', () => {
    const make = async (): Promise<DxMessenger> => {
      const element = await fixture<DxMessenger>(
        html`<dx-messenger
          event-name="chat"
          send-event="chat-send"
          user-id="me"
          label="Room"
        ></dx-messenger>`,
      );
      await until(() => element.shadowRoot?.querySelector('section'), 'drawn');
      (await liveConnection()).close();
      return element;
    };

    it('that is empty says so in its middle, under its name, and what can be done', async () => {
      const element = await make();
      expect(find(element, 'header h2').textContent).to.equal('Room');
      const empty = find(element, '.empty');
      expect(empty.textContent).to.contain('No messages yet').and.to.contain('Write the first one below.');
      expect(empty.querySelector('svg')!.getBoundingClientRect().width).to.be.greaterThan(10);
      expect(Math.abs(middleOf(empty) - middleOf(find(element, '.frame')))).to.be.lessThan(
        find(element, '.frame').clientHeight / 2,
      );
    });

    it('has groups of bubbles with one name and one time, ticks on what was sent, and times that stretch no bubble', async () => {
      const element = await make();
      const at = new Date(2026, 4, 5, 12).getTime();
      for (const [id, user, text] of [
        ['1', 'u', 'a'],
        ['2', 'u', 'b'],
        ['3', 'u', 'c'],
        ['4', 'me', 'd'],
      ])
        await push('chat', { id, user, name: 'Ursula', text, at: at + Number(id) });
      await until(() => findAll(element, '.message').length === 4, 'all came');
      const rows = findAll(element, '.message');
      const isSeen = (row: HTMLElement, part: string): boolean =>
        (row.querySelector<HTMLElement>(part)?.closest<HTMLElement>('.meta, .author')?.offsetWidth ?? 0) > 1;
      expect(rows.map((row) => isSeen(row, '.author bdi'))).to.deep.equal([true, false, false, false]);
      expect(rows.map((row) => isSeen(row, 'time'))).to.deep.equal([false, false, true, true]);
      expect(rows.map((row) => isSeen(row, '.sent'))).to.deep.equal([false, false, false, true]);
      const [first, second, third] = rows.map((row) => styleOf(row.querySelector('.bubble')!));
      expect(first!.borderStartStartRadius).not.to.equal(second!.borderStartStartRadius);
      expect(third!.borderEndStartRadius).to.equal(first!.borderStartStartRadius);
      // As wide as one letter, though the time below it is wider.
      const widths = ['.bubble', '.meta'].map(
        (part) => rows[2]!.querySelector(part)!.getBoundingClientRect().width,
      );
      expect(widths[0]).to.be.lessThan(widths[1]!);
    });
  });
});
