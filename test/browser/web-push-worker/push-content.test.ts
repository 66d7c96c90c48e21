import { expect } from '@open-wc/testing';
import { readPush, targetOf } from '../../../src/web-push-worker/push-content.js';

describe('what came by Web Push', () => {
  it('is read with all that it says, as texts', () => {
    const sent = {
      dx: 1,
      tag: 'dx-1',
      id: 'a 1',
      title: '<b>Paid</b>',
      text: 'Order 7',
      href: '/7',
      lang: 'de',
    };
    const { dx, ...content } = sent;
    expect(dx).to.equal(1);
    expect(readPush(JSON.stringify(sent))).to.deep.equal(content);
  });

  it('has empty texts for what is left out, or is none', () => {
    expect(readPush('{"dx":1,"title":7,"href":{"a":1}}')).to.deep.equal({
      ...{ tag: '', id: '', title: '', text: '', href: '', lang: '' },
    });
  });

  it('is a list of what is to be closed', () => {
    expect(readPush('{"dx":1,"close":["dx-1",2]}')).to.deep.equal({ close: ['dx-1', '2'] });
  });

  for (const text of ['', 'Hello', 'null', '7', '[1]', '{"title":"of the site"}', '{"dx":2}', '{"dx":"1"}'])
    it(`${JSON.stringify(text)} is of the site itself, and left to it`, () => {
      expect(readPush(text)).to.equal(null);
    });
});

describe('where a click on a notification leads', () => {
  const base = 'https://shop.example/';
  const kept: [string, string][] = [
    ['/orders/7?a=1#b', 'https://shop.example/orders/7?a=1#b'],
    ['https://shop.example/x', 'https://shop.example/x'],
  ];
  for (const [href, address] of kept)
    it(`${href} leads there`, () => {
      expect(targetOf(href, base)).to.equal(address);
    });

  const refused = [
    '',
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example/',
    'https://evil.example/',
    'http://shop.example/',
    'https://shop.example:8443/',
    'https://shop.example@evil.example/',
    '/\\evil.example',
    'blob:https://shop.example/1',
    'http://[',
  ];
  for (const href of refused)
    it(`${JSON.stringify(href)} leads nowhere`, () => {
      expect(targetOf(href, base)).to.equal(null);
    });
});
