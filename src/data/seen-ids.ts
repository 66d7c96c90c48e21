/** Remembers ids and when each was seen last. Bounded: the one that was not seen for longest is forgotten first. */
export class SeenIds {
  readonly #limit: number;
  readonly #times = new Map<string, number>();

  constructor(limit = 1_000) {
    this.#limit = limit;
  }

  has(id: string): boolean {
    return this.#times.has(id);
  }

  /** When it was seen last; undefined = never, or too long ago. */
  timeOf(id: string): number | undefined {
    return this.#times.get(id);
  }

  /**
   * @param at on any clock, for {@link timeOf}
   * @returns whether it is new
   */
  add(id: string, at = 0): boolean {
    // Taken out first: a map keeps the order in which its keys came.
    const isNew = !this.#times.delete(id);
    this.#times.set(id, at);
    if (this.#times.size > this.#limit) this.#times.delete(this.#times.keys().next().value!);
    return isNew;
  }

  clear(): void {
    this.#times.clear();
  }
}
