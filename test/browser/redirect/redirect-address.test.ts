import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { readRedirect, type RedirectRules } from '../../../src/redirect/redirect-address.js';

const PAGE = 'https://shop.example/orders/7?tab=2#top';
const RULES: RedirectRules = { page: PAGE, base: PAGE, allow: ['https://pay.example'] };

const hrefOf = (data: unknown, rules: Partial<RedirectRules> = {}): string | null | undefined => {
  const address = readRedirect(data, { ...RULES, ...rules });
  return 'problem' in address ? undefined : address.href;
};
const problemOf = (data: unknown): string => {
  const address = readRedirect(data, RULES);
  return 'problem' in address ? address.problem : '';
};

describe('the address of a redirect', () => {
  it('follows the rules of Directual where it is a text', () => {
    expect([
      hrefOf('<='),
      hrefOf('../'),
      hrefOf('../../'),
      hrefOf('../../../../'),
      hrefOf('/edit'),
      hrefOf(' /edit '),
      hrefOf('/edit?step=2#name'),
      hrefOf('/edit', { page: 'https://shop.example/orders/7/' }),
      hrefOf('/orders', { page: 'https://shop.example/' }),
    ]).to.deep.equal([
      null,
      'https://shop.example/orders',
      'https://shop.example/',
      'https://shop.example/',
      'https://shop.example/orders/7/edit',
      'https://shop.example/orders/7/edit',
      'https://shop.example/orders/7/edit?step=2#name',
      'https://shop.example/orders/7/edit',
      'https://shop.example/orders',
    ]);
  });

  it('is a web address resolved against the page where it is an object, its JSON text, or a whole address', () => {
    expect([
      hrefOf({ href: '/orders/8' }),
      hrefOf({ href: 'edit' }, { base: 'https://shop.example/app/' }),
      hrefOf('{"href":"?tab=3"}'),
      hrefOf({ href: 'https://pay.example/7' }),
      hrefOf('https://shop.example/help'),
    ]).to.deep.equal([
      'https://shop.example/orders/8',
      'https://shop.example/app/edit',
      'https://shop.example/orders/7?tab=3',
      'https://pay.example/7',
      'https://shop.example/help',
    ]);
    expect(readRedirect({ href: '/a', replace: true }, RULES)).to.deep.equal({
      href: 'https://shop.example/a',
      replace: true,
    });
    expect(readRedirect({ href: '/a', replace: 'yes' }, RULES)).to.deep.include({ replace: false });
  });

  it('is refused with a reason where it leads to another site, is none of the web, or cannot be read', () => {
    expect(problemOf({ href: '//evil.example' })).to.match(/leads to https:\/\/evil\.example.*allow/);
    for (const href of ['\\\\evil.example', '/\\evil.example', 'https:evil.example', 'http://shop.example/'])
      expect(String(hrefOf({ href })), href).to.not.match(/^https?:\/\/evil|^http:/);
    expect(problemOf({ href: 'https://shop.example.evil.example/' })).to.match(/leads to/);
    expect(problemOf({ href: 'https://shop.example@evil.example/' })).to.match(/user name/);
    for (const href of [
      'javascript:alert(1)',
      'java\nscript:alert(1)',
      'data:text/html,x',
      'blob:https://shop.example/1',
    ])
      expect(problemOf({ href }), href).to.match(/no web address/);
    expect(problemOf({ href: 'https://[' })).to.match(/no address/);
    expect(problemOf(`/${'a'.repeat(3_000)}`)).to.match(/too long/);
    expect(problemOf('//evil.example')).to.match(/none of/);
    expect(problemOf('orders')).to.match(/none of/);
    for (const text of [
      '/..',
      '/.',
      '/a/../b',
      '/a/%2e%2E/b',
      '/..//evil.example',
      '/a//b',
      '/a\\..\\b',
      '/.\t./a',
      '/a/.',
    ])
      expect(problemOf(text), text).to.match(/none of/);
    for (const text of ['/.well-known', '/a.b/', '/a?next=/../b', '/...'])
      expect(hrefOf(text), text).to.equal(`https://shop.example/orders/7${text}`);
    for (const data of [null, undefined, 7, [], {}, { href: 7 }, '{"href":', '{}'])
      expect(problemOf(data), JSON.stringify(data)).to.match(/has no href|none of/);
  });

  it('is of the page’s own origin or of one that is allowed, whatever a message holds', () => {
    const piece = fc.constantFrom(
      ...[
        '/',
        '\\',
        '..',
        '../',
        '<=',
        'javascript:',
        'data:',
        '//',
        'https:',
        'http://',
        'evil.example',
        '@',
        ':',
        '?',
      ],
      ...[
        '#',
        '%2f',
        '\t',
        '\n',
        ' ',
        '\u0000',
        'shop.example',
        'blob:',
        '{"href":"',
        '"}',
        '.',
        'a',
        '．',
        '。',
      ],
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    );
    const data = fc.oneof(
      text,
      fc.record({ href: text }),
      text.map((href) => JSON.stringify({ href })),
      fc.anything(),
    );
    fc.assert(
      fc.property(data, (message) => {
        const href = hrefOf(message);
        if (typeof href !== 'string') return;
        expect(new URL(href).protocol).to.equal('https:');
        expect(['https://shop.example', 'https://pay.example']).to.include(new URL(href).origin);
      }),
      { numRuns: 5_000 },
    );
  });
});
