import { expect } from '@open-wc/testing';
import { takenBackIn, toChatMessage } from '../../../src/messenger/chat-message.js';
import { splitLinks } from '../../../src/messenger/links.js';

const FALLBACK = { id: 'fallback', at: 5 };

describe('chat message', () => {
  it('reads the shapes that back ends use', () => {
    const expected = { id: '7', user: 'anna', name: 'Anna', text: 'hi', at: 86_400_000, isOwn: null };
    expect(
      toChatMessage({ id: 7, user: 'anna', name: 'Anna', text: 'hi', at: 86_400_000 }, FALLBACK),
    ).to.deep.equal(expected);
    expect(
      toChatMessage(
        { _id: '7', user: { id: 'anna', name: 'Anna' }, body: 'hi', createdAt: '1970-01-02T00:00:00Z' },
        FALLBACK,
      ),
    ).to.deep.equal(expected);
    expect(toChatMessage('hi', FALLBACK)).to.include({ id: 'fallback', user: null, text: 'hi', at: 5 });
  });

  it('is none without a text, and bounds what is long', () => {
    for (const data of [null, undefined, '', ' ', {}, { text: {} }, [], new Uint8Array(2)])
      expect(toChatMessage(data, FALLBACK), JSON.stringify(data)).to.equal(null);
    expect(toChatMessage({ text: 'x'.repeat(9_000) }, FALLBACK)!.text.length).to.be.at.most(4_000);
    expect(toChatMessage({ text: 'a', at: 'soon', own: 'yes' }, FALLBACK)).to.include({
      at: 5,
      isOwn: null,
    });
  });
});

describe('the time of a message', () => {
  const timeOf = (at: unknown): number => toChatMessage({ text: 'a', at }, FALLBACK)!.at;
  const TIME = Date.UTC(2026, 0, 1);

  it('is a date, milliseconds or seconds, as number or text', () => {
    const seconds = TIME / 1000;
    for (const at of [TIME, seconds, `${TIME}`, `${seconds}`, `${seconds}.000`, '2026-01-01T00:00:00Z'])
      expect(timeOf(at), String(at)).to.equal(TIME);
    expect(timeOf(seconds + 0.25)).to.equal(TIME + 250);
    // Of 1970, as tests and examples have it.
    expect(timeOf(1_000)).to.equal(1_000);
    expect(timeOf(999_999_999)).to.equal(999_999_999);
  });

  it('is that of its coming where it is none', () => {
    for (const at of ['', 'soon', null, {}, Infinity, '1e999', 9e15, '99999999999999999999'])
      expect(timeOf(at), JSON.stringify(at)).to.equal(FALLBACK.at);
  });
});

describe('a message that is taken back', () => {
  it('is named by its id, with a mark or an empty text', () => {
    for (const data of [
      { id: 'x', deleted: true },
      { _id: 'x', text: '' },
      { id: 'x', body: null },
    ])
      expect(takenBackIn(data), JSON.stringify(data)).to.equal('x');
    for (const data of [{ deleted: true }, { id: 'x', text: 'hi' }, { id: 'x' }, 'x', null])
      expect(takenBackIn(data), JSON.stringify(data)).to.equal(null);
  });
});

describe('links in a text', () => {
  it('end where a script without blanks goes on, and take letters of others', () => {
    const found = (text: string): string[] =>
      splitLinks(text)
        .filter(({ href }) => href !== null)
        .map((part) => part.text);
    expect(found('詳細はhttps://x.test/aをご覧ください。')).to.deep.equal(['https://x.test/a']);
    expect(found('看https://x.test。谢谢')).to.deep.equal(['https://x.test']);
    expect(found('https://x.test에서 확인')).to.deep.equal(['https://x.test']);
    expect(found('ดูที่https://x.test/aนะ')).to.deep.equal(['https://x.test/a']);
    expect(found('https://x.test،')).to.deep.equal(['https://x.test']);
    expect(found('https://ru.wikipedia.org/wiki/Россия и')).to.deep.equal([
      'https://ru.wikipedia.org/wiki/Россия',
    ]);
    expect(found('https://ar.wikipedia.org/wiki/مصر')).to.deep.equal(['https://ar.wikipedia.org/wiki/مصر']);
    expect(found('http://例え.jp/a')).to.deep.equal(['http://例え.jp/a']);
    expect(found('https://x.test👍')).to.deep.equal(['https://x.test']);
  });

  const links = (text: string) => splitLinks(text).filter(({ href }) => href !== null);
  const hrefs = (text: string) => links(text).map(({ href }) => href);

  it('are found, without what ends the sentence, and the text stays whole', () => {
    const text = 'See https://a.test/x?y=1, www.b.test (or http://c.test/d_(e)). mailto:me@d.test!';
    expect(hrefs(text)).to.deep.equal([
      'https://a.test/x?y=1',
      'https://www.b.test/',
      'http://c.test/d_(e)',
      'mailto:me@d.test',
    ]);
    expect(
      splitLinks(text)
        .map((part) => part.text)
        .join(''),
    ).to.equal(text);
  });

  it('never lead to a script', () => {
    for (const text of ['javascript:alert(1)', 'data:text/html,x', 'https://', 'java\tscript:alert(1)'])
      expect(hrefs(text), text).to.deep.equal([]);
  });
});
