import { expect } from '@open-wc/testing';
import { arrivalOutcome } from '../../../../src/alerts/from-message.js';
import { diagnose } from '../../../../src/event-log/diagnose.js';
import { words as english } from '../../../../src/event-log/locales/en.js';
import type { Remark } from '../../../../src/event-log/remark.js';
import { inEnglish, nameRemark, remarkText } from '../../../../src/event-log/remarks.js';
import { LOADERS } from '../../../../src/event-log/locales/loaders.js';
import type { EventLogWords } from '../../../../src/event-log/terms.js';
import { alertProblem } from '../../../../src/alerts/alert.js';
import { parseMatch } from '../../../../src/refresh/match.js';
import { messageOutcome, progressOutcome, refusal } from '../../../../src/refresh/refresh-diagnostics.js';
import { words as shared } from '../../../../src/i18n/locales/en.js';
import { addLocale, Locales } from '../../../../src/i18n/translator.js';

const signs = (text: string): string => [...text.matchAll(/[#@]/g)].join('');
const done = { refreshed: [], duration: 0, isOvertaken: false, isIncomplete: false, isUnhandled: false };
const target = document.createElement('p');
const listener = {
  ...{ label: '', eventName: 'e', isDisabled: false, isDefined: true },
  ...{ isDesignMode: false, sharesConnection: true },
};
const message = { eventName: 'e', data: { n: 1 }, meta: { channel: 'c', offset: 1, at: 1, origin: 'me' } };

const ALERT_DATA = [null, true, new Uint8Array(1), { 'a@b#': 1 }];
const LISTENERS = [{ isDefined: false }, { isDesignMode: true }, { isDisabled: true }, { eventName: '' }]
  .concat([{ eventName: 'a' }, { eventName: 'E' }, { sharesConnection: false }, {}] as never)
  .map((change) => ({ ...listener, ...change }));

/** What the parts of the page say, one of each kind. */
const REMARKS: Remark[] = [
  refusal(message as never, [], 'me')!,
  refusal(message as never, parseMatch('n=2').conditions, null)!,
  progressOutcome({ state: 'held', hold: 'editing', throttled: false }),
  progressOutcome({ state: 'running', hold: null, throttled: false }),
  progressOutcome({ state: 'waiting', hold: null, throttled: true }),
  progressOutcome({ state: 'waiting', hold: null, throttled: false }),
  messageOutcome(done, 0),
  messageOutcome({ ...done, isOvertaken: true }, 1),
  messageOutcome({ ...done, isIncomplete: true }, 1),
  messageOutcome({ ...done, isUnhandled: true }, 1),
  messageOutcome(done, 1),
  messageOutcome({ ...done, refreshed: [target] }, 3),
  ...[arrivalOutcome(false, false), arrivalOutcome(true, false), arrivalOutcome(false, true)],
  ...ALERT_DATA.map(alertProblem),
  ...LISTENERS.map((one) => diagnose(one, 'e', []).steps[0]!),
  ...['', 'x'.repeat(1_000), 'dx:x', 'connect'].map((name) => nameRemark(name)!),
  ...[{ code: 'failed', args: ['500'] } as const, { code: 'listed' } as const, { code: 'shown' } as const],
  ...[{ code: 'shownTyping' } as const, { code: 'shownBeforeId' } as const],
];

describe('words of the event log', () => {
  const vocabulary = new Locales(english, LOADERS);
  const use = async (language: string) => {
    const element = document.createElement('p');
    element.lang = language;
    await vocabulary.load(element);
    return vocabulary.wordingOf(element);
  };

  it('are there in every language, about the same things, and are called as no other word is', async () => {
    for (const [language, load] of Object.entries(LOADERS)) {
      const { words } = await load();
      expect(Object.keys(words).sort(), language).to.deep.equal(Object.keys(english).sort());
      for (const name of Object.keys(english) as (keyof EventLogWords)[]) {
        const [text, original] = [words[name], english[name]];
        if (typeof text === 'string')
          expect([...signs(text)].sort(), `${language} ${name}`).to.deep.equal(
            [...signs(original as string)].sort(),
          );
        else expect(text.other, language).to.contain('#');
      }
    }
    expect(Object.keys(english).filter((name) => name in shared)).to.deep.equal([]);
  });

  it('say in every language all that elements tell, and in no other as in English', async () => {
    for (const language of Object.keys(LOADERS)) {
      const wording = await use(language);
      for (const remark of REMARKS)
        expect(remarkText(remark, wording), `${language}: ${remark.code}`).not.to.equal(
          remarkText(remark, inEnglish),
        );
    }
  });

  it('put what a remark is about where it belongs, sign for sign', async () => {
    const japanese = await use('ja');
    const text = (remark: Remark, wording: typeof inEnglish = japanese): string =>
      remarkText(remark, wording);
    expect(text({ code: 'refreshedSome', args: [1, 3] })).to.equal('3 件中 1 件を更新');
    expect(text({ code: 'refreshedSome', args: [1, 3] }, inEnglish)).to.equal('refreshed 1 of 3');
    expect(text({ code: 'nearName', args: ['#@ $&'] })).to.contain('「#@ $&」');
    expect(text(nameRemark('connect')!, inEnglish)).to.equal(
      'must not be "connect", which Socket.IO reserves',
    );
    expect(text(nameRemark('x'.repeat(1_000))!, inEnglish)).to.equal('must have at most 128 characters');
  });

  it('can be added by a page', async () => {
    addLocale({ nl: { pause: 'Pauzeren' } });
    const dutch = await use('nl');
    expect([dutch.text('pause'), dutch.text('filter')]).to.deep.equal(['Pauzeren', 'Filter']);
  });
});
