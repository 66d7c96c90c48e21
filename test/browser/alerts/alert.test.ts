import { expect } from '@open-wc/testing';
import { alertItems } from '../../../src/alerts/alert-data.js';
import { alertProblem, problemText, textAt, toAlert } from '../../../src/alerts/alert.js';
import { isForPage } from '../../../src/alerts/alert-data.js';
import { parseFieldMap } from '../../../src/alerts/field-map.js';
import { safeUrl } from '../../../src/data/safe-url.js';

const base = 'https://shop.test/orders/';

describe('toAlert', () => {
  it('takes texts, numbers and booleans as the text', () => {
    expect(toAlert('Saved')?.text).to.equal('Saved');
    expect(toAlert(0)?.text).to.equal('0');
    expect(toAlert(false)?.text).to.equal('false');
  });

  it('reads the fields of an object and leaves others out', () => {
    const data = {
      id: 7,
      key: 'order',
      title: ' Order ',
      text: 'Shipped',
      variant: 'Success',
      href: 'track',
      action: { label: 'Undo', event: 'undo' },
      duration: '8000',
      sticky: true,
      html: '<b>',
    };
    expect(toAlert(data, { base })).to.deep.equal({
      id: '7',
      key: 'order',
      title: 'Order',
      text: 'Shipped',
      variant: 'success',
      href: 'https://shop.test/orders/track',
      action: { label: 'Undo', href: null, event: 'undo' },
      progress: null,
      duration: 8000,
      sticky: true,
      icon: null,
      category: null,
      placement: null,
    });
  });

  it('takes fields of a wrong type as absent', () => {
    const data = {
      title: 'T',
      text: { deep: 1 },
      id: [],
      variant: 5,
      duration: -1,
      sticky: 'no',
      action: 'x',
      href: {},
    };
    expect(toAlert(data)).to.deep.equal({
      id: null,
      key: null,
      title: 'T',
      text: '',
      variant: 'info',
      href: null,
      action: null,
      progress: null,
      duration: null,
      sticky: false,
      icon: null,
      category: null,
      placement: null,
    });
  });

  it('knows other names of variants and uses the default for unknown ones', () => {
    expect(toAlert({ text: 'x', variant: 'error' })?.variant).to.equal('danger');
    expect(toAlert({ text: 'x', variant: 'pink' }, { variant: 'warning' })?.variant).to.equal('warning');
  });

  it('reads what the Directual platform sends: other names of fields, settings in "parameters", JSON text, a list', () => {
    const message = {
      message: 'Hello world! My name is Anna',
      parameters: { position: 'top-right', duration: 4000, icon: '🇷🇺' },
    };
    for (const data of [message, JSON.stringify(message), [message], JSON.stringify([message, 'b'])]) {
      const [item, ...others] = alertItems(data);
      const alert = toAlert(item)!;
      expect(others.length).to.equal(typeof data === 'string' && data.startsWith('[') ? 1 : 0);
      expect([alert.text, alert.placement, alert.duration, alert.icon]).to.deep.equal([
        'Hello world! My name is Anna',
        'top-end',
        4000,
        '🇷🇺',
      ]);
      expect(textAt(item, 'message')).to.equal(message.message);
    }
    const template = {
      variant: 'destructive',
      title: 'Payment',
      description: 'was refused',
      icon: 'AlertCircle',
    };
    const { title, text, variant, icon } = toAlert(template)!;
    expect([title, text, variant, icon]).to.deep.equal(['Payment', 'was refused', 'danger', 'AlertCircle']);
    expect(toAlert({ body: 'x', type: 'success' })).to.include({ text: 'x', variant: 'success' });
    expect(toAlert({ text: 'x', variant: 'default' }, { variant: 'warning' })?.variant).to.equal('info');
    expect(toAlert({ text: 'own', message: 'other', description: 'third' })?.text).to.equal('own');
  });

  it('takes left and right as the page is written', () => {
    const data = { text: 'x', parameters: { position: 'bottom-left' } };
    expect(toAlert(data)?.placement).to.equal('bottom-start');
    expect(toAlert(data, { isRightToLeft: true })?.placement).to.equal('bottom-end');
    expect(toAlert({ text: 'x', placement: 'top-center' })?.placement).to.equal('top-center');
    expect(toAlert({ text: 'x', placement: 'middle' })?.placement).to.equal(null);
  });

  it('lets an explicit map win over every other name', () => {
    const { map } = parseFieldMap('text: note, variant: level');
    const data = { text: 'a', message: 'b', note: 'c', type: 'error', level: 'success' };
    expect(toAlert(data, { map })).to.include({ text: 'c', variant: 'success' });
    expect(toAlert({ title: 't', text: 'a' }, { map })?.text).to.equal('');
  });

  it('leaves a text with braces a text where it is no JSON', () => {
    for (const text of ['{name} has come', '[urgent] call back', '{"a": 1', '{{name}}'])
      expect(alertItems(text).map((item) => toAlert(item)?.text)).to.deep.equal([text]);
  });

  it('draws one sign or a named picture, and nothing else, in place of the icon', () => {
    const iconOf = (icon: unknown) => toAlert({ text: 'x', icon })?.icon;
    for (const icon of ['✓', '👨‍👩‍👧‍👦', '!!', 'Bell']) expect(iconOf(icon)).to.equal(icon);
    for (const icon of ['fa-bell', '<svg>', '', 7e9, { a: 1 }])
      expect(iconOf(icon), JSON.stringify(icon)).to.equal(null);
  });

  it('is for the pages that it names and those below, and for all where it names none', () => {
    const isFor = (page: unknown, pathname: string) => isForPage({ text: 'x', page }, pathname);
    expect(isFor('my-home-page,profile', '/profile')).to.equal(true);
    expect(isFor('my-home-page, /profile/', '/profile/orders/7')).to.equal(true);
    expect(isFor('profile', '/profiles')).to.equal(false);
    expect(isFor('profile', '/')).to.equal(false);
    expect(isFor('a/b', '/a')).to.equal(false);
    for (const page of [undefined, null, '', 3, { number: 2 }, ['profile']])
      expect(isFor(page, '/elsewhere'), JSON.stringify(page)).to.equal(true);
    expect(isForPage('text', '/elsewhere')).to.equal(true);
  });

  it('shows nothing of empty, binary and textless data, and says why', () => {
    const cases: [unknown, RegExp][] = [
      [null, /empty/],
      [undefined, /empty/],
      ['', /empty/],
      ['  ', /no text/],
      [{}, /empty/],
      [new ArrayBuffer(4), /binary/],
      [new Uint8Array(4), /binary/],
      [new Blob(['x']), /binary/],
      [{ note: 'hi', by: 'me' }, /fields note, by.*map="text: note"/],
      ['{"note":"hi"}', /fields note/],
      [[], /empty/],
      [Symbol('x'), /no text/],
    ];
    for (const [data, reason] of cases) {
      const [item] = alertItems(data);
      expect(toAlert(item), String(reason)).to.equal(null);
      expect(problemText(alertProblem(item))).to.match(reason);
    }
  });

  it('bounds texts without halving a character', () => {
    const { text } = toAlert('😀'.repeat(5_000))!;
    expect(text.length).to.be.at.most(2_000);
    expect(text).to.match(/😀…$/u);
    expect(() => encodeURIComponent(text)).not.to.throw();
    expect(toAlert({ title: 'x'.repeat(1e6), text: 'y' })!.title).to.have.length(200);
  });

  it('takes control characters out and keeps line breaks', () => {
    expect(toAlert('a\u0000b\u001b[31m\nc\u0085')?.text).to.equal('ab[31m\nc');
  });

  it('survives data that is deep, large or names prototypes', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 100_000; level += 1) deep = { deep };
    expect(toAlert({ text: 'x', more: deep })?.text).to.equal('x');
    expect(toAlert(deep)).to.equal(null);
    expect(problemText(alertProblem(deep))).to.contain('fields deep');
    const hostile: unknown = JSON.parse('{"__proto__":{"text":"from the prototype"},"title":"own"}');
    expect(toAlert(hostile)?.text).to.equal('');
    expect(({} as Record<string, unknown>)['text']).to.equal(undefined);
  });

  it('finds fields where the map says', () => {
    const { map } = parseFieldMap('text: body.note, title: subject, action.label: button');
    const data = {
      subject: 'S',
      body: { note: 'N' },
      button: 'Go',
      action: { href: '/x' },
      text: 'not this',
    };
    const alert = toAlert(data, { map, base })!;
    expect([alert.title, alert.text]).to.deep.equal(['S', 'N']);
    expect(alert.action).to.deep.equal({ label: 'Go', href: 'https://shop.test/x', event: null });
  });

  it('drops an action that leads nowhere safe', () => {
    expect(
      toAlert({ text: 'x', action: { label: 'Go', href: 'javascript:alert(1)' } }, { base })?.action,
    ).to.equal(null);
    expect(toAlert({ text: 'x', action: { href: '/go' } }, { base })?.action).to.equal(null);
  });

  it('gives templates the text of a path, and a plain message under every path', () => {
    expect(textAt({ a: { b: 5 } }, 'a.b')).to.equal('5');
    expect(textAt({ a: {} }, 'a')).to.equal('');
    expect(textAt('plain', 'text')).to.equal('plain');
  });
});

