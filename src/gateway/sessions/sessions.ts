import type { User } from '../user.js';
import type { SessionSource } from './session-source.js';
import type { Session, SessionStore } from './session-store.js';

/** For how long a session of another source that was ended here stays ended, in milliseconds. */
const LONGEST_DENIAL = 30 * 24 * 60 * 60 * 1000;

/** The longest session id that is looked at, in characters: no token is longer, and no request may make us hash more. */
export const MAX_SESSION_ID_LENGTH = 8192;

/** All sessions of an app: its own and those of other sources. */
export class Sessions {
  readonly #store: SessionStore;
  readonly #sources: readonly SessionSource[];
  readonly #accountOf: (userId: string) => string | null;

  constructor(
    store: SessionStore,
    sources: readonly SessionSource[],
    /** What the account of a user is now; null = the configuration does not list the user. */
    accountOf: (userId: string) => string | null,
  ) {
    this.#store = store;
    this.#sources = sources;
    this.#accountOf = accountOf;
  }

  /** @param lifetime seconds */
  create(user: User, lifetime: number): Promise<Session> {
    return this.#store.create(user, lifetime, this.#accountOf(user.id) ?? undefined);
  }

  /** @returns null for a session that is unknown, expired or revoked. Rejects where nobody can say. */
  async find(id: string): Promise<Session | null> {
    if (id === '' || id.length > MAX_SESSION_ID_LENGTH) return null;
    const own = await this.#store.find(id);
    // The configuration may have changed while no gateway ran.
    if (own && !this.#isCurrent(own)) return null;
    const source = this.#sourceOf(id);
    if (own || source === undefined) return own;
    const identity = source.identityOf(id);
    if (await this.#store.isDenied(identity)) return null;
    const session = await source.find(id);
    return session && { ...session, identity };
  }

  /** Ends a session that the caller proves to have, at once, on every node. Does nothing where there is none. */
  async logOut(id: string): Promise<void> {
    if ((await this.find(id)) !== null) await this.revoke(id);
  }

  /**
   * Ends a session at once, on every node, whatever its source says of it: it may have ended there already, or be away.
   */
  async revoke(id: string): Promise<void> {
    await this.#store.revoke(id);
    const source = this.#sourceOf(id);
    if (source === undefined) return;
    await this.#store.deny(source.identityOf(id), Math.min(source.endOf(id), Date.now() + LONGEST_DENIAL));
  }

  /** Ends all sessions that the user got by a password, at once, on every node. */
  revokeUser(userId: string): Promise<void> {
    return this.#store.revokeUser(userId);
  }

  /** Calls `listener` with the fingerprint of each session that is ended, on whichever node. */
  onEnded(listener: (fingerprint: string) => void): void {
    this.#store.onEnded(listener);
  }

  #isCurrent({ user, account }: Session): boolean {
    const current = this.#accountOf(user.id);
    return current !== null && (account === undefined || account === current);
  }

  #sourceOf(id: string): SessionSource | undefined {
    return this.#sources.find((one) => one.owns(id));
  }
}
