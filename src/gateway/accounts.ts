import type { AppSettings } from './config/schema.js';
import { hashPassword, parsePasswordHash, passwordMatches, type PasswordHash } from './passwords.js';
import type { User } from './user.js';

interface Account {
  user: User;
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

  /** Whether the configuration lists a user. */
  has(id: string): boolean {
    return this.#byId.has(id);
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
    password:
      passwordHash === undefined
        ? hashPassword(password ?? '')
        : Promise.resolve(parsePasswordHash(passwordHash)!),
  };
}
