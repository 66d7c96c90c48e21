import {
  MOST_SENT,
  MOST_SUBSCRIPTIONS,
  type PushJob,
  type PushStore,
  type Subscription,
} from './push-store.js';

/** The subscriptions of one app in memory: a restart forgets them, and browsers subscribe again at their next visit. */
export class MemoryPushStore implements PushStore {
  /** By person and endpoint, the one that was seen longest ago first. */
  readonly #subscriptions = new Map<string, Map<string, Subscription>>();
  /** Whose each endpoint is. */
  readonly #owners = new Map<string, string>();
  readonly #jobs = new Map<string, { job: PushJob; due: number }>();
  /** Tags by person and alert. */
  readonly #sent = new Map<string, Map<string, { tag: string; ends: number }>>();

  save(subscription: Subscription): Promise<void> {
    const { endpoint, userId } = subscription;
    this.#forget(endpoint);
    const own = this.#subscriptions.get(userId) ?? new Map<string, Subscription>();
    this.#subscriptions.set(userId, own);
    this.#owners.set(endpoint, userId);
    own.set(endpoint, subscription);
    for (const oldest of [...own.keys()].slice(0, -MOST_SUBSCRIPTIONS)) this.#forget(oldest);
    return Promise.resolve();
  }

  remove(endpoint: string, userId: string): Promise<void> {
    if (this.#owners.get(endpoint) === userId) this.#forget(endpoint);
    return Promise.resolve();
  }

  endSession(session: string): Promise<void> {
    for (const own of [...this.#subscriptions.values()])
      for (const one of [...own.values()]) if (one.session === session) this.#forget(one.endpoint);
    return Promise.resolve();
  }

  of(userId: string, now: number): Promise<Subscription[]> {
    for (const { endpoint, ends } of this.#of(userId)) if (ends <= now) this.#forget(endpoint);
    return Promise.resolve(this.#of(userId));
  }

  users(): Promise<string[]> {
    return Promise.resolve([...this.#subscriptions.keys()]);
  }

  erase(userId: string): Promise<number> {
    const own = this.#of(userId);
    for (const { endpoint } of own) this.#forget(endpoint);
    for (const [id, { job }] of this.#jobs) if (job.userId === userId) this.#jobs.delete(id);
    this.#sent.delete(userId);
    return Promise.resolve(own.length);
  }

  schedule(job: PushJob, due: number): Promise<void> {
    const isSomeone =
      job.userId === null ? this.#subscriptions.size > 0 : this.#subscriptions.has(job.userId);
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

  #of(userId: string): Subscription[] {
    return [...(this.#subscriptions.get(userId)?.values() ?? [])];
  }

  #forget(endpoint: string): void {
    const userId = this.#owners.get(endpoint);
    if (userId === undefined) return;
    this.#owners.delete(endpoint);
    const own = this.#subscriptions.get(userId)!;
    own.delete(endpoint);
    if (own.size === 0) this.#subscriptions.delete(userId);
  }
}
