import { hash } from 'node:crypto';

/** What stands for a text that is stored nowhere: a secret, or who somebody is. The text cannot be learned from a secret's. */
export function fingerprintOf(text: string): string {
  return hash('sha256', text, 'base64url');
}
