import type { User } from '../user.js';

/** Proof of a login. */
export interface Session {
  /** Secret: whoever has it is the user. */
  id: string;
  user: User;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** What the account of the user was when the session was made; undefined = made by a former version. */
  account?: string | undefined;
  /** What stands for the session where its id can be written in several ways. Default: the id. */
  identity?: string;
}

/** The sessions that an app issued itself, and which of other sources it ended. */
export interface SessionStore {
  /**
   * @param lifetime seconds
   * @param account what the session is made from; it comes back with the session
   */
  create(user: User, lifetime: number, account?: string): Promise<Session>;
  /** @returns null for a session that is unknown, expired or revoked */
  find(id: string): Promise<Session | null>;
  /** Ends a session. Does nothing where there is none. */
  revoke(id: string): Promise<void>;
  /**
   * Ends a session that another source issued, and announces that.
   *
   * @param identity the id, or what stands for it
   * @param until when it would end by itself, in milliseconds since 1970
   */
  deny(identity: string, until: number): Promise<void>;
  /** Whether `deny` ended the session. */
  isDenied(identity: string): Promise<boolean>;
  /** Ends all sessions of a user that this store issued, and announces each. */
  revokeUser(userId: string): Promise<void>;
  /** Calls `listener` with the fingerprint of each session that is revoked or denied, on whichever machine. */
  onEnded(listener: (fingerprint: string) => void): void;
}
