import { createHash, createHmac, randomBytes } from 'node:crypto';

/** Tells pages who a session belongs to, by an id from which neither app nor user can be learned. */
export class Persons {
  #secret: string;

  /** @param secret kept by the operator or by Redis, so that ids are the same on all nodes and after a restart */
  constructor(secret: string) {
    this.#secret = secret;
  }

  /** From now on ids are made with another secret. */
  replaceSecret(secret: string): void {
    this.#secret = secret;
  }

  /** @returns an opaque id of 43 characters, the same for each session of a user of an app */
  idOf(appId: string, userId: string): string {
    return createHmac('sha256', this.#secret)
      .update(JSON.stringify([appId, userId]))
      .digest('base64url');
  }
}

/**
 * The secret of a gateway that nobody gave one and that keeps nothing. It must be the same after a restart, and keys may
 * change, so it comes from what names the gateway: the ids of its apps. Whoever knows them can tell the id of a user.
 */
export function derivedSecret(appIds: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(['dx-realtime person', ...appIds]))
    .digest('base64url');
}

/** Where all nodes keep the secret: gives it back, or takes the candidate where there is none. */
export type SecretKeeper = (candidate: string) => Promise<string>;

/**
 * Lets all nodes make the ids of persons with one secret. A keeper that has lost its data gets the secret back.
 *
 * @param keep undefined = there is one node, or the configuration has the secret
 * @returns a function that agrees with the other nodes
 */
export function createSecretSharing(persons: Persons, keep: SecretKeeper | undefined): () => Promise<void> {
  if (keep === undefined) return () => Promise.resolve();
  let secret = randomBytes(32).toString('base64url');
  return async () => {
    secret = await keep(secret);
    persons.replaceSecret(secret);
  };
}
