import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** The longest life of a token, in seconds: so long a revocation is remembered. */
export const LONGEST_TOKEN_LIFE = 7 * 24 * 60 * 60;
/** How far the clock of a back end may be ahead, in seconds. */
const CLOCK_AHEAD = 60;
const FORM = /^[\w-]{1,4000}\.[\w-]{43}$/;

const claimsSchema = z.object({
  app: z.string(),
  topic: z.string(),
  iat: z.number(),
  exp: z.number(),
  user: z.string().optional(),
});

/** What a token says. */
export type TopicClaims = z.output<typeof claimsSchema>;

/** What {@link createTopicToken} needs. */
export interface TopicTokenOptions {
  /** `topicSecret` of the app. */
  secret: string;
  /** Id of the app. */
  app: string;
  topic: string;
  /** Whose session may use the token; absent = whoever has it. */
  user?: string;
  /** Seconds for which it is good, up to 7 days. Default 600. */
  lifetime?: number;
}

/**
 * Makes a token with which a page may listen to a topic.
 *
 * @throws RangeError for a lifetime that no gateway takes
 * @example const token = createTopicToken({ secret, app: 'shop', topic: `order:${id}`, user: session.userId });
 */
export function createTopicToken({ secret, app, topic, user, lifetime = 600 }: TopicTokenOptions): string {
  if (!(lifetime > 0 && lifetime <= LONGEST_TOKEN_LIFE)) {
    throw new RangeError(
      `The lifetime of a topic token must be more than 0 and at most ${LONGEST_TOKEN_LIFE} s.`,
    );
  }
  const iat = Date.now() / 1000;
  const claims: TopicClaims = { app, topic, iat, exp: iat + lifetime, ...(user !== undefined && { user }) };
  const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${body}.${signatureOf(body, secret)}`;
}

/**
 * Reads a token. Whether it is expired is for the caller to see.
 *
 * @param now milliseconds since 1970
 * @returns what it says, or a sentence part that follows "The token": why it is good for nothing here
 */
export function readTopicToken(
  token: string,
  { secret, app, topic, user }: { secret: string; app: string; topic: string; user: string | null },
  now: number,
): TopicClaims | string {
  const [body, signature] = token.split('.') as [string, string];
  if (!FORM.test(token) || !isEqual(signature, signatureOf(body, secret)))
    return 'was not made with the secret of this app';
  const claims = claimsOf(body);
  if (claims === null) return 'lacks one of "app", "topic", "iat" and "exp"';
  if (claims.app !== app) return 'is for another app';
  if (claims.topic !== topic) return 'is for another topic';
  if (claims.user !== undefined && claims.user !== user) return 'is for another user';
  if (claims.iat > now / 1000 + CLOCK_AHEAD) return 'comes from a clock that is ahead of the one here';
  if (claims.exp - claims.iat > LONGEST_TOKEN_LIFE) return `is good for more than ${LONGEST_TOKEN_LIFE} s`;
  return claims;
}

function signatureOf(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64url');
}

function isEqual(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

function claimsOf(body: string): TopicClaims | null {
  try {
    return claimsSchema.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString())).data ?? null;
  } catch {
    return null;
  }
}
