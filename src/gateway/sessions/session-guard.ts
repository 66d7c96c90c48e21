import type { App } from '../apps.js';
import type { ClientAddress } from '../client-address.js';
import { KeyedBuckets } from '../keyed-buckets.js';
import { Refusal } from '../refusal.js';
import type { Session } from './session-store.js';

/** How many questions to a platform one address may have on their way; more wait. */
const AT_ONCE = 20;

/**
 * Looks sessions up for clients. What an address makes up costs the platform of an app a bounded number of questions: who
 * asks for too many sessions that do not exist is refused for a while.
 */
export class SessionGuard {
  readonly #unknown: KeyedBuckets;
  readonly #onTheWay = new Map<string, { count: number; waiting: (() => void)[] }>();

  /** @param unknownPerMinute sessions that do not exist, per address */
  constructor(unknownPerMinute: number) {
    this.#unknown = new KeyedBuckets(unknownPerMinute / 60, unknownPerMinute);
  }

  /**
   * @returns null for a session that is unknown, expired or revoked
   * @throws Refusal 429 after too many such; whatever the source of the session throws
   */
  async find(app: App, id: string, { limitKey, isClients }: ClientAddress): Promise<Session | null> {
    if (id === '' || !isClients || app.settings.check === undefined) return app.sessions.find(id);
    await this.#enter(limitKey);
    try {
      if (!this.#unknown.hasLeft(limitKey)) {
        throw new Refusal(
          429,
          'There were too many unknown sessions from this address; try again in a minute.',
        );
      }
      const session = await app.sessions.find(id);
      if (session === null) this.#unknown.take(limitKey);
      return session;
    } finally {
      this.#leave(limitKey);
    }
  }

  async #enter(key: string): Promise<void> {
    const state = this.#onTheWay.get(key) ?? { count: 0, waiting: [] };
    this.#onTheWay.set(key, state);
    if (state.count < AT_ONCE) state.count += 1;
    else await new Promise<void>((resolve) => state.waiting.push(resolve));
  }

  /** Hands the turn to the next. */
  #leave(key: string): void {
    const state = this.#onTheWay.get(key)!;
    const next = state.waiting.shift();
    if (next !== undefined) next();
    else if ((state.count -= 1) === 0) this.#onTheWay.delete(key);
  }
}
