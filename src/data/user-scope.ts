/** Whose things are shown and kept: nothing of one scope is seen in another one. */
export interface UserScope {
  /** Server and app. */
  readonly app: string;
  /** The person, as an id from which no session can be learned; {@link ANONYMOUS} where nobody is signed in. */
  readonly user: string;
  /** Under what the same person's things may have been stored before more was known: they are renamed. */
  readonly formerUsers: readonly string[];
  /**
   * What is stored of other persons stays: the session of one of them has ended, and may be renewed. Else it is
   * forgotten when the scope is opened.
   */
  readonly keepsOthers: boolean;
}

/** The user of everybody who is not signed in. */
export const ANONYMOUS = 'anonymous';

/** Begins the user of a person who is known by more than a session. */
const PERSON = 'person-';
/** Begins the user of a person of whom only a session is known. */
const SESSION = 'session-';

/** Users of people who are signed in sort between these, and no other does. */
export const SIGNED_IN_RANGE = { from: PERSON, to: `${SESSION}~` } as const;

/** @param digest of the session: a session id opens doors, so nothing is stored under it */
export const sessionUser = (digest: string): string => SESSION + digest;

/** @param id opaque, or a digest */
export const personUser = (id: string): string => PERSON + id;

export const isSignedIn = ({ user }: UserScope): boolean => user !== ANONYMOUS;

/** Whether two scopes are of the same app and person, however much is known of the person. */
export function isSamePerson(former: UserScope, next: UserScope): boolean {
  return former.app === next.app && (former.user === next.user || next.formerUsers.includes(former.user));
}
