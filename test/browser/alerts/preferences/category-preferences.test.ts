import { expect } from '@open-wc/testing';
import { NO_PREFERENCES, wantedOf } from '../../../../src/alerts/preferences/category-preferences.js';
import {
  readCategories,
  readChoices,
  withChoice,
  withKept,
} from '../../../../src/alerts/preferences/preference-changes.js';
import { categoryRows } from '../../../../src/alerts/preferences/category-rows.js';
import type { AlertDelivery, CategoryChoice } from '../../../../src/protocol/preferences.js';

const choice = (category: string, delivery: AlertDelivery | null, at: number): CategoryChoice => ({
  ...{ category, delivery, at },
});
const NAMED = {
  categories: [
    { id: 'orders', label: { en: 'Orders', de: 'Bestellungen' }, delivery: 'toast' as const },
    { id: 'security', critical: true },
  ],
  choices: [],
};

describe('preferences for categories', () => {
  it('say what was chosen, else what the gateway says, else push', () => {
    const chosen = withChoice(NAMED, choice('orders', 'silent', 1));
    expect(wantedOf(chosen, { category: 'orders' })).to.equal('silent');
    expect(wantedOf(NAMED, { category: 'orders' })).to.equal('toast');
    expect(wantedOf(withChoice(chosen, choice('orders', null, 2)), { category: 'orders' })).to.equal('toast');
    for (const category of ['other', null]) expect(wantedOf(NAMED, { category })).to.equal('push');
    expect(wantedOf(NAMED, {})).to.equal('push');
  });

  it('never mute a critical category', () => {
    const muted = withChoice(NAMED, choice('security', 'none', 1));
    expect(wantedOf(muted, { category: 'security' })).to.equal('toast');
  });

  it('keep what was chosen here until the gateway knows of it, and then take what it has', () => {
    const here = withChoice(NO_PREFERENCES, choice('a', 'none', 5));
    // Told to the gateway before that choice.
    const heard = withKept(here, [choice('a', 'toast', 4), choice('b', 'silent', 1)]);
    expect(wantedOf(heard, { category: 'a' })).to.equal('none');
    expect(wantedOf(heard, { category: 'b' })).to.equal('silent');
    // Chosen elsewhere later.
    expect(wantedOf(withKept(heard, [choice('a', 'toast', 6)]), { category: 'a' })).to.equal('toast');
    // A clock that was ahead: the gateway has it as of now.
    const told = withKept(here, [choice('a', 'none', 3)], here.choices);
    expect(told.choices).to.deep.equal([choice('a', 'none', 3)]);
  });

  it('keep what was chosen while the gateway was told of what was chosen before', () => {
    const first = withChoice(NO_PREFERENCES, choice('a', 'none', 1));
    const second = withChoice(first, choice('a', 'silent', 2));
    const answered = withKept(second, [choice('a', 'none', 1)], first.choices);
    expect(answered.choices).to.deep.equal([{ ...choice('a', 'silent', 2), isUntold: true }]);
  });

  it('forget what the gateway has forgotten', () => {
    const known = withKept(NO_PREFERENCES, [choice('a', 'none', 1)]);
    expect(withKept(known, []).choices).to.deep.equal([]);
  });

  it('take nothing from a gateway but what can be one', () => {
    for (const value of [null, 'x', {}, [null, { category: 'a', at: 1 }, { delivery: 'none' }]])
      expect([readChoices(value), readCategories(value)]).to.deep.equal([[], []]);
    const kept = [choice('a', null, 1), choice('b', 'none', 2)];
    expect(readChoices([null, ...kept])).to.deep.equal(kept);
    expect(readCategories([null, { label: 'x' }, { id: 'a' }])).to.deep.equal([{ id: 'a' }]);
  });
});

describe('categoryRows', () => {
  it('lists what the gateway names in its order, then what came and what was chosen, each once', () => {
    const preferences = withChoice(NAMED, choice('news', 'none', 1));
    const rows = categoryRows(preferences, ['orders', 'chat', null, undefined, 'chat'], 'en', true);
    expect(rows.map(({ id, delivery }) => [id, delivery])).to.deep.equal([
      ['orders', 'toast'],
      ['security', 'push'],
      ['chat', 'push'],
      ['news', 'none'],
    ]);
  });

  it('offers no push where the page has none, and nothing that mutes a critical category', () => {
    const optionsOf = (offersPush: boolean): unknown[] =>
      categoryRows(NAMED, [], 'en', offersPush).map(({ delivery, options }) => [delivery, ...options]);
    expect(optionsOf(true)).to.deep.equal([
      ['toast', 'push', 'toast', 'silent', 'none'],
      ['push', 'push', 'toast'],
    ]);
    expect(optionsOf(false)).to.deep.equal([
      ['toast', 'toast', 'silent', 'none'],
      ['toast', 'toast'],
    ]);
  });

  it('has labels in the language of the page, else in English, else the id', () => {
    const labelIn = (language: string): string => categoryRows(NAMED, [], language, true)[0]!.label;
    expect(['de-AT', 'de', 'fr', 'en'].map(labelIn)).to.deep.equal([
      'Bestellungen',
      'Bestellungen',
      'Orders',
      'Orders',
    ]);
    expect(categoryRows(NAMED, [], 'en', true)[1]!.label).to.equal('security');
  });
});
