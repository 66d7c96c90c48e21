import type { ClientAddress } from '../client-address.js';

/** How many connections there may be. */
export interface SlotLimits {
  /** Per app, on all nodes. */
  perApp: number;
  /** Per address, on all nodes; undefined = a tenth of an app's, where the address is the client's own. */
  perAddress: number | undefined;
}

/** So many connections an address may have at least, where the configuration does not say. */
const FEWEST_PER_ADDRESS = 50;

/** How many connections an address may have. */
export function mostPerAddress({ perApp, perAddress }: SlotLimits): number {
  return perAddress ?? Math.max(FEWEST_PER_ADDRESS, Math.ceil(perApp / 10));
}

/** Some kind of slots of which this node has taken a number, and how many all nodes together may take. */
export interface Claim {
  kind: string;
  count: number;
  most: number;
}

/** What nodes agree on, so that no two of them give away the last slot. */
export interface SharedSlots {
  /** Says how many slots this node has of each kind. @returns whether all nodes together keep within the bounds */
  claim(claims: readonly Claim[]): Promise<boolean>;
  /** Says that this node has fewer now. */
  report(kind: string, count: number): void;
}

/**
 * The connections that there may be. A slot is taken when the admission of a connection begins, not when it is over:
 * many that come at once would otherwise all see that there is room.
 */
export class ConnectionSlots {
  readonly #counts = new Map<string, number>();
  readonly #limits: SlotLimits;
  readonly #shared: SharedSlots | null;

  /** @param shared null = there is one node */
  constructor(limits: SlotLimits, shared: SharedSlots | null) {
    this.#limits = limits;
    this.#shared = shared;
  }

  /**
   * Takes a slot of an app and of an address.
   *
   * @returns a function that gives it back, or null where there is none. Rejects where the nodes cannot agree.
   */
  async reserve(appId: string, from: ClientAddress): Promise<(() => void) | null> {
    const claims = this.#claimsFor(appId, from);
    claims.forEach((claim) => (claim.count = this.#change(claim.kind, 1)));
    // Kept with each connection: no more than the names.
    const kinds = claims.map(({ kind }) => kind);
    const release = onlyOnce(() => kinds.forEach((kind) => this.#change(kind, -1)));
    try {
      const hasRoom = claims.every(({ count, most }) => count <= most);
      if (hasRoom && (this.#shared === null || (await this.#shared.claim(claims)))) return release;
    } catch (error) {
      release();
      throw error;
    }
    release();
    return null;
  }

  /** How many slots of an app are taken on this node. */
  countOf(appId: string): number {
    return this.#counts.get(`app:${appId}`) ?? 0;
  }

  /** All slots that are taken on this node, by kind. */
  counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  #claimsFor(appId: string, { limitKey, isClients }: ClientAddress): Claim[] {
    const { perApp, perAddress } = this.#limits;
    const most = isClients ? mostPerAddress(this.#limits) : perAddress;
    const claims = [{ kind: `app:${appId}`, count: 0, most: perApp }];
    if (most !== undefined) claims.push({ kind: `address:${limitKey}`, count: 0, most });
    return claims;
  }

  #change(kind: string, by: 1 | -1): number {
    const count = (this.#counts.get(kind) ?? 0) + by;
    if (count === 0) this.#counts.delete(kind);
    else this.#counts.set(kind, count);
    if (by < 0) this.#shared?.report(kind, count);
    return count;
  }
}

function onlyOnce(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}
