import { digestOf } from '../../data/hash.js';
import { ANONYMOUS, personUser, sessionUser } from '../../data/user-scope.js';

/** What a page knows of the person who is signed in, before a server has said anything. */
export interface Claim {
  /**
   * How it is known who it is: the page says so (`person-key`, `getPerson`), the session is a JSON Web Token that says so,
   * or only the session itself is known. `nobody`: nobody is signed in.
   */
  readonly by: 'page' | 'token' | 'session' | 'nobody';
  /** Ids of the person, without the session in them; the best one is the last. Equal last ones = the same person. */
  readonly users: readonly string[];
  /** When the session ends by itself, in milliseconds since 1970; null = not known. */
  readonly expiresAt: number | null;
}

const NOBODY: Claim = { by: 'nobody', users: [ANONYMOUS], expiresAt: null };

/**
 * Tells who is signed in. Nothing of it is verified: it may keep what is on the screen, and opens nothing that is stored
 * before a server has accepted the session.
 *
 * @param session null = there is none
 * @param person what the page says; null = nothing
 */
export async function claimOf(session: string | null, person: string | null): Promise<Claim> {
  if (session === null && person === null) return NOBODY;
  const token = session === null ? null : readToken(session);
  const subject = token?.subject ?? null;
  const known = { session, token: subject && `token ${subject}`, page: person && `page ${person}` };
  const by = person !== null ? 'page' : subject === null ? 'session' : 'token';
  return { by, users: await usersOf(known), expiresAt: token?.expiresAt ?? null };
}

async function usersOf({ session, ...others }: Record<string, string | null>): Promise<string[]> {
  const texts = Object.values(others).filter((text) => text !== null);
  const users = await Promise.all(texts.map(async (text) => personUser(await digestOf(text))));
  return session == null ? users : [sessionUser(await digestOf(session)), ...users];
}

/** The best id of a claim. */
export const userOf = ({ users }: Claim): string => users.at(-1)!;

/** Whether two sessions are JSON Web Tokens of the same subject. */
export function isSameToken(former: unknown, next: unknown): boolean {
  const [one, other] = [former, next].map((session) =>
    typeof session === 'string' ? readToken(session)?.subject : null,
  );
  return typeof one === 'string' && one === other;
}

interface Token {
  /** Issuer, subject and audience as one text; null where the token does not say, or somebody acts for another. */
  subject: string | null;
  expiresAt: number | null;
}

/** @returns null where the session is no JSON Web Token */
function readToken(session: string): Token | null {
  const parts = session.split('.');
  if (parts.length !== 3) return null;
  try {
    const bytes = Uint8Array.from(atob(parts[1]!.replace(/-/g, '+').replace(/_/g, '/')), (character) =>
      character.charCodeAt(0),
    );
    const { iss, sub, aud, act, exp } = JSON.parse(new TextDecoder().decode(bytes)) as Record<
      string,
      unknown
    >;
    const isPlain = typeof iss === 'string' && typeof sub === 'string' && act === undefined;
    return {
      subject: isPlain ? JSON.stringify([iss, sub, [aud].flat().sort()]) : null,
      expiresAt: typeof exp === 'number' ? exp * 1_000 : null,
    };
  } catch {
    return null;
  }
}
