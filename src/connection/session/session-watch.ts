import type { ConnectionSettings, SessionGetter } from '../settings.js';
import { claimOf, isSameToken, type Claim } from './claim.js';
import { fetchSession } from './fetch-session.js';
import { presentId, readSession } from './read-session.js';

/** How often the stored session is compared, in milliseconds: a tab hears nothing of its own storage writes. */
const CHECK_INTERVAL = 1_000;

/** Functions of the page that say who is signed in. */
export interface SessionGetters {
  getSession?: SessionGetter | undefined;
  getPerson?: SessionGetter | undefined;
}

/** Who is signed in, as it was read. */
export interface SessionReading {
  /** Null = nobody is signed in. */
  readonly session: string | null;
  readonly claim: Claim;
}

/** What is compared. */
interface Ids {
  session: string | null;
  /** As the page says; null = it says nothing. */
  person: string | null;
}

/**
 * Watches who is signed in. What is stored is compared every second, which costs one storage read; a getter of the
 * page's own may be expensive and is asked only at hints and at every new link, and `session-src` only at every new
 * link and by {@link check}.
 */
export class SessionWatch {
  readonly #settings: ConnectionSettings;
  readonly #view: Window;
  readonly #getters: SessionGetters;
  readonly #changed: (isSame: boolean) => void;
  #known: Ids | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  /**
   * @param changed called when another session or person is there than was last read; `isSame`: as far as the page can
   *   tell, it is the same person
   */
  constructor(
    settings: ConnectionSettings,
    view: Window,
    getters: SessionGetters,
    changed: (isSame: boolean) => void,
  ) {
    this.#settings = settings;
    this.#view = view;
    this.#getters = getters;
    this.#changed = changed;
  }

  /** Where the session is read from, for people who debug. */
  get source(): string {
    const { sessionId, sessionSrc, sessionKey } = this.#settings;
    if (sessionId !== '') return 'session-id';
    if (this.#getters.getSession !== undefined) return 'getSession';
    return sessionSrc || sessionKey;
  }

  /** Whether a session was there when it was last read. */
  get hasSession(): boolean {
    return this.#known !== null && this.#known.session !== null;
  }

  /** @throws Error where it cannot be told who is signed in */
  async read(): Promise<SessionReading> {
    const ids = await this.#current();
    this.#known = ids;
    return { session: ids.session, claim: await claimOf(ids.session, ids.person) };
  }

  /** Whether another session is there than the one that was last read. */
  async isOther(): Promise<boolean> {
    return (await this.#change()) !== null;
  }

  /** Compares now; used where the page says that somebody may have signed in or out. */
  check(): void {
    if (this.#known !== null) void this.#compare();
  }

  /** Compares now, where that asks no server; used when something hints at a change. */
  hint(): void {
    if (!this.#asksServer) this.check();
  }

  start(): void {
    if (!this.#isStored) return;
    this.#timer = setInterval(() => this.check(), CHECK_INTERVAL);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  get #asksServer(): boolean {
    const { sessionId, sessionSrc } = this.#settings;
    return sessionId === '' && this.#getters.getSession === undefined && sessionSrc !== '';
  }

  get #isStored(): boolean {
    const { getSession, getPerson } = this.#getters;
    const { sessionId, sessionSrc, personKey } = this.#settings;
    if (getSession !== undefined || getPerson !== undefined || sessionSrc !== '') return false;
    return sessionId === '' || personKey !== '';
  }

  async #compare(): Promise<void> {
    const isSame = await this.#change();
    if (isSame !== null) this.#changed(isSame);
  }

  /** @returns whether the other session that is there now is of the same person; null where there is no other one */
  async #change(): Promise<boolean | null> {
    try {
      const { session, person } = await this.#current();
      const known = this.#known;
      if (known === null || (session === known.session && person === known.person)) return null;
      return person === known.person && (person !== null || isSameToken(known.session, session));
    } catch {
      // What cannot be read has not changed.
      return null;
    }
  }

  async #current(): Promise<Ids> {
    const { personKey, withCredentials } = this.#settings;
    const session = await this.#readSession();
    // Who has signed out may have left the id of the person; cookies sign in without a session that is seen here.
    if (session === null && !withCredentials) return { session, person: null };
    const { getPerson } = this.#getters;
    if (getPerson !== undefined) return { session, person: await ask('getPerson', getPerson) };
    const person = personKey === '' ? null : readSession(personKey, this.#view, 'person-key');
    return { session, person };
  }

  async #readSession(): Promise<string | null> {
    const { sessionId, sessionSrc, sessionPath, sessionKey } = this.#settings;
    if (sessionId !== '') return presentId(sessionId);
    if (this.#getters.getSession !== undefined) return ask('getSession', this.#getters.getSession);
    if (sessionSrc !== '') return fetchSession(sessionSrc, sessionPath, this.#view);
    return readSession(sessionKey, this.#view);
  }
}

/** @throws what the getter threw */
async function ask(name: string, getter: SessionGetter): Promise<string | null> {
  try {
    return presentId(await getter());
  } catch (error) {
    console.error(`[dx-realtime] ${name} failed; it is asked again later:`, error);
    throw error;
  }
}
