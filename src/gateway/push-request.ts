import { z } from 'zod';
import { EVERYBODY, eventNameProblem, type ChannelPosition } from '../protocol.js';
import { userIdProblem } from './channels.js';
import { fingerprintOf } from './fingerprint.js';
import { topicProblem } from './topics/topic-name.js';
import { jsonProblem } from './json.js';
import { firstValidationMessage } from './validation-message.js';
import { Refusal } from './refusal.js';
import { LONGEST_JITTER } from './jitter.js';

/** A message to somebody: the body of `POST /push`. */
export interface PushRequest {
  /** A user id, up to 1000 of them, or `*` for everybody of the app. Either this or `topic` is given. */
  userID?: string | string[] | undefined;
  /** The topic whose listeners get the message, in place of `userID`. */
  topic?: string | undefined;
  eventName: string;
  /** Any JSON value, nested at most 32 levels deep. Receivers get null where it is absent. */
  message?: unknown;
  /** The pusher's id: within ten minutes a channel takes one push with the same id. Default: a random one, which the answer names. */
  id?: string | undefined;
  /** Seconds for which the message is worth replaying; 0 = only now. Default: the `maxAge` of the app's log. */
  ttl?: number | undefined;
  /** Id of the browser tab or program that causes the message, so that it can skip its own. */
  origin?: string | undefined;
  /**
   * Milliseconds over which receivers should spread the requests that the message causes. Default: for a push to `*` what
   * `refreshesPerSecond` of the app makes of the number of receivers, else none.
   */
  spread?: number | undefined;
  /**
   * When it is sent, by the clock of the gateway: milliseconds since 1970, or a text such as `2026-12-24T18:00:00+01:00`. A time
   * that has passed means now. Default: now. One of `at`, `delay` and `digest` is given at most.
   */
  at?: number | string | undefined;
  /** Seconds after which it is sent. Default 0. */
  delay?: number | undefined;
  /** Becomes one message together with others. Default: it is sent by itself. */
  digest?: DigestRequest | undefined;
}

/**
 * Pushes that become one message: those with the same key, event and receiver within a window. It is sent when the window
 * is over, so that people are disturbed once. A single push comes as it is.
 *
 * @example { key: 'orders', window: 300, message: { title: '{count} new orders' } }
 */
export interface DigestRequest {
  /** What the pushes have in common. Each receiver of a list, and each event, has a digest of its own. */
  key: string;
  /** Seconds from the first push to the message; from 1 to a day. The first push decides. */
  window: number;
  /** The message where there are several; `{count}` in its texts is how many. Default: that of the newest push. */
  message?: unknown;
}

/** Where a push went. */
export interface Placement extends ChannelPosition {
  /** How many sockets of the gateway that took the push listened to the channel; other nodes are not asked. */
  connected: number;
}

/** Answer to a push with one `userID` or a `topic`. */
export interface SinglePushResult extends Placement {
  id: string;
}

/** Answer to a push with a list of user ids, in the order of the list without repeats. */
export interface ListPushResult {
  id: string;
  pushed: (Placement & { userID: string })[];
}

/** Answer to a push with `at` or `delay`. */
export interface ScheduledPushResult {
  id: string;
  /** When it is sent, in milliseconds since 1970. */
  at: number;
}

/** Answer to a push with `digest`. */
export interface DigestPushResult {
  id: string;
  /** For each receiver the digest that counts the push. */
  digests: DigestPlacement[];
}

/** A digest that counts a push. */
export interface DigestPlacement extends ScheduledPushResult {
  /** The receiver; absent where it is a topic. */
  userID?: string;
  /** How many pushes the digest has so far. */
  count: number;
}

/** Answer to a push that is sent later. */
export type LaterPushResult = ScheduledPushResult | DigestPushResult;

export type PushResult = SinglePushResult | ListPushResult | LaterPushResult;

const MAX_RECIPIENTS = 1000;
const THIRTY_DAYS = 30 * 24 * 60 * 60;

const refined = <Value>(problemOf: (value: unknown) => string | null) =>
  z.custom<Value>().superRefine((value, context) => {
    const problem = problemOf(value);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });

const label = z
  .string()
  .min(1)
  .max(200)
  .refine((value) => !/\p{Surrogate}/u.test(value), { error: 'must be well-formed Unicode' })
  .optional();

/** The id of a browser tab as a client gave it; null where it is none that a push could carry. */
export function readOrigin(value: unknown): string | null {
  return label.safeParse(value).data ?? null;
}

/** With a zone: one without it would mean another time on each machine. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
/** In the year 2001: what is less is meant in seconds. */
const LEAST_TIME = 1e12;
/** The longest window of a digest, in seconds. */
const A_DAY = 24 * 60 * 60;

