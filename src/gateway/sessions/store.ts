import type { User } from '../user.js';

/** Proof of a login. */
export interface Session {
  /** Secret: whoever has it is the user. */
  id: string;
  user: User;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** The sessions of one app. */
export interface SessionStore {
  /** @param lifetime - seconds */
  create(user: User, lifetime: number): Promise<Session>;
  /** @returns null for a session that is unknown, expired or revoked */
  find(id: string): Promise<Session | null>;
  /** Ends a session. Does nothing where there is none. */
  revoke(id: string): Promise<void>;
  /** Calls `listener` with the id of each session that is revoked, on whichever machine. */
  onRevoked(listener: (id: string) => void): void;
}
