import type { Session } from './session-store.js';

/** Somebody else who issues sessions: an identity provider, a platform. */
export interface SessionSource {
  /** Whether a session id has the form of this source; no other source is asked then. */
  owns(id: string): boolean;
  /** What stands for a session, however its id is written: the same for every spelling that the source takes. */
  identityOf(id: string): string;
  /** When a session ends at the latest, in milliseconds since 1970, as far as its id says. Nothing is proved by it. */
  endOf(id: string): number;
  /** @returns null for a session that is unknown or has ended. Rejects where the source cannot say. */
  find(id: string): Promise<Session | null>;
}
