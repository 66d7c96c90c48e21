import { expect } from '@open-wc/testing';
import { sendMouse } from '@web/test-runner-commands';
import { findHold, type HoldReason } from '../../../../src/refresh/hold/hold-reasons.js';
import { activityOf } from '../../../../src/refresh/hold/user-activity.js';

describe('a refresh is held', () => {
  let box: HTMLElement;
  beforeEach(() => {
    box = document.createElement('div');
    document.body.append(box);
    activityOf(document);
  });
  afterEach(() => box.remove());

  const show = (markup: string): HTMLElement => {
    box.innerHTML = markup;
    return box.firstElementChild as HTMLElement;
  };
  const holdOf = (...wanted: HoldReason[]): string | null => findHold(box, wanted, activityOf(document));
  const fire = (element: Element, ...types: string[]): void => {
    for (const type of types) element.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
  };

  const editing: [string, string, boolean][] = [
    ['a text field', '<input>', true],
    ['a text area', '<textarea></textarea>', true],
    ['a date field', '<input type="date">', true],
    ['a text edited in place', '<p contenteditable>text</p>', true],
    ['a read-only field', '<input readonly>', false],
    ['a ticked box', '<input type="checkbox" checked>', false],
    ['a radio button', '<input type="radio">', false],
    ['a slider', '<input type="range">', false],
    ['a file field', '<input type="file">', false],
    ['a button', '<button>ok</button>', false],
    ['a select whose list is closed', '<select><option>1</select>', false],
  ];
  for (const [what, markup, isHeld] of editing) {
    it(`${isHeld ? 'while' : 'not because'} the focus is in ${what}, with "editing"`, () => {
      show(markup).focus();
      expect(holdOf('editing')).to.equal(isHeld ? 'editing' : null);
      expect(holdOf()).to.equal(null);
    });
  }

  it('while a text is edited in a frame, with "editing", and not while only a button there has the focus', () => {
    const frame = show('<iframe></iframe>') as HTMLIFrameElement;
    frame.contentDocument!.body.innerHTML = '<button>ok</button><p contenteditable>text</p>';
    frame.contentDocument!.querySelector('button')!.focus();
    frame.focus();
    expect(holdOf('editing')).to.equal(null);
    frame.contentDocument!.querySelector('p')!.focus();
    expect(document.activeElement).to.equal(frame);
    expect(holdOf('editing')).to.equal('editing');
  });

  const dialogs: [string, string, boolean][] = [
    ['an open dialog', '<dialog open>Sure?</dialog>', true],
    ['a modal of a library', '<div role="dialog" aria-modal="true">Sure?</div>', true],
    ['a warning of a library', '<div role="alertdialog" aria-modal="true">Sure?</div>', true],
    ['a modal that is not shown', '<div role="dialog" aria-modal="true" hidden>Sure?</div>', false],
    ['a dialog that is not modal', '<div role="dialog">Filter</div>', false],
    ['a closed dialog', '<dialog>Sure?</dialog>', false],
  ];
  for (const [what, markup, isHeld] of dialogs) {
    it(`${isHeld ? 'by' : 'not by'} ${what}, with "dialog"`, () => {
      show(markup);
      expect(holdOf('dialog')).to.equal(isHeld ? 'dialog' : null);
      expect(holdOf('editing')).to.equal(null);
    });
  }

  /** A person draws the pointer over a text. */
  const select = async (text: Element): Promise<void> => {
    const { left, top, height } = text.getBoundingClientRect();
    const over = (distance: number): Promise<void> =>
      sendMouse({ type: 'move', position: [Math.round(left) + distance, Math.round(top + height / 2)] });
    await over(5);
    await sendMouse({ type: 'down' });
    await over(40);
    await over(80);
    await sendMouse({ type: 'up' });
  };

  it('while a text of it is selected, with "selecting", and not because of one beside it', async () => {
    await select(show('<p>some words to select</p>'));
    expect(holdOf('selecting')).to.equal('selecting');
    expect(holdOf()).to.equal(null);
    box.insertAdjacentHTML('afterend', '<p id="beside">other words to select</p>');
    const beside = document.querySelector('#beside')!;
    await select(beside);
    expect(holdOf('selecting')).to.equal(null);
    beside.remove();
  });

  it('while a text in a shadow root of it is selected, or one beside it in its own, with "selecting"', async () => {
    const root = show('<div></div>').attachShadow({ mode: 'open' });
    root.innerHTML = '<p>some words to select</p>';
    await select(root.querySelector('p')!);
    expect(holdOf('selecting')).to.equal('selecting');
    expect(findHold(root.querySelector('p')!, ['selecting'], activityOf(document))).to.equal('selecting');
    getSelection()!.removeAllRanges();
    expect(holdOf('selecting')).to.equal(null);
  });

  it('while a person composes a word, and no longer', () => {
    const field = show('<input>');
    fire(field, 'compositionstart');
    expect(holdOf()).to.equal('composing');
    fire(field, 'compositionend');
    expect(holdOf()).to.equal(null);
  });

  it('while a pointer is pressed or something is dragged, and no longer', () => {
    const row = show('<p>row</p>');
    for (const [start, end] of [
      ['pointerdown', 'pointerup'],
      ['dragstart', 'dragend'],
      ['dragstart', 'drop'],
    ] as const) {
      fire(row, start);
      expect(holdOf()).to.equal('dragging');
      fire(row, end);
      expect(holdOf()).to.equal(null);
    }
  });

  it('not by a press of the button that opens a menu, whose end no page hears in WebKit', () => {
    const row = show('<p>row</p>');
    row.dispatchEvent(new PointerEvent('pointerdown', { button: 2, bubbles: true, composed: true }));
    expect(holdOf()).to.equal(null);
  });

  it('no longer by a press that went over a frame, where its end is not seen; it goes on where it comes back', () => {
    const row = show('<p>row</p><iframe></iframe>');
    const over = (element: Element, buttons: number): boolean =>
      element.dispatchEvent(
        new PointerEvent('pointerover', { bubbles: true, buttons, pointerType: 'mouse' }),
      );
    fire(row, 'pointerdown');
    over(box.querySelector('iframe')!, 1);
    expect(holdOf()).to.equal(null);
    over(row, 1);
    expect(holdOf()).to.equal('dragging');
    over(box.querySelector('iframe')!, 1);
    over(row, 0);
    expect(holdOf()).to.equal(null);
  });
});
