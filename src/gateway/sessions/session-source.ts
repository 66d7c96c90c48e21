import type { Session } from './session-store.js';

/** Somebody else who issues sessions: an identity provider, a platform. */
export interface SessionSource {
  /** Whether a session id has the form of this source; no other source is asked then. */
  owns(id: string): boolean;
  /** @returns null for a session that is unknown or has ended. Rejects where the source cannot say. */
  find(id: string): Promise<Session | null>;
}
