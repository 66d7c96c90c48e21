import type { AppSettings } from './config/schema.js';
import { fingerprintOf } from './fingerprint.js';
import { hashPassword, parsePasswordHash, passwordMatches, type PasswordHash } from './passwords.js';
import type { User } from './user.js';

interface Account {
  user: User;
  /** Another one after each change of role or password hash. */
  version: string;
  /** A promise, so that hashing the plain passwords of a demo does not delay the start. */
  password: Promise<PasswordHash>;
}

/** The users of one app that the configuration lists. */
export class Accounts {
  readonly #byId: ReadonlyMap<string, Account>;
  /** Checked in place of an unknown user's, so that both take equally long. */
  readonly #nobody = hashPassword('');

  constructor(users: AppSettings['users']) {
    this.#byId = new Map(users.map((user) => [user.id, accountOf(user)]));
  }

  /** @returns what a session of the user was made from; null where the configuration does not list the user */
  versionOf(id: string): string | null {
    return this.#byId.get(id)?.version ?? null;
  }

  /** @returns the user, or null where the user is unknown or the password is wrong */
  async verify(id: string, password: string): Promise<User | null> {
    const account = this.#byId.get(id);
    const matches = await passwordMatches(password, await (account?.password ?? this.#nobody));
    return matches && account ? account.user : null;
  }
}

function accountOf(settings: AppSettings['users'][number]): Account {
  const { id, role, password, passwordHash } = settings;
  return {
    user: { id, role },
    // A password in plain text is for demos, and no hash of it is kept: it could be guessed.
    version: fingerprintOf(JSON.stringify([id, role, passwordHash ?? null])),
    password:
      passwordHash === undefined
        ? hashPassword(password ?? '')
        : Promise.resolve(parsePasswordHash(passwordHash)!),
  };
}
