import { ANONYMOUS, personUser, type UserScope } from '../../data/user-scope.js';
import { userOf, type Claim } from './claim.js';

/**
 * What becomes of what the page shows when a session was read. `keep`: it is the same person, or nothing is shown.
 * `hide`: only the gateway can tell whether it is. `forget`: it is another person, or nobody.
 */
export type Transition = 'keep' | 'hide' | 'forget';

/** What a server said when it accepted a session. */
export interface Acceptance {
  /** Who the session belongs to, as the gateway says; null = it does not say. */
  person: string | null;
  /** The gateway tells persons, and took this session for none: it has ended, and nobody is signed in. */
  isEnded: boolean;
}

/** Whose things are on the page. */
interface Owner {
  claim: Claim;
  /** As the gateway said; null = it said nothing. */
  person: string | null;
}

/** Decides whether a session that was renewed is the same person. Pure: it knows neither page nor storage. */
export class PersonTracker {
  readonly #app: string;
  #owner: Owner | null = null;
  #claim: Claim | null = null;

  /** @param app server and app */
  constructor(app: string) {
    this.#app = app;
  }

  /** Takes what was read; nothing of it is shown before {@link accepted}. */
  read(claim: Claim): Transition {
    const former = this.#owner?.claim ?? this.#claim;
    this.#claim = claim;
    if (former === null || userOf(former) === userOf(claim)) return 'keep';
    if (this.#isUnsure(claim)) return 'hide';
    this.#owner = null;
    return 'forget';
  }

  /**
   * Takes a server's word.
   *
   * @returns the scope of the one who is there now; `isOther`: what is shown belongs to somebody else
   */
  accepted({ person, isEnded }: Acceptance): { scope: UserScope; isOther: boolean } {
    const claim = this.#claim!;
    if (isEnded) return { scope: this.#scope([ANONYMOUS], true), isOther: false };
    const isOther = this.#owner !== null && !this.#isSame(this.#owner, claim, person);
    this.#owner = { claim, person };
    const users = person === null ? claim.users : [...claim.users, personUser(person)];
    return { scope: this.#scope(users, false), isOther };
  }

  /** Nothing of a person is on the page any more. */
  forget(): void {
    this.#owner = null;
  }

  /** Two sessions of which the page knows nothing more: the gateway that knew the one may know the other. */
  #isUnsure(claim: Claim): boolean {
    const owner = this.#owner;
    if (owner === null || owner.person === null || claim.by === 'nobody') return false;
    return claim.by === 'session' || owner.claim.by === 'session';
  }

  #isSame(owner: Owner, claim: Claim, person: string | null): boolean {
    if (owner.person !== null && person !== null) return owner.person === person;
    return userOf(owner.claim) === userOf(claim);
  }

  #scope(users: readonly string[], keepsOthers: boolean): UserScope {
    return { app: this.#app, user: users.at(-1)!, formerUsers: users.slice(0, -1), keepsOthers };
  }
}
