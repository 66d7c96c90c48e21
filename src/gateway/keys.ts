import { createHash, timingSafeEqual } from 'node:crypto';

/** Finds what a secret key stands for, in a time that says nothing about the keys. */
export class KeyRing<Holder> {
  private readonly entries: { digest: Buffer; holder: Holder }[];

  /** @param keys - each key with what it stands for */
  constructor(keys: Iterable<readonly [key: string, holder: Holder]>) {
    this.entries = Array.from(keys, ([key, holder]) => ({ digest: digestOf(key), holder }));
  }

  /** @returns what the key stands for, or null for an unknown key */
  find(key: string): Holder | null {
    const digest = digestOf(key);
    let found: Holder | null = null;
    for (const entry of this.entries) {
      if (timingSafeEqual(entry.digest, digest)) found = entry.holder;
    }
    return found;
  }
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
