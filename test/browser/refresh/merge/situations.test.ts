import { expect } from '@open-wc/testing';
import { ServerPage } from './support/server-page.js';

let page: ServerPage;

/** What a person types, as browsers tell of it. */
function type(field: HTMLElement, text: string): void {
  if ('value' in field) field.value = text;
  else field.textContent = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}
const textsOf = (selector: string): string =>
  [...page.box.querySelectorAll(selector)].map(({ textContent }) => textContent).join();

describe('situations in which a refresh comes', () => {
  beforeEach(() => {
    page = new ServerPage();
  });
  afterEach(() => page.close());

  it('keeps the comments that mark a place, whatever comes and goes between them', () => {
    const comments = (): Node[] => {
      const walker = document.createTreeWalker(page.box, NodeFilter.SHOW_COMMENT);
      const found: Node[] = [];
      while (walker.nextNode() !== null) found.push(walker.currentNode);
      return found;
    };
    page.show('<!--rows--><p>One</p><!--middle--><p>Two</p><!--end-->');
    const marks = comments();
    page.receive('<h2>New</h2><!--rows--><p>Three</p><p>Four</p><!--middle--><p>Five</p><!--end--><b>6</b>');
    expect(page.box.textContent).to.equal('NewThreeFourFive6');
    expect(comments().map((mark) => marks.indexOf(mark))).to.deep.equal([0, 1, 2]);
    page.receive('<!--rows--><!--middle--><!--end-->');
    expect(comments().map((mark) => marks.indexOf(mark))).to.deep.equal([0, 1, 2]);
  });

  describe('fields', () => {
    it('in the rows of a table keep what was typed with their record, where a row comes before them', () => {
      const table = (lines: number[]): string =>
        `<form><table><tbody>${lines
          .map((line) => `<tr><td>Line ${line}</td><td><input name="line[${line}]"></td></tr>`)
          .join('')}</tbody></table></form>`;
      page.show(table([2, 3]));
      type(page.field('line[3]'), 'ink');
      page.receive(table([1, 2, 3]));
      expect(page.field('line[3]').value).to.equal('ink');
      expect(page.field('line[3]').closest('tr')!.textContent).to.equal('Line 3');
      expect(textsOf('tr')).to.equal('Line 1,Line 2,Line 3');
    });

    it('of several choices keep them, where the server adds an option and puts the options into groups', () => {
      const options = (names: string): string =>
        [...names].map((name) => `<option value="${name}">${name}</option>`).join('');
      page.show(`<select name="several" multiple>${options('abc')}</select>`);
      const select = page.find('select') as HTMLSelectElement;
      for (const option of select.options) option.selected = option.value !== 'b';
      page.receive(`<select name="several" multiple>${options('abcd')}</select>`);
      expect([...select.selectedOptions].map(({ value }) => value)).to.deep.equal(['a', 'c']);
      page.receive(
        `<select name="several" multiple><optgroup label="x">${options('ab')}</optgroup>${options('cd')}</select>`,
      );
      expect([...select.selectedOptions].map(({ value }) => value)).to.deep.equal(['a', 'c']);
      expect(page.conflicts).to.deep.equal([]);
    });

    it('for files keep the chosen file', () => {
      page.show('<p>1</p><input type="file" name="file">');
      const transfer = new DataTransfer();
      transfer.items.add(new File(['x'], 'x.txt'));
      page.field('file').files = transfer.files;
      page.receive('<p>2</p><b>new</b><input type="file" name="file" accept=".txt">');
      expect(page.field('file').files![0]!.name).to.equal('x.txt');
      expect(page.field('file').accept).to.equal('.txt');
    });

    it('of a group of radio buttons keep the choice, where the server adds one', () => {
      const group = (names: string): string =>
        [...names]
          .map((name) => `<label><input type="radio" name="size" value="${name}"> ${name}</label>`)
          .join('');
      page.show(group('sm'));
      (page.find('[value=m]') as HTMLInputElement).checked = true;
      page.receive(group('xsm'));
      expect((page.find('input:checked') as HTMLInputElement).value).to.equal('m');
      expect(textsOf('label')).to.equal(' x, s, m');
    });

    it('that a person has set by hand stay, and those nobody touched follow: range, colour, date, number', () => {
      const fields = (range: number, colour: string, day: number, number: number): string =>
        `<input type="range" name="range" value="${range}"><input type="color" name="colour" value="${colour}">
        <input type="date" name="date" value="2031-02-0${day}"><input type="number" name="number" value="${number}">`;
      page.show(fields(10, '#000000', 1, 1));
      page.field('range').value = '70';
      page.field('date').value = '2031-05-05';
      page.receive(fields(10, '#ffffff', 1, 2));
      const values = ['range', 'colour', 'date', 'number'].map((name) => page.field(name).value);
      expect(values).to.deep.equal(['70', '#ffffff', '2031-05-05', '2']);
    });

    it('that the server closes keep what was typed', () => {
      page.show('<input name="note"><textarea name="more"></textarea>');
      type(page.field('note'), 'mine');
      page.receive('<input name="note" readonly class="closed"><textarea name="more" disabled></textarea>');
      expect([page.field('note').value, page.field('note').readOnly]).to.deep.equal(['mine', true]);
      expect(page.field('more').disabled).to.equal(true);
    });

    it('with a list of proposals keep what is being typed, while the proposals follow', () => {
      const markup = (towns: string[]): string =>
        `<input name="town" list="towns"><datalist id="towns">${towns
          .map((town) => `<option value="${town}"></option>`)
          .join('')}</datalist>`;
      page.show(markup(['Rome']));
      page.field('town').focus();
      type(page.field('town'), 'Os');
      page.receive(markup(['Oslo', 'Rome']));
      expect(page.field('town').value).to.equal('Os');
      expect(document.activeElement).to.equal(page.field('town'));
      expect(page.box.querySelectorAll('option')).to.have.length(2);
    });

    it('that a person has made larger stay so', () => {
      page.show('<textarea name="note" class="a"></textarea>');
      page.find('textarea').style.height = '222px';
      page.receive('<textarea name="note" class="b" style="color: red"></textarea>');
      expect(page.find('textarea').style.height).to.equal('222px');
      expect(page.find('textarea').style.color).to.equal('red');
      expect(page.find('textarea').className).to.equal('b');
    });

    it('that lie outside of their form go on belonging to it', () => {
      page.show('<form id="order"></form><input name="note" form="order">');
      type(page.field('note'), 'mine');
      page.receive('<h2>New</h2><form id="order"><b>1</b></form><input name="note" form="order">');
      expect(new FormData(page.find('form') as HTMLFormElement).get('note')).to.equal('mine');
    });
  });

  describe('what a person opened', () => {
    it('stays open: a dialog in a dialog', () => {
      const markup = (text: string): string =>
        `<dialog id="outer"><p>${text}</p><dialog id="inner"><input name="why"><p>${text}</p></dialog></dialog>`;
      page.show(markup('1'));
      const [outer, inner] = [page.find('#outer'), page.find('#inner')] as HTMLDialogElement[];
      outer!.showModal();
      inner!.showModal();
      type(page.field('why'), 'because');
      page.receive(`<p>first</p>${markup('2')}`);
      expect([outer!.matches(':modal'), inner!.matches(':modal')]).to.deep.equal([true, true]);
      expect(textsOf('dialog > p')).to.equal('2,2');
      expect(page.field('why').value).to.equal('because');
      inner!.close();
      outer!.close();
    });

    it('stays open, and what a person closed stays closed: details, also those of one group', () => {
      const markup = (count: number): string =>
        `<details><summary>A ${count}</summary>a</details><details open><summary>B ${count}</summary>b</details>
        <details name="one" open><summary>C ${count}</summary>c</details><details name="one"><summary>D ${count}</summary>d</details>`;
      page.show(markup(1));
      const [a, b, , d] = [...page.box.querySelectorAll('details')];
      a!.open = true;
      b!.open = false;
      d!.open = true;
      page.receive(markup(2));
      expect([...page.box.querySelectorAll('details')].map(({ open }) => open)).to.deep.equal([
        true,
        false,
        false,
        true,
      ]);
      expect(textsOf('summary')).to.equal('A 2,B 2,C 2,D 2');
    });

    it('stays open: a popover of a row, where another row comes before it', () => {
      const list = (ids: string): string =>
        `<ul>${[...ids].map((id) => `<li>Order ${id} <div popover>Menu ${id}</div></li>`).join('')}</ul>`;
      page.show(list('76'));
      page.find('[popover]').showPopover();
      page.receive(list('876'));
      expect(textsOf(':popover-open')).to.equal('Menu 7');
    });
  });

  describe('what scripts made', () => {
    it('stays: the order into which a person dragged the rows, while their words follow', () => {
      const list = (rows: string[]): string =>
        `<ul>${rows.map((row) => `<li data-id="${row[0]!}">${row}</li>`).join('')}</ul>`;
      page.show(list(['a 1', 'b 1', 'c 1']));
      page.find('ul').append(page.find('[data-id=a]'));
      page.receive(list(['a 2', 'b 1', 'c 1']));
      expect(textsOf('li')).to.equal('b 1,c 1,a 2');
    });

    it('stays: a table that a script sorted, while a cell follows', () => {
      const table = (price: number): string =>
        `<table><thead><tr><th>Name</th><th>Price</th></tr></thead><tbody><tr><td>a</td><td>${price}</td></tr><tr><td>b</td><td>2</td></tr></tbody></table>`;
      page.show(table(1));
      page.find('tbody').append(page.find('tbody tr'));
      page.receive(table(3));
      expect(textsOf('tbody tr')).to.equal('b2,a3');
    });

    it('stays: what is drawn on a canvas, and shapes that a script added to a drawing', () => {
      const markup = (width: number): string =>
        `<canvas width="20" height="20"></canvas><svg viewBox="0 0 ${width} 10"><g class="bars"><rect width="${width}" height="4"></rect></g></svg>`;
      page.show(markup(10));
      const canvas = page.find('canvas') as HTMLCanvasElement;
      canvas.getContext('2d')!.fillRect(0, 0, 9, 9);
      const drawn = canvas.toDataURL();
      const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      page.find('.bars').append(line);
      page.receive(
        markup(12).replace('</g>', '<circle r="2"></circle><linearGradient id="g"></linearGradient></g>'),
      );
      expect(canvas.toDataURL()).to.equal(drawn);
      expect(page.find('svg').getAttribute('viewBox')).to.equal('0 0 12 10');
      expect(page.find('rect').getAttribute('width')).to.equal('12');
      expect(page.find('.bars').contains(line)).to.equal(true);
      expect(page.find('circle')).to.be.instanceOf(SVGCircleElement);
      expect(page.find('[id=g]').localName).to.equal('linearGradient');
    });

    it('stays: what it computed, hid, made inert or filled in by properties', () => {
      page.show('<output name="sum">0</output><p id="a">a 1</p><p id="b">b</p><audio id="sound"></audio>');
      const [sound, output] = [page.find('#sound') as HTMLAudioElement, page.find('output')];
      output.textContent = '42';
      page.find('#a').hidden = true;
      page.find('#b').inert = true;
      sound.volume = 0.5;
      page.receive(
        '<output name="sum">0</output><p id="a">a 2</p><p id="b">b</p><audio id="sound" loop></audio>',
      );
      expect(output.textContent).to.equal('42');
      expect([page.find('#a').hidden, page.find('#b').inert]).to.deep.equal([true, true]);
      expect(page.find('#a').textContent).to.equal('a 2');
      expect([page.find('#sound'), sound.volume, sound.loop]).to.deep.equal([sound, 0.5, true]);
    });

    it('stays: what a person writes in a part of a text that is edited in place', () => {
      const markup = (count: number): string =>
        `<article><h2>${count}</h2><p contenteditable="true" id="text">Old</p><p>by Anna, ${count}</p></article>`;
      page.show(markup(1));
      page.find('#text').focus();
      type(page.find('#text'), 'Old and new');
      page.receive(markup(2));
      expect(textsOf('article *')).to.equal('2,Old and new,by Anna, 2');
      expect(document.activeElement).to.equal(page.find('#text'));
    });

    it('stays: marks of frameworks in comments, each before its part', () => {
      page.show('<!--a--><p>1</p><!--/a--><!--b--><p>2</p><!--/b-->');
      const first = page.target.firstChild;
      page.receive('<!--a--><p>1</p><p>1.5</p><!--/a--><!--b--><p>3</p><!--/b-->');
      expect(page.target.innerHTML).to.equal('<!--a--><p>1</p><p>1.5</p><!--/a--><!--b--><p>3</p><!--/b-->');
      expect(page.target.firstChild).to.equal(first);
    });
  });

  describe('what must not begin anew', () => {
    it('does not: the page in a frame, where something comes before it', async () => {
      const frame = '<iframe srcdoc="<p>inside</p>"></iframe>';
      page.show(`<h2>1</h2>${frame}`);
      const element = page.find('iframe') as HTMLIFrameElement;
      await new Promise((resolve) => element.addEventListener('load', resolve, { once: true }));
      (element.contentWindow as unknown as { mark: number }).mark = 7;
      page.receive(`<h2>2</h2><p>new</p><section>more</section>${frame}<footer>end</footer>`);
      expect((element.contentWindow as unknown as { mark?: number }).mark).to.equal(7);
      expect(page.find('iframe')).to.equal(element);
    });

    it('does not: an image in a picture that gets another source, and a style that says the same', () => {
      const image = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">';
      page.show(`<style>.x { color: red }</style><picture>${image}</picture>`);
      const [style, img] = [page.find('style'), page.find('img')];
      const { sheet } = style as HTMLStyleElement;
      page.receive(
        `<style>.x { color: red }</style><picture><source media="print" srcset="data:,">${image}</picture><p>new</p>`,
      );
      expect([page.find('style'), page.find('img')]).to.deep.equal([style, img]);
      expect((page.find('style') as HTMLStyleElement).sheet).to.equal(sheet);
    });

    it('follows the server: rules of a style for print', () => {
      page.show('<style media="print">.x { color: red }</style>');
      page.receive('<style media="print">.x { color: blue }</style>');
      const { sheet } = page.find('style') as HTMLStyleElement;
      expect(sheet!.cssRules[0]!.cssText).to.contain('blue');
    });

    it('does not: where a person has scrolled to in a box, while rows come at its end', () => {
      const list = (count: number): string =>
        `<div class="box" style="height: 50px; overflow: auto">${Array.from({ length: count }, (_, at) => `<p>Row ${at}</p>`).join('')}</div>`;
      page.show(list(20));
      page.find('.box').scrollTop = 120;
      page.receive(list(25));
      expect(page.find('.box').scrollTop).to.equal(120);
      expect(page.box.querySelectorAll('p')).to.have.length(25);
    });

    it('does not: what a person has selected, while words beside it follow', () => {
      page.show('<p id="a">one 1</p><p id="b">some words to select</p>');
      getSelection()!.selectAllChildren(page.find('#b'));
      page.receive('<p>new</p><p id="a">one 2</p><p id="b">some words to select</p>');
      expect(String(getSelection())).to.equal('some words to select');
      getSelection()!.removeAllRanges();
    });
  });

  describe('shadow roots', () => {
    it('keep the focus and what was typed in them, while what is slotted in follows', () => {
      page.show('<div id="card"><span slot="title">1</span></div>');
      const root = page.find('#card').attachShadow({ mode: 'open' });
      root.innerHTML = '<slot name="title"></slot><input><slot></slot>';
      const field = root.querySelector('input')!;
      field.focus();
      type(field, 'mine');
      page.receive('<p>new</p><div id="card"><span slot="title">2</span><b>more</b></div>');
      const [title, rest] = root.querySelectorAll('slot');
      expect([title, rest].map((slot) => slot!.assignedElements()[0]!.textContent)).to.deep.equal([
        '2',
        'more',
      ]);
      expect([root.activeElement, field.value]).to.deep.equal([field, 'mine']);
    });

    it('that came in the markup follow the server, and keep what was typed in them', () => {
      const card = (count: number): string =>
        `<div id="card"><template shadowrootmode="open"><p>${count}</p><input name="in"></template></div>`;
      page.show('');
      page.receive(card(1));
      const root = page.find('#card').shadowRoot!;
      type(root.querySelector('input')!, 'mine');
      page.receive(card(2));
      expect(page.find('#card').shadowRoot).to.equal(root);
      expect(root.querySelector('p')!.textContent).to.equal('2');
      expect(root.querySelector('input')!.value).to.equal('mine');
    });
  });

  describe('lists', () => {
    it('in lists keep their ticks, where a row comes into the inner and one into the outer', () => {
      const box = (name: string): string => `<input type="checkbox" name="task" value="${name}"> ${name}`;
      const inner = (names: string): string =>
        `<ul>${[...names].map((name) => `<li>${box(name)}</li>`).join('')}</ul>`;
      page.show(`<ul><li>Home${inner('ab')}</li><li>Work${inner('cd')}</li></ul>`);
      (page.find('[value=d]') as HTMLInputElement).checked = true;
      page.receive(
        `<ul><li>Garden${inner('x')}</li><li>Home${inner('ab')}</li><li>Work${inner('cyd')}</li></ul>`,
      );
      expect((page.find('input:checked') as HTMLInputElement).value).to.equal('d');
      expect(page.box.querySelectorAll('input')).to.have.length(6);
    });

    it('of terms keep what was typed with its term', () => {
      const terms = (names: string): string =>
        `<dl>${[...names].map((name) => `<dt>${name}</dt><dd><input name="of-${name}"></dd>`).join('')}</dl>`;
      page.show(terms('bc'));
      type(page.field('of-c'), 'mine');
      page.receive(terms('abc'));
      expect(page.field('of-c').value).to.equal('mine');
      expect(page.field('of-c').parentElement!.previousElementSibling!.textContent).to.equal('c');
    });

    it('follow in number, order and caption: start, caption, columns', () => {
      page.show('<ol start="1"><li>a</li></ol><table><tbody><tr><td>1</td></tr></tbody></table>');
      const cell = page.find('td');
      page.receive(
        '<ol start="5" reversed><li>a</li></ol><table><caption>Prices</caption><colgroup><col></colgroup><tbody><tr><td>1</td></tr></tbody></table>',
      );
      const list = page.find('ol') as HTMLOListElement;
      expect([list.start, list.reversed]).to.deep.equal([5, true]);
      expect(page.find('table').firstElementChild!.textContent).to.equal('Prices');
      expect(page.find('td')).to.equal(cell);
    });
  });
});
