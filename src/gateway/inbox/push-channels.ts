/**
 * Remembers in which channels the alerts of each push are or were. What is remembered is bounded by channels, since one push
 * to a list has as many as receivers; of the pushes that came first it is forgotten.
 */
export class PushChannels {
  readonly #channels = new Map<string, Set<string>>();
  readonly #most: number;
  #size = 0;

  /** @param most channels of all pushes together */
  constructor(most: number) {
    this.#most = most;
  }

  add(pushId: string, channel: string): void {
    const own = this.#channels.get(pushId) ?? new Set<string>();
    if (own.has(channel)) return;
    this.#channels.set(pushId, own.add(channel));
    this.#size += 1;
    for (const [oldest, { size }] of this.#channels) {
      if (this.#size <= this.#most) return;
      this.#channels.delete(oldest);
      this.#size -= size;
    }
  }

  of(pushId: string): string[] {
    return [...(this.#channels.get(pushId) ?? [])];
  }
}
