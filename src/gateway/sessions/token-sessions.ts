import {
  createRemoteJWKSet,
  decodeJwt,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import { EVERYBODY } from '../../protocol.js';
import { userIdProblem } from '../channels.js';
import type { AppSettings } from '../config/schema.js';
import type { SessionSource } from './session-source.js';
import type { Session } from './session-store.js';

type TokenSettings = NonNullable<AppSettings['tokens']>;

/** How long the key server may take, in milliseconds. */
const KEYS_WITHIN = 3_000;

/** JSON Web Tokens as sessions. Keys are fetched once and again when a token names one that is not known. */
export class TokenSessions implements SessionSource {
  readonly #keyOf: JWTVerifyGetKey;
  readonly #settings: TokenSettings;

  constructor(settings: TokenSettings) {
    this.#settings = settings;
    this.#keyOf = createRemoteJWKSet(new URL(settings.jwks), { timeoutDuration: KEYS_WITHIN });
  }

  owns(id: string): boolean {
    return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(id);
  }

  /**
   * A signature can be written in several ways that all fit, so it says nothing: the token is what was signed. Where the
   * issuer numbers its tokens, all with one number are one.
   */
  identityOf(id: string): string {
    const { iss, jti } = claimsOf(id);
    if (typeof jti === 'string') return JSON.stringify(['jti', iss, jti]);
    const [header, payload] = id.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    return JSON.stringify(['signed', header, payload]);
  }

  endOf(id: string): number {
    const { exp } = claimsOf(id);
    return typeof exp === 'number' ? exp * 1000 : Number.MAX_SAFE_INTEGER;
  }

  async find(id: string): Promise<Session | null> {
    const { issuer, audience, algorithms } = this.#settings;
    try {
      const { payload } = await jwtVerify(id, this.#keyOf, {
        ...{ issuer, audience, algorithms },
        requiredClaims: ['exp'],
      });
      return this.#sessionOf(id, payload);
    } catch (error) {
      if (isVerdict(error)) return null;
      throw error;
    }
  }

  #sessionOf(id: string, payload: JWTPayload): Session | null {
    const userId = payload[this.#settings.userClaim];
    const role = payload[this.#settings.roleClaim];
    if (userIdProblem(userId) !== null || userId === EVERYBODY) return null;
    return {
      id,
      user: { id: userId as string, role: typeof role === 'string' ? role : 'user' },
      expiresAt: payload.exp! * 1000,
    };
  }
}

/** What a token says of itself, unproved. */
function claimsOf(id: string): JWTPayload {
  try {
    return decodeJwt(id);
  } catch {
    return {};
  }
}

/** Whether an error says something about the token, and not about a key server that is away. */
function isVerdict(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return false;
  const isAway = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  // The generic error is that of a key server with another answer than 200.
  return !isAway && error.code !== errors.JOSEError.code;
}
