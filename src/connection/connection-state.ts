/**
 * Where a connection is.
 *
 * - `idle`: nobody listens, or no server is named; nothing is open
 * - `connecting`: the first attempt, or the first with a new session
 * - `live`: events arrive
 * - `reconnecting`: it was lost or could not be made; the next attempt is planned
 * - `offline`: as before, and the browser says that there is no network
 * - `unauthorised`: the server refused the session, or nobody is signed in where somebody must be; a gateway is not asked
 *   again before that changes
 * - `closed`: nothing will come, since the settings are wrong: the address, the app, or the origin of the page, which the
 *   app does not allow
 */
export type ConnectionState =
  'idle' | 'connecting' | 'live' | 'reconnecting' | 'offline' | 'unauthorised' | 'closed';

/** A state and, in words, why. */
export interface ConnectionStatus {
  state: ConnectionState;
  /** For people who debug; empty where there is nothing to say. */
  reason: string;
}

/** Why messages may have been missed. */
export type GapReason =
  /** The connection was lost and the server cannot replay what was sent meanwhile. */
  | 'reconnect'
  /** The page was frozen or in the back/forward cache. */
  | 'resume';
