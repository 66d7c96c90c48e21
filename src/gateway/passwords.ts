import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** What is kept of a password. */
export interface PasswordHash {
  salt: Buffer;
  hash: Buffer;
}

const HASH_BYTES = 32;

/** Hashes a password with a fresh salt. */
export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  return { salt, hash: await derive(password, salt) };
}

/**
 * Reads the text form of a hash, `scrypt:<salt base64>:<hash base64>`: Node's scrypt with its default cost,
 * 32 bytes long.
 *
 * @returns null where the text has another form
 */
export function parsePasswordHash(text: string): PasswordHash | null {
  const [algorithm, salt, hash, ...rest] = text.split(':');
  if (algorithm !== 'scrypt' || !salt || !hash || rest.length > 0) return null;
  const parsed = { salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
  return parsed.hash.length === HASH_BYTES ? parsed : null;
}

/** Compares in constant time. */
export async function passwordMatches(password: string, expected: PasswordHash): Promise<boolean> {
  return timingSafeEqual(await derive(password, expected.salt), expected.hash);
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, (error, hash) => {
      if (error) reject(error);
      else resolve(hash);
    });
  });
}
