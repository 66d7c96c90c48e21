import { randomBytes } from 'node:crypto';
import type { User } from '../user.js';
import { fingerprintOf } from '../fingerprint.js';
import type { Session, SessionStore } from './session-store.js';

/** How often `create` removes the expired sessions, in milliseconds. */
const CLEAN_EVERY = 60_000;

/** Sessions of one app in memory; a restart ends them all. */
export class MemorySessionStore implements SessionStore {
  readonly #sessions = new Map<string, Session>();
  readonly #denied = new Map<string, number>();
  readonly #listeners: ((fingerprint: string) => void)[] = [];
  #cleanedAt = 0;
  readonly #now: () => number;

  /** @param now the clock, in milliseconds since 1970 */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  create(user: User, lifetime: number, account?: string): Promise<Session> {
    this.#clean();
    const session = {
      id: randomBytes(24).toString('base64url'),
      user,
      account,
      expiresAt: this.#now() + lifetime * 1000,
    };
    this.#sessions.set(session.id, session);
    return Promise.resolve(session);
  }

  find(id: string): Promise<Session | null> {
    const session = this.#sessions.get(id);
    return Promise.resolve(session && session.expiresAt > this.#now() ? session : null);
  }

  revoke(id: string): Promise<void> {
    if (this.#sessions.delete(id)) this.#announce(id);
    return Promise.resolve();
  }

  deny(id: string, until: number): Promise<void> {
    this.#clean();
    this.#denied.set(id, until);
    this.#announce(id);
    return Promise.resolve();
  }

  isDenied(id: string): Promise<boolean> {
    return Promise.resolve((this.#denied.get(id) ?? 0) > this.#now());
  }

  revokeUser(userId: string): Promise<void> {
    for (const { id, user } of this.#sessions.values()) if (user.id === userId) void this.revoke(id);
    return Promise.resolve();
  }

  onEnded(listener: (fingerprint: string) => void): void {
    this.#listeners.push(listener);
  }

  #announce(id: string): void {
    for (const listener of this.#listeners) listener(fingerprintOf(id));
  }

  #clean(): void {
    const now = this.#now();
    if (now < this.#cleanedAt + CLEAN_EVERY) return;
    this.#cleanedAt = now;
    for (const [id, session] of this.#sessions) if (session.expiresAt <= now) this.#sessions.delete(id);
    for (const [id, until] of this.#denied) if (until <= now) this.#denied.delete(id);
  }
}
