import { expect } from '@open-wc/testing';
import { findFresh } from '../../../../src/refresh/actions/find-fresh.js';
import {
  isTidied,
  parseInContext,
  readAnswer,
  type Answer,
} from '../../../../src/refresh/actions/read-answer.js';
import { merge } from '../../../../src/refresh/merge/merge.js';

const read = (
  body: string | Uint8Array<ArrayBuffer>,
  type = 'text/html',
  pageCharset = 'utf-8',
): Promise<Answer> =>
  readAnswer(new Response(body, { headers: { 'Content-Type': type } }), 'https://shop.test/', pageCharset);

/** A character a byte, as Latin 1 has them. */
const latin1 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf16 = (text: string, isLittle: boolean): Uint8Array<ArrayBuffer> => {
  const bytes = new DataView(new ArrayBuffer(text.length * 2));
  [...text].forEach((letter, at) => bytes.setUint16(at * 2, letter.charCodeAt(0), isLittle));
  return new Uint8Array(bytes.buffer);
};

describe('an answer', () => {
  const charsets: [string, Uint8Array<ArrayBuffer>, string, string][] = [
    ['its header', latin1('<p>café</p>'), 'text/html; charset=iso-8859-1', 'utf-8'],
    ['its header, in quotes', latin1('<p>café</p>'), 'text/html; charset="windows-1252"', 'utf-8'],
    ['its <meta>', latin1('<meta charset=windows-1252><p>café</p>'), 'text/html', 'utf-8'],
    [
      'its <meta> of the old kind',
      latin1('<meta http-equiv="content-type" content="text/html; charset=iso-8859-1"><p>café</p>'),
      'text/html',
      'utf-8',
    ],
    ['the page, where it says nothing', latin1('<p>café</p>'), 'text/html', 'windows-1252'],
    [
      'the page, where it says what is none',
      latin1('<p>café</p>'),
      'text/html; charset=none',
      'windows-1252',
    ],
    [
      'its mark, whatever the header says',
      new TextEncoder().encode('\uFEFF<p>café</p>'),
      'text/html; charset=iso-8859-1',
      'utf-8',
    ],
    ['its mark of UTF-16', utf16('\uFEFF<p>café</p>', true), 'text/html', 'utf-8'],
    ['its mark of UTF-16, the other way round', utf16('\uFEFF<p>café</p>', false), 'text/html', 'utf-8'],
  ];
  for (const [by, bytes, type, pageCharset] of charsets) {
    it(`is read in the character set of ${by}`, async () => {
      const { page } = await read(bytes, type, pageCharset);
      expect(page.querySelector('p')!.textContent).to.equal('café');
    });
  }

  it('keeps what stands in noscript a text, as a browser in which scripts run', async () => {
    const { page } = await read('<p><noscript><img src="/pixel" alt=""></noscript></p>');
    expect(page.querySelector('noscript')!.children).to.have.length(0);
    expect(page.querySelector('noscript')!.textContent).to.contain('<img');
  });

  const tidied: [string, string, boolean][] = [
    ['/part', '/part/', true],
    ['/Part', '/part', true],
    ['/part', '/de/part', true],
    ['/part', '/pt-BR/part', true],
    ['/part/index.html', '/part/', true],
    ['/index.php', '/', true],
    ['/part.html', '/part', true],
    ['//part', '/part', true],
    ['/part?a=1', '/part/?a=1', true],
    ['/part', '/login', false],
    ['/part', '/part/login', false],
    ['/part', '/de/login', false],
    ['/', '/login', false],
    ['/part', '/', false],
  ];
  for (const [from, to, isSame] of tidied) {
    it(`from ${to}, where ${from} was asked for, ${isSame ? 'is the same page' : 'may be a page to sign in'}`, () => {
      expect(isTidied(`https://shop.test${from}`, `https://shop.test${to}`)).to.equal(isSame);
    });
  }
});

describe('a part of an answer', () => {
  let box: HTMLElement;
  beforeEach(() => {
    box = document.createElement('div');
    document.body.append(box);
  });
  afterEach(() => box.remove());

  const parts: [string, string, string, string][] = [
    [
      'rows',
      '<table><tbody id="t"><tr><td>1</td></tr></tbody></table>',
      '<tbody id="t"><tr><td>2</td></tr></tbody>',
      '2',
    ],
    ['a row', '<table><tr id="t"><td>1</td></tr></table>', '<tr id="t"><td>2</td></tr>', '2'],
    ['a cell', '<table><tr><td id="t">1</td></tr></table>', '<td id="t">2</td>', '2'],
    ['a caption', '<table><caption id="t">1</caption></table>', '<caption id="t">2</caption>', '2'],
    ['an option', '<select><option id="t">1</option></select>', '<option id="t">2</option>', '2'],
    [
      'a shape',
      '<svg><g id="t"><text>1</text></g></svg>',
      '<g id="t"><text>2</text><circle r="4"></circle></g>',
      '2',
    ],
    [
      'a drawing',
      '<svg id="t"><text>1</text></svg>',
      '<svg id="t" viewBox="0 0 1 1"><text>2</text></svg>',
      '2',
    ],
    ['a formula', '<math id="t"><mi>1</mi></math>', '<math id="t"><mi>2</mi></math>', '2'],
    [
      'a term of a formula',
      '<math><mrow id="t"><mi>1</mi></mrow></math>',
      '<mrow id="t"><mi>2</mi></mrow>',
      '2',
    ],
  ];
  for (const [what, markup, answer, text] of parts) {
    it(`is merged where it is only ${what}, with elements of the right kind`, async () => {
      box.innerHTML = markup;
      const target = box.querySelector('#t')!;
      merge(target, findFresh(await read(answer), target));
      expect(box.querySelector('#t')).to.equal(target);
      expect(target.textContent).to.equal(text);
      for (const element of target.querySelectorAll('*'))
        expect(element.namespaceURI).to.equal(target.namespaceURI);
      expect(target.getAttribute('viewBox')).to.equal(what === 'a drawing' ? '0 0 1 1' : null);
    });
  }

  it('runs no script that it brings: in rows, in drawings, in templates', async () => {
    const script = '<script>globalThis.hasRun = true</script>';
    const shapes: [string, string][] = [
      ['<table><tr id="t"><td>1</td></tr></table>', `<tr id="t"><td>2${script}</td></tr>`],
      ['<svg><g id="t"></g></svg>', `<g id="t">${script}</g>`],
      ['<div id="t"></div>', `<div id="t"><template>${script}</template>${script}</div>`],
    ];
    for (const [markup, answer] of shapes) {
      box.innerHTML = markup;
      const target = box.querySelector('#t')!;
      merge(target, findFresh(await read(answer), target));
      expect(target.innerHTML).to.contain('hasRun');
      expect('hasRun' in globalThis).to.equal(false);
    }
  });

  it('is not looked for in another context where the target can stand anywhere', () => {
    expect(parseInContext('<p id="t">2</p>', box)).to.equal(null);
  });
});
