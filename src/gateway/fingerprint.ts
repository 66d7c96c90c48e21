import { createHash } from 'node:crypto';

/** What is stored and told of a session in place of its id, which is secret: a hash from which it cannot be learned. */
export function fingerprintOf(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('base64url');
}
