import {
  MOST_SENT,
  MOST_SUBSCRIPTIONS,
  type PushJob,
  type PushStore,
  type Subscription,
} from './push-store.js';

/** The subscriptions of one app in memory: a restart forgets them, and browsers subscribe again at their next visit. */
export class MemoryPushStore implements PushStore {
  /** By endpoint, the one that was seen longest ago first. */
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #jobs = new Map<string, { job: PushJob; due: number }>();
  /** Tags by person and alert. */
  readonly #sent = new Map<string, Map<string, { tag: string; ends: number }>>();

  save(subscription: Subscription): Promise<void> {
    this.#subscriptions.delete(subscription.endpoint);
    this.#subscriptions.set(subscription.endpoint, subscription);
    const own = this.#all((one) => one.userId === subscription.userId);
    for (const { endpoint } of own.slice(0, -MOST_SUBSCRIPTIONS)) this.#subscriptions.delete(endpoint);
    return Promise.resolve();
  }

  remove(endpoint: string, userId: string): Promise<void> {
    if (this.#subscriptions.get(endpoint)?.userId === userId) this.#subscriptions.delete(endpoint);
    return Promise.resolve();
  }

  endSession(session: string): Promise<void> {
    for (const one of this.#all((each) => each.session === session)) this.#subscriptions.delete(one.endpoint);
    return Promise.resolve();
  }

  of(userId: string, now: number): Promise<Subscription[]> {
    for (const one of this.#all(({ ends }) => ends <= now)) this.#subscriptions.delete(one.endpoint);
    return Promise.resolve(this.#all((one) => one.userId === userId));
  }

  users(): Promise<string[]> {
    return Promise.resolve([...new Set(this.#all(() => true).map(({ userId }) => userId))]);
  }

  erase(userId: string): Promise<number> {
    const own = this.#all((one) => one.userId === userId);
    for (const { endpoint } of own) this.#subscriptions.delete(endpoint);
    for (const [id, { job }] of this.#jobs) if (job.userId === userId) this.#jobs.delete(id);
    this.#sent.delete(userId);
    return Promise.resolve(own.length);
  }

  schedule(job: PushJob, due: number): Promise<void> {
    const isSomeone = this.#all(({ userId }) => job.userId === null || userId === job.userId).length > 0;
    if (isSomeone && !this.#jobs.has(job.id)) this.#jobs.set(job.id, { job, due });
    return Promise.resolve();
  }

  claim(now: number, until: number, most: number): Promise<PushJob[]> {
    const found = [...this.#jobs.values()].filter(({ due }) => due <= now).slice(0, most);
    for (const one of found) one.due = until;
    return Promise.resolve(found.map(({ job }) => job));
  }

  finish(jobId: string): Promise<void> {
    this.#jobs.delete(jobId);
    return Promise.resolve();
  }

  noteSent(
    userId: string,
    alertId: string,
    sent: { tag: string; ends: number },
    now: number,
  ): Promise<boolean> {
    const known = this.#sent.get(userId) ?? new Map<string, { tag: string; ends: number }>();
    this.#sent.set(userId, known);
    for (const [id, { ends }] of known) if (ends <= now) known.delete(id);
    if (known.has(alertId)) return Promise.resolve(false);
    known.set(alertId, sent);
    if (known.size > MOST_SENT) known.delete(known.keys().next().value!);
    return Promise.resolve(true);
  }

  takeSent(userId: string, alertIds: readonly string[]): Promise<string[]> {
    const known = this.#sent.get(userId);
    const tags = alertIds.flatMap((id) => {
      const { tag = '' } = known?.get(id) ?? {};
      if (tag === '') return [];
      known!.get(id)!.tag = '';
      return [tag];
    });
    return Promise.resolve(tags);
  }

  #all(isMeant: (subscription: Subscription) => boolean): Subscription[] {
    return [...this.#subscriptions.values()].filter(isMeant);
  }
}
