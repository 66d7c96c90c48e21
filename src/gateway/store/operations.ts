import type { AlertStates } from '../../protocol/inbox.js';
import type { CategoryChoice } from '../../protocol/preferences.js';
import type { ChannelPosition, ChannelReplay, MessageMeta } from '../../protocol.js';
import type { Retention } from '../config/schema.js';
import type { AlertKeeping } from '../log/message-log.js';
import type { AlertCounts, BoxCursor, BoxPage, Mark, PageSize, StoredAlert } from '../inbox/inbox-store.js';
import type {
  ClaimOptions,
  DuePushes,
  MostWaiting,
  NewScheduledPush,
  ScheduledPush,
  Scheduling,
} from '../schedule/schedule-store.js';
import type { User } from '../user.js';
import type { BoxKey } from './inbox-tables.js';
import type { PushCall } from './push-tables.js';

/** A message as it is kept; times are milliseconds since 1970. */
export interface KeptMessage {
  channel: string;
  /** The pusher's id; null = it gave none. */
  id: string | null;
  /** What a client is told beside the position: time, origin and spread. */
  about: Omit<MessageMeta, keyof ChannelPosition>;
  eventName: string;
  message: unknown;
  /** Length of the message as JSON, in bytes. */
  bytes: number;
  /** When it ends. */
  ends: number;
  /** Whether the pusher set the end, so that its passing is no loss. */
  endsByWish: boolean;
  /** Tells whether another push with the same id is the same. */
  digest?: string;
}

/** A session as it is kept: only the fingerprint of its id. */
export interface KeptSession {
  user: User;
  /** What the account of the user was when the session was made. */
  account: string;
  expiresAt: number;
}

/** Everything that the thread of the file can be asked, and its answers. */
export interface Operations {
  /** With `keeping` it is kept as an alert, too. */
  append: {
    ask: { app: string; message: KeptMessage; keeping?: AlertKeeping };
    answer: { meta: MessageMeta; repeated: boolean };
  };
  top: { ask: { app: string; channel: string }; answer: ChannelPosition };
  after: { ask: { app: string; cursor: ChannelPosition; maxBytes: number }; answer: ChannelReplay };
  saveSession: { ask: { app: string; print: string; session: KeptSession }; answer: null };
  findSession: { ask: { app: string; print: string }; answer: KeptSession | null };
  endSession: { ask: { app: string; print: string }; answer: boolean };
  endUser: { ask: { app: string; userId: string }; answer: string[] };
  denySession: { ask: { app: string; print: string; until: number }; answer: null };
  isDenied: { ask: { app: string; print: string }; answer: boolean };
  saveAnswer: { ask: { app: string; print: string; answer: string; until: number }; answer: null };
  /** As JSON; null = there is none. */
  findAnswer: { ask: { app: string; print: string }; answer: string | null };
  revokeTopic: {
    ask: { app: string; userId: string; topic: string; at: number; ends: number };
    answer: null;
  };
  topicRevocations: { ask: { app: string; userId: string; topic: string }; answer: number[] };
  keepAlert: { ask: BoxKey & { alert: StoredAlert }; answer: null };
  alertsOfPush: { ask: { app: string; pushId: string }; answer: StoredAlert[] };
  alertCounts: { ask: { app: string; id: string }; answer: AlertCounts };
  alertsSince: { ask: BoxKey & { cursor: BoxCursor | null; size: PageSize }; answer: BoxPage };
  alertEnds: { ask: BoxKey & { ids: readonly string[] }; answer: [string, number][] };
  alertStates: { ask: BoxKey & { ids: readonly string[] }; answer: AlertStates[] };
  markAlerts: { ask: BoxKey & { marks: readonly Mark[] }; answer: AlertStates[] };
  /** Of the inbox of one person. The answer is how many alerts there were. */
  eraseAlerts: { ask: { app: string; channel: string }; answer: number };
  readPreferences: { ask: { app: string; userId: string }; answer: CategoryChoice[] };
  savePreferences: {
    ask: { app: string; userId: string; choices: readonly CategoryChoice[] };
    answer: CategoryChoice[];
  };
  /** The answer is for how many categories something was kept. */
  erasePreferences: { ask: { app: string; userId: string }; answer: number };
  /** Of the log of one channel. The answer is how many messages there were. */
  eraseMessages: { ask: { app: string; channel: string }; answer: number };
  schedule: { ask: { push: NewScheduledPush; most: MostWaiting }; answer: Scheduling };
  findScheduled: { ask: { app: string; id: string }; answer: ScheduledPush | null };
  cancelScheduled: { ask: { app: string; id: string }; answer: ScheduledPush | null };
  claimScheduled: { ask: ClaimOptions; answer: DuePushes };
  finishScheduled: { ask: { app: string; id: string; error: string | null }; answer: null };
  postponeScheduled: { ask: { app: string; id: string; until: number }; answer: null };
  /** Of one person. The answer is how many pushes were for that person. */
  countScheduled: { ask: { app: string }; answer: number };
  eraseScheduled: { ask: { app: string; userId: string }; answer: number };
  /** One method of the store of Web Push subscriptions. */
  webPush: { ask: { app: string; call: PushCall }; answer: unknown };
  secret: { ask: { name: string; offered: string }; answer: string };
  /** Writes as much as a small push, which tells whether the file takes it. */
  probe: { ask: null; answer: null };
  tidy: { ask: null; answer: null };
}

export type OperationName = keyof Operations;

/** One question to the thread of the file. */
export interface Operation<Name extends OperationName = OperationName> {
  name: Name;
  ask: Operations[Name]['ask'];
  /** Milliseconds since 1970. */
  now: number;
}

/** What became of a question. */
export type Outcome = { answer: unknown } | { error: string };

/** What the thread is started with. */
export interface StoreOptions {
  path: string;
  /** How much of the past the log of each app keeps. */
  retention: Record<string, Retention>;
}

/** What the thread says once, when the file is open or cannot be used. */
export interface Opened {
  /** A sentence; null = the file is open. */
  problem: string | null;
  /** Where a file that could not be read was moved; null = it could be read. */
  setAside: string | null;
}

/** Asks the thread of the file. Rejects where the file does not take it, such as on a full disk. */
export type Ask = <Name extends OperationName>(
  name: Name,
  ask: Operations[Name]['ask'],
  now?: number,
) => Promise<Operations[Name]['answer']>;
