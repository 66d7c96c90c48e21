import { expect } from '@open-wc/testing';
import { ServerPage } from './support/server-page.js';

let page: ServerPage;
const kinds = (): string[] => page.conflicts.map(({ kind }) => kind);

describe('three-way merge', () => {
  beforeEach(() => {
    page = new ServerPage();
  });
  afterEach(() => page.close());

  describe('records without ids', () => {
    const order = (number: number, rest = ''): string =>
      `<li>Order ${number}${rest.replaceAll('#', String(number))}</li>`;
    const list = (numbers: number[], rest?: string): string =>
      `<ul>${numbers.map((number) => order(number, rest)).join('')}</ul>`;
    const rowOf = (number: number): Element =>
      [...page.box.querySelectorAll('li')].find(({ textContent }) =>
        textContent.includes(`Order ${number}`),
      )!;

    it('keeps a tick with its record when a row comes, when one goes, and when they change places', () => {
      const box = ' <input type="checkbox" name="pick" value="#">';
      page.show(list([7, 6, 5], box));
      const ticked = page.find('[value="7"]') as HTMLInputElement;
      ticked.checked = true;
      for (const numbers of [
        [8, 7, 6, 5],
        [9, 8, 7, 6],
        [6, 7, 8, 9],
        [7, 6],
      ]) {
        page.receive(list(numbers, box));
        expect(
          [...page.box.querySelectorAll<HTMLInputElement>('input')].map(({ value }) => Number(value)),
        ).to.deep.equal(numbers);
        expect(page.find('input:checked')).to.equal(ticked);
      }
    });

    it('keeps an open dialog with the record that it asks about', () => {
      const dialog = ' <dialog><form action="/delete/#"><p>Delete order #?</p></form></dialog>';
      page.show(list([7, 6], dialog));
      (page.find('dialog') as HTMLDialogElement).showModal();
      page.receive(list([8, 7, 6], dialog));
      expect(page.find('dialog[open] p').textContent).to.equal('Delete order 7?');
      expect(page.find('dialog[open] form').getAttribute('action')).to.equal('/delete/7');
      (page.find('dialog[open]') as HTMLDialogElement).close();
    });

    it('gives a new record a new element, so that listeners stay with theirs', () => {
      page.show(list([7, 6], ' <button>delete</button>'));
      const asked: string[] = [];
      for (const button of page.box.querySelectorAll('button')) {
        const { textContent } = button.parentElement!;
        button.addEventListener('click', () => asked.push(textContent));
      }
      page.receive(list([8, 7], ' <button>delete</button>'));
      rowOf(8).querySelector('button')!.click();
      rowOf(7).querySelector('button')!.click();
      expect(asked).to.deep.equal(['Order 7 delete']);
    });

    it('keeps what was typed with its record where forms of one address follow one that stays as it is', () => {
      const form = (number: number): string =>
        `<form action="/cart"><p>Order ${number}</p><input name="note"></form>`;
      page.show(form(7) + form(8));
      const note = page.box.querySelectorAll('input')[1]!;
      note.value = 'for 8';
      page.receive(form(7) + form(9));
      const ofForm = (number: number): string | undefined =>
        [...page.box.querySelectorAll('form')]
          .find(({ textContent }) => textContent.includes(`Order ${number}`))
          ?.querySelector('input')?.value;
      expect([ofForm(7), ofForm(9)]).to.deep.equal(['', '']);
      expect(ofForm(8)).to.equal('for 8');
    });

    it('keeps a row whose other words change', () => {
      page.show('<table><tr><td>7</td><td>open</td></tr><tr><td>6</td><td>open</td></tr></table>');
      const [seven, six] = [...page.box.querySelectorAll('tr')];
      page.receive(
        '<table><tr><td>8</td><td>open</td></tr><tr><td>7</td><td>sent</td></tr><tr><td>6</td><td>open</td></tr></table>',
      );
      const rows = [...page.box.querySelectorAll('tr')];
      expect(rows.map(({ textContent }) => textContent)).to.deep.equal(['8open', '7sent', '6open']);
      expect(rows[2]).to.equal(six);
      expect(rows.includes(seven!), 'an element is not given to another record').to.equal(rows[1] === seven);
    });

    it('matches the only one of its kind, whatever lies in it', () => {
      page.show('<p class="notice">old</p><section>one</section>');
      const section = page.find('section');
      page.receive('<section>two <b>and more</b></section>');
      expect(page.find('section')).to.equal(section);
    });
  });

  it('moves an element with its id into another list and a new wrapper, with what was typed in it', () => {
    const card = '<li id="card"><input name="note"></li>';
    page.show(`<ul id="todo">${card}<li id="other">x</li></ul><ul id="done"></ul>`);
    const [element, field] = [page.find('#card'), page.field('note')];
    field.value = 'typed';
    page.receive(`<ul id="todo"><li id="other">x</li></ul><div><ul id="done">${card}</ul></div>`);
    expect(page.find('#done > li')).to.equal(element);
    expect(page.field('note')).to.equal(field);
    expect(field.value).to.equal('typed');
    page.receive(`<ul id="todo">${card}<li id="other">x</li></ul><div><ul id="done"></ul></div>`);
    expect(page.find('#todo > li')).to.equal(element);
    expect(page.box.querySelectorAll('#card, [name=note]')).to.have.length(2);
    expect(page.conflicts).to.deep.equal([]);
  });

  it('keeps the focus where its row changes places with all others', () => {
    const rows = (ids: string): string =>
      [...ids].map((id) => `<p id="${id}"><input name="${id}"></p>`).join('');
    page.show(rows('abcd'));
    page.field('d').focus();
    page.receive(rows('dcba'));
    expect(document.activeElement).to.equal(page.field('d'));
    expect([...page.box.querySelectorAll('p')].map(({ id }) => id).join('')).to.equal('dcba');
  });

  describe('what scripts did', () => {
    it('stays where the server says as before: attributes, classes, styles, children, texts', () => {
      const markup = (count: number): string =>
        `<h2>${count} new</h2><div class="menu" style="color: red"><p>one</p></div><b id="sum">0</b>`;
      page.show(markup(1));
      const menu = page.find('.menu');
      menu.classList.add('show');
      menu.style.display = 'block';
      menu.setAttribute('aria-expanded', 'true');
      menu.insertAdjacentHTML('beforeend', '<i>made by a script</i>');
      page.find('#sum').textContent = '12';
      const html = menu.outerHTML;
      page.receive(markup(2));
      expect(page.find('h2').textContent).to.equal('2 new');
      expect(menu.outerHTML).to.equal(html);
      expect(page.find('#sum').textContent).to.equal('12');
    });

    it('stays beside what the server changed in the same attribute, by word and by property', () => {
      page.show('<div class="a b" style="color: red; width: 1px" title="x"></div>');
      const element = page.find('[title]');
      element.classList.add('mine');
      element.classList.remove('b');
      element.style.display = 'none';
      page.receive('<div class="b c" style="color: blue" title="y"></div>');
      expect([...element.classList].sort()).to.deep.equal(['c', 'mine']);
      expect([element.style.color, element.style.width, element.style.display]).to.deep.equal([
        'blue',
        '',
        'none',
      ]);
      expect(element.title).to.equal('y');
      page.receive('<div class="b" style="color: blue" title="y"></div>');
      expect([...element.classList]).to.deep.equal(['mine']);
    });

    it('follows the server where it changed a text that a script changed as well', () => {
      page.show('<b id="votes">1</b>');
      page.find('#votes').textContent = '2';
      page.receive('<b id="votes">5</b>');
      expect(page.find('#votes').textContent).to.equal('5');
    });

    it('stays in the place of what the server sent, and a change of that is told once', () => {
      page.show('<div id="editor"><p>old</p></div>');
      page.find('#editor').innerHTML = '<div class="toolbar">B</div><div contenteditable>old, typed</div>';
      const html = page.find('#editor').innerHTML;
      page.receive('<div id="editor"><p>old</p></div><hr>');
      expect(page.conflicts).to.deep.equal([]);
      page.receive('<div id="editor"><p>new</p><p>more</p></div><hr>');
      page.receive('<div id="editor"><p>newer</p></div><hr>');
      expect(page.find('#editor').innerHTML).to.equal(html);
      expect(kinds()).to.deep.equal(['replaced']);
      expect(page.conflicts[0]).to.include({
        field: page.find('#editor'),
        mine: html,
        theirs: '<p>new</p><p>more</p>',
      });
    });

    it('stays sorted and on its page, and rows that were taken out follow, too', () => {
      const table = (price: number): string =>
        `<table id="t"><tbody>${[1, 2, 3].map((row) => `<tr id="r${row}"><td>${row}</td><td>${price}</td></tr>`).join('')}</tbody></table>`;
      page.show(table(1));
      const body = page.find('tbody');
      const [first, second, third] = [...body.children];
      const wrapper = document.createElement('div');
      page.find('table').replaceWith(wrapper);
      wrapper.append('controls', body.parentElement!);
      first!.remove();
      body.append(third!, second!);
      page.receive(table(2));
      expect([...body.children]).to.deep.equal([third, second]);
      expect([first, second, third].map((row) => row!.lastElementChild!.textContent)).to.deep.equal([
        '2',
        '2',
        '2',
      ]);
      expect(wrapper.isConnected).to.equal(true);
      page.receive('<p>none</p>');
      expect(wrapper.isConnected, 'the wrapper goes with what it is for').to.equal(false);
    });

    it('is one with what the server sends later and says the same', () => {
      page.show('<ul><li id="o1">Order 1</li></ul>');
      const own = document.createElement('li');
      own.textContent = 'Order 2';
      page.find('ul').append(own);
      page.receive('<ul><li id="o1">Order 1</li><li id="o2">Order 2</li></ul>');
      expect(page.box.querySelectorAll('li')).to.have.length(2);
      expect(page.find('#o2')).to.equal(own);
      page.receive('<ul><li id="o1">Order 1</li></ul>');
      expect(own.isConnected).to.equal(false);
    });

    it('lasts until the next refresh in dx-transient', () => {
      const markup = '<button dx-transient="">Save</button><ul dx-transient=""><li>one</li></ul>';
      page.show(markup);
      page.find('button').setAttribute('disabled', '');
      page.find('button').textContent = 'Saving …';
      page.find('ul').insertAdjacentHTML('beforeend', '<li>shown in advance</li>');
      page.receive(markup);
      expect(page.target.innerHTML).to.equal(markup);
    });

    it('stays in a hidden field; a token that only the server changed follows', () => {
      const form = (token: number, stars = ''): string =>
        `<input type="hidden" name="token" value="${token}"><input type="hidden" name="stars" value="${stars}">`;
      page.show(form(1));
      page.field('stars').value = '4';
      page.receive(form(2));
      expect([page.field('token').value, page.field('stars').value]).to.deep.equal(['2', '4']);
      expect(page.conflicts).to.deep.equal([]);
      page.receive(form(2, '1'));
      page.receive(form(3, '1'));
      expect([page.field('token').value, page.field('stars').value]).to.deep.equal(['3', '4']);
      expect(page.conflicts.map(({ kind, mine, theirs }) => [kind, mine, theirs])).to.deep.equal([
        ['changed', '4', '1'],
      ]);
    });

    it('stays in a select that a script filled', () => {
      const form = (count: number): string => `<p>${count}</p><select name="town"></select>`;
      page.show(form(1));
      page.field('town').innerHTML = '<option value="">–</option><option value="k">Köln</option>';
      page.field('town').value = 'k';
      page.receive(form(2));
      expect(page.field('town').value).to.equal('k');
      expect(page.conflicts).to.deep.equal([]);
    });
  });

  describe('dx-keep', () => {
    it('needs no id: what the server puts before it is shown, and it is there once', () => {
      page.show('<div dx-keep>server copy</div><p>end</p>');
      const kept = page.find('[dx-keep]');
      kept.textContent = 'live map';
      page.receive('<div class="notice">Delayed</div><div dx-keep>server copy</div><p>end</p>');
      expect([...page.target.children].map(({ textContent }) => textContent)).to.deep.equal([
        'Delayed',
        'live map',
        'end',
      ]);
      expect(page.find('[dx-keep]')).to.equal(kept);
      page.receive('<p>end</p>');
      expect(kept.isConnected).to.equal(true);
    });
  });

  describe('work of a person', () => {
    it('stays in an element that a script added', () => {
      page.show('<ul><li id="l1"><input name="line[1]" value="Ink"></li></ul>');
      page.find('ul').insertAdjacentHTML('beforeend', '<li><input name="line[new]"></li>');
      page.field('line[new]').value = 'Paper';
      page.receive('<ul><li id="l1"><input name="line[1]" value="Ink, black"></li></ul>');
      expect([page.field('line[1]').value, page.field('line[new]').value]).to.deep.equal([
        'Ink, black',
        'Paper',
      ]);
    });

    const removed: [string, string, () => void][] = [
      ['typed', '<textarea name="t"></textarea>', () => (page.field('t').value = 'long text')],
      ['ticked', '<input type="checkbox" name="t">', () => (page.field('t').checked = true)],
      ['chosen', '<select name="t"><option>1<option>2</select>', () => (page.field('t').value = '2')],
      ['has the focus in', '<input name="t">', () => page.field('t').focus()],
    ];
    for (const [what, markup, act] of removed) {
      it(`stays where the server took away what a person ${what}, and is told once`, () => {
        page.show(`<p>a</p><section>${markup}</section>`);
        act();
        const section = page.find('section');
        page.receive('<p>b</p>');
        page.receive('<p>c</p>');
        expect(section.isConnected).to.equal(true);
        expect(page.find('p').textContent).to.equal('c');
        expect(kinds()).to.deep.equal(['removed']);
        expect(page.conflicts[0]).to.include({ field: section, theirs: '' });
      });
    }

    it('is not handed to another form in the same place, such as the one to sign in', () => {
      page.show('<form><h2>Report</h2><textarea name="t"></textarea></form>');
      const form = page.find('form');
      page.field('t').value = 'half an hour of work';
      page.receive('<form action="/login"><h2>Please sign in</h2><input name="user"></form>');
      expect(form.textContent).to.contain('Report');
      expect(page.field('t').form).to.equal(form);
      expect(form.hasAttribute('action')).to.equal(false);
      expect(page.field('user').form!.getAttribute('action')).to.equal('/login');
      page.receive('<form><h2>Report</h2><textarea name="t"></textarea></form>');
      expect(page.box.querySelectorAll('form')).to.have.length(1);
      expect(page.field('t').value).to.equal('half an hour of work');
    });

    it('is not seen in a field that a script only shows in another shape, nor in a read-only one', () => {
      const form = (phone: string): string =>
        `<input name="p" value="${phone}"><input name="r" value="${phone}" readonly>`;
      page.show(form('3012345678'));
      page.field('p').value = '(30) 1234-5678';
      page.field('r').value = 'computed';
      page.receive(form('4099999999'));
      expect([page.field('p').value, page.field('r').value]).to.deep.equal(['4099999999', '4099999999']);
      expect(page.conflicts).to.deep.equal([]);
    });

    it('stays where the server makes another element of the whole part', () => {
      page.show('<p>1</p><input name="a">');
      page.field('a').value = 'typed';
      page.find('p').title = 'mine';
      page.field('a').focus();
      page.receive('<p>2</p><input name="a">', 'section');
      expect([page.target.localName, page.find('p').textContent, page.find('p').title]).to.deep.equal([
        'section',
        '2',
        'mine',
      ]);
      expect(page.field('a').value).to.equal('typed');
      expect(document.activeElement).to.equal(page.field('a'));
      page.receive('<p>3</p>', 'section');
      expect([page.find('p').textContent, page.field('a').value]).to.deep.equal(['3', 'typed']);
      expect(kinds()).to.deep.equal(['removed']);
    });

    it('stays when the server comes round to it and goes on', () => {
      page.show('<input name="a" value="1">');
      page.field('a').value = '2';
      page.receive('<input name="a" value="3">');
      expect(page.field('a').value).to.equal('2');
      page.receive('<input name="a" value="2">');
      page.receive('<input name="a" value="4">');
      expect(page.field('a').value).to.equal('4');
      expect(kinds()).to.deep.equal(['changed']);
    });
  });

  it('follows into templates, and leaves noscript text alone', () => {
    page.show('<template><li>10 €</li></template>');
    page.receive('<template><li>12 €</li></template>');
    expect((page.find('template') as HTMLTemplateElement).content.textContent).to.equal('12 €');
  });

  it('tells custom elements of what they do at once from what the server sent', () => {
    customElements.define(
      'drawn-card',
      class extends HTMLElement {
        connectedCallback(): void {
          this.append(
            Object.assign(document.createElement('b'), {
              textContent: `Card of ${this.getAttribute('name')!}`,
            }),
          );
        }
      },
    );
    page.show('<p>1</p>');
    page.receive('<p>1</p><drawn-card name="anna">\n</drawn-card>');
    page.receive('<p>2</p><drawn-card name="anna">\n</drawn-card>');
    expect(page.find('drawn-card').textContent.trim()).to.equal('Card of anna');
  });

  it('changes nothing where the server says the same, whatever others did', async () => {
    const markup = '<ul class="a"><li>one</li><li>two</li></ul>';
    page.show(markup);
    page.find('ul').className = 'b';
    page.find('li').remove();
    await new Promise((resolve) => setTimeout(resolve));
    const observer = new MutationObserver(() => undefined);
    observer.observe(page.box, { subtree: true, childList: true, attributes: true, characterData: true });
    page.receive(markup);
    expect(observer.takeRecords()).to.deep.equal([]);
    observer.disconnect();
  });
});
