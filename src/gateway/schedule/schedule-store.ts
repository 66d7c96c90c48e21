/** For how long it is known what became of a scheduled push, in milliseconds: as long as the id of any push. */
export const REMEMBER_ENDED = 600_000;

/**
 * What a scheduled push is: it waits (`scheduled`), a node sends it (`sending`), or it has ended: it was `sent` or
 * `cancelled`, or it was `refused` when its time came.
 */
export type ScheduleState = 'scheduled' | 'sending' | 'sent' | 'cancelled' | 'refused';

/** A push that is sent later. Times are milliseconds since 1970. */
export interface ScheduledPush {
  app: string;
  id: string;
  /** When it is to be sent. */
  at: number;
  state: ScheduleState;
  /** The push as JSON; empty when it has ended. */
  push: string;
  /** Tells whether another push with the same id is the same. */
  print: string;
  /** How many pushes it stands for: more than one in a digest. */
  count: number;
  /** Why it was refused when its time came. */
  error: string | null;
}

/** A push that is to be kept until its time. */
export type NewScheduledPush = Pick<ScheduledPush, 'app' | 'id' | 'at' | 'push' | 'print'> & {
  /** Where it is one of a digest, which; null = it is sent by itself. */
  group: string | null;
  /** The pusher's id of a push of a digest, by which it counts once; null = it gave none. */
  member: string | null;
};

/**
 * What became of a push that was to be kept. `added`: it waits. `joined`: the digest that waits counts it. `known`: its id
 * is that of one before, whose fingerprint is `print`. `full`: too much of the app waits.
 */
export type Scheduling =
  | { outcome: 'added' | 'joined'; entry: ScheduledPush }
  | { outcome: 'known'; entry: ScheduledPush; print: string }
  | { outcome: 'full' };

/** What is due. */
export interface DuePushes {
  /** Each is now being sent by who asked. */
  due: ScheduledPush[];
  /** When something is due next; null = nothing waits. */
  next: number | null;
}

/** What of one app may wait for its time. */
export interface MostWaiting {
  pushes: number;
  /** Of all of them together, as JSON in UTF-8. */
  bytes: number;
}

/** How {@link ScheduleStore.claim} is asked. */
export interface ClaimOptions {
  /** Of which apps. */
  apps: readonly string[];
  /** For how many milliseconds nobody else gets what is claimed. A node that ends meanwhile sends nothing more. */
  lease: number;
  /** How many are claimed of each app at most. */
  most: number;
}

/** The pushes of all apps that are sent later. Any method rejects where the store cannot be reached. */
export interface ScheduleStore {
  /** Whether other nodes add to it. */
  readonly isShared: boolean;
  /** Keeps a push until its time, once for each id. */
  add(push: NewScheduledPush, most: MostWaiting, now: number): Promise<Scheduling>;
  /** @returns null where nothing is known of it: any more, or ever */
  find(app: string, id: string, now: number): Promise<ScheduledPush | null>;
  /** Cancels one that waits. @returns what it is then; null where nothing is known of it */
  cancel(app: string, id: string, now: number): Promise<ScheduledPush | null>;
  /** Takes what is due, and what a node took whose lease is over. */
  claim(options: ClaimOptions, now: number): Promise<DuePushes>;
  /** One that was claimed has ended. @param error why it was refused; null = it was sent */
  finish(app: string, id: string, error: string | null, now: number): Promise<void>;
  /** One that was claimed could not be sent yet, and may be claimed again at a time. */
  postpone(app: string, id: string, until: number): Promise<void>;
  /** How many pushes of an app wait for their time, digests among them, on all nodes together. */
  waiting(app: string, now: number): Promise<number>;
  /** Takes a user out of all that waits. @returns how many pushes were for that user */
  erase(app: string, userId: string, now: number): Promise<number>;
}

/** What is left of a push without one of its receivers: as JSON; `null` = nobody; the same text = it was not for that user. */
export function withoutReceiver(push: string, userId: string): string | null {
  const request = JSON.parse(push) as { userID?: string | string[] };
  const { userID } = request;
  if (userID === userId) return null;
  if (!Array.isArray(userID) || !userID.includes(userId)) return push;
  const others = userID.filter((one) => one !== userId);
  return others.length === 0 ? null : JSON.stringify({ ...request, userID: others });
}
