import { Topic, TOPIC_PREFIX, type TopicDelegate, type TopicOptions } from './topic.js';
import type { TopicKeeper } from './topic-keeper.js';

/** How long a topic outlives its last lease, in milliseconds: builders remove and add elements all the time. */
const LEAVE_DELAY = 1_000;

/** How long a server may take to greet, in milliseconds. */
const HELLO_TIMEOUT = 5_000;

/** The topics of a connection. What asks for them is loaded with the first. */
export class TopicSet {
  readonly #topics = new Map<string, Topic>();
  readonly #delegate: TopicDelegate;
  #keeper: Promise<TopicKeeper> | undefined;
  /** Counts the links. */
  #link = 0;
  #isOffered: boolean | null = null;

  constructor(delegate: TopicDelegate) {
    this.#delegate = delegate;
  }

  /** The topic of a channel; undefined where the page does not listen to it, null where it is that of no topic. */
  of(channel: string | undefined): Topic | undefined | null {
    return channel?.startsWith(TOPIC_PREFIX) ? this.#topics.get(channel.slice(TOPIC_PREFIX.length)) : null;
  }

  /** @returns the topic, and the way to give the lease back */
  acquire(name: string, { token = null, getToken }: TopicOptions): [Topic, () => void] {
    const topic = this.#topics.get(name) ?? new Topic(name);
    this.#topics.set(name, topic);
    topic.leases += 1;
    topic.getToken = getToken ?? topic.getToken;
    if (token !== null && token !== topic.token) {
      topic.token = token;
      topic.isAsked = false;
    }
    this.#update();
    let isHeld = true;
    const release = (): void => {
      if (isHeld) this.#release(topic);
      isHeld = false;
    };
    return [topic, release];
  }

  /**
   * A link has begun or ended.
   *
   * @param isOffered whether the server has topics; null = there is no link, or it has not greeted
   */
  reset(isOffered: boolean | null): void {
    this.#link += 1;
    this.#isOffered = isOffered;
    this.#update();
  }

  /** A link is open. A server that does not greet has no topics. */
  opened(): void {
    const link = this.#link;
    setTimeout(() => {
      if (link === this.#link) this.reset(false);
    }, HELLO_TIMEOUT);
  }

  /** Another person is signed in: what proved the right of the former one is gone. */
  forget(): void {
    for (const topic of this.#topics.values()) topic.used = [];
  }

  /** The gateway says that rights have ended. */
  refused(payload: unknown): void {
    void this.#keeper?.then((keeper) => keeper.refused(payload));
  }

  #update(): void {
    if (this.#topics.size === 0) return;
    this.#keeper ??= import('./topic-keeper.js').then(
      (part) => new part.TopicKeeper(this.#topics, this.#delegate),
    );
    this.#keeper.then(
      (keeper) => keeper.update(this.#link, this.#isOffered),
      (error: unknown) => {
        for (const topic of this.#topics.values())
          topic.status.set('closed', `what listens to topics could not be loaded: ${String(error)}`);
      },
    );
  }

  #release(topic: Topic): void {
    topic.leases -= 1;
    if (topic.leases > 0) return;
    setTimeout(() => {
      if (topic.leases > 0 || this.#topics.get(topic.name) !== topic) return;
      this.#topics.delete(topic.name);
      void this.#keeper?.then((keeper) => keeper.leave(topic));
    }, LEAVE_DELAY);
  }
}
