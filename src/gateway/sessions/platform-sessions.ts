import { LRUCache } from 'lru-cache';
import { boundedBy } from '../bounded-by.js';
import { z } from 'zod';
import { EVERYBODY } from '../../protocol.js';
import { userIdProblem } from '../channels.js';
import type { AppSettings } from '../config/schema.js';
import type { SessionSource } from './session-source.js';
import type { Session } from './session-store.js';

type PlatformSettings = NonNullable<AppSettings['check']>;

/** How long the platform may take, in milliseconds. */
const CHECK_WITHIN = 5_000;
const MAX_REMEMBERED = 10_000;
const MAX_UNKNOWN = 1_000;

const answerSchema = z.object({
  result: z.object({
    result: z.boolean(),
    token: z.object({ username: z.string(), role: z.string().nullish() }).nullish(),
  }),
});

/**
 * Sessions of a platform, checked at a URL that answers as Directual's `auth/check` does. An answer is kept for a
 * short while and many who ask for one session at a time cause one request, so that a wave of connections after a
 * failure does not reach the platform.
 */
export class PlatformSessions implements SessionSource {
  readonly #answers: LRUCache<string, Session>;
  /** Kept apart, so that ids which somebody makes up do not drive out those of people. */
  readonly #unknown: LRUCache<string, true>;

  constructor(appId: string, settings: PlatformSettings) {
    const ttl = settings.cache * 1000;
    this.#unknown = new LRUCache({ ...boundedBy(MAX_UNKNOWN), ttl });
    this.#answers = new LRUCache({
      ...{ ...boundedBy(MAX_REMEMBERED), ttl },
      fetchMethod: async (id) => {
        const session = await ask(settings.url, appId, id);
        if (session === null) this.#unknown.set(id, true);
        return session ?? undefined;
      },
    });
  }

  owns(): boolean {
    return true;
  }

  identityOf(id: string): string {
    return id;
  }

  /** The platform does not say. */
  endOf(): number {
    return Number.MAX_SAFE_INTEGER;
  }

  async find(id: string): Promise<Session | null> {
    if (this.#unknown.has(id)) return null;
    return (await this.#answers.fetch(id)) ?? null;
  }
}

async function ask(url: string, appId: string, id: string): Promise<Session | null> {
  const address = new URL(url);
  address.searchParams.set('appID', appId);
  address.searchParams.set('sessionID', id);
  const response = await fetch(address, { signal: AbortSignal.timeout(CHECK_WITHIN), redirect: 'error' });
  if (response.status === 401 || response.status === 403) return null;
  // Without the address, which holds the session id.
  if (!response.ok) throw new Error(`The platform answered a session check with ${response.status}.`);
  const { result, token } = answerSchema.parse(await response.json()).result;
  const userId = token?.username;
  if (!result || userIdProblem(userId) !== null || userId === EVERYBODY) return null;
  // The platform does not say when; it is asked again while somebody is connected.
  return { id, user: { id: userId!, role: token?.role ?? 'user' }, expiresAt: Number.MAX_SAFE_INTEGER };
}
