import { expect } from '@open-wc/testing';
import { matchesData, parseMatch } from '../../../src/refresh/match.js';

const fits = (match: string, data: unknown): boolean => matchesData(parseMatch(match).conditions, data);

describe('match', () => {
  it('compares numbers, strings and booleans as texts', () => {
    expect(fits('order.id=42', { order: { id: 42 } })).to.equal(true);
    expect(fits('order.id=42', { order: { id: '42' } })).to.equal(true);
    expect(fits('paid=true', { paid: true })).to.equal(true);
    expect(fits('order.id=42', { order: { id: 43 } })).to.equal(false);
  });

  it('needs all conditions, negated ones too', () => {
    expect(fits('a=1, b!=2', { a: 1, b: 3 })).to.equal(true);
    expect(fits('a=1, b!=2', { a: 1, b: 2 })).to.equal(false);
  });

  it('takes an absent field as different from everything', () => {
    expect(fits('a=1', {})).to.equal(false);
    expect(fits('a!=1', {})).to.equal(true);
  });

  it('reads own fields only, and survives data that is no object', () => {
    expect(fits('constructor.name=Object', {})).to.equal(false);
    for (const data of [null, undefined, 'text', 7, []]) expect(fits('a=1', data)).to.equal(false);
  });

  it('takes quotes off, so that a value may hold an equals sign', () => {
    expect(fits('a="x = y"', { a: 'x = y' })).to.equal(true);
  });

  it('names the parts that are no conditions and keeps the others', () => {
    const { conditions, mistakes } = parseMatch('a=1, nonsense, =3');
    expect(mistakes).to.deep.equal(['nonsense', '=3']);
    expect(conditions).to.have.length(1);
  });
});
