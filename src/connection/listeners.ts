/** A set of functions that are called together. Adding returns the way to remove. */
export class Listeners<Arguments extends unknown[]> {
  readonly #functions = new Set<(...given: Arguments) => void>();

  get size(): number {
    return this.#functions.size;
  }

  add(listener: (...given: Arguments) => void): () => void {
    // A wrapper of its own lets the same function be added twice and removed once.
    const entry = (...given: Arguments): void => listener(...given);
    this.#functions.add(entry);
    return () => this.#functions.delete(entry);
  }

  /** Calls all; one that throws is reported to the console and disturbs no other. */
  call(...given: Arguments): void {
    callEach([...this.#functions], ...given);
  }
}

/** Calls each of some functions; one that throws is reported to the console and disturbs no other. */
export function callEach<Arguments extends unknown[]>(
  functions: Iterable<(...given: Arguments) => void>,
  ...given: Arguments
): void {
  for (const listener of functions) {
    try {
      listener(...given);
    } catch (error) {
      console.error('[dx-realtime] a listener failed:', error);
    }
  }
}
