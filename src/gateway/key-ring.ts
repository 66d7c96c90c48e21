import { createHash, timingSafeEqual } from 'node:crypto';

const HASHED = /^sha256:([0-9a-f]{64})$/i;

/**
 * Finds what a secret key stands for, in a time that says nothing about the keys.
 *
 * A key may be given as `sha256:<64 hexadecimal digits>`, so that a configuration at rest does not hold it. A fast
 * hash is right for keys, which are random and long; passwords, which are not, need scrypt.
 */
export class KeyRing<Holder> {
  #entries: { digest: Buffer; holder: Holder }[] = [];

  /** @param keys each key with what it stands for */
  constructor(keys: Iterable<readonly [key: string, holder: Holder]>) {
    this.replace(keys);
  }

  /** From now on only these keys are known. */
  replace(keys: Iterable<readonly [key: string, holder: Holder]>): void {
    this.#entries = Array.from(keys, ([key, holder]) => ({ digest: storedDigest(key), holder }));
  }

  /** @returns what the key stands for, or null for an unknown key */
  find(key: string): Holder | null {
    const digest = digestOf(key);
    let found: Holder | null = null;
    for (const entry of this.#entries) {
      if (timingSafeEqual(entry.digest, digest)) found = entry.holder;
    }
    return found;
  }
}

/** Words of keys that somebody copied from an example or meant to replace. */
const EXAMPLE = /change.?me|replace|example|demo|placeholder|secret|password|test|12345678|push.?key|your/i;
/** How many different characters a random key has at least. */
const FEWEST_CHARACTERS = 5;

/** Whether a key is one that anybody could guess. The hash of a key says nothing. */
export function isExampleKey(key: string): boolean {
  if (HASHED.test(key)) return false;
  return EXAMPLE.test(key) || new Set(key).size < FEWEST_CHARACTERS;
}

/** Characters of a key that nobody guesses. */
const SHORTEST_KEY = 16;
/** What keys of demos begin with, which may be shorter: no gateway that others reach starts with one. */
const DEMO = 'demo-';

/** Says why a key cannot be used. @returns null where it can */
export function keyProblem(key: string): string | null {
  if (key.startsWith('sha256:') && !HASHED.test(key))
    return 'must have 64 hexadecimal digits after "sha256:"';
  if (key.length < SHORTEST_KEY && !key.startsWith(DEMO))
    return `must have at least ${SHORTEST_KEY} characters: "openssl rand -base64 32" makes one`;
  return null;
}

/** The same for a key and for its hash, so that a key which stands twice is noticed. */
export const keyDigest = (key: string): string => storedDigest(key).toString('hex');

function storedDigest(key: string): Buffer {
  const hashed = HASHED.exec(key)?.[1];
  return hashed === undefined ? digestOf(key) : Buffer.from(hashed, 'hex');
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
