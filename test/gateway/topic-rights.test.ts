import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {
  endOf,
  holds,
  mayReceive,
  union,
  untilRevoked,
  type Period,
} from '../../src/gateway/topics/right.js';
import type { AppSettings } from '../../src/gateway/config/schema.js';
import { MemoryRights } from '../../src/gateway/topics/right-store.js';
import { TopicRights } from '../../src/gateway/topics/topic-rights.js';
import { ruleFor, type TopicRules } from '../../src/gateway/topics/topic-rules.js';
import { createTopicToken, readTopicToken } from '../../src/gateway/topics/topic-token.js';

const time = fc.integer({ min: 0, max: 50 });
const period = fc.tuple(time, time).map(([from, until]): Period => ({ from, until }));
const periods = fc.array(period, { maxLength: 8 });

test('a message is given only where the right held when it was pushed and holds when it is given', () => {
  fc.assert(
    fc.property(periods, time, time, (held, sentAt, now) => {
      const within = (at: number) => held.some(({ from, until }) => from <= at && at < until);
      assert.equal(mayReceive(union(held), sentAt, now), within(sentAt) && within(now));
    }),
  );
});

test('put together, periods cover the same times, are apart and none is empty', () => {
  fc.assert(
    fc.property(periods, time, (held, at) => {
      const merged = union(held);
      assert.equal(holds(merged, at), holds(held, at));
      assert.ok(
        merged.every(({ from, until }, index) => from < until && from > (merged[index - 1]?.until ?? -1)),
      );
      if (holds(merged, at)) assert.ok(!holds(merged, endOf(merged, at)));
    }),
  );
});

test('of more than 16 periods the newest are kept', () => {
  const many = Array.from({ length: 20 }, (_, index) => ({ from: index * 2, until: index * 2 + 1 }));
  assert.deepEqual(union(many), many.slice(-16));
});

test('nothing that was given before a revocation holds after it, and nothing that was given later ends by it', () => {
  fc.assert(
    fc.property(period, fc.array(time), time, (given, revoked, at) => {
      const rising = [...revoked].sort((a, b) => a - b);
      const isRevoked = rising.some((one) => one >= given.from && one <= at);
      assert.equal(holds([untilRevoked(given, rising)], at), holds([given], at) && !isRevoked);
    }),
  );
});

test('where older revocations may be forgotten, what was given before the oldest counts for nothing', () => {
  const revocations = Array.from({ length: 64 }, (_, index) => 100 + index);
  assert.ok(!holds([untilRevoked({ from: 50, until: 500 }, revocations)], 60));
  assert.ok(holds([untilRevoked({ from: 200, until: 500 }, revocations)], 300));
});

test('the first pattern that fits decides, and "*" stands for one or more characters', () => {
  const rules: TopicRules = { 'a:*:z': 'anyone', 'a:*': 'signed-in', '*': 'signed' };
  const cases = {
    'a:1:z': 'anyone',
    'a:1:2:z': 'anyone',
    'a::z': 'signed-in',
    'a:1': 'signed-in',
    'a:': 'signed',
    b: 'signed',
  };
  for (const [topic, rule] of Object.entries(cases)) assert.equal(ruleFor(rules, topic), rule, topic);
  assert.equal(ruleFor({ 'a.c': 'anyone', 'a*b*c': 'anyone' }, 'abc'), undefined);
  assert.equal(ruleFor({ 'a*b*c': 'anyone' }, 'axbxc'), 'anyone');
  assert.equal(ruleFor({}, '__proto__'), undefined);
});

test('a token is good for its app, topic and user, and one changed character makes it worth nothing', () => {
  const given = { secret: 'a secret of tests', app: 'shop', topic: 'order:42', user: 'alice' };
  const token = createTopicToken(given);
  const now = Date.now();
  assert.equal(typeof readTopicToken(token, given, now), 'object');
  for (const other of [
    { app: 'blog' },
    { topic: 'order:4' },
    { user: 'bob' },
    { user: null },
    { secret: 'another' },
  ])
    assert.equal(typeof readTopicToken(token, { ...given, ...other }, now), 'string');
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
      const changed = token.slice(0, at) + character + token.slice(at + 1);
      assert.equal(typeof readTopicToken(changed, given, now), changed === token ? 'object' : 'string');
    }),
  );
  for (const lifetime of [0, -1, NaN, 1e7])
    assert.throws(() => createTopicToken({ ...given, lifetime }), RangeError);
});

test('a right that is taken back while its alerts are listed begins no term in which the person has listed them', async () => {
  const topics: TopicRules = { '*': () => true };
  const store = new MemoryRights({ grantLife: 60_000, remembers: 1_000_000_000 });
  const rights = new TopicRights(
    'shop',
    () => ({ topics }) as AppSettings,
    store,
    () => Promise.resolve(false),
  );
  const alice = { id: 'alice', role: '' };
  const right = await rights.decide(alice, 'team', '');
  assert.ok('periods' in right);
  const terms: number[] = [];
  const listing = rights.kept(alice, 'team', right, (term) => {
    terms.push(term);
    return Promise.resolve(Date.now());
  });
  // Its revocations are being read.
  await store.revoke('alice', 'team', Date.now());
  assert.equal((await listing).problem, null);
  assert.deepEqual(terms, [0]);
});
