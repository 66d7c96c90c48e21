import type { Ask } from '../store/operations.js';
import {
  GrantMemory,
  RevocationListeners,
  type RevocationListener,
  type RightLives,
  type RightStore,
} from './right-store.js';

/** The rights of one app, whose revocations lie in the data file: a restart forgets none. */
export class FileRights implements RightStore {
  readonly #ask: Ask;
  readonly #app: string;
  readonly #remembers: number;
  readonly #grants: GrantMemory;
  readonly #listeners = new RevocationListeners();

  constructor(ask: Ask, app: string, { grantLife, remembers }: RightLives) {
    this.#ask = ask;
    this.#app = app;
    this.#remembers = remembers;
    this.#grants = new GrantMemory(grantLife);
  }

  async revoke(userId: string, topic: string, at: number): Promise<void> {
    await this.#ask('revokeTopic', { app: this.#app, userId, topic, at, ends: at + this.#remembers });
    this.#listeners.notify(userId, topic);
  }

  revocations(userId: string, topic: string): Promise<number[]> {
    return this.#ask('topicRevocations', { app: this.#app, userId, topic });
  }

  onRevoked(listener: RevocationListener): void {
    this.#listeners.add(listener);
  }

  granted(userId: string, topic: string, since: number): Promise<number> {
    return this.#grants.granted(userId, topic, since);
  }

  forget(userId: string, topic: string): Promise<boolean> {
    return this.#grants.forget(userId, topic);
  }
}
