import { expect } from '@open-wc/testing';
import { explainArrival } from '../../../../src/alerts/from-message.js';
import { diagnose } from '../../../../src/event-log/diagnose.js';
import { words as english } from '../../../../src/event-log/locales/en.js';
import { translate } from '../../../../src/event-log/remarks.js';
import { LOADERS } from '../../../../src/event-log/locales/loaders.js';
import type { EventLogWords } from '../../../../src/event-log/terms.js';
import { alertProblem } from '../../../../src/alerts/alert.js';
import { parseMatch } from '../../../../src/refresh/match.js';
import { eventNameProblem } from '../../../../src/protocol.js';
import { explainOutcome, explainProgress, refusal } from '../../../../src/refresh/refresh-diagnostics.js';
import { words as shared } from '../../../../src/i18n/locales/en.js';
import { addLocale, Locales } from '../../../../src/i18n/translator.js';

const signs = (text: string): string => [...text.matchAll(/[#@]/g)].join('');
const done = { refreshed: [], duration: 0, isOvertaken: false, isIncomplete: false, isNotTaken: false };
const target = document.createElement('p');
const listener = {
  ...{ label: '', eventName: 'e', isDisabled: false, isDefined: true },
  ...{ isDesignMode: false, sharesConnection: true },
};
const message = { eventName: 'e', data: { n: 1 }, meta: { channel: 'c', offset: 1, at: 1, origin: 'me' } };

/** What the parts of the page say, one of each kind, as they say it. */
const REMARKS = [
  refusal(message as never, [], 'me')!,
  refusal(message as never, parseMatch('n=2').conditions, null)!,
  explainProgress({ state: 'held', hold: 'editing', throttled: false }),
  explainProgress({ state: 'running', hold: null, throttled: false }),
  explainProgress({ state: 'waiting', hold: null, throttled: true }),
  explainProgress({ state: 'waiting', hold: null, throttled: false }),
  explainOutcome(done, 0),
  explainOutcome({ ...done, isOvertaken: true }, 1),
  explainOutcome({ ...done, isIncomplete: true }, 1),
  explainOutcome({ ...done, isNotTaken: true }, 1),
  explainOutcome(done, 1),
  explainOutcome({ ...done, refreshed: [target] }, 3),
  ...[explainArrival(false, false), explainArrival(true, false), explainArrival(false, true)],
  ...[alertProblem(null), alertProblem(true), alertProblem(new Uint8Array(1)), alertProblem({ 'a@b#': 1 })],
  ...[{ isDefined: false }, { isDesignMode: true }, { isDisabled: true }, { eventName: '' }]
    .concat([{ eventName: 'a' }, { eventName: 'E' }, { sharesConnection: false }, {}] as never)
    .map((change) => diagnose({ ...listener, ...change }, 'e', []).steps[0]!),
  ...['', 'x'.repeat(1_000), 'dx:x', 'connect'].map((name) => eventNameProblem(name)!),
  ...['failed: 500', 'listed', 'shown', 'shown as typing', 'shown before: same id'],
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

  it('say in every language all that elements tell', async () => {
    for (const language of Object.keys(LOADERS)) {
      const wording = await use(language);
      for (const remark of REMARKS)
        expect(translate(remark, wording), `${language}: ${remark}`).not.to.equal(remark);
    }
  });

  it('keep what elements tell as it is in English, with names as they are', async () => {
    const wording = await use('en');
    for (const remark of REMARKS) expect(translate(remark, wording)).to.equal(remark);
    const japanese = await use('ja');
    expect(translate('refreshed 1 of 3', japanese)).to.equal('3 件中 1 件を更新');
    expect(translate('listens to "#@ $&", which is not the same name', japanese)).to.contain('「#@ $&」');
    expect(translate('something else', japanese)).to.equal('something else');
  });

  it('can be added by a page', async () => {
    addLocale({ nl: { pause: 'Pauzeren' } });
    const dutch = await use('nl');
    expect([dutch.text('pause'), dutch.text('filter')]).to.deep.equal(['Pauzeren', 'Filter']);
  });
});
