import { isDeepStrictEqual } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { EVERYBODY, type TopicRefusal } from '../../protocol.js';
import type { AppSettings } from '../config/schema.js';
import { Refusal } from '../refusal.js';
import type { User } from '../user.js';
import { askCheck } from './ask-check.js';
import { ALWAYS, holds, mayReceive, union, untilRevoked, type Period } from './right.js';
import { REVOCATION_LIFE, type RevocationListener, type RightStore } from './right-store.js';
import { topicProblem } from './topic-name.js';
import { ruleFor, type TopicRule } from './topic-rules.js';
import { readTopicToken } from './topic-token.js';

/** How long a rule of the app may take to answer, in milliseconds. */
const RULE_WITHIN = 5_000;
/** How many tokens one question may carry. */
const MAX_TOKENS = 4;

type WasListed = (userId: string, topic: string, term: number) => Promise<boolean>;

/** What somebody may hear of a topic. */
export interface TopicRight {
  /** When the right held; it holds now. */
  periods: Period[];
  /** By what it was given. */
  rule: TopicRule;
}

/** Why not; a sentence for people who build the page. */
export type Reason = Omit<TopicRefusal, 'topic'>;

/** What somebody who may listen to a topic may see of what was kept of it. */
export interface KeptRight {
  /** Why nothing of it; null = the right still stands. */
  problem: Reason | null;
  /** @param sentAt when a message was pushed, in milliseconds since 1970 */
  isTheirs: (sentAt: number) => boolean;
}

/** The answer to whether somebody may listen to a topic. */
export type Decision = TopicRight | Reason;

/** Who may listen to which topic of one app. */
export class TopicRights {
  readonly #app: string;
  readonly #settings: () => AppSettings;
  readonly #store: RightStore;
  readonly #wasListed: WasListed;

  /**
   * @param settings those of now: a running gateway may be given others
   * @param wasListed whether a person lists what is kept of a topic since its right was taken back last, which is the term
   */
  constructor(app: string, settings: () => AppSettings, store: RightStore, wasListed: WasListed) {
    this.#app = app;
    this.#settings = settings;
    this.#store = store;
    this.#wasListed = wasListed;
  }

