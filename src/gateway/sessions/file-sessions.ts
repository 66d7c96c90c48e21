import { randomBytes } from 'node:crypto';
import type { Ask } from '../store/operations.js';
import type { User } from '../user.js';
import { fingerprintOf } from '../fingerprint.js';
import type { Session, SessionStore } from './session-store.js';

/** The sessions of one app in the data file: a restart ends none of them. */
export class FileSessionStore implements SessionStore {
  readonly #ask: Ask;
  readonly #app: string;
  readonly #listeners: ((fingerprint: string) => void)[] = [];

  constructor(ask: Ask, app: string) {
    this.#ask = ask;
    this.#app = app;
  }

  async create(user: User, lifetime: number, account = ''): Promise<Session> {
    const id = randomBytes(24).toString('base64url');
    const session = { user, account, expiresAt: Date.now() + Math.round(lifetime * 1000) };
    await this.#ask('saveSession', { app: this.#app, print: fingerprintOf(id), session });
    return { id, ...session };
  }

  async find(id: string): Promise<Session | null> {
    const session = await this.#ask('findSession', { app: this.#app, print: fingerprintOf(id) });
    return session === null ? null : { id, ...session };
  }

  async revoke(id: string): Promise<void> {
    const print = fingerprintOf(id);
    if (await this.#ask('endSession', { app: this.#app, print })) this.#announce(print);
  }

  async deny(id: string, until: number): Promise<void> {
    const print = fingerprintOf(id);
    await this.#ask('denySession', { app: this.#app, print, until: Math.round(until) });
    this.#announce(print);
  }

  isDenied(id: string): Promise<boolean> {
    return this.#ask('isDenied', { app: this.#app, print: fingerprintOf(id) });
  }

  async revokeUser(userId: string): Promise<void> {
    for (const print of await this.#ask('endUser', { app: this.#app, userId })) this.#announce(print);
  }

  onEnded(listener: (fingerprint: string) => void): void {
    this.#listeners.push(listener);
  }

  #announce(print: string): void {
    for (const listener of this.#listeners) listener(print);
  }
}