describe('parseMap', () => {
  it('reports parts that are no field and path', () => {
    const { map, mistakes } = parseFieldMap('text: a, txt: b, title, href:, key: k.v');
    expect([...map]).to.deep.equal([
      ['text', 'a'],
      ['key', 'k.v'],
    ]);
    expect(mistakes).to.deep.equal(['txt: b', 'title', 'href:']);
  });
});

describe('safeUrl', () => {
  it('lets web, mail, phone and relative links through', () => {
    expect(safeUrl('https://a.test/x?y#z', base)).to.equal('https://a.test/x?y#z');
    expect(safeUrl('mailto:a@b.test', base)).to.equal('mailto:a@b.test');
    expect(safeUrl('tel:+123', base)).to.equal('tel:+123');
    expect(safeUrl('../x', base)).to.equal('https://shop.test/x');
    expect(safeUrl('?page=2', base)).to.equal('https://shop.test/orders/?page=2');
  });

  it('drops everything else, however it is written', () => {
    const tab = String.fromCharCode(9);
    const links = [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      '  javascript:alert(1)',
      `java${tab}script:alert(1)`,
      '\u0001javascript:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      'vbscript:x',
      'blob:https://shop.test/1',
      'file:///etc/passwd',
      'about:blank',
      'intent://x',
      'https://',
      '',
      ' ',
      `https://a.test/${'x'.repeat(5_000)}`,
    ];
    for (const link of links) expect(safeUrl(link, base), link.slice(0, 40)).to.equal(null);
  });
});
