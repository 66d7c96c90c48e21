import { createHash } from 'node:crypto';
import { z } from 'zod';
import { EVERYBODY, eventNameProblem, type ChannelPosition } from '../protocol.js';
import { userIdProblem } from './channels.js';
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

export type PushResult = SinglePushResult | ListPushResult;

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

const schema = z.strictObject({
  userID: refined<string | string[]>(recipientsProblem).optional(),
  topic: refined<string>(topicProblem).optional(),
  eventName: refined<string>(eventNameProblem),
  message: z.unknown().optional(),
  id: label,
  ttl: z.number().min(0).max(THIRTY_DAYS).optional(),
  origin: label,
  spread: z.number().min(0).max(LONGEST_JITTER).optional(),
});

/** A push whose every field is checked. */
export interface CheckedPush extends Omit<PushRequest, 'message'> {
  message: unknown;
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
export function checkPush(push: unknown): CheckedPush {
  const result = schema.safeParse(push);
  if (!result.success) {
    const { field, sentence } = firstValidationMessage(result.error, push, 'The push');
    throw new Refusal(422, sentence, field);
  }
  const { userID, topic } = result.data;
  if (userID !== undefined && topic !== undefined) {
    throw new Refusal(422, 'A push has either "userID" or "topic", not both.', 'topic');
  }
  if (userID === undefined && topic === undefined) {
    throw new Refusal(422, '"userID" must be given, or "topic".', 'userID');
  }
  const json = jsonOf(result.data.message);
  const message: unknown = JSON.parse(json);
  const problem = jsonProblem(message);
  if (problem !== null) throw new Refusal(422, `"message" ${problem}.`, 'message');
  const digest = createHash('sha256')
    .update(JSON.stringify([result.data.eventName, json]))
    .digest('base64url');
  return { ...result.data, message, bytes: Buffer.byteLength(json), digest };
}

/** A copy as JSON, so that a handler that changes its object later does not change the log. */
function jsonOf(message: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(message ?? null);
  } catch {
    // A circle, or deeper than the stack: answered below like a function.
  }
  if (json === undefined) throw new Refusal(422, '"message" must be JSON.', 'message');
  return json;
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
