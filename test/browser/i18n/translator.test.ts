import { expect } from '@open-wc/testing';
import { addLocale, loadLocale, translatorOf } from '../../../src/i18n/translator.js';
import { words as english } from '../../../src/i18n/locales/en.js';

const LANGUAGES = ['ar', 'de', 'es', 'fr', 'ja', 'pt', 'ru', 'zh'];

describe('words', () => {
  const use = async (language: string) => {
    document.documentElement.lang = language;
    await loadLocale(document.documentElement);
    return translatorOf(document.documentElement);
  };
  afterEach(() => (document.documentElement.lang = 'en'));

  it('are there in every language, with the number in every form that needs one', async () => {
    for (const language of LANGUAGES) {
      const { words } = (await import(`../../../src/i18n/locales/${language}.ts`)) as {
        words: typeof english;
      };
      expect(Object.keys(words).sort(), language).to.deep.equal(Object.keys(english).sort());
      const wording = await use(language);
      for (const count of [3, 11, 1_000])
        for (const name of [
          'more',
          'times',
          'several',
          'away',
          'unread',
          'arrived',
          'dismissed',
          'tooLong',
        ] as const)
          expect(wording.count(name, count), `${language} ${name}`).to.match(/[\d٠-٩]/);
      for (const name of ['action', 'connection', 'typing'] as const)
        expect(wording.text(name, '$&')).to.contain('$&');
    }
  });

  it('have the plural of their language', async () => {
    const russian = await use('ru');
    expect([1, 2, 5, 21].map((count) => russian.count('several', count))).to.deep.equal([
      '1 новое уведомление',
      '2 новых уведомления',
      '5 новых уведомлений',
      '21 новое уведомление',
    ]);
    const arabic = await use('ar');
    expect(arabic.count('more', 2)).to.equal('تنبيهان آخران');
    expect((await use('de')).count('several', 1_000)).to.equal('1.000 neue Meldungen');
  });

  it('follow the region of the page, and are English where nothing else is known', async () => {
    expect((await use('pt-BR')).text('close')).to.equal('Fechar');
    expect((await use('zh-Hant-TW')).text('close')).to.equal('关闭');
    for (const language of ['', 'xx', 'no language'])
      expect((await use(language)).text('close'), language).to.equal('Close');
  });

  it('are those of the nearest ancestor that names a language, also outside of a shadow root', async () => {
    const outer = document.createElement('div');
    outer.lang = 'fr';
    const inner = document.createElement('p');
    outer.attachShadow({ mode: 'open' }).append(inner);
    await loadLocale(inner);
    expect(translatorOf(inner).text('close')).to.equal('Fermer');
    inner.lang = 'en-GB';
    expect(translatorOf(inner).text('close')).to.equal('Close');
    expect(translatorOf(document.createElement('p')).text('close')).to.equal('Close');
  });

  it('can be added by a page, and those that are not given stay English', async () => {
    addLocale({ it: { close: 'Chiudi', more: { one: '# altro avviso', other: '# altri avvisi' } } });
    const italian = await use('it-IT');
    expect(italian.text('close')).to.equal('Chiudi');
    expect([1, 2].map((count) => italian.count('more', count))).to.deep.equal([
      '1 altro avviso',
      '2 altri avvisi',
    ]);
    expect(italian.text('dismiss')).to.equal('Dismiss');
  });
});