  /**
   * Decides whether somebody may listen to a topic. Never rejects: what cannot be told is `unavailable`.
   *
   * @param user null = nobody is signed in
   * @param token as the client gave it
   */
  async decide(user: User | null, topic: string, token: string): Promise<Decision> {
    const problem = topicProblem(topic);
    if (problem !== null) return { code: 'name', reason: `The topic ${problem}.` };
    const rule = ruleFor(this.#settings().topics, topic);
    if (rule === undefined) {
      const reason = `No rule of the app lets anybody listen to "${topic}"; "topics" in the configuration has the rules.`;
      return { code: 'no-rule', reason };
    }
    try {
      const periods = await this.#periodsOf(rule, user, topic, token);
      return 'code' in periods ? periods : { periods, rule };
    } catch {
      return {
        code: 'unavailable',
        reason: `Whether you may listen to "${topic}" cannot be told now; try again.`,
      };
    }
  }

  /**
   * Whether a right that was given still stands, as far as rules and revocations say. Rejects where it cannot be told.
   *
   * @returns null where it does
   */
  async problemOf(user: User | null, topic: string, right: TopicRight): Promise<Reason | null> {
    return this.#problem(topic, right, await this.#revocationsOf(user, topic, right));
  }

  /**
   * What of the messages that were kept of a topic is for somebody who has a right to it now: what was pushed since the
   * right is known of them, and after the last time that it was taken back.
   *
   * @param listedSince gives since when the person lists what is kept of the topic, in milliseconds since 1970; what is
   *   remembered of a term says nothing of another one
   */
  async kept(
    user: User,
    topic: string,
    right: TopicRight,
    listedSince: (term: number) => Promise<number>,
  ): Promise<KeptRight> {
    const { rule, periods } = right;
    // Read once: one that comes after it must not begin a term in which the person has no right yet.
    const revocations = await this.#revocationsOf(user, topic, right);
    const problem = this.#problem(topic, right, revocations);
    if (problem !== null || rule === 'anyone') return { problem, isTheirs: () => true };
    const now = Date.now();
    const last = revocations.at(-1) ?? 0;
    // Who is signed in has the right back when the revocation no longer denies it, and not before.
    if (rule === 'signed-in')
      return { problem, isTheirs: (sentAt) => last === 0 || sentAt >= last + REVOCATION_LIFE };
    const since = await listedSince(last);
    const isTheirs = (sentAt: number): boolean =>
      sentAt > last && (sentAt >= since || mayReceive(periods, sentAt, now));
    return { problem, isTheirs };
  }

  /**
   * Takes the right of a user, or with `*` of all, back at once and on every node.
   *
   * @throws Refusal 422 for a topic to which anyone may listen, 503 where the store cannot be reached
   */
  async revoke(userId: string, topic: string): Promise<void> {
    if (ruleFor(this.#settings().topics, topic) === 'anyone') {
      throw new Refusal(422, 'Anyone may listen to this topic: there is no right to take back.', 'topic');
    }
    await this.#store.forget(userId, topic).catch(unreachable);
    await this.#store.revoke(userId, topic, Date.now()).catch(unreachable);
  }

  /** Calls `listener` for each right that is taken back, on whichever node. */
  onRevoked(listener: RevocationListener): void {
    this.#store.onRevoked(listener);
  }

  async #periodsOf(
    rule: TopicRule,
    user: User | null,
    topic: string,
    token: string,
  ): Promise<Period[] | Reason> {
    if (rule === 'anyone') return [ALWAYS];
    if (rule === 'signed') return this.#signed(user, topic, token);
    if (rule !== 'signed-in') return this.#asked(rule, user, topic);
    if (user === null)
      return { code: 'signed-in', reason: `Only who is signed in may listen to "${topic}".` };
    const from = Date.now() - REVOCATION_LIFE;
    return (await this.#revocations(user, topic)).some((at) => at >= from) ? REVOKED : [ALWAYS];
  }

  async #signed(user: User | null, topic: string, token: string): Promise<Period[] | Reason> {
    if (token === '')
      return { code: 'token-missing', reason: `To listen to "${topic}" a topic token is needed.` };
    const secret = this.#settings().topicSecret ?? '';
    const now = Date.now();
    const given = { secret, app: this.#app, topic, user: user?.id ?? null };
    const read = token
      .split(',')
      .slice(0, MAX_TOKENS)
      .map((one) => readTopicToken(one.trim(), given, now));
    const claims = read.filter((one) => typeof one !== 'string');
    if (claims.length === 0)
      return {
        code: 'token-invalid',
        reason: `The token for "${topic}" ${read.find((one) => typeof one === 'string') ?? ''}.`,
      };
    // One from a clock that is a little ahead holds from now on.
    const held = claims.map(({ iat, exp }) => ({ from: Math.min(iat * 1000, now), until: exp * 1000 }));
    const revocations = await this.#revocations(user, topic);
    const periods = union(held.map((period) => untilRevoked(period, revocations)));
    if (holds(periods, now)) return periods;
    return holds(held, now) ? REVOKED : expired(topic);
  }

  async #asked(
    rule: Exclude<TopicRule, string>,
    user: User | null,
    topic: string,
  ): Promise<Period[] | Reason> {
    const userId = user?.id ?? '';
    const since = Date.now();
    const question = { user, topic };
    const patience = new AbortController();
    // A function in JavaScript may give anything; only true is a yes.
    const asking: Promise<unknown> =
      typeof rule === 'function'
        ? Promise.resolve(rule(question))
        : askCheck(rule.check, this.#app, question, patience.signal);
    // It is given up where it takes too long.
    asking.catch(() => undefined);
    const late = delay(RULE_WITHIN, undefined, { signal: patience.signal, ref: false }).then(() => {
      throw new Error('The rule did not answer.');
    });
    late.catch(() => undefined);
    const isAllowed = await Promise.race([asking, late]).finally(() => patience.abort());
    if (isAllowed !== true) {
      // Other connections of the same person still have the right, and what comes until it is given again is not theirs.
      if ((await this.#store.forget(userId, topic)) || (await this.#hasListed(userId, topic)))
        await this.#store.revoke(userId, topic, since);
      return { code: 'denied', reason: `The app does not let you listen to "${topic}".` };
    }
    const revocations = await this.#revocations(user, topic);
    const first = await this.#store.granted(userId, topic, since);
    // What was revoked while the rule was asked is not given by its answer.
    if (revocations.some((at) => at >= since)) return REVOKED;
    return [{ from: Math.max(first, ...revocations.map((at) => at + 1)), until: Infinity }];
  }

  #problem(topic: string, right: TopicRight, revocations: readonly number[]): Reason | null {
    if (!this.#isRuledBy(topic, right)) return CHANGED;
    const from = Math.max(right.periods.at(-1)!.from, Date.now() - REVOCATION_LIFE);
    return revocations.some((at) => at >= from) ? REVOKED : null;
  }

  /** What was taken back of a right that the rules still give; nothing can be of one to which anyone has a right. */
  #revocationsOf(user: User | null, topic: string, right: TopicRight): Promise<number[]> {
    const isOf = right.rule !== 'anyone' && this.#isRuledBy(topic, right);
    return isOf ? this.#revocations(user, topic) : Promise.resolve([]);
  }

  /** Whether the rules still say what they said when a right was given. */
  #isRuledBy(topic: string, { rule }: TopicRight): boolean {
    return isDeepStrictEqual(ruleFor(this.#settings().topics, topic), rule);
  }

  /** Whether somebody has what is kept of a topic, and the end of the right is not noted yet. */
  async #hasListed(userId: string, topic: string): Promise<boolean> {
    if (userId === '') return false;
    const last = (await this.#store.revocations(userId, topic)).at(-1) ?? 0;
    return this.#wasListed(userId, topic, last);
  }

  #revocations(user: User | null, topic: string): Promise<number[]> {
    return this.#store.revocations(user?.id ?? '', topic);
  }
}

export const REVOKED: Reason = {
  code: 'revoked',
  reason: 'The right to listen to this topic was taken back.',
};
const CHANGED: Reason = { code: 'denied', reason: 'The rules for this topic have changed.' };

/** Says that the time of a right is over. */
export const expired = (topic: string): Reason => ({
  code: 'token-expired',
  reason: `The token for "${topic}" has expired.`,
});

function unreachable(cause: unknown): never {
  const refusal = new Refusal(
    503,
    `The rights cannot be reached now; send it again. "${EVERYBODY}" or the user may still listen.`,
  );
  refusal.cause = cause;
  throw refusal;
}
