import type { Ask } from '../store/operations.js';
import type { PushCall, PushCalls } from '../store/push-tables.js';
import type { PushJob, PushStore, Subscription } from './push-store.js';

/** The subscriptions of one app in the data file: a restart forgets none of them. */
export class FilePushStore implements PushStore {
  readonly #ask: Ask;
  readonly #app: string;

  constructor(ask: Ask, app: string) {
    this.#ask = ask;
    this.#app = app;
  }

  save = (subscription: Subscription): Promise<void> => this.#call('save', subscription);
  remove = (endpoint: string, userId: string): Promise<void> => this.#call('remove', endpoint, userId);
  endSession = (session: string): Promise<void> => this.#call('endSession', session);
  of = (userId: string, now: number): Promise<Subscription[]> => this.#call('of', userId, now);
  users = (): Promise<string[]> => this.#call('users');
  erase = (userId: string): Promise<number> => this.#call('erase', userId);
  schedule = (job: PushJob, due: number): Promise<void> => this.#call('schedule', job, due);
  claim = (now: number, until: number, most: number): Promise<PushJob[]> =>
    this.#call('claim', now, until, most);
  finish = (jobId: string): Promise<void> => this.#call('finish', jobId);
  noteSent = (
    userId: string,
    alertId: string,
    sent: { tag: string; ends: number },
    now: number,
  ): Promise<boolean> => this.#call('noteSent', userId, alertId, sent, now);
  takeSent = (userId: string, alertIds: readonly string[]): Promise<string[]> =>
    this.#call('takeSent', userId, alertIds);

  async #call<Name extends keyof PushCalls>(
    name: Name,
    ...given: Parameters<PushCalls[Name]>
  ): Promise<ReturnType<PushCalls[Name]>> {
    const call = { name, given } as unknown as PushCall;
    return (await this.#ask('webPush', { app: this.#app, call })) as ReturnType<PushCalls[Name]>;
  }
}
