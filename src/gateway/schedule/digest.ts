import type { PushRequest } from '../push-request.js';

/** What stands for the number of pushes in the texts of a digest. */
const COUNT = '{count}';

/**
 * The push that a digest becomes when its window is over: a single push as it is, several as one with the message of the
 * digest, or where it has none with that of the newest.
 *
 * @param newest the newest push of the digest
 * @param count how many there were
 */
export function digestPush({ digest, ...newest }: PushRequest, count: number): PushRequest {
  if (count === 1 || digest === undefined) return newest;
  // Tabs skip what they caused themselves; what several caused concerns each of them.
  delete newest.origin;
  return digest.message === undefined ? newest : { ...newest, message: withCount(digest.message, count) };
}

/** A copy of a message in whose texts the number stands. */
function withCount(message: unknown, count: number): unknown {
  if (typeof message === 'string') return message.replaceAll(COUNT, String(count));
  if (Array.isArray(message)) return message.map((item) => withCount(item, count));
  if (typeof message !== 'object' || message === null) return message;
  return Object.fromEntries(Object.entries(message).map(([name, inner]) => [name, withCount(inner, count)]));
}
