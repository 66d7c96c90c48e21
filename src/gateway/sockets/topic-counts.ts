import type { SocketData } from './types.js';

/** Counts to how many topics the connections of each person listen on this node. */
export class TopicCounts {
  readonly #counts = new Map<string, number>();

  /** @returns whether one more is within the bound; it counts then */
  add(socket: SocketData, most: number): boolean {
    const key = keyOf(socket);
    if (key === null) return true;
    const count = this.#counts.get(key) ?? 0;
    if (count >= most) return false;
    this.#counts.set(key, count + 1);
    return true;
  }

  remove(socket: SocketData): void {
    const key = keyOf(socket);
    if (key === null) return;
    const left = (this.#counts.get(key) ?? 0) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
  }
}

/** Null = nobody is signed in; their connections are limited by address. */
function keyOf({ app, session }: SocketData): string | null {
  return session && JSON.stringify([app.id, session.user.id]);
}
