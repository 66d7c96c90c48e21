import { hashOf } from './hash.js';

/** Whose alerts: nothing of one scope is seen in another one. */
export interface UserScope {
  /** Server and app. */
  readonly app: string;
  /** The person, as a hash of the session; {@link ANONYMOUS} where nobody is signed in. */
  readonly user: string;
}

export const ANONYMOUS = 'anonymous';
/** Begins the user of everybody who is signed in. */
export const SIGNED_IN = 'session-';

/**
 * A session id opens doors, so what is stored under it carries a hash of it.
 *
 * @param session null = nobody is signed in
 */
export async function userOf(session: string | null): Promise<string> {
  if (session === null) return ANONYMOUS;
  return `${SIGNED_IN}${await digest(session)}`;
}

async function digest(text: string): Promise<string> {
  // Pages without https have no crypto.subtle.
  const subtle = (globalThis as { crypto?: { subtle?: SubtleCrypto } }).crypto?.subtle;
  if (subtle === undefined) return hashOf(text) + hashOf(`${text} again`);
  const bytes = await subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
