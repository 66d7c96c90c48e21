import { expect } from '@open-wc/testing';
import { trackEdits } from '../../../../src/refresh/user-edits.js';
import { merge, setBase } from '../../../../src/refresh/merge/merge.js';

/** Counts what it is told, gives itself a role and draws into itself. */
class SelfMadeWidget extends HTMLElement {
  connections = 0;
  connectedCallback(): void {
    this.connections += 1;
    this.setAttribute('role', 'figure');
    this.classList.add('ready');
    if (this.childElementCount === 0) this.innerHTML = '<b>drawn by the widget</b>';
  }
}
customElements.define('self-made-widget', SelfMadeWidget);

class CustomField extends HTMLElement {
  static formAssociated = true;
  #internals = this.attachInternals();
  set value(value: string) {
    this.#internals.setFormValue(value);
    this.setAttribute('data-shown', value);
  }
}
customElements.define('custom-field', CustomField);

let box: HTMLElement;
let conflicts: { mine: unknown; theirs: unknown }[];

function show(markup: string): HTMLElement {
  box.innerHTML = `<div id="target">${markup}</div>`;
  const target = box.firstElementChild as HTMLElement;
  setBase(target, parse(markup));
  return target;
}

function parse(markup: string): Element {
  const page = new DOMParser().parseFromString(`<div id="target">${markup}</div>`, 'text/html');
  return page.body.firstElementChild!;
}

const receive = (markup: string): void => merge(box.firstElementChild!, parse(markup));

const field = (name: string): HTMLInputElement => box.querySelector(`[name="${name}"]`)!;

