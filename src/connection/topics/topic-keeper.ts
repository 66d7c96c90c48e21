import { PACKET, type ListenAnswer, type TopicPosition, type TopicRefusal } from '../../protocol.js';
import { warnOnce } from '../../warn.js';
import { TOPIC_PREFIX, type Topic, type TopicDelegate } from './topic.js';

/** Topics in one request: with their tokens they must fit into one packet. */
const TOGETHER = 40;
/** How many tokens are shown at a time: the one that holds, and former ones for what is replayed. */
const MAX_TOKENS = 3;
/** When a right is renewed, as a part of the time that it has left. */
const RENEW_AT = 0.8;
/** The first delay after which a topic is asked for again, and the longest, in milliseconds. */
const RETRY = { first: 1_500, longest: 60_000 };
/** Refusals that another token may undo. */
const BY_TOKEN = ['token-expired', 'token-invalid', 'revoked'];

/** Listens to the topics of a connection at the gateway, and renews the right to. */
export class TopicKeeper {
  readonly #topics: ReadonlyMap<string, Topic>;
  readonly #delegate: TopicDelegate;
  #link = -1;
  #isOffered: boolean | null = null;
  #due = new Set<Topic>();

  constructor(topics: ReadonlyMap<string, Topic>, delegate: TopicDelegate) {
    this.#topics = topics;
    this.#delegate = delegate;
  }

  /** Asks for what was not asked for on this link. */
  update(link: number, isOffered: boolean | null): void {
    const isOther = link !== this.#link;
    this.#link = link;
    this.#isOffered = isOffered;
    for (const topic of this.#topics.values()) {
      if (isOther) this.#begin(topic);
      if (isOffered === false) topic.status.set('closed', 'the server has no topics');
      if (isOffered === true && !topic.isAsked) void this.#ask(topic);
    }
  }

  leave(topic: Topic): void {
    clearTimeout(topic.timer);
    this.#due.delete(topic);
    this.#delegate.left(TOPIC_PREFIX + topic.name);
    // Another tab may listen to it over the same socket.
    if (this.#isOffered !== true || this.#delegate.isShared) return;
    this.#delegate.request(PACKET.leave, { topics: [topic.name] }).catch(() => undefined);
  }

  refused(payload: unknown): void {
    const { topics = [] } = (payload ?? {}) as { topics?: readonly TopicRefusal[] };
    for (const refusal of topics) this.#refuse(refusal);
  }

  #begin(topic: Topic): void {
    clearTimeout(topic.timer);
    topic.isAsked = false;
    topic.failures = 0;
    topic.status.set('connecting');
  }

  async #ask(topic: Topic): Promise<void> {
    topic.isAsked = true;
    const link = this.#link;
    try {
      const token = topic.token ?? (await this.#getterOf(topic)?.(topic.name)) ?? null;
      if (link !== this.#link || this.#topics.get(topic.name) !== topic) return;
      if (token !== null && topic.used[0] !== token)
        topic.used = [token, ...topic.used.filter((one) => one !== token)].slice(0, MAX_TOKENS);
      // All elements of a page ask in one request.
      if (this.#due.size === 0) setTimeout(() => void this.#flush());
      this.#due.add(topic);
    } catch (error) {
      if (link === this.#link) this.#again(topic, `no token could be had: ${String(error)}`);
    }
  }

  async #flush(): Promise<void> {
    const topics = [...this.#due];
    this.#due = new Set();
    for (let at = 0; at < topics.length; at += TOGETHER) await this.#listen(topics.slice(at, at + TOGETHER));
  }

  async #listen(topics: readonly Topic[]): Promise<void> {
    const link = this.#link;
    const request = topics.map(({ name, used }) => ({
      topic: name,
      ...(used.length > 0 && { token: used.join() }),
    }));
    let answer: Partial<ListenAnswer> | null = null;
    let problem = 'the gateway did not answer';
    try {
      const given = (await this.#delegate.request(PACKET.listen, { topics: request })) as
        (Partial<ListenAnswer> & { error?: string }) | null;
      if (Array.isArray(given?.channels)) answer = given;
      else problem = given?.error ?? problem;
    } catch {
      // Tried again below, where the link is still there.
    }
    if (link !== this.#link) return;
    if (answer === null) for (const topic of topics) this.#again(topic, problem);
    else this.#take(answer);
  }

  #take({ channels = [], refused = [] }: Partial<ListenAnswer>): void {
    this.#delegate.joined(channels.filter(({ topic }) => this.#topics.has(topic)));
    for (const position of channels) this.#accept(position);
    for (const refusal of refused) this.#refuse(refusal);
  }

  #accept({ topic: name, endsIn }: TopicPosition): void {
    const topic = this.#topics.get(name);
    if (topic === undefined) return;
    clearTimeout(topic.timer);
    topic.failures = 0;
    topic.status.set('live');
    if (endsIn !== undefined && this.#canRenew(topic)) this.#later(topic, endsIn * RENEW_AT);
  }

  #refuse({ topic: name, code, reason }: TopicRefusal): void {
    const topic = this.#topics.get(name);
    if (topic === undefined) return;
    if (code === 'unavailable') {
      this.#again(topic, reason);
      return;
    }
    clearTimeout(topic.timer);
    topic.status.set('unauthorised', reason);
    warnOnce(`the topic "${name}" is not heard: ${reason}`);
    if (BY_TOKEN.includes(code) && this.#canRenew(topic)) this.#retry(topic);
  }

  #again(topic: Topic, reason: string): void {
    topic.status.set('reconnecting', reason);
    this.#retry(topic);
  }

  #retry(topic: Topic): void {
    this.#later(topic, Math.min(RETRY.longest, RETRY.first * 2 ** topic.failures));
    topic.failures += 1;
  }

  #later(topic: Topic, delay: number): void {
    clearTimeout(topic.timer);
    topic.timer = setTimeout(() => void this.#ask(topic), Math.min(delay, 2 ** 31 - 1));
  }

  #getterOf(topic: Topic): TopicDelegate['getToken'] extends () => infer Getter ? Getter : never {
    return topic.getToken ?? this.#delegate.getToken();
  }

  #canRenew(topic: Topic): boolean {
    return topic.token === null && this.#getterOf(topic) !== undefined;
  }
}