function timeProblem(value: unknown): string | null {
  if (typeof value === 'number')
    return value >= LEAST_TIME && value < 1e14 ? null : 'must be in milliseconds since 1970';
  if (typeof value === 'string' && TIME.test(value) && !Number.isNaN(Date.parse(value))) return null;
  return 'must be milliseconds since 1970, or a time with its zone, such as "2026-12-24T18:00:00+01:00"';
}

const schema = z.strictObject({
  userID: refined<string | string[]>(recipientsProblem).optional(),
  topic: refined<string>(topicProblem).optional(),
  eventName: refined<string>(eventNameProblem),
  message: z.unknown().optional(),
  id: label,
  ttl: z.number().min(0).max(THIRTY_DAYS).optional(),
  origin: label,
  spread: z.number().min(0).max(LONGEST_JITTER).optional(),
  at: refined<number | string>(timeProblem).optional(),
  delay: z.number().min(0).optional(),
  digest: z
    .strictObject({
      key: z.string().min(1).max(200),
      window: z.number().min(1).max(A_DAY),
      message: z.unknown().optional(),
    })
    .optional(),
});
type PushFields = z.output<typeof schema>;

/** When a push that is not sent at once is. */
export type Timing = { at: number } | { delay: number } | { digest: DigestRequest };

/** A push whose every field is checked. */
export interface CheckedPush extends Omit<PushRequest, 'message' | 'digest' | 'at' | 'delay'> {
  message: unknown;
  /** Null = now. */
  timing: Timing | null;
  /** Length of the message as JSON, in bytes. */
  bytes: number;
  /** Tells whether another push with the same id is the same. */
  digest: string;
}

/**
 * Checks a push from outside.
 *
 * @throws Refusal 422 that names the field
 */
export function checkPush(given: unknown): CheckedPush {
  const result = schema.safeParse(given);
  if (!result.success) {
    const { field, sentence } = firstValidationMessage(result.error, given, 'The push');
    throw new Refusal(422, sentence, field === '' ? undefined : field);
  }
  const { at, delay, digest: together, ...push } = result.data;
  const { userID, topic } = push;
  if (userID !== undefined && topic !== undefined) {
    throw new Refusal(422, 'A push has either "userID" or "topic", not both.', 'topic');
  }
  if (userID === undefined && topic === undefined) {
    throw new Refusal(422, '"userID" must be given, or "topic".', 'userID');
  }
  const { json, message } = readJson(push.message, 'message');
  const digest = fingerprint([push.eventName, json]);
  const timing = timingOf({ at, delay, digest: together });
  return { ...push, message, timing, bytes: Buffer.byteLength(json), digest };
}

/** Tells things apart that are JSON. */
export function fingerprint(value: unknown): string {
  return fingerprintOf(JSON.stringify(value));
}

function timingOf({ at, delay, digest }: Pick<PushFields, 'at' | 'delay' | 'digest'>): Timing | null {
  const [one, other] = Object.entries({ at, delay, digest }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  if (other !== undefined) {
    throw new Refusal(422, `A push has either "${one}" or "${other}", not both.`, other);
  }
  if (at !== undefined) return { at: typeof at === 'number' ? Math.round(at) : Date.parse(at) };
  if (delay !== undefined) return delay === 0 ? null : { delay };
  if (digest === undefined) return null;
  const { key, window } = digest;
  if (digest.message === undefined) return { digest: { key, window } };
  return { digest: { key, window, message: readJson(digest.message, 'digest.message').message } };
}

/** A copy as JSON, so that a handler that changes its object later does not change the log. */
function readJson(given: unknown, field: string): { json: string; message: unknown } {
  let json: string | undefined;
  try {
    json = JSON.stringify(given ?? null);
  } catch {
    // A circle, or deeper than the stack: answered below like a function.
  }
  if (json === undefined) throw new Refusal(422, `"${field}" must be JSON.`, field);
  const message: unknown = JSON.parse(json);
  const problem = jsonProblem(message);
  if (problem !== null) throw new Refusal(422, `"${field}" ${problem}.`, field);
  return { json, message };
}

function recipientsProblem(userID: unknown): string | null {
  if (!Array.isArray(userID)) {
    return typeof userID === 'string' ? userIdProblem(userID) : 'must be a text or a list of texts';
  }
  if (userID.length === 0) return 'must not be empty';
  if (userID.length > MAX_RECIPIENTS) return `must have at most ${MAX_RECIPIENTS} entries`;
  if (userID.includes(EVERYBODY)) return 'must not be a list with "*": send "*" alone';
  const problem = userID.map(userIdProblem).find((reason) => reason !== null);
  return problem === undefined ? null : `has an entry that ${problem}`;
}
