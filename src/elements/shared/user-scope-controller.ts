import type { PersonChange } from '../../connection/session/person-gate.js';
import { isSamePerson, type UserScope } from '../../data/user-scope.js';

export interface UserScopeDelegate {
  /**
   * What is stored under the scope may be shown. Called again for the same person.
   *
   * @param isPerson false: nobody stands in for a person whose session has ended, and whose things stay hidden
   */
  known(scope: UserScope, isPerson: boolean): void;
  /**
   * Nothing of the person may be seen until they are known again, nor sent in their name; nothing of it is lost.
   *
   * @param scopes under which it is stored
   */
  hidden(scopes: readonly UserScope[]): void;
  /** Nothing of the person may stay, on the page or stored under these scopes. */
  forget(scopes: readonly UserScope[]): void;
}

/** Follows who is signed in, for an element that shows or keeps what belongs to a person. */
export class UserScopeController {
  readonly #delegate: UserScopeDelegate;
  #person: UserScope | null = null;
  #scope: UserScope | null = null;

  constructor(delegate: UserScopeDelegate) {
    this.#delegate = delegate;
  }

  /** Under what arrives is kept; null = it is not known who is there. */
  get scope(): UserScope | null {
    return this.#scope;
  }

  take(change: PersonChange): void {
    if (change.type === 'known') this.#know(change.scope);
    else if (change.type === 'left') this.forget();
    else {
      const scopes = this.#scopes;
      this.#scope = null;
      this.#delegate.hidden(scopes);
    }
  }

  /** Another person is there, or another session whose person is not known. */
  forget(): void {
    const scopes = this.#scopes;
    this.#person = null;
    this.#scope = null;
    this.#delegate.forget(scopes);
  }

  get #scopes(): UserScope[] {
    return [...new Set([this.#person, this.#scope])].filter((scope) => scope !== null);
  }

  #know(scope: UserScope): void {
    const former = this.#person;
    const isPerson = !scope.keepsOthers;
    if (isPerson && former !== null && former.app === scope.app && !isSamePerson(former, scope))
      this.forget();
    if (isPerson) this.#person = scope;
    this.#scope = scope;
    this.#delegate.known(scope, isPerson);
  }
}
