import type { UserScope } from '../../data/user-scope.js';
import type { Greeting } from '../replay/packets.js';
import { userOf } from './claim.js';
import type { PersonMemory } from './person-memory.js';
import { PersonTracker } from './person-tracker.js';
import type { SessionReading } from './session-watch.js';

/** What happens to the person whose things a page shows. */
export type PersonChange =
  /** The server accepted the session: what is stored under the scope may be shown. Told again for the same person. */
  | { type: 'known'; scope: UserScope }
  /** It is not known whether it is still the same person: nothing of them may be seen, and nothing is lost. */
  | { type: 'hidden' }
  /** Another person is signed in, or nobody: nothing of the former one may stay, on the page or stored. */
  | { type: 'left' };

/** How long a server whose kind is not known yet may take for its hello, in milliseconds. */
const HELLO_WAIT = 500;

export interface PersonGateDelegate {
  changed: (change: PersonChange) => void;
  /** The server has accepted the person over the present link: what waits may be sent. */
  accepted: () => void;
}

/** Lets a person's things through only after the server has accepted the session. */
export class PersonGate {
  readonly #tracker: PersonTracker;
  readonly #memory: PersonMemory;
  readonly #delegate: PersonGateDelegate;
  #reading: SessionReading | null = null;
  #scope: UserScope | null = null;
  /** Sends a hello; null = not known yet. */
  #isGateway: boolean | null = null;
  /** What was read was accepted before over another link. */
  #isConfirmed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param app server and app */
  constructor(app: string, memory: PersonMemory, delegate: PersonGateDelegate) {
    this.#tracker = new PersonTracker(app);
    this.#memory = memory;
    this.#delegate = delegate;
  }

  /** Whose things may be shown; null = nobody's yet. */
  get scope(): UserScope | null {
    return this.#scope;
  }

  /** The server sends no hello, and so keeps no log. */
  get isStock(): boolean {
    return this.#isGateway === false;
  }

  /** Whether a session is of the person of the last one, as far as the page knows. */
  isSame({ claim }: SessionReading): boolean {
    return this.#reading !== null && userOf(this.#reading.claim) === userOf(claim);
  }

  /** A session was read. Comes before anything of it arrives. */
  read(reading: SessionReading): void {
    const { claim } = reading;
    const isSame = this.#reading?.claim.users.join() === claim.users.join();
    this.#reading = reading;
    this.#isConfirmed &&= isSame;
    const transition = this.#tracker.read(claim);
    if (transition === 'hide') this.#hide();
    if (transition === 'forget') this.#forget();
    if (this.#scope !== null || transition === 'hide') return;
    const person = claim.by === 'nobody' ? null : this.#memory.recall(claim.users);
    if (person !== undefined) this.#know({ person, isEnded: false });
  }

  /** A link is open. */
  opened(): void {
    clearTimeout(this.#timer);
    if (this.#isGateway === false) this.#accept({ person: null, isEnded: false });
    else if (this.#isConfirmed) this.#delegate.accepted();
    else if (this.#isGateway === null) this.#timer = setTimeout(() => this.#takeForStock(), HELLO_WAIT);
  }

  /**
   * The gateway greeted; nothing else came before.
   *
   * @returns whether it took a session that has ended for nobody
   */
  hello({ person, now }: Greeting): boolean {
    clearTimeout(this.#timer);
    this.#isGateway = true;
    const isEnded = person === null && now !== null && this.#reading?.session !== null;
    this.#accept({ person, isEnded });
    return isEnded;
  }

  /** An event of the application came: a gateway would have greeted before. */
  packet(): void {
    if (this.#isGateway === null) this.#takeForStock();
  }

  /** The link is gone. */
  closed(): void {
    clearTimeout(this.#timer);
  }

  /**
   * The session was refused or has ended.
   *
   * @param isFinal the server ended it: somebody signed out. Else it may be renewed, and nothing is lost
   */
  ended(isFinal: boolean): void {
    const expiresAt = this.#reading?.claim.expiresAt ?? null;
    const isExpired = expiresAt !== null && expiresAt <= Date.now() + CLOCK_TOLERANCE;
    this.#memory.clear();
    this.#isConfirmed = false;
    if (isFinal && !isExpired) this.#forget();
    else this.#hide();
  }

  #takeForStock(): void {
    clearTimeout(this.#timer);
    this.#isGateway = false;
    this.#accept({ person: null, isEnded: false });
  }

  #accept(acceptance: { person: string | null; isEnded: boolean }): void {
    if (acceptance.isEnded) this.#hide();
    this.#know(acceptance);
    this.#isConfirmed = !acceptance.isEnded;
    const users = this.#reading?.claim.users ?? [];
    if (this.#isConfirmed) this.#memory.keep({ users, person: acceptance.person });
    this.#delegate.accepted();
  }

  #know(acceptance: { person: string | null; isEnded: boolean }): void {
    const { scope, isOther } = this.#tracker.accepted(acceptance);
    if (isOther) this.#leave();
    this.#scope = scope;
    this.#delegate.changed({ type: 'known', scope });
  }

  #hide(): void {
    this.#scope = null;
    this.#delegate.changed({ type: 'hidden' });
  }

  #forget(): void {
    this.#tracker.forget();
    this.#memory.clear();
    this.#leave();
  }

  #leave(): void {
    this.#scope = null;
    this.#delegate.changed({ type: 'left' });
  }
}

/** How much the clocks of page and server may differ, in milliseconds. */
const CLOCK_TOLERANCE = 60_000;
