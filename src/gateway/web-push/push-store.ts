import type { QuietHours } from './quiet-hours.js';

/** How many browsers of one person are called; of more the one that was seen longest ago is forgotten. */
export const MOST_SUBSCRIPTIONS = 20;
/** Of how many alerts it is remembered that a person was called. */
export const MOST_SENT = 500;

/** A browser that may be called while none of its tabs is open. */
export interface Subscription {
  /** Secret: whoever has it can reach the browser. */
  endpoint: string;
  /** The browser's public key and secret, base64url. */
  p256dh: string;
  auth: string;
  userId: string;
  /** Fingerprint of the session by which it was subscribed. */
  session: string;
  /** When it ends, in milliseconds since 1970. */
  ends: number;
  /** Names of the events of which it hears; `*` = any. */
  events: readonly string[];
  /** The same, with when a page named each; absent where a former version has kept it. */
  named?: readonly (readonly [name: string, at: number])[];
  quiet: QuietHours | null;
  /** When it was last seen, in milliseconds since 1970. */
  at: number;
}

/** What a browser is told; with `close` it takes notifications away. */
export interface PushPayload {
  /** Version of the payload; what has none is not of this package. */
  dx: 1;
  tag?: string;
  /** Of the alert, as in the inbox. */
  id?: string;
  title?: string;
  text?: string;
  href?: string;
  lang?: string;
  close?: readonly string[];
}

/** Something to be sent at its time. */
export interface PushJob {
  /** Another one with the same id is not taken while this one waits. */
  id: string;
  /** Null = everybody who is subscribed. */
  userId: string | null;
  /** The alert; null = nothing is shown, something is closed. */
  alertId: string | null;
  eventName: string;
  /** Of the alert; null = it has none. */
  category: string | null;
  payload: PushPayload;
  urgent: boolean;
  /** When it is pointless, in milliseconds since 1970. */
  ends: number;
  /** Of one browser only, after this many vain attempts. */
  retry?: { endpoint: string; attempts: number };
}

/**
 * The subscriptions of one app and what is to be sent to them. Times are milliseconds since 1970. Any method rejects
 * where the store cannot be reached.
 */
export interface PushStore {
  /** Keeps a browser for one person: it is no other's from now on. */
  save(subscription: Subscription): Promise<void>;
  /** @param userId of whom it must be */
  remove(endpoint: string, userId: string): Promise<void>;
  /** Forgets the browsers that were subscribed by a session. */
  endSession(session: string): Promise<void>;
  /** The browsers of a person, those that ended left out. */
  of(userId: string, now: number): Promise<Subscription[]>;
  /** Who has a browser. */
  users(): Promise<string[]>;
  /** Forgets all of a person. @returns how many browsers there were */
  erase(userId: string): Promise<number>;
  /** Keeps something to be sent, where somebody is there to get it. */
  schedule(job: PushJob, due: number): Promise<void>;
  /** What is due, for whoever asks first; it comes again at `until` unless it is {@link finish}ed. */
  claim(now: number, until: number, most: number): Promise<PushJob[]>;
  finish(jobId: string): Promise<void>;
  /** Remembers that a person is called for an alert. @returns false where that was remembered before */
  noteSent(
    userId: string,
    alertId: string,
    sent: { tag: string; ends: number },
    now: number,
  ): Promise<boolean>;
  /** Of these alerts those for which a person was called and that were not asked for before. @returns their tags */
  takeSent(userId: string, alertIds: readonly string[]): Promise<string[]>;
}
