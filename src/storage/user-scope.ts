import { digestOf } from './hash.js';

/** What names an app: the settings of a connection have it. */
export interface AppAddress {
  readonly url: string;
  readonly path: string;
  readonly appId: string;
}

/** One text for an app of a server. */
export const appOf = ({ url, path, appId }: AppAddress): string => JSON.stringify([url, path, appId]);

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
  return `${SIGNED_IN}${await digestOf(session)}`;
}