function type(element: HTMLElement, change: () => void): void {
  change();
  element.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

describe('merge', () => {
  beforeEach(() => {
    trackEdits(document);
    box = document.createElement('div');
    document.body.append(box);
    conflicts = [];
    box.addEventListener('dx-conflict', (event) => {
      const { mine, theirs } = (event as CustomEvent<{ mine: unknown; theirs: unknown }>).detail;
      conflicts.push({ mine, theirs });
    });
  });
  afterEach(() => box.remove());

  describe('fields', () => {
    const types: [string, string, string, string][] = [
      ['text', 'a', 'typed', 'b'],
      ['search', 'a', 'typed', 'b'],
      ['email', 'a@x.de', 'me@x.de', 'b@x.de'],
      ['url', 'http://a/', 'http://me/', 'http://b/'],
      ['tel', '1', '2', '3'],
      ['password', 'a', 'typed', 'b'],
      ['number', '1', '2', '3'],
      ['range', '10', '20', '30'],
      ['color', '#111111', '#222222', '#333333'],
      ['date', '2026-01-01', '2026-02-02', '2026-03-03'],
      ['datetime-local', '2026-01-01T10:00', '2026-02-02T10:00', '2026-03-03T10:00'],
      ['month', '2026-01', '2026-02', '2026-03'],
      ['week', '2026-W01', '2026-W02', '2026-W03'],
      ['time', '10:00', '11:00', '12:00'],
    ];
    for (const [kind, before, mine, theirs] of types) {
      for (const shape of ['same', 'other']) {
        // Another shape takes the general merge instead of the quick one.
        const rest = shape === 'same' ? '' : '<p>new</p>';
        it(`${kind}: what a person entered stays, what nobody touched follows the server (${shape} shape)`, () => {
          show(
            `<input type="${kind}" name="clean" value="${before}"><input type="${kind}" name="dirty" value="${before}">`,
          );
          field('dirty').value = mine;
          receive(
            `<input type="${kind}" name="clean" value="${theirs}"><input type="${kind}" name="dirty" value="${theirs}">${rest}`,
          );
          expect(field('clean').value).to.equal(theirs);
          expect(field('dirty').value).to.equal(mine);
          expect(conflicts.map((conflict) => [conflict.mine, conflict.theirs])).to.deep.equal([
            [mine, theirs],
          ]);
        });
      }
    }

    it('takes a slider and a colour without a value for untouched', () => {
      show('<input type="range" name="r"><input type="color" name="c">');
      receive('<input type="range" name="r" value="80"><input type="color" name="c" value="#ff0000">');
      expect([field('r').value, field('c').value]).to.deep.equal(['80', '#ff0000']);
      expect(conflicts).to.have.length(0);
    });

    it('says nothing of a conflict where both have the same', () => {
      show('<input name="a" value="1">');
      field('a').value = '2';
      receive('<input name="a" value="2">');
      expect(field('a').value).to.equal('2');
      expect(conflicts).to.have.length(0);
    });

    it('keeps focus, caret and a clean field that has them up to date', () => {
      show('<input name="a" value="hello world"><textarea name="t">one two</textarea>');
      field('a').focus();
      field('a').setSelectionRange(3, 5, 'backward');
      receive('<input name="a" value="hello there"><textarea name="t">one three</textarea>');
      expect(document.activeElement).to.equal(field('a'));
      expect(field('a').value).to.equal('hello there');
      expect([
        field('a').selectionStart,
        field('a').selectionEnd,
        field('a').selectionDirection,
      ]).to.deep.equal([3, 5, 'backward']);
    });

    it('keeps a text area that was edited, and its next comparison starts from the new server text', () => {
      show('<textarea name="t">one</textarea>');
      field('t').value = 'mine';
      receive('<textarea name="t">two</textarea>');
      expect([field('t').value, field('t').defaultValue]).to.deep.equal(['mine', 'two']);
      field('t').value = 'two';
      receive('<textarea name="t">three</textarea>');
      expect(field('t').value).to.equal('three');
    });

    it('keeps a checkbox that was ticked, and lets an untouched one follow', () => {
      show('<input type="checkbox" name="mine"><input type="checkbox" name="theirs">');
      field('mine').checked = true;
      receive('<input type="checkbox" name="mine"><input type="checkbox" name="theirs" checked>');
      expect([field('mine').checked, field('theirs').checked]).to.deep.equal([true, true]);
      expect(conflicts).to.have.length(0);
    });

    const radios = (checked: string): string =>
      ['a', 'b', 'c']
        .map(
          (value) => `<input type="radio" name="r" value="${value}"${value === checked ? ' checked' : ''}>`,
        )
        .join('');
    const choice = (): string => box.querySelector<HTMLInputElement>('[name=r]:checked')!.value;

    it('keeps the choice among radio buttons, whichever one the server chose', () => {
      show(`<form>${radios('a')}</form>`);
      box.querySelectorAll<HTMLInputElement>('[name=r]')[1]!.checked = true;
      receive(`<form>${radios('c')}</form>`);
      expect(choice()).to.equal('b');
      expect(conflicts.length).to.be.greaterThan(0);
    });

    it('lets untouched radio buttons follow', () => {
      show(`<form>${radios('a')}</form>`);
      receive(`<form>${radios('c')}</form>`);
      expect(choice()).to.equal('c');
    });

    it('keeps what was chosen in a select, also when options come and go', () => {
      show('<select name="s"><option>1</option><option>2</option></select>');
      field('s').value = '2';
      receive('<select name="s"><option>0</option><option>1</option><option>2</option></select>');
      expect(field('s').value).to.equal('2');
      receive('<select name="s"><option>0</option><option selected>1</option></select>');
      expect(field('s').value, 'the chosen option is gone').to.equal('1');
      expect(conflicts).to.deep.equal([{ mine: '2', theirs: '1' }]);
    });

    it('lets an untouched select follow, and keeps several choices', () => {
      show(
        '<select name="one"><option>1</option><option>2</option></select><select name="many" multiple><option>1</option><option>2</option><option>3</option></select>',
      );
      const many = box.querySelector<HTMLSelectElement>('[name=many]')!;
      many.options[0]!.selected = many.options[2]!.selected = true;
      receive(
        '<select name="one"><option>1</option><option selected>2</option></select><select name="many" multiple><option>1</option><option selected>2</option><option>3</option></select>',
      );
      expect(field('one').value).to.equal('2');
      expect([...many.selectedOptions].map(({ value }) => value)).to.deep.equal(['1', '3']);
    });

    it('keeps a chosen file', () => {
      show('<input type="file" name="f">');
      const files = new DataTransfer();
      files.items.add(new File(['x'], 'x.txt'));
      field('f').files = files.files;
      receive('<input type="file" name="f" accept=".txt"><p>new</p>');
      expect(field('f').files).to.have.length(1);
    });

    it('keeps half a number', () => {
      show('<input type="number" name="n">');
      field('n').focus();
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else types like a person from inside a page
      document.execCommand('insertText', false, '-');
      expect(field('n').validity.badInput, 'the test set up a bad input').to.equal(true);
      receive('<input type="number" name="n" value="5">');
      expect(field('n').validity.badInput).to.equal(true);
    });

    it('lets the server answer what was submitted, and keeps what was typed after', () => {
      show('<form><input name="sent" value="a"><input name="later" value="a"></form>');
      field('sent').value = ' B ';
      field('later').value = 'x';
      box.querySelector('form')!.addEventListener('submit', (event) => event.preventDefault());
      box.querySelector('form')!.requestSubmit();
      field('later').value = 'typed after';
      receive('<form><input name="sent" value="a"><input name="later" value="a"></form>');
      expect(field('sent').value, 'the server has not answered yet').to.equal(' B ');
      receive('<form><input name="sent" value="b"><input name="later" value="b"></form>');
      expect(field('sent').value).to.equal('b');
      expect(field('later').value).to.equal('typed after');
    });

    it('keeps edited text in place until the server has it', () => {
      show('<p contenteditable id="e">old</p><p contenteditable id="f">old</p>');
      const [edited, clean] = [...box.querySelectorAll<HTMLElement>('p')];
      type(edited!, () => (edited!.textContent = 'mine'));
      receive('<p contenteditable id="e">new</p><p contenteditable id="f">new</p>');
      expect([edited!.textContent, clean!.textContent]).to.deep.equal(['mine', 'new']);
      expect(conflicts).to.have.length(1);
      receive('<p contenteditable id="e">mine</p><p contenteditable id="f">new</p>');
      receive('<p contenteditable id="e">newest</p><p contenteditable id="f">new</p>');
      expect(edited!.textContent).to.equal('newest');
    });

    it('leaves a field of a custom element alone once a person has used it', () => {
      show('<custom-field name="c" data-shown="a"></custom-field>');
      const custom = box.querySelector<CustomField>('custom-field')!;
      type(custom, () => (custom.value = 'mine'));
      receive('<custom-field name="c" data-shown="b"></custom-field>');
      expect(custom.dataset['shown']).to.equal('mine');
    });
  });

  describe('what is open, plays or scrolls', () => {
    it('stays open: details, a modal dialog, a popover', () => {
      show('<details><summary>s</summary>old</details><dialog>old</dialog><div popover id="pop">old</div>');
      box.querySelector('details')!.open = true;
      box.querySelector('dialog')!.showModal();
      box.querySelector<HTMLElement>('#pop')!.showPopover();
      receive(
        '<details><summary>s</summary>new</details><dialog>new</dialog><div popover id="pop">new</div><p>more</p>',
      );
      expect(box.querySelector('details')!.open).to.equal(true);
      expect(box.querySelector('dialog')!.matches(':modal')).to.equal(true);
      expect(box.querySelector('#pop')!.matches(':popover-open')).to.equal(true);
      expect(box.querySelector('dialog')!.textContent).to.equal('new');
      box.querySelector('dialog')!.close();
    });

    it('stays closed where the server says open', () => {
      show('<details open><summary>s</summary>old</details>');
      box.querySelector('details')!.open = false;
      receive('<details open><summary>s</summary>new</details>');
      expect(box.querySelector('details')!.open).to.equal(false);
    });

    it('stays where it was scrolled to', () => {
      const rows = (count: number): string =>
        Array.from({ length: count }, (_, row) => `<p id="row-${row}">Row ${row}</p>`).join('');
      const target = show(`<section id="inner">${rows(100)}</section>`);
      const style = document.createElement('style');
      style.textContent = '#inner { height: 100px; overflow: auto }';
      box.append(style);
      const inner = target.querySelector('#inner')!;
      inner.scrollTop = 1_000;
      receive(`<section id="inner">${rows(120)}</section>`);
      expect(target.querySelector('#inner')).to.equal(inner);
      expect(inner.scrollTop).to.equal(1_000);
    });

    it('goes on playing, and an inline frame is not loaded again', async () => {
      show('<video id="v" muted></video><iframe id="f" srcdoc="<p>x</p>"></iframe>');
      const video = box.querySelector('video')!;
      const canvas = document.createElement('canvas');
      canvas.getContext('2d')!.fillRect(0, 0, 1, 1);
      video.srcObject = canvas.captureStream(10);
      void video.play().catch(() => undefined);
      const frame = box.querySelector('iframe')!;
      await new Promise((resolve) => (frame.onload = resolve));
      let loads = 0;
      frame.onload = () => (loads += 1);
      expect(video.paused).to.equal(false);
      receive(
        '<h2>new</h2><video id="v" muted controls><track></video><iframe id="f" srcdoc="<p>x</p>"></iframe>',
      );
      await new Promise((resolve) => setTimeout(resolve));
      expect(box.querySelector('video')).to.equal(video);
      expect(video.paused).to.equal(false);
      expect(loads).to.equal(0);
      expect(box.querySelector('h2')).not.to.equal(null);
    });
  });

  describe('what is the page’s own', () => {
    it('stays: everything marked dx-keep, also where the server has nothing like it', () => {
      show('<div dx-keep>mine</div><p>old</p>');
      receive('<p>new</p>');
      expect(box.querySelector('[dx-keep]')!.textContent).to.equal('mine');
      expect(box.querySelector('p')!.textContent).to.equal('new');
    });

    it('stays: what a custom element gave itself; the server’s attributes follow', () => {
      show('<self-made-widget color="red" size="1"></self-made-widget>');
      const widget = box.querySelector<SelfMadeWidget>('self-made-widget')!;
      receive('<self-made-widget color="blue" size="2"></self-made-widget>');
      expect(widget.getAttribute('role')).to.equal('figure');
      expect(widget.querySelector('b')).not.to.equal(null);
      expect(widget.getAttribute('color')).to.equal('blue');
      receive('<self-made-widget color="blue"></self-made-widget>');
      expect(widget.hasAttribute('size'), 'the server took its own attribute back').to.equal(false);
      expect(widget.connections, 'it was never taken out').to.equal(1);
    });

    it('follows into declarative shadow roots, of elements that are there and of new ones', () => {
      const withShadow = (id: string, text: string): string =>
        `<article id="${id}"><template shadowrootmode="open"><p>${text}</p><slot></slot></template>light</article>`;
      const target = show('<article id="a">light</article>');
      const article = target.querySelector('article')!;
      article.attachShadow({ mode: 'open' }).innerHTML = '<p>old</p><slot></slot>';
      const paragraph = article.shadowRoot!.querySelector('p')!;
      receive(withShadow('a', 'new') + withShadow('b', 'second'));
      expect(article.shadowRoot!.querySelector('p')).to.equal(paragraph);
      expect(paragraph.textContent).to.equal('new');
      expect(box.querySelector('#b')!.shadowRoot!.querySelector('p')!.textContent).to.equal('second');
      expect(box.querySelector('template')).to.equal(null);
      expect(box.textContent).not.to.contain('new');
    });
  });

  it('keeps elements that moved, by their id', () => {
    show('<ul><li id="a">A</li><li id="b">B</li><li id="c">C</li></ul>');
    const before = new Map([...box.querySelectorAll('li')].map((item) => [item.id, item]));
    receive('<ul><li id="c">C</li><li id="x">X</li><li id="a">A2</li></ul>');
    expect([...box.querySelectorAll('li')].map(({ id }) => id)).to.deep.equal(['c', 'x', 'a']);
    expect(box.querySelector('#a')).to.equal(before.get('a'));
    expect(box.querySelector('#c')).to.equal(before.get('c'));
  });

  it('ends up as the server has it, whatever was there', () => {
    const pages = [
      '<p>1</p>',
      'text',
      '',
      '<!--c--><b class="x" data-y="1">2</b>',
      '<table><tr><td>3</td></tr></table>',
      '<svg><path d="M0 0"/></svg>',
    ];
    for (const from of pages) {
      for (const to of pages) {
        show(from);
        receive(to);
        const expected = document.createElement('div');
        expected.innerHTML = to;
        expect(box.firstElementChild!.innerHTML).to.equal(expected.innerHTML);
      }
    }
  });
});
